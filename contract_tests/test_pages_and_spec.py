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
from typing import Any, NamedTuple

import pytest
import yaml

SPECS = sorted((Path(__file__).parents[1] / "specs").glob("*/openapi.yaml"))
TABLES = sorted((Path(__file__).parent / "documented").glob("*.json"))
PAGES_VARIABLE = "TRUESPEC_PAGES"
RUN = 8  # so many words in a row that a page has too are its sentence, not ours

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_KEYED_BY_NAME = frozenset({"properties", "patternProperties", "headers", "schemas", "examples", "securitySchemes"})
_DATA = frozenset({"default", "const", "enum", "example", "value"})
_SHAPE = frozenset({"type", "anyOf", "properties", "items", "additionalProperties", "schema", "content", "required"})
_TEXT = frozenset({"name", "in", "description", "example", "examples", "x-assumed"})
_ABSENT = object()

Json = dict[str, Any]


def _load(path: Path) -> Json:
    document: Json = yaml.safe_load(path.read_text(encoding="utf-8"))
    return document


def _resolve(document: Json, node: Json) -> Json:
    """Follow references; what stands beside one is added to its target."""
    while "$ref" in node:
        target: Any = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def _objects(node: Any, pointer: str = "") -> Iterator[tuple[str, Json]]:
    """Yield every object of the document that has keywords, with its place; names and plain data are passed over."""
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _objects(item, f"{pointer}/{index}")
    if not isinstance(node, dict):
        return
    yield pointer, node
    for key, value in node.items():
        if key in _DATA:
            continue
        if key in _KEYED_BY_NAME and isinstance(value, dict):
            for name, child in value.items():
                yield from _objects(child, f"{pointer}/{key}/{name}")
        else:
            yield from _objects(value, f"{pointer}/{key}")


def _operations(document: Json) -> Iterator[tuple[str, Json]]:
    """Yield every operation with its method and path; parameters of the path are added to its own."""
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                parameters = [*item.get("parameters", ()), *item[method].get("parameters", ())]
                yield f"{method.upper()} {path}", {**item[method], "parameters": parameters}


def _described(document: Json) -> Iterator[tuple[str, Json]]:
    """Yield whatever must have a description: operations, parameters, bodies, responses, schemas, members."""
    for place, operation in _operations(document):
        yield place, operation
        bodies = [operation["requestBody"]] if "requestBody" in operation else []
        for thing in [*operation["parameters"], *bodies, *operation["responses"].values()]:
            yield f"{place} {thing}", _resolve(document, thing)
    for kind in ("schemas", "securitySchemes"):
        for name, thing in document["components"].get(kind, {}).items():
            yield f"{kind} {name}", thing
    for pointer, node in _objects({"schemas": document["components"].get("schemas", {})}):
        for name, member in node.get("properties", {}).items():
            yield f"{pointer}.{name}", member


class _Found(NamedTuple):
    """What a place means in the spec: the object there, and where it is a member, its owner and name."""

    node: Json
    owner: Json
    name: str


class _Spec:
    """One spec, with its places."""

    def __init__(self, document: Json) -> None:
        self.document = document

    def find(self, place: str) -> _Found:
        """Return what stands at ``METHOD PATH REST``; a ``KeyError`` names the step that leads nowhere."""
        method, path, rest = place.split(" ", 2)
        operation = self.document["paths"][path][method.lower()]
        head, _, tail = rest.partition(".")
        if head in {"query", "path", "header"}:
            return self._parameter(operation, head, tail)
        if head == "body":
            return self._body(operation["requestBody"], rest.removeprefix("body"))
        if tail.startswith("body"):
            return self._body(operation["responses"][head], tail.removeprefix("body"))
        return _Found(_resolve(self.document, operation["responses"][head]), {}, head)

    def _parameter(self, operation: Json, where: str, name: str) -> _Found:
        for parameter in operation.get("parameters", ()):
            resolved = _resolve(self.document, parameter)
            if (resolved["in"], resolved["name"]) == (where, name):
                return _Found({**resolved["schema"], **resolved}, {}, name)
        alternatives: list[Json] = {"security": [], **self.document, **operation}["security"]
        for scheme, settings in self.document["components"].get("securitySchemes", {}).items():
            if (settings.get("in"), settings.get("name")) == (where, name):
                required = bool(alternatives) and all(scheme in alternative for alternative in alternatives)
                return _Found({"type": "string", "required": required}, {}, name)
        raise KeyError(name)

    def _body(self, holder: Json, steps: str) -> _Found:
        holder = _resolve(self.document, holder)
        if not steps:
            return _Found({**_only_schema(self.document, holder), "content": holder["content"]}, {}, "")
        found = _Found(_only_schema(self.document, holder), {}, "")
        for step in re.findall(r"\[\]|\{\}|[^.\[\]{}]+", steps):
            node = found.node
            if step == "[]":
                found = _Found(_resolve(self.document, node["items"]), {}, "")
            elif step == "{}":
                found = _Found(_resolve(self.document, node["additionalProperties"]), {}, "")
            else:
                found = _Found(_resolve(self.document, node["properties"][step]), node, step)
        return found

    def value(self, found: _Found, attribute: str) -> Any:
        """Return what the spec says of one attribute, in the words of the tables."""
        alternatives: list[Json] = found.node.get("anyOf", [found.node])
        branches = [_resolve(self.document, branch) for branch in alternatives]
        types = [name for branch in branches for name in _listed(branch.get("type"))]
        if attribute == "type":
            kinds = {name for name in types if name != "null"}
            return kinds.pop() if len(kinds) == 1 else sorted(kinds) or "any"
        if attribute == "nullable":
            return "null" in types
        if attribute == "enum":
            return next((branch["enum"] for branch in branches if "enum" in branch), _ABSENT)
        if attribute == "required":
            return found.name in found.owner.get("required", ()) if found.owner else found.node.get("required", False)
        if attribute == "members":
            return list(found.node["properties"])
        if attribute == "status":
            return int(found.name)
        if attribute == "content":
            return list(found.node.get("content", ()))
        return found.node.get(attribute, None if attribute == "format" else _ABSENT)

    def holds(self, place: str, attribute: str, value: Any) -> bool:
        """Whether the spec says so; ``member`` is a known member of an enumeration that is left open."""
        try:
            found = self.find(place)
        except KeyError:
            return False
        if attribute == "member":
            examples: list[Any] = found.node.get("examples", [])
            return value in examples
        said = self.value(found, attribute)
        return bool(type(said) is type(value) and said == value)

    def assumed(self, place: str, attribute: str) -> bool:
        """Whether an assumption covers the attribute."""
        found = self.find(place)
        marks = [found.node.get("x-assumed", {})]
        if attribute == "required":
            marks.append(found.owner.get("x-assumed", {}))
        return any(isinstance(mark, str) or attribute in mark for mark in marks)

    def unfounded(self, place: str) -> list[tuple[str, str]]:
        """Return what the spec demands at a place without saying why: each must be documented."""
        found = self.find(place)
        demanded = [key for key in found.node if key not in _SHAPE | _TEXT]
        demanded += [key for key in ("nullable", "required") if self.value(found, key) is True]
        return [(place, key) for key in demanded if not self.assumed(place, key)]


def _only_schema(document: Json, holder: Json) -> Json:
    (media,) = holder["content"].values()
    return _resolve(document, media["schema"])


def _listed(types: Any) -> list[str]:
    return [] if types is None else [types] if isinstance(types, str) else types


def _facts(table: Json) -> Iterator[tuple[str, str, Any]]:
    """Yield each documented fact at every operation where it holds."""
    for place, attribute, value in table["facts"]:
        start = re.split(r"\W", place, maxsplit=1)[0]
        for root in table["places"].get(start, [start]):
            yield root + place.removeprefix(start), attribute, value


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def _named(path: Path) -> str:
    return path.stem if path.suffix == ".json" else path.parent.name


@pytest.mark.parametrize("path", SPECS, ids=_named)
def test_everything_a_reader_meets_has_a_description(path: Path) -> None:
    silent = [place for place, thing in _described(_load(path)) if not str(thing.get("description", "")).strip()]
    assert silent == []


@pytest.mark.parametrize("path", SPECS, ids=_named)
def test_the_only_extension_is_an_assumption_with_a_reason(path: Path) -> None:
    wrong = []
    for pointer, node in _objects(_load(path)):
        wrong += [f"{pointer}/{key}" for key in node if key.startswith("x-") and key != "x-assumed"]
        mark = node.get("x-assumed", "none")
        reasons = [mark] if isinstance(mark, str) else list(mark.values()) if isinstance(mark, dict) else []
        if not reasons or not all(isinstance(reason, str) and reason.strip() for reason in reasons):
            wrong.append(f"{pointer}/x-assumed")
    assert wrong == []


@pytest.mark.parametrize("path", TABLES, ids=_named)
def test_every_documented_fact_is_in_the_spec(path: Path) -> None:
    table = json.loads(path.read_text(encoding="utf-8"))
    document = _load(path.parents[2] / "specs" / path.stem / "openapi.yaml")
    missing = [fact for fact in _facts(table) if not _Spec(document).holds(*fact)]
    assert missing == []
    assert [server["url"] for server in document["servers"]] == [table["server"]]


@pytest.mark.parametrize("path", TABLES, ids=_named)
def test_no_documented_fact_is_marked_as_assumed(path: Path) -> None:
    spec = _Spec(_load(path.parents[2] / "specs" / path.stem / "openapi.yaml"))
    facts = _facts(json.loads(path.read_text(encoding="utf-8")))
    assert [(place, attribute) for place, attribute, _ in facts if spec.assumed(place, attribute)] == []


@pytest.mark.parametrize("path", TABLES, ids=_named)
def test_the_spec_demands_nothing_that_is_neither_documented_nor_assumed(path: Path) -> None:
    spec = _Spec(_load(path.parents[2] / "specs" / path.stem / "openapi.yaml"))
    documented = {(place, attribute) for place, attribute, _ in _facts(json.loads(path.read_text(encoding="utf-8")))}
    statuses = {
        f"{place} {status}" for place, operation in _operations(spec.document) for status in operation["responses"]
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
    resolved = _resolve(document, schema)
    below = [*resolved.get("properties", {}).values(), *([resolved["items"]] if "items" in resolved else [])]
    return len(resolved.get("properties", {})) + sum(_keys(child, document) for child in below)


def test_fullwhere_is_there_whole() -> None:
    document = _load(Path(__file__).parents[1] / "specs" / "fullwhere" / "openapi.yaml")
    schemas = document["components"]["schemas"]
    assert sum(method in item for item in document["paths"].values() for method in _METHODS) == 4
    assert len(schemas["CustomerImport"]["properties"]) == 24
    assert len(schemas["PartnerCustomer"]["properties"]) == 33
    assert len(set(schemas["FullwhereLanguage"]["enum"])) == 122
    assert all(isinstance(language, str) for language in schemas["FullwhereLanguage"]["enum"])
    assert len(schemas["CustomerMetadata"]["properties"]) == 21
    assert _keys(schemas["CustomerMetadata"], document) == 455
