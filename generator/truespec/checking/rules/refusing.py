"""Every part of the form of a request is asked for: what breaks one of them is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from truespec.checking.acceptance import Acceptance
from truespec.checking.breaches import Breaches
from truespec.checking.request_check import RequestCheck
from truespec.checking.rules.subjects import Prepared, prepared
from truespec.checking.rules.world import Family, World
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json, Schema

__all__ = ["FAMILY"]

_DEPTH: Final = 4
_MOST: Final = 200
"""So many requests at most for one operation: a contract may ask for thousands of things."""
_READ_FREELY: Final = frozenset({"number-as-text", "boolean-as-text", "text-as-number"})
_LOOSE: Final = frozenset({"format", "pattern"})

_Way = tuple[str | int, ...]
"""The way to a value in a body: names of members, 0 for the first element of a list."""


def _check(world: World) -> None:
    requests = RequestCheck(world.api)
    acceptance = Acceptance(world.api, world.session.ledger.coverage.note_broken)
    for operation in world.api.operations:
        usable = world.session.may_send(operation) and world.session.can_authenticate(operation)
        if not usable or not requests.refusal(operation).statuses:
            continue
        base = prepared(world, operation)
        for spoilt in islice(_spoilt(world, operation, base) if base is not None else (), _MOST):
            exchange = spoilt.send(world)
            judgement = acceptance.judge(exchange)
            if judgement is not None:
                world.session.ledger.note(judgement, exchange)


def _spoilt(world: World, operation: Operation, base: Prepared) -> Iterator[Prepared]:
    yield from _in_parameters(world, operation, base)
    yield from _Body(world, base).spoilt(operation)


def _in_parameters(world: World, operation: Operation, base: Prepared) -> Iterator[Prepared]:
    for parameter in operation.parameters:
        place = (parameter.place, parameter.wire)
        if parameter.required and parameter.place != "path":
            yield replace(base, values={key: value for key, value in base.values.items() if key != place})
        shape = world.maker.shape(parameter.schema)
        if {"array", "object"} & set(shape.types) or parameter.content_type or parameter.place == "cookie":
            continue
        for keyword, slug, value in _breaches(world).of(parameter.schema):
            usable = keyword not in _LOOSE and slug not in {"null", "object", "array"} and value != ""
            if usable and (keyword != "type" or "string" not in shape.types):
                yield replace(base, values={**base.values, place: value})
        if shape.types and "string" not in shape.types:
            yield replace(base, values={**base.values, place: "none"})


def _breaches(world: World) -> Breaches:
    return Breaches(world.maker)


@dataclass(frozen=True, slots=True)
class _Body:
    """Breaks one part of a valid body after the other."""

    world: World
    base: Prepared

    def spoilt(self, operation: Operation) -> Iterator[Prepared]:
        schema = self.world.body_schema(operation)
        if operation.body is None or schema is None:
            return
        if operation.body.required:
            yield replace(self.base, body=ABSENT)
        yield from self._below(schema, (), ())

    def _below(self, schema: Schema, way: _Way, around: Sequence[Schema]) -> Iterator[Prepared]:
        shape = self.world.maker.shape(schema)
        around = (*around, schema)
        for keyword, slug, value in _breaches(self.world).of(schema):
            if keyword not in _LOOSE and slug not in _READ_FREELY:
                yield self._with(way, around, value)
        if len(way) >= _DEPTH or any(
            self.world.maker.shape(outer).references & shape.references for outer in around[:-1]
        ):
            return
        for name, member in shape.properties.items():
            if member.schema.read_only:
                continue
            if name in shape.required:
                yield self._with((*way, name), (*around, member.schema), ABSENT)
            yield from self._below(member.schema, (*way, name), around)
        if shape.items is not None:
            yield from self._below(shape.items, (*way, 0), around)

    def _with(self, way: _Way, around: Sequence[Schema], value: Json | Absent) -> Prepared:
        return replace(self.base, body=self._set(self.base.body, way, around, value))

    def _set(self, body: Json | Absent, way: _Way, around: Sequence[Schema], value: Json | Absent) -> Json | Absent:
        """Return a body with a value at the end of a way; what is missing on the way is made up."""
        if not way:
            return value
        step, rest = way[0], way[1:]
        if step == 0:
            elements: list[Json] = list(body) if isinstance(body, list) else []
            inner = self._set(elements[0] if elements else ABSENT, rest, around[1:], value)
            return elements[1:] if isinstance(inner, Absent) else [inner, *elements[1:]]
        if not isinstance(body, dict):
            body = self.world.maker.value(str(step), around[0])
        members: dict[str, Json] = dict(body) if isinstance(body, dict) else {}
        inner = self._set(members.pop(str(step), ABSENT), rest, around[1:], value)
        return members if isinstance(inner, Absent) else {**members, str(step): inner}


FAMILY = Family("refusing", "a request that breaks any part of its form is refused", _check)
