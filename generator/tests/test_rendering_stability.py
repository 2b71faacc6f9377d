"""Adding something unrelated to a document renames nothing and moves nothing in the generated package."""

from __future__ import annotations

import difflib
import json
import re
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from interpreting import interpreted
from truespec.diagnostics import Report
from truespec.rendering.render import render
from wire_values import json_kinds

REPOSITORY = Path(__file__).parents[2]
SPECS = tuple(sorted((REPOSITORY / "specs").glob("*/openapi.yaml")))
NAMES = ("Pet", "Dog", "pet_owner", "Address", "list", "Error", "x-thing", "Zebra", "Apple", "PetList")
ADDED = "UnrelatedAddition"

Where = Literal["first", "middle", "last"]


def placed(members: dict[str, Any], name: str, value: Any, where: Where) -> dict[str, Any]:
    """Return a mapping with one more member."""
    items = list(members.items())
    items.insert({"first": 0, "middle": len(items) // 2, "last": len(items)}[where], (name, value))
    return dict(items)


def with_schema(document: dict[str, Any], where: Where) -> dict[str, Any]:
    """Return a document with one more schema, a list of what stands in it, so that it needs others."""
    components = document.get("components", {})
    schemas = components.get("schemas", {})
    below = (
        {f"{ADDED}List": {"type": "array", "items": {"$ref": f"#/components/schemas/{list(schemas)[-1]}"}}}
        if schemas
        else {}
    )
    added = {
        "type": "object",
        "properties": {
            "when": {"type": "string"},
            "inner": {"type": "object", "properties": {"n": {"type": "integer"}}},
        },
    }
    for name, schema in {ADDED: added, **below}.items():
        schemas = placed(schemas, name, schema, where)
    return {**document, "components": {**components, "schemas": schemas}}


def with_operation(document: dict[str, Any], where: Where) -> dict[str, Any]:
    """Return a document with one more operation of a tag of its own."""
    operation = {
        "operationId": "unrelatedAddition",
        "tags": ["unrelated"],
        "responses": {
            "200": {
                "description": "Done.",
                "content": {
                    "application/json": {"schema": {"type": "object", "properties": {"n": {"type": "string"}}}}
                },
            }
        },
    }
    return {**document, "paths": placed(document["paths"], "/unrelated-addition", {"get": operation}, where)}


def package_of(document: dict[str, Any], folder: Path) -> dict[str, str]:
    """Return the modules of the package of a document, but for the runtime."""
    folder.mkdir(exist_ok=True)
    tree = render(interpreted(folder, json.dumps(document)).api, Report())
    return {path: text for path, text in tree.items() if path.endswith(".py") and "/_runtime/" not in path}


def gone(before: str, after: str) -> list[str]:
    """Return the lines that are no longer there or no longer in their order, without imports and ``__all__``."""
    old, new = (bare(text) for text in (before, after))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return [line for tag, a, b, _, _ in matcher.get_opcodes() if tag in {"replace", "delete"} for line in old[a:b]]


def bare(text: str) -> list[str]:
    """Return the lines that are neither import nor ``__all__`` nor empty."""
    text = re.sub(r"^(?:from \S+ )?import (?:\([^)]*\)|.*)$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^__all__ = \[[^\]]*\]$", "", text, flags=re.MULTILINE)
    return [line for line in text.splitlines() if line.strip()]


def lost(document: dict[str, Any], changed: dict[str, Any], folder: Path) -> dict[str, list[str]]:
    """Return by module the lines that a change took away."""
    before, after = package_of(document, folder), package_of(changed, folder)
    found = {path: gone(text, after.get(path, "")) for path, text in before.items()}
    return {path: lines for path, lines in found.items() if lines}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Return a document whose schemas mention each other, with operations that use them."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True))
    references = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    schemas: dict[str, Any] = {}
    for name in names:
        kind = draw(json_kinds())
        reference = draw(st.sampled_from(references))
        form = draw(st.sampled_from(("own", "own", "list", "union", "member", "all")))
        schemas[name] = {
            "own": kind.schema,
            "list": {"type": "array", "items": reference},
            "union": {
                "oneOf": [
                    reference,
                    kind.schema,
                    {"type": "object", "title": "Titled", "properties": {"t": {"type": "string"}}},
                ]
            },
            "member": {"type": "object", "properties": {"other": reference, "own": kind.schema}},
            "all": {"type": "object", "properties": {"more": kind.schema}},
        }[form]
    paths = {
        f"/p{number}": {
            "post": {
                "operationId": draw(st.sampled_from((f"create_{number}", f"list{number}", "list", f"get-{number}"))),
                "tags": [draw(st.sampled_from(("pets", "owners")))],
                "requestBody": {"content": {"application/json": {"schema": draw(st.sampled_from(references))}}},
                "responses": {
                    "200": {
                        "description": "Done.",
                        "content": {"application/json": {"schema": draw(json_kinds()).schema}},
                    }
                },
            }
        }
        for number in range(draw(st.integers(1, 3)))
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Stable", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


@settings(max_examples=40, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    document=documents(),
    where=st.sampled_from(("first", "middle", "last")),
    more=st.sampled_from((with_schema, with_operation)),
)
def test_an_addition_to_any_document_changes_no_line(
    document: dict[str, Any], where: Where, more: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert lost(document, more(document, where), tmp_path_factory.getbasetemp() / "stable") == {}


@pytest.mark.parametrize("where", ["first", "middle", "last"])
@pytest.mark.parametrize("more", [with_schema, with_operation])
@pytest.mark.parametrize("spec", SPECS, ids=lambda path: path.parent.name)
def test_an_addition_to_a_spec_of_ours_changes_no_line(spec: Path, more: Any, where: Where, tmp_path: Path) -> None:
    document = json.loads(json.dumps(yaml.safe_load(spec.read_text(encoding="utf-8")), default=str))
    assert lost(document, more(document, where), tmp_path) == {}


def test_a_new_optional_field_of_an_answer_is_one_place_in_the_models(tmp_path: Path) -> None:
    document = with_operation({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}, "last")
    before = package_of(document, tmp_path)
    schema = document["paths"]["/unrelated-addition"]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    schema["properties"]["more"] = {"type": "integer"}
    after = package_of(document, tmp_path)
    changed = [path for path, text in before.items() if after[path] != text]
    assert [path.rpartition("/")[2] for path in changed] == ["models.py"]
    (models,) = changed
    hunks = [
        line
        for line in difflib.unified_diff(before[models].splitlines(), after[models].splitlines(), n=0)
        if line.startswith("@@")
    ]
    assert len(hunks) == 1
