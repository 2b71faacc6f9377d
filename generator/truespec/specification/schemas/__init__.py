"""The official JSON Schemas of OpenAPI, cut into one shallow schema for each kind of object."""

import json
from functools import cache
from importlib import resources
from typing import Any, Final

from truespec.specification.anatomy import ANATOMY
from truespec.specification.plain import is_mapping, is_sequence

__all__ = ["fields_of", "shallow_schema"]

_OBJECT: Final[dict[str, Any]] = {"type": "object"}
_SCHEMA: Final[dict[str, Any]] = {"type": ["object", "boolean"]}
_DEFINITIONS_30: Final = {
    kind: "".join(word.capitalize() for word in kind.split("-")) for kind in ANATOMY if kind != "openapi"
}
_DEFINITIONS: Final = {kind: kind for kind in ANATOMY if kind not in {"openapi", "schema"}} | {"callback": "callbacks"}


@cache
def shallow_schema(version: str, kind: str) -> dict[str, Any]:
    """Return the JSON Schema of one object of ``kind``, in which the objects inside it are only said to be objects.

    ``version`` is ``3.0``, ``3.1`` or ``3.2``.
    """
    if kind == "schema" and version != "3.0":
        return _read("schema-object-3.1.json")
    official = _read(f"openapi-{version}.json")
    container, names = _naming(version)
    definitions = _definitions(version)
    if kind == "openapi":
        root = {key: value for key, value in official.items() if key not in {container, "id", "$id"}}
        return {**_cut(root, frozenset(names.values())), container: definitions}
    chosen = definitions[names[kind]]
    return {**chosen, "$schema": official["$schema"], container: definitions}


@cache
def _definitions(version: str) -> dict[str, Any]:
    """Return the shallow schemas of all kinds, by the names they have in the official one."""
    container, names = _naming(version)
    kinds = frozenset(names.values())
    return {name: _cut(inner, kinds) for name, inner in _read(f"openapi-{version}.json")[container].items()}


def _naming(version: str) -> tuple[str, dict[str, str]]:
    """Return where the official schema of a version keeps its definitions, and what it calls that of each kind."""
    return ("definitions", _DEFINITIONS_30) if version == "3.0" else ("$defs", _DEFINITIONS)


@cache
def fields_of(version: str, kind: str) -> frozenset[str]:
    """Return the names of the fields that an object of ``kind`` may have."""
    schema = shallow_schema(version, kind)
    found: set[str] = set()
    pending: list[Any] = [{key: value for key, value in schema.items() if key not in {"$defs", "definitions"}}]
    while pending:
        part = pending.pop()
        found.update(part.get("properties", ()))
        for keyword in ("allOf", "anyOf", "oneOf"):
            pending.extend(part.get(keyword, ()))
        pending.extend(part[keyword] for keyword in ("then", "else") if isinstance(part.get(keyword), dict))
        pending.extend(inner for inner in part.get("dependentSchemas", {}).values() if is_mapping(inner))
        if isinstance(reference := part.get("$ref"), str):
            pending.append(_follow(schema, reference))
    return frozenset(found)


def _follow(schema: dict[str, Any], reference: str) -> Any:
    inner: Any = schema
    for token in reference.removeprefix("#/").split("/"):
        inner = inner[token]
    return inner


@cache
def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(resources.files(__name__).joinpath(name).read_text(encoding="utf-8"))
    return loaded


def _cut(schema: Any, kinds: frozenset[str]) -> Any:
    """Put a placeholder in place of every reference from one kind of object to another."""
    if is_sequence(schema):
        return [_cut(inner, kinds) for inner in schema]
    if not is_mapping(schema):
        return schema
    if "$dynamicRef" in schema:
        return _SCHEMA
    choices = schema.get("oneOf")
    if is_sequence(choices) and {"$ref": "#/definitions/Reference"} in choices:
        return _SCHEMA if {"type": "boolean"} in choices else _OBJECT
    target = schema.get("$ref")
    if isinstance(target, str) and target.rpartition("/")[2].removesuffix("-or-reference") in kinds:
        return {**{key: _cut(value, kinds) for key, value in schema.items() if key != "$ref"}, **_OBJECT}
    # Placeholders all look alike, so whether objects are unique cannot be asked of them.
    items = schema.get("items")
    hides_elements = schema.get("type") == "array" and _cut(items, kinds) != items
    return {key: _cut(value, kinds) for key, value in schema.items() if not (hides_elements and key == "uniqueItems")}
