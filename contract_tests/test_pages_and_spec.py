"""The specs say what the pages document: every documented fact, in our own words, and what we assumed kept apart.

A table ``documented/<api>.json`` holds the facts of an API as ``[place, attribute, value]``.  A place is an operation
and a path below it (``POST /customers 201.body.items[].email``); one that starts with a name of ``places`` holds at
each of the places listed there.  ``[]`` is an element of a list, ``{}`` a value of a map.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import jsonschema_rs
import pytest
from spec_places import METHODS, Json, Spec, facts_of, load, objects, operations, placed, resolve

SPECS = sorted((Path(__file__).parents[1] / "specs").glob("*/openapi.yaml"))
TABLES = sorted((Path(__file__).parent / "documented").glob("*.json"))
PAGES_VARIABLE = "TRUESPEC_PAGES"
RUN = 8  # so many words in a row that a page has too are its sentence, not ours


def _described(document: Json) -> Iterator[tuple[str, Json]]:
    """Yield whatever must have a description: operations, parameters, bodies, responses, schemas, members."""
    for place, operation in operations(document):
        yield place, operation
        bodies = [operation["requestBody"]] if "requestBody" in operation else []
        for thing in [*operation["parameters"], *bodies, *operation["responses"].values()]:
            yield f"{place} {thing}", resolve(document, thing)
    for kind in ("schemas", "securitySchemes"):
        for name, thing in document["components"].get(kind, {}).items():
            yield f"{kind} {name}", thing
    for pointer, node in objects({"schemas": document["components"].get("schemas", {})}):
        for name, member in node.get("properties", {}).items():
            yield f"{pointer}.{name}", member


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def _named(path: Path) -> str:
    return path.stem if path.suffix == ".json" else path.parent.name


@pytest.mark.parametrize("path", SPECS, ids=_named)
def test_everything_a_reader_meets_has_a_description(path: Path) -> None:
    silent = [place for place, thing in _described(load(path)) if not str(thing.get("description", "")).strip()]
    assert silent == []


@pytest.mark.parametrize("path", SPECS, ids=_named)
def test_the_only_extension_is_an_assumption_with_a_reason(path: Path) -> None:
    wrong = []
    for pointer, node in objects(load(path)):
        wrong += [f"{pointer}/{key}" for key in node if key.startswith("x-") and key != "x-assumed"]
        mark = node.get("x-assumed", "none")
        reasons = [mark] if isinstance(mark, str) else list(mark.values()) if isinstance(mark, dict) else []
        if not reasons or not all(isinstance(reason, str) and reason.strip() for reason in reasons):
            wrong.append(f"{pointer}/x-assumed")
    assert wrong == []


@pytest.mark.parametrize("path", TABLES, ids=_named)
def test_every_documented_fact_is_in_the_spec(path: Path) -> None:
    table = json.loads(path.read_text(encoding="utf-8"))
    document = load(path.parents[2] / "specs" / path.stem / "openapi.yaml")
    missing = [fact for fact in facts_of(table) if not Spec(document).holds(*fact)]
    assert missing == []
    assert [server["url"] for server in document["servers"]] == table["servers"]
    for label, said in table.get("operations", {}).items():
        assert {key: dict(operations(document))[label][key] for key in said} == said
    for name, said in table.get("security", {}).items():
        assert {key: document["components"]["securitySchemes"][name][key] for key in said} == said
    assert {key: document["info"][key] for key in ("title", "version") if key in table} == {
        key: table[key] for key in ("title", "version") if key in table
    }


@pytest.mark.parametrize("path", TABLES, ids=_named)
def test_a_documented_sample_is_valid_where_it_stands(path: Path) -> None:
    table = json.loads(path.read_text(encoding="utf-8"))
    document = load(path.parents[2] / "specs" / path.stem / "openapi.yaml")
    for place, value in placed(table.get("samples", []), table):
        schema = {**Spec(document).find(place).node, "components": document["components"]}
        settings = {key: inner for key, inner in schema.items() if key not in {"required", "examples", "example", "in"}}
        assert jsonschema_rs.validator_for(settings).is_valid(value), (place, value)


@pytest.mark.parametrize("path", TABLES, ids=_named)
def test_no_documented_fact_is_marked_as_assumed(path: Path) -> None:
    spec = Spec(load(path.parents[2] / "specs" / path.stem / "openapi.yaml"))
    stated = facts_of(json.loads(path.read_text(encoding="utf-8")))
    assert [(place, attribute) for place, attribute, _ in stated if spec.assumed(place, attribute)] == []


@pytest.mark.parametrize("path", TABLES, ids=_named)
def test_the_spec_demands_nothing_that_is_neither_documented_nor_assumed(path: Path) -> None:
    spec = Spec(load(path.parents[2] / "specs" / path.stem / "openapi.yaml"))
    documented = {(place, attribute) for place, attribute, _ in facts_of(json.loads(path.read_text(encoding="utf-8")))}
    statuses = {
        f"{place} {status}" for place, operation in operations(spec.document) for status in operation["responses"]
    }
    unfounded = [(place, "status") for place in sorted(statuses) if not spec.assumed(place, "status")]
    for place in sorted({place for place, _ in documented}):
        unfounded += spec.unfounded(place)
    assert [fact for fact in unfounded if fact not in documented] == []


@pytest.mark.parametrize("path", SPECS, ids=_named)
def test_no_sentence_of_a_page_is_repeated(path: Path) -> None:
    if PAGES_VARIABLE not in os.environ:
        pytest.skip(f"the pages are the vendors' and not part of the project; {PAGES_VARIABLE} names a folder of them")
    pages = [page for page in Path(os.environ[PAGES_VARIABLE]).rglob("*") if page.suffix in {".txt", ".md", ".html"}]
    assert pages, f"{PAGES_VARIABLE} names a folder without pages"
    theirs = {run for page in pages for run in _runs(page.read_text(encoding="utf-8", errors="replace"))}
    ours = [file for file in path.parent.iterdir() if file.suffix in {".yaml", ".toml"}]
    assert {run for file in ours for run in _runs(file.read_text(encoding="utf-8"))} & theirs == set()


def _keys(schema: Json, document: Json) -> int:
    """Count the members of a schema and of all that stands below it."""
    resolved = resolve(document, schema)
    below = [*resolved.get("properties", {}).values(), *([resolved["items"]] if "items" in resolved else [])]
    return len(resolved.get("properties", {})) + sum(_keys(child, document) for child in below)


def test_fullwhere_is_there_whole() -> None:
    document = load(Path(__file__).parents[1] / "specs" / "fullwhere" / "openapi.yaml")
    schemas = document["components"]["schemas"]
    assert sum(method in item for item in document["paths"].values() for method in METHODS) == 4
    assert len(schemas["CustomerImport"]["properties"]) == 24
    assert len(schemas["PartnerCustomer"]["properties"]) == 33
    assert len(set(schemas["FullwhereLanguage"]["enum"])) == 122
    assert all(isinstance(language, str) for language in schemas["FullwhereLanguage"]["enum"])
    assert len(schemas["CustomerMetadata"]["properties"]) == 21
    assert _keys(schemas["CustomerMetadata"], document) == 455
