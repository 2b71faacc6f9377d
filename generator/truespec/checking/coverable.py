"""What of a contract a run can exercise: operations, parameters, fields, statuses, constraints and stated rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from truespec.contract.api import Api
from truespec.contract.behaviour import Rule
from truespec.contract.operation import MediaType, Operation, Parameter, is_json
from truespec.contract.schema import Json, Schema
from truespec.diagnostics import Location

__all__ = ["COVERED_KINDS", "Coverable", "CoveredKind", "coverables", "field_paths"]

CoveredKind: TypeAlias = Literal[
    "operations", "parameters", "request fields", "response fields", "statuses", "constraints", "rules"
]

COVERED_KINDS: Final[tuple[CoveredKind, ...]] = get_args(CoveredKind)

_DEEPEST: Final = 4
"""So many schemas inside each other are looked at: records of records repeat themselves."""

_MOST_ITEMS: Final = 20
"""So many items of a list are looked at for their members."""


@dataclass(frozen=True, slots=True)
class Coverable:
    """One thing that can be exercised.

    An operation is when it was answered, a parameter or a field of a request when it was sent, a status when it came, a
    field of an answer when it was there, a constraint when a request broke it, a rule when an answer told of it.
    """

    kind: CoveredKind
    id: str
    operation: str
    location: Location


@dataclass(frozen=True, slots=True)
class _Field:
    path: str
    schema: Schema
    required: bool
    location: Location
    alternative: bool


def coverables(api: Api) -> Iterator[Coverable]:
    """Yield what can be exercised, in the order of the contract."""
    for operation in api.operations:
        yield Coverable("operations", operation.id, operation.id, operation.location)
        for parameter in operation.parameters:
            id_ = f"{operation.id}.{parameter.place}.{parameter.wire}"
            yield Coverable("parameters", id_, operation.id, parameter.location)
            yield from _of_parameter(operation, parameter, api)
        yield from _of_body(operation, api)
        yield from _of_answers(operation, api)
    yield from (Coverable("rules", rule.id, operation, rule.location) for operation, rule in _rules(api))


def _rules(api: Api) -> Iterator[tuple[str, Rule]]:
    if api.behaviour is None:
        return
    for action in api.behaviour.actions:
        yield action.id, action
        yield from ((action.id, rule) for rule in action.rules)
    yield from (("", refusal) for refusal in api.behaviour.refusals)
    if api.behaviour.rate_limit is not None:
        yield "", api.behaviour.rate_limit


def _of_parameter(operation: Operation, parameter: Parameter, api: Api) -> Iterator[Coverable]:
    """Yield the constraints of a parameter that a request can break: HTTP turns everything into text."""
    schema = api.target(parameter.schema)
    structured = {"array", "object"} & set(schema.plain_types) or parameter.content_type
    if parameter.place == "path" or structured:
        return
    keywords = [*(["required"] if parameter.required else []), *_keywords(schema)]
    for keyword in keywords:
        if keyword != "type" or "string" not in schema.plain_types:
            id_ = f"{operation.id}.request.{parameter.wire}.{keyword}"
            yield Coverable("constraints", id_, operation.id, parameter.location)


def _of_body(operation: Operation, api: Api) -> Iterator[Coverable]:
    schema = _json_schema(operation.body.content) if operation.body is not None else None
    for field in _fields(schema, api) if schema is not None else ():
        if field.schema.read_only:
            continue
        id_ = f"{operation.id}.request.{field.path}"
        yield Coverable("request fields", id_, operation.id, field.location)
        if field.alternative:
            continue
        for keyword in [*(["required"] if field.required else []), *_keywords(api.target(field.schema))]:
            yield Coverable("constraints", f"{id_}.{keyword}", operation.id, field.location)


def _of_answers(operation: Operation, api: Api) -> Iterator[Coverable]:
    for answer in operation.answers:
        yield Coverable("statuses", f"{operation.id}.{answer.status}", operation.id, answer.location)
        schema = _json_schema(answer.content)
        for field in _fields(schema, api) if schema is not None else ():
            if not field.schema.write_only:
                id_ = f"{operation.id}.{answer.status}.{field.path}"
                yield Coverable("response fields", id_, operation.id, field.location)


def _json_schema(content: tuple[MediaType, ...]) -> Schema | None:
    return next((media.schema for media in content if is_json(media.name)), None)


def _keywords(schema: Schema) -> Iterator[str]:
    if schema.plain_types:
        yield "type"
    if schema.enum is not None:
        yield "enum"
    yield from schema.constraints


def _fields(schema: Schema, api: Api) -> Iterator[_Field]:
    """Yield the members below a schema, each path once."""
    found: dict[str, _Field] = {}
    for field in _walk(schema, api, "", (), alternative=False):
        found.setdefault(field.path, field)
    yield from found.values()


def _walk(schema: Schema, api: Api, prefix: str, trail: tuple[int, ...], *, alternative: bool) -> Iterator[_Field]:
    target = api.target(schema)
    if id(target) in trail or len(trail) > _DEEPEST:
        return
    trail = (*trail, id(target))
    for branch in target.all_of:
        yield from _walk(branch, api, prefix, trail, alternative=alternative)
    for branch in (*target.any_of, *target.one_of):
        yield from _walk(branch, api, prefix, trail, alternative=True)
    for member in target.properties:
        path = f"{prefix}.{member.wire}" if prefix else member.wire
        yield _Field(path, member.schema, member.required, member.location, alternative)
        yield from _walk(member.schema, api, path, trail, alternative=alternative)
    if target.items is not None:
        yield from _walk(target.items, api, f"{prefix}[]", trail, alternative=alternative)


def field_paths(value: Json, prefix: str = "", depth: int = 2 * _DEEPEST) -> Iterator[str]:
    """Yield the paths of the members of a value as :func:`coverables` writes them: ``items[].email``.

    What lies deeper than ``depth`` is no member that could be exercised.
    """
    if not depth:
        return
    if isinstance(value, list):
        for item in value[:_MOST_ITEMS]:
            yield from field_paths(item, f"{prefix}[]", depth - 1)
    elif isinstance(value, dict):
        for name, member in value.items():
            path = f"{prefix}.{name}" if prefix else name
            yield path
            yield from field_paths(member, path, depth - 1)
