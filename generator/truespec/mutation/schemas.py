"""Mutants of what is in answers: every member of every answer, with each kind of breach its schema knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from truespec.checking.facts import Part, assumed_among, why_assumed
from truespec.contract.api import Api
from truespec.contract.operation import Answer, Operation, is_json
from truespec.contract.schema import ABSENT, Absent, Json, Property, Schema
from truespec.mock.exchange import Response
from truespec.mock.samples import Sampler
from truespec.mock.shapes import Shape, Shapes
from truespec.mock.validators import Validators
from truespec.mutation.answers import answer_why, provoked
from truespec.mutation.breaches import Breaches
from truespec.mutation.mutant import Equivalent, Kind, Mutant, Row
from truespec.mutation.twists import answered
from truespec.mutation.wire import body_of, with_body

__all__ = ["schema_rows"]

_KIND: Kind = "schema"
_DEPTH: Final = 5
_RECORD: Final = 2
"""How deep the members of a record are: in a list, say, or in an envelope."""
_EXTRA: Final = "unexpectedMember"

_Step: TypeAlias = str | int
"""A name of a member, or 0 for the elements of a list."""


@dataclass(frozen=True, slots=True)
class _Node:
    """A schema somewhere in an answer: the way to it, and what the spec says on that way."""

    way: tuple[_Step, ...]
    schema: Schema
    parts: tuple[Part, ...]
    holder: Schema
    around: tuple[Part, ...] = ()
    member: Property | None = None

    @property
    def depth(self) -> int:
        """How many names the way has."""
        return sum(isinstance(step, str) for step in self.way)

    @property
    def name(self) -> str:
        """The way as it is written: ``items[].email``."""
        return "".join("[]" if step == 0 else f".{step}" for step in self.way).lstrip(".")


def schema_rows(api: Api) -> Iterator[Row]:
    """Yield a breach of every keyword of every member of every answer that can be brought about."""
    shapes = Shapes(api)
    validators = Validators(api, "response")
    makers = _Makers(api, shapes, Sampler(shapes, validators), validators)
    for operation in api.operations:
        for answer in provoked(api, operation):
            media = next((media for media in answer.content if is_json(media.name)), None)
            if media is not None and media.schema is not None:
                yield from makers.rows(operation, answer, media.schema)


@dataclass(frozen=True, slots=True)
class _Makers:
    api: Api
    shapes: Shapes
    sampler: Sampler
    validators: Validators
    deep: set[int] = field(default_factory=set[int])
    """What was broken deep inside once: a record has the same inside wherever it is answered."""

    def shape(self, schema: Schema) -> Shape:
        """Return the shape of a schema."""
        return self.shapes(schema)

    def is_valid(self, schema: Schema, value: Json) -> bool:
        """Say whether an answer may hold a value."""
        return self.validators.is_valid(schema, value)

    def value(self, name: str, schema: Schema) -> Json:  # noqa: ARG002 - a sample needs no name
        """Return a valid value."""
        return self.sampler.sample(schema)

    def rows(self, operation: Operation, answer: Answer, schema: Schema) -> Iterator[Row]:
        root = _Node((), schema, self._with_target((schema,), schema), schema)
        breaches = Breaches(self)
        for node in self._nodes(root, frozenset()):
            if node.depth > _RECORD and id(node.schema) in self.deep:
                continue
            self.deep.add(id(node.schema))
            found = {slug: (keyword, value) for keyword, slug, value in breaches.of(node.schema)}
            for slug in _telling(found, deep=node.depth > _RECORD):
                keyword, value = found[slug]
                does = f"`{node.name or 'the body'}` breaks `{keyword}`: {slug}"
                yield self._row((operation, answer), node, (slug, keyword, does), _always(value))
            yield from self._presence(operation, answer, node)
            if not found and not node.way:
                yield Equivalent(f"{operation.id}.{answer.status}.body/any", _KIND, "any JSON is documented")

    def _presence(self, operation: Operation, answer: Answer, node: _Node) -> Iterator[Row]:
        if node.member is not None and node.member.wire in self.shapes(node.holder).required:
            does = f"`{node.name}` is missing"
            yield self._row((operation, answer), node, ("missing", "required", does), lambda _before: ABSENT)
        shape = self.shapes(node.schema)
        if shape.additional is not None and shape.additional.never:
            does = f"`{node.name or 'the body'}` has an undeclared member"
            yield self._row((operation, answer), node, ("extra", "additionalProperties", does), _extended)
        if node.way[-1:] == (0,) and "object" in self.shapes.types(node.schema):
            does = f"only the last of `{node.name}` is of another type"
            yield self._row(
                (operation, answer), node, ("last-only", "type", does), lambda _before: "unexpected", last=True
            )

    def _row(
        self,
        given: tuple[Operation, Answer],
        node: _Node,
        labels: tuple[str, str, str],
        change: Callable[[Json | Absent], Json | Absent],
        *,
        last: bool = False,
    ) -> Mutant:
        operation, answer = given
        (slug, keyword, does), place = labels, f"{operation.id}.{answer.status}.body"

        def edit(response: Response, _request: object, _ground: object) -> Response:
            body = body_of(response)
            if not answer.covers(response.status) or isinstance(body, Absent):
                return response
            changed = _changed(body, node.way, change, last=last)
            return response if isinstance(changed, Absent) else with_body(response, changed)

        member, parts = (node.member, node.around) if keyword == "required" else (None, node.parts)
        value: Json = None if slug == "null" else {}
        guessed = (assumed_among(media.assumptions, ("schema",)) for media in answer.content if is_json(media.name))
        why = answer_why(operation, answer, "content") or next(guessed, None)
        why = why or why_assumed(parts, keyword, value, member)
        return Mutant(f"{place}.{node.name}/{slug}", _KIND, does, place, operation.id, why, answered(operation, edit))

    def _nodes(self, node: _Node, seen: frozenset[str]) -> Iterator[_Node]:
        yield node
        shape = self.shapes(node.schema)
        if len(node.way) >= _DEPTH or shape.references & seen:
            return
        seen |= shape.references
        for name, member in shape.properties.items():
            if not member.schema.write_only:
                parts = self._with_target((*node.parts, member, member.schema), member.schema)
                inner = _Node((*node.way, name), member.schema, parts, node.schema, node.parts, member)
                yield from self._nodes(inner, seen)
        if shape.items is not None:
            parts = self._with_target((*node.parts, shape.items), shape.items)
            yield from self._nodes(_Node((*node.way, 0), shape.items, parts, node.schema), seen)

    def _with_target(self, parts: tuple[Part, ...], schema: Schema) -> tuple[Part, ...]:
        while schema.reference:
            schema = self.api.schema(schema.reference).schema
            parts = (*parts, schema)
        return parts


def _telling(found: Mapping[str, tuple[str, Json]], *, deep: bool) -> list[str]:
    """Return which breaches are worth a mutant: null, the type that is hardest to tell, and one of each other keyword.

    Deep inside, one is enough.
    """
    types = [slug for slug, (keyword, _) in found.items() if keyword == "type" and slug != "null"]
    others = [slug for slug, (keyword, _) in found.items() if keyword != "type"]
    kept = [*(slug for slug in found if slug == "null"), *types[-1:], *others]
    return kept[-1:] if deep else kept


def _always(value: Json) -> Callable[[Json | Absent], Json]:
    return lambda _before: value


def _extended(before: Json | Absent) -> Json:
    return {**before, _EXTRA: True} if isinstance(before, dict) else {_EXTRA: True}


def _changed(
    value: Json | Absent, way: Sequence[_Step], change: Callable[[Json | Absent], Json | Absent], *, last: bool
) -> Json | Absent:
    """Return a value with everything at the end of a way changed; elements of lists are changed all, or the last."""
    if not way:
        return change(value)
    step, rest = way[0], way[1:]
    if step == 0:
        elements: list[Json | Absent] = list(value) if isinstance(value, list) else []
        elements = elements or [ABSENT]
        first = len(elements) - 1 if last and not rest else 0
        done = [*elements[:first], *(_changed(one, rest, change, last=last) for one in elements[first:])]
        return [one for one in done if not isinstance(one, Absent)]
    members: dict[str, Json] = dict(value) if isinstance(value, dict) else {}
    inner = _changed(members.pop(str(step), ABSENT), rest, change, last=last)
    return members if isinstance(inner, Absent) else {**members, str(step): inner}
