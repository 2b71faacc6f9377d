"""Random OpenAPI documents, and edits of which each is one known difference."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from truespec.catalogue import file_entry
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Surface
from truespec.documentation.page import decode
from truespec.documentation.reading import read
from truespec.drift.change import Change, Kind
from truespec.interpretation.load import load_entry

__all__ = ["EDITS", "OF_PAGE", "OF_SPEC", "Edited", "api_of", "document", "kinds_of", "surface_of"]

Json = dict[str, Any]
OF_PAGE = {
    Kind.ADDED,
    Kind.REMOVED,
    Kind.CHANGED,
    Kind.RENAMED,
    Kind.REWORDED,
    Kind.NEWLY_VISIBLE,
    Kind.NO_LONGER_VISIBLE,
}
OF_SPEC = {Kind.SPEC_BEHIND, Kind.SPEC_CONTRADICTS, Kind.REFUTED}
WORDS = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett", "kilo", "lima"]
ODD = ["a.b", "a[0]", "x y", "ünï", '"quoted"', "header", "e-mail", "{id}", "a|b", "$ref-like", "type"]


class Edited(NamedTuple):
    """What an edit made: the class, operation, place and attribute that a comparison has to report."""

    kind: str
    operation: str
    place: str
    attribute: str = ""


def document(dice: random.Random) -> Json:
    """Return a document whose schemas are all written in place, so that each thing stands in one place."""
    paths: Json = {}
    for number in range(dice.randint(1, 3)):
        path = f"/{dice.choice(WORDS)}{number}"
        paths[path] = {"post": _operation(dice, f"post{number}")}
        if dice.random() < 0.5:
            item = {
                "name": "key",
                "in": "path",
                "required": True,
                "description": "Which.",
                "schema": {"type": "string"},
            }
            paths[f"{path}/{{key}}"] = {"get": {**_operation(dice, f"get{number}"), "parameters": [item]}}
            del paths[f"{path}/{{key}}"]["get"]["requestBody"]
    return {"openapi": "3.1.0", "info": {"title": "Random", "version": "1"}, "paths": paths}


def _operation(dice: random.Random, name: str) -> Json:
    parameters = [
        {
            "name": f"{dice.choice(WORDS)}{number}",
            "in": dice.choice(["query", "header"]),
            "required": dice.random() < 0.5,
            "description": "One parameter.",
            "schema": _scalar(dice),
        }
        for number in range(dice.randint(0, 3))
    ]
    answer = {"description": "Done.", "content": {"application/json": {"schema": _object(dice, 2)}}}
    return {
        "operationId": name,
        "summary": f"Do {name}",
        "parameters": parameters,
        "requestBody": {"required": True, "content": {"application/json": {"schema": _object(dice, 2)}}},
        "responses": {"200": answer, "404": {"description": "Not there."}},
    }


def _object(dice: random.Random, depth: int) -> Json:
    names = dice.sample([*WORDS, *ODD], dice.randint(2, 5))
    properties: Json = {
        "always": {"type": "string", "maxLength": 50, "description": "There always."},
        "sure": {"type": "boolean", "description": "There as well."},
    }
    for name in names:
        shape = dice.random()
        if depth and shape < 0.2:
            properties[name] = _object(dice, depth - 1)
        elif depth and shape < 0.35:
            properties[name] = {"type": "array", "items": _object(dice, depth - 1)}
        elif shape < 0.45:
            properties[name] = {"oneOf": [{"type": "string"}, {"type": "integer", "minimum": 1}]}
        else:
            properties[name] = _scalar(dice)
        properties[name]["description"] = f"A member of {depth}."
    needed = [name for name in properties if dice.random() < 0.3]
    return {"type": "object", "properties": properties, **({"required": needed} if needed else {})}


def _scalar(dice: random.Random) -> Json:
    kind = dice.choice(["string", "integer", "number", "boolean", "enum", "array"])
    if kind == "enum":
        return {"type": "string", "enum": dice.sample(WORDS, 3)}
    if kind == "array":
        return {"type": "array", "items": {"type": "string"}, "maxItems": dice.randint(2, 9)}
    schema: Json = {"type": [kind, "null"] if dice.random() < 0.3 else kind}
    if kind == "string" and dice.random() < 0.5:
        schema |= dice.choice([{"format": "date-time"}, {"maxLength": dice.randint(5, 90)}, {"pattern": "^a+$"}])
    if kind == "integer" and dice.random() < 0.5:
        schema |= {"minimum": 1, "maximum": dice.randint(10, 99)}
    if kind == "boolean" and dice.random() < 0.5:
        schema["default"] = True
    return schema


def _first(whole: Json) -> tuple[str, Json]:
    path, item = next(iter(whole["paths"].items()))
    return f"POST {path}", item["post"]


def _body(operation: Json) -> Json:
    found: Json = operation["requestBody"]["content"]["application/json"]["schema"]
    return found


def _answer(operation: Json) -> Json:
    found: Json = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return found


def _add_field(whole: Json) -> Edited:
    label, operation = _first(whole)
    _body(operation)["properties"]["zulu"] = {"type": ["string", "null"], "description": "New."}
    return Edited("added", label, "body.zulu")


def _add_object(whole: Json) -> Edited:
    label, operation = _first(whole)
    inner = {
        "type": "object",
        "required": ["one"],
        "properties": {"one": {"type": "string"}, "two": {"type": "integer"}},
    }
    _answer(operation)["properties"]["zulu"] = {"type": "array", "items": inner, "description": "New."}
    return Edited("added", label, "response.200.zulu")


def _add_required(whole: Json) -> Edited:
    label, operation = _first(whole)
    _body(operation)["properties"]["zulu"] = {"type": "integer", "description": "New."}
    _body(operation).setdefault("required", []).append("zulu")
    return Edited("added", label, "body.zulu")


def _remove_field(whole: Json) -> Edited:
    label, operation = _first(whole)
    del _answer(operation)["properties"]["always"]
    needed = _answer(operation).get("required", [])
    if "always" in needed:
        needed.remove("always")
    return Edited("removed", label, "response.200.always")


def _change_type(whole: Json) -> Edited:
    label, operation = _first(whole)
    _body(operation)["properties"]["sure"]["type"] = "integer"
    return Edited("changed", label, "body.sure", "type")


def _change_limit(whole: Json) -> Edited:
    label, operation = _first(whole)
    _body(operation)["properties"]["always"]["maxLength"] = 49
    return Edited("changed", label, "body.always", "max")


def _allow_null(whole: Json) -> Edited:
    label, operation = _first(whole)
    _answer(operation)["properties"]["always"]["type"] = ["string", "null"]
    return Edited("changed", label, "response.200.always", "nullable")


def _reword(whole: Json) -> Edited:
    label, operation = _first(whole)
    _body(operation)["properties"]["always"]["description"] = "Said in another way."
    return Edited("reworded", label, "body.always", "description")


def _rename(whole: Json) -> Edited:
    label, operation = _first(whole)
    schema = _body(operation)
    schema["properties"] = {("alway" if name == "always" else name): one for name, one in schema["properties"].items()}
    schema["required"] = ["alway" if name == "always" else name for name in schema.get("required", [])]
    return Edited("renamed?", label, "body.alway")


def _add_parameter(whole: Json) -> Edited:
    label, operation = _first(whole)
    added = {"name": "zulu", "in": "query", "description": "New.", "schema": {"type": "integer", "maximum": 9}}
    operation["parameters"].append(added)
    return Edited("added", label, "query.zulu")


def _add_status(whole: Json) -> Edited:
    label, operation = _first(whole)
    operation["responses"]["409"] = {"description": "Clash."}
    return Edited("added", label, "response.409")


def _deprecate(whole: Json) -> Edited:
    label, operation = _first(whole)
    operation["deprecated"] = True
    return Edited("changed", label, "", "deprecated")


def _add_operation(whole: Json) -> Edited:
    _, operation = _first(whole)
    whole["paths"]["/zulu"] = {"post": {**copy.deepcopy(operation), "operationId": "zulu"}}
    return Edited("added", "POST /zulu", "")


def _remove_of_body(whole: Json) -> Edited:
    label, operation = _first(whole)
    del _body(operation)["properties"]["sure"]
    _body(operation)["required"] = [name for name in _body(operation).get("required", []) if name != "sure"]
    return Edited("removed", label, "body.sure")


def _change_format(whole: Json) -> Edited:
    label, operation = _first(whole)
    _body(operation)["properties"]["always"]["format"] = "uuid"
    return Edited("changed", label, "body.always", "format")


def _change_required(whole: Json) -> Edited:
    label, operation = _first(whole)
    needed = _body(operation).setdefault("required", [])
    needed.remove("sure") if "sure" in needed else needed.append("sure")
    return Edited("changed", label, "body.sure", "required")


def _change_default(whole: Json) -> Edited:
    label, operation = _first(whole)
    _body(operation)["properties"]["sure"]["default"] = True
    return Edited("changed", label, "body.sure", "default")


def _add_minimum(whole: Json) -> Edited:
    label, operation = _first(whole)
    _body(operation)["properties"]["always"]["minLength"] = 3
    return Edited("changed", label, "body.always", "min")


def _deprecate_field(whole: Json) -> Edited:
    label, operation = _first(whole)
    _body(operation)["properties"]["always"]["deprecated"] = True
    return Edited("changed", label, "body.always", "deprecated")


def _allow_null_in_body(whole: Json) -> Edited:
    label, operation = _first(whole)
    _body(operation)["properties"]["sure"]["type"] = ["boolean", "null"]
    return Edited("changed", label, "body.sure", "nullable")


def _close_values(whole: Json) -> Edited:
    label, operation = _first(whole)
    _body(operation)["properties"]["always"]["enum"] = ["one", "two"]
    return Edited("changed", label, "body.always", "enum")


def _remove_status(whole: Json) -> Edited:
    label, operation = _first(whole)
    del operation["responses"]["404"]
    return Edited("removed", label, "response.404")


def _describe_operation(whole: Json) -> Edited:
    label, operation = _first(whole)
    operation["description"] = "Said for the first time."
    return Edited("reworded", label, "", "description")


EDITS: list[Callable[[Json], Edited]] = [
    _add_field,
    _add_object,
    _add_required,
    _remove_field,
    _change_type,
    _change_limit,
    _allow_null,
    _reword,
    _rename,
    _add_parameter,
    _add_status,
    _deprecate,
    _add_operation,
    _remove_of_body,
    _change_format,
    _change_required,
    _change_default,
    _add_minimum,
    _deprecate_field,
    _allow_null_in_body,
    _close_values,
    _remove_status,
    _describe_operation,
]


def surface_of(whole: Json) -> Surface:
    """Read a document as a page."""
    report = Report()
    page = decode(json.dumps(whole, indent=1).encode(), "page.json", report)
    assert page is not None
    surface = read(page, report)
    assert not report.failed, [str(diagnostic) for diagnostic in report]
    return surface


def api_of(whole: Json, folder: Path) -> Api:
    """Interpret a document as a spec."""
    path = folder / "openapi.json"
    path.write_text(json.dumps(whole, indent=1), encoding="utf-8")
    report = Report()
    api = load_entry(file_entry(path), report)
    assert api is not None, [str(diagnostic) for diagnostic in report]
    return api


def kinds_of(changes: tuple[Change, ...], wanted: set[Kind]) -> list[Edited]:
    """Return the changes of these classes as an edit names them."""
    return [Edited(one.kind.value, one.operation, one.place, one.attribute) for one in changes if one.kind in wanted]
