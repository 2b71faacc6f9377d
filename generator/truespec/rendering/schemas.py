"""``schemas.json``: the schemas of an API as its client carries them, for strict validation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final, cast

from truespec.contract.api import Api
from truespec.contract.json_schema import json_schema
from truespec.contract.operation import is_json
from truespec.contract.schema import Json, Schema
from truespec.diagnostics import Report
from truespec.rendering.patterns import python_pattern

__all__ = ["schemas_json"]

_PLAIN: Final = frozenset(
    {
        "$ref", "dependentRequired", "enum", "exclusiveMaximum", "exclusiveMinimum", "maxContains",
        "maxItems", "maxLength", "maxProperties", "maximum", "minContains", "minItems", "minLength", "minProperties",
        "minimum", "multipleOf", "required", "type", "uniqueItems",
    }
)  # fmt: skip
_ONE: Final = frozenset(
    {
        "additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then",
        "unevaluatedItems", "unevaluatedProperties",
    }
)  # fmt: skip
_LISTS: Final = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_MAPS: Final = frozenset({"dependentSchemas", "patternProperties", "properties"})
_FORMATS: Final = frozenset({"date", "date-time", "decimal", "email", "ipv4", "ipv6", "time", "uuid"})
"""The formats that the runtime checks; the others only describe."""


def schemas_json(api: Api, report: Report) -> str:
    """Return the text of ``schemas.json``: what validates and nothing else, by name and by answer.

    A pattern that Python cannot express is left out, which the report says.
    """
    for schema in _every_schema(api):
        for pattern in (schema.constraints.get("pattern"), *schema.applicator_maps.get("patternProperties", {})):
            if isinstance(pattern, str) and python_pattern(pattern) is None:
                advice = "strict validation does not cover it"
                report.warning("schema-inexpressible", schema.location, "no Python pattern for this pattern", advice)
    named = {each.name: _bare(json_schema(each.schema)) for each in api.schemas}
    answers = dict(_answers(api))
    return f'{{"$defs": {_lines(named)},\n"answers": {_lines(answers)}}}\n'


def _lines(things: Mapping[str, object]) -> str:
    """Return an object with a line for each member: a change of one is a change of its line."""
    rows = [f"{json.dumps(name)}: {json.dumps(thing)}" for name, thing in things.items()]
    return "{\n" + ",\n".join(rows) + "\n}" if rows else "{}"


def _answers(api: Api) -> Iterator[tuple[str, dict[str, Json]]]:
    for operation in api.operations:
        found = {
            f"{answer.status} {media.name}": _bare(json_schema(media.described))
            for answer in operation.answers
            for media in answer.content
            if media.described is not None and (is_json(media.name) or media.item is not None)
        }
        if found:
            yield f"{operation.resource}.{operation.name}", found


def _bare(schema: Json) -> Json:
    """Return a schema with what validates, patterns in Python's dialect."""
    return dict(_kept(schema)) if isinstance(schema, dict) else schema


def _kept(schema: dict[str, Json]) -> Iterator[tuple[str, Json]]:
    for keyword, value in schema.items():
        if keyword in {"format", "pattern"}:
            known = value if keyword == "format" and value in _FORMATS else None
            written = python_pattern(str(value)) if keyword == "pattern" else known
            if written is not None:
                yield keyword, written
        elif keyword in _PLAIN:
            yield keyword, value
        else:
            yield from _applied(keyword, value)


def _applied(keyword: str, value: Json) -> Iterator[tuple[str, Json]]:
    """Yield a keyword that holds schemas, with these made bare; nothing for a keyword that only describes."""
    if keyword in _ONE:
        yield keyword, _bare(value)
    elif keyword in _LISTS:
        yield keyword, [_bare(inner) for inner in cast("list[Json]", value)]
    elif keyword == "patternProperties":
        yield keyword, dict(_by_pattern(cast("dict[str, Json]", value)))
    elif keyword in _MAPS:
        yield keyword, {name: _bare(inner) for name, inner in cast("dict[str, Json]", value).items()}


def _by_pattern(schemas: dict[str, Json]) -> Iterator[tuple[str, Json]]:
    for pattern, schema in schemas.items():
        written = python_pattern(pattern)
        # A pattern without words in Python stands for every name, so that nothing allowed is refused.
        yield ("", True) if written is None else (written, _bare(schema))


def _every_schema(api: Api) -> Iterator[Schema]:
    waiting = [named.schema for named in reversed(api.schemas)]
    for operation in api.operations:
        waiting += [media.described for answer in operation.answers for media in answer.content if media.described]
    while waiting:
        schema = waiting.pop()
        yield schema
        waiting.extend(child for _, child in schema.children())
