"""A schema of the contract as plain JSON Schema 2020-12, and the way back from a path in it to the spec."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from truespec.contract.api import Api
from truespec.contract.schema import Absent, Json, Schema

__all__ = ["DEFINITIONS", "definitions", "find", "json_schema", "standalone"]

DEFINITIONS = "#/$defs/"


def json_schema(schema: Schema, prefix: str = DEFINITIONS) -> Json:
    """Return ``schema`` as JSON Schema; named schemas become references below ``prefix`` (``#/$defs/Name``)."""
    if schema.never:
        return False
    return {
        **_reference(schema, prefix),
        **_annotations(schema),
        **_validation(schema),
        **_object_keywords(schema, prefix),
        **_array_keywords(schema, prefix),
        **_applicators(schema, prefix),
    }


def _reference(schema: Schema, prefix: str) -> dict[str, Json]:
    return {"$ref": prefix + schema.reference} if schema.reference else {}


def _annotations(schema: Schema) -> dict[str, Json]:
    keywords: dict[str, Json] = {}
    texts = {"title": schema.title, "description": schema.description}
    keywords.update({keyword: text for keyword, text in texts.items() if text})
    flags = {"deprecated": schema.deprecated, "readOnly": schema.read_only, "writeOnly": schema.write_only}
    keywords.update({keyword: flag for keyword, flag in flags.items() if flag})
    if not isinstance(schema.default, Absent):
        keywords["default"] = schema.default
    return keywords


def _validation(schema: Schema) -> dict[str, Json]:
    keywords: dict[str, Json] = {}
    if schema.types:
        keywords["type"] = schema.types[0] if len(schema.types) == 1 else list(schema.types)
    if schema.format:
        keywords["format"] = schema.format
    if schema.enum is not None:
        keywords["enum"] = list(schema.enum)
    return {**keywords, **schema.constraints}


def _object_keywords(schema: Schema, prefix: str) -> dict[str, Json]:
    keywords: dict[str, Json] = {}
    if schema.properties:
        keywords["properties"] = {member.wire: json_schema(member.schema, prefix) for member in schema.properties}
    undeclared = schema.constraints.get("required", [])
    required: list[Json] = [member.wire for member in schema.properties if member.required]
    required.extend(undeclared if isinstance(undeclared, list) else [])
    if required:
        keywords["required"] = required
    if schema.additional is not None:
        keywords["additionalProperties"] = json_schema(schema.additional, prefix)
    return keywords


def _array_keywords(schema: Schema, prefix: str) -> dict[str, Json]:
    keywords: dict[str, Json] = {}
    if schema.items is not None:
        keywords["items"] = json_schema(schema.items, prefix)
    if schema.prefix_items:
        keywords["prefixItems"] = [json_schema(item, prefix) for item in schema.prefix_items]
    return keywords


def _applicators(schema: Schema, prefix: str) -> dict[str, Json]:
    lists = {"allOf": schema.all_of, "anyOf": schema.any_of, "oneOf": schema.one_of}
    keywords: dict[str, Json] = {
        keyword: [json_schema(branch, prefix) for branch in branches] for keyword, branches in lists.items() if branches
    }
    for keyword, inner in schema.applicators.items():
        keywords[keyword] = json_schema(inner, prefix)
    for keyword, inners in schema.applicator_maps.items():
        keywords[keyword] = {key: json_schema(inner, prefix) for key, inner in inners.items()}
    return keywords


def definitions(api: Api, prefix: str = DEFINITIONS) -> dict[str, Json]:
    """Return every named schema of the API by its name."""
    return {named.name: json_schema(named.schema, prefix) for named in api.schemas}


def standalone(schema: Schema, api: Api, shared: Mapping[str, Json] | None = None) -> dict[str, Json]:
    """Return a self-contained JSON Schema document: ``schema`` with all definitions of the API beside it.

    ``shared`` are the definitions where the caller has them already; they are many, so make them once.
    """
    inner = json_schema(schema)
    document: dict[str, Json] = inner if isinstance(inner, dict) else {"not": {}}
    known = definitions(api) if shared is None else dict(shared)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **document, "$defs": known}


def find(schema: Schema, api: Api, path: Sequence[str | int]) -> Schema:
    """Return the schema that a path in :func:`standalone` output leads to, as deep as the path can be followed.

    A validator reports ``("properties", "email", "type")`` or, through a reference,
    ``("properties", "language", "$ref", "enum")``; trailing keywords are ignored.
    """
    steps = tuple(path)
    while steps:
        if steps[0] == "$ref" and schema.reference:
            schema, steps = api.schema(schema.reference).schema, steps[1:]
            continue
        if steps[0] == "$defs" and len(steps) > 1 and (named := _named(api, str(steps[1]))) is not None:
            schema, steps = named, steps[2:]
            continue
        for way, child in schema.children():
            if steps[: len(way)] == way:
                schema, steps = child, steps[len(way) :]
                break
        else:
            return schema
    return schema


def _named(api: Api, name: str) -> Schema | None:
    return next((named.schema for named in api.schemas if named.name == name), None)
