"""Mutants of how closely requests are looked at: each part of a request's form that is not asked for any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from truespec.checking.facts import Part, assumed_among, why_assumed
from truespec.checking.request_check import RequestCheck
from truespec.contract.api import Api
from truespec.contract.behaviour import Action
from truespec.contract.operation import Operation, Parameter, is_json
from truespec.contract.schema import Json, Property, Schema
from truespec.mock.shapes import Shapes
from truespec.mutation.mutant import Build, Equivalent, Kind, Mutant, Row
from truespec.mutation.rewriting import with_operation, with_schema, without_parameter_need
from truespec.mutation.twists import only, through

__all__ = ["input_rows"]

_KIND: Kind = "input"
_DEPTH: Final = 4
_LIMITS: Final = (
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "multipleOf",
    "minProperties",
    "maxProperties",
)
_STEP: Final = {"minimum": -1, "minLength": -1, "minItems": -1, "maximum": 1, "maxLength": 1, "maxItems": 1}
_LOOSE: Final = ("format", "pattern", "uniqueItems")


@dataclass(frozen=True, slots=True)
class _Place:
    """A schema somewhere in a request, with what the spec says on the way to it."""

    name: str
    schema: Schema
    parts: tuple[Part, ...]
    in_body: bool = True


def input_rows(api: Api) -> Iterator[Row]:
    """Yield a laxer server for every part of the form of every request."""
    refusals = RequestCheck(api)
    for operation in api.operations:
        if not refusals.refusal(operation).statuses:
            why = "nothing says how a request of the wrong form is refused"
            yield Equivalent(f"{operation.id}.request/any", _KIND, why)
            continue
        laxity = _Laxity(api, operation, refusals.refusal(operation).assumed, Shapes(api))
        yield from laxity.parameters()
        yield from laxity.body()


@dataclass(frozen=True, slots=True)
class _Laxity:
    api: Api
    operation: Operation
    assumed: str | None
    shapes: Shapes

    def _row(self, name: str, does: str, why: str | None, change: Callable[[Api], Api]) -> Mutant:
        build: Build = only(self.operation.id, through(change))
        place = f"{self.operation.id}.request"
        return Mutant(f"{place}.{name}", _KIND, does, place, self.operation.id, self.assumed or why, build)

    def _equivalent(self, name: str, why: str) -> Equivalent:
        return Equivalent(f"{self.operation.id}.request.{name}", _KIND, why)

    def parameters(self) -> Iterator[Row]:
        for parameter in self.operation.parameters:
            name = f"{parameter.place}.{parameter.wire}"
            types = self.shapes.types(parameter.schema)
            if parameter.place == "path":
                why_not = "a step of a path that is of another form names nothing, and may be told to be missing"
                yield self._equivalent(f"{name}/form", why_not)
                continue
            if self._is_key(parameter):
                yield self._equivalent(f"{name}/missing", "who names no record may be told that it is missing")
            elif parameter.required:
                why = assumed_among(parameter.assumptions, ("required",))
                yield self._row(
                    f"{name}/missing", f"`{parameter.wire}` may be missing", why, self._not_needed(parameter)
                )
            if types & {"array", "object"} or parameter.content_type or parameter.style == "deepObject":
                why_not = "a repeated or a joined value is read differently by different servers"
                yield self._equivalent(f"{name}/form", why_not)
                continue
            why_here = assumed_among(parameter.assumptions)
            for row in self._schema(_Place(name, parameter.schema, (parameter.schema,), in_body=False)):
                yield (
                    row
                    if why_here is None or isinstance(row, Equivalent)
                    else replace(row, assumed=row.assumed or why_here)
                )

    def _is_key(self, parameter: Parameter) -> bool:
        action = self.api.behaviour.action(self.operation.id) if self.api.behaviour is not None else None
        key = action.key if action is not None else None
        return key is not None and (key.part, *key.path) == (parameter.place, parameter.wire)

    def _not_needed(self, parameter: Parameter) -> Callable[[Api], Api]:
        return lambda api: without_parameter_need(api, self.operation, parameter)

    def body(self) -> Iterator[Row]:
        body = self.operation.body
        media = next((media for media in body.content if is_json(media.name)), None) if body is not None else None
        if body is None or media is None or media.schema is None:
            return
        if self._names_in_body():
            why_not = "who names no record at all may be told that it is missing"
            yield self._equivalent("body/any", why_not)
        elif body.required:
            why = assumed_among(body.assumptions, ("required",))
            optional = replace(body, required=False)

            def change(api: Api) -> Api:
                return with_operation(api, self.operation, body=optional)

            yield self._row("body/missing", "the body may be missing", why, change)
        yield from self._below(_Place("body", media.schema, (media.schema,)), frozenset(), _DEPTH)

    def _below(self, place: _Place, seen: frozenset[str], depth: int) -> Iterator[Row]:
        schema, parts = self._target(place)
        place = replace(place, schema=schema, parts=parts)
        yield from self._schema(place)
        shape = self.shapes(schema)
        if (
            depth == 0
            or shape.references & seen
            or (place.parts[0].reference in seen if isinstance(place.parts[0], Schema) else False)
        ):
            return
        for member in schema.properties:
            if member.schema.read_only:
                continue
            name = f"{place.name}.{member.wire}"
            if name in self._naming():
                why_not = "who names no record in the right form may be told that it is missing"
                yield self._equivalent(f"{name}/any", why_not)
                continue
            if member.required:
                why = _why((*parts,), "required", {}, member)
                yield self._row(f"{name}/missing", f"`{member.wire}` may be missing", why, _optional(schema, member))
            if self._is_set_aside(member.wire):
                why_not = "servers need not look into what they do not take up"
                yield self._equivalent(f"{name}/any", why_not)
                continue
            below = _Place(name, member.schema, (*parts, member, member.schema))
            yield from self._below(below, seen | shape.references, depth - 1)
        if schema.items is not None:
            yield from self._below(
                _Place(f"{place.name}[]", schema.items, (*parts, schema.items)), seen | shape.references, depth - 1
            )

    @property
    def _action(self) -> Action | None:
        return self.api.behaviour.action(self.operation.id) if self.api.behaviour is not None else None

    def _names_in_body(self) -> set[str]:
        """Return the members of a body that name records."""
        action = self._action
        places = [] if action is None else [action.key, action.merge.others if action.merge is not None else None]
        return {str(place) for place in places if place is not None and place.part == "body" and place.path}

    def _naming(self) -> set[str]:
        """Return the members of a body that name records which may be told to be missing."""
        return self._names_in_body() if self._action is not None and self._action.missing is not None else set()

    def _is_a_word(self, name: str) -> bool:
        """Say whether a rule has words for what may stand in a place, and no others are taken."""
        rule = self._action.unsubscription if self._action is not None else None
        return rule is not None and str(rule.mode) == name

    def _is_set_aside(self, member: str) -> bool:
        """Say whether a record does not take a member up, or not as it is sent."""
        action = self.api.behaviour.action(self.operation.id) if self.api.behaviour is not None else None
        if action is None:
            return False
        guessed = {one.attribute.removeprefix("keeps.") for one in action.assumptions if "keeps." in one.attribute}
        return member in guessed.union(action.ignored.members if action.ignored is not None else ())

    def _target(self, place: _Place) -> tuple[Schema, tuple[Part, ...]]:
        schema, parts = place.schema, place.parts
        while schema.reference:
            schema = self.api.schema(schema.reference).schema
            parts = (*parts, schema)
        return schema, parts

    def _schema(self, place: _Place) -> Iterator[Row]:
        schema, parts = self._target(place)
        types = set(schema.types)
        composed = schema.enum is not None or bool(schema.all_of) or self._is_a_word(place.name)
        if types and (composed or (place.name == "body" and self._names_in_body())):
            yield self._equivalent(f"{place.name}/any-type", "something else of it says the type too")
        elif types and place.in_body and _is_inside(place.name):
            yield self._equivalent(f"{place.name}/any-type", "servers need not look into members for their types")
        elif types and (place.in_body or "string" not in types):
            why = _why(parts, "type", {})
            yield self._row(
                f"{place.name}/any-type", f"`{place.name}` may be of any type", why, _changed(schema, types=())
            )
        elif types:
            yield self._equivalent(f"{place.name}/any-type", "any text is a text")
        if types and "null" not in types and place.in_body and place.name != "body":
            yield self._equivalent(f"{place.name}/null", "many servers take null for what is left out")
        if schema.enum is not None:
            why = _why(parts, "enum", "")
            yield self._row(
                f"{place.name}/any-value", f"`{place.name}` may have any value", why, _changed(schema, enum=None)
            )
        if schema.additional is not None and schema.additional.never:
            yield self._equivalent(f"{place.name}/extra", "many servers pass over members they do not know")
        if schema.format or set(_LOOSE) & set(schema.constraints):
            why_not = "formats and patterns are read more freely by many servers than a spec writes them"
            yield self._equivalent(f"{place.name}/format", why_not)
        yield from self._limits(replace(place, schema=schema, parts=parts))

    def _limits(self, place: _Place) -> Iterator[Row]:
        constraints = place.schema.constraints
        for keyword in _LIMITS:
            bound = constraints.get(keyword)
            if not isinstance(bound, int | float) or isinstance(bound, bool):
                continue
            if place.schema.format and keyword == "maxLength":
                why_not = f"what is too long may be no {place.schema.format} either"
                yield self._equivalent(f"{place.name}/{keyword}", why_not)
                continue
            why = _why(place.parts, keyword, {})
            left: dict[str, Json] = {name: value for name, value in constraints.items() if name != keyword}
            does = f"`{place.name}` is not held to its `{keyword}`"
            yield self._row(f"{place.name}/no-{keyword}", does, why, _changed(place.schema, constraints=left))
            if keyword in _STEP and bound + _STEP[keyword] >= 0:
                off = {**constraints, keyword: bound + _STEP[keyword]}
                does = f"the `{keyword}` of `{place.name}` is off by one"
                yield self._row(
                    f"{place.name}/{keyword}-off-by-one", does, why, _changed(place.schema, constraints=off)
                )


def _why(parts: tuple[Part, ...], keyword: str, value: Json, member: Property | None = None) -> str | None:
    """Return why a part of a request's form is assumed: itself, or the name it is sent under."""
    named = (
        assumed_among((*part.assumptions, *part.schema.assumptions), ("name", "in"))
        for part in parts
        if isinstance(part, Property)
    )
    return why_assumed(parts, keyword, value, member) or next((why for why in named if why), None)


def _is_inside(name: str) -> bool:
    """Say whether a place is a member of a member: neither of the body itself nor of an item of a list."""
    holder = name.rpartition(".")[0]
    return "." in holder and not holder.endswith("]")


def _changed(schema: Schema, **changes: object) -> Callable[[Api], Api]:
    return lambda api: with_schema(api, schema, lambda one: replace(one, **changes))  # type: ignore[arg-type]  # attributes of a schema


def _optional(schema: Schema, member: Property) -> Callable[[Api], Api]:
    properties = tuple(replace(one, required=False) if one is member else one for one in schema.properties)
    return _changed(schema, properties=properties)
