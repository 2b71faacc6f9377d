"""What a page may say in addition, made in random documents; and one document written in many ways."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import drift_documents
import yaml

__all__ = ["ADDITIONS", "STYLES", "in_components", "in_files", "written"]

Json = dict[str, Any]


def _first(whole: Json) -> Json:
    found: Json = next(iter(whole["paths"].values()))["post"]
    return found


def _schema(holder: Json) -> Json:
    found: Json = holder["content"]["application/json"]["schema"]
    return found


def _members(whole: Json) -> Json:
    found: Json = _schema(_first(whole)["requestBody"])["properties"]
    return found


def _nested(whole: Json) -> None:
    element = {"type": "object", "required": ["key"], "properties": {"key": {"type": "integer", "minimum": 1}}}
    inner = {"list": {"type": "array", "items": element}, "rest": {"type": "object", "additionalProperties": _TEXT}}
    _members(whole)["nested"] = {"type": "object", "description": "New.", "properties": inner}


def _in_elements(whole: Json) -> None:
    for member in _schema(_first(whole)["responses"]["200"])["properties"].values():
        if member.get("type") == "array" and "properties" in member["items"]:
            member["items"]["properties"]["further"] = {"type": "boolean", "description": "New."}


def _value(whole: Json) -> None:
    schemas = [*_members(whole).values(), *(one["schema"] for one in _first(whole)["parameters"])]
    for schema in schemas:
        if "enum" in schema:
            schema["enum"].append("further")


def _limits(whole: Json) -> None:
    _members(whole)["always"] |= {"minLength": 2, "pattern": "^b+$"}
    _members(whole)["sure"] |= {"default": False, "deprecated": True}


def _header(whole: Json) -> None:
    schema = {"type": "string", "enum": ["one", "two"]}
    _first(whole)["parameters"].append({"name": "X-New", "in": "header", "required": True, "schema": schema})


def _answer(whole: Json) -> None:
    why = {"type": "object", "properties": {"why": _TEXT}}
    content = {"application/json": {"schema": why}}
    headers = {"X-Left": {"schema": {"type": "integer"}}}
    _first(whole)["responses"]["422"] = {"description": "No.", "headers": headers, "content": content}


def _answer_header(whole: Json) -> None:
    _first(whole)["responses"]["200"]["headers"] = {"X-Left": {"description": "Left.", "schema": {"type": "integer"}}}


def _method(whole: Json) -> None:
    rows = {"type": "array", "items": {"type": "object", "properties": {"one": _TEXT}}}
    item = next(iter(whole["paths"].values()))
    item["delete"] = {"operationId": "away", "responses": {"204": {"description": "Gone."}}}
    item["patch"] = {
        "operationId": "mend",
        "requestBody": {"content": {"application/json": {"schema": rows}}},
        "responses": {"200": {"description": "Mended.", "content": {"text/plain": {"schema": _TEXT}}}},
    }


def _path(whole: Json) -> None:
    names = [{"name": name, "in": "path", "required": True, "schema": _TEXT} for name in ("id", "sub")]
    query = {"name": "q", "in": "query", "schema": {"type": "array", "items": _TEXT}}
    operation = {**copy.deepcopy(_first(whole)), "operationId": "put", "parameters": [*names, query]}
    whole["paths"]["/zulu/{id}/{sub}"] = {"put": operation}


def _body(whole: Json) -> None:
    for item in whole["paths"].values():
        if "get" in item:
            schema = {"type": "object", "properties": {"one": _TEXT}}
            item["get"]["requestBody"] = {"content": {"application/json": {"schema": schema}}}


def _deprecated(whole: Json) -> None:
    _first(whole)["deprecated"] = True


_TEXT: Final = {"type": "string"}
_KNOWN = ("_add_field", "_add_object", "_add_required", "_add_parameter", "_add_status", "_add_operation")
ADDITIONS: Final[list[Callable[[Json], object]]] = [
    *(edit for edit in drift_documents.EDITS if edit.__name__ in _KNOWN),
    *(_nested, _in_elements, _value, _limits, _header, _answer, _answer_header, _method, _path, _body, _deprecated),
]


def _block(whole: Json) -> str:
    return "# The first line.\n" + yaml.safe_dump(whole, sort_keys=False, allow_unicode=True)


def _mixed(whole: Json) -> str:
    return yaml.safe_dump(whole, sort_keys=False, default_flow_style=None, width=100)


class _Indented(yaml.SafeDumper):
    """Writes the elements of a list deeper than its key."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 -- as the class above has it
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 -- as above
        super().increase_indent(flow, indentless=False)


class _Anchoring(yaml.SafeDumper):
    """Writes mappings and lists that are the same as aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return not isinstance(data, dict | list)


def _commented(whole: Json) -> str:
    lines: list[str] = []
    for number, line in enumerate(yaml.safe_dump(whole, sort_keys=False, width=300).splitlines()):
        if number % 5 == 0:
            lines.append(f"{line[: len(line) - len(line.lstrip())]}# a note")
        lines.append(line + ("  # why" if number % 7 == 0 else ""))
    return "\n".join(lines) + "\n"


def _with_aliases(whole: Json) -> str:
    known: dict[str, Any] = {}

    def once(value: Any) -> Any:
        if isinstance(value, dict):
            value = {key: once(one) for key, one in value.items()}
            return known.setdefault(repr(value), value)
        return [once(one) for one in value] if isinstance(value, list) else value

    return yaml.dump(once(whole), Dumper=_Anchoring, sort_keys=False)


STYLES: Final[Mapping[str, Callable[[Json], str]]] = {
    "block": _block,
    "crlf": lambda whole: _block(whole).replace("\n", "\r\n"),
    "mixed": _mixed,
    "flow": lambda whole: yaml.safe_dump(whole, sort_keys=False, default_flow_style=True),
    "json": lambda whole: json.dumps(whole, indent=2, ensure_ascii=False),
    "tabs": lambda whole: json.dumps(whole, indent="\t"),
    "one line": json.dumps,
    "four blanks": lambda whole: yaml.dump(whole, Dumper=_Indented, sort_keys=False, indent=4),
    "comments": _commented,
    "aliases": _with_aliases,
    "quoted": lambda whole: yaml.safe_dump(whole, sort_keys=False, default_style='"'),
}


def written(whole: Json, style: str) -> tuple[str, str]:
    """Return the name of a file and its text in one of :data:`STYLES`."""
    return ("openapi.json" if style in {"json", "tabs", "one line"} else "openapi.yaml"), STYLES[style](whole)


def in_components(whole: Json) -> Json:
    """Return a document whose objects, lists and texts of parameters and bodies are components."""
    found: Json = {}
    moved = _moved(whole, found, "#/components/schemas/{}")
    return {**moved, "components": {"schemas": found}}


def in_files(whole: Json) -> tuple[Json, dict[str, Json]]:
    """Return a document that refers to a file for each of these schemas, and the files by name."""
    found: Json = {}
    moved = _moved(whole, found, "{}.yaml")
    return moved, {f"{name}.yaml": schema for name, schema in found.items()}


def _moved(value: Any, into: Json, reference: str) -> Any:
    if isinstance(value, list):
        return [_moved(one, into, reference) for one in value]
    if not isinstance(value, dict):
        return value
    moved = {key: _moved(one, into, reference) for key, one in value.items()}
    for key in ("schema", "items"):
        if isinstance(moved.get(key), dict) and moved[key].get("type") in ("object", "array", "string"):
            name = f"Part{len(into) + 1}"
            into[name] = moved[key]
            moved[key] = {"$ref": reference.format(name)}
    return moved
