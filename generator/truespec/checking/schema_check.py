"""Judges values by schemas of the contract: every violation as a fact with its place in the spec."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Final, Literal, TypeAlias

import jsonschema_rs

from truespec.checking.exchange import json_type
from truespec.checking.facts import Part, assumed_among, describe, json_path, parts_on, why_assumed
from truespec.checking.schema_errors import is_mistyped, is_only_left_over, is_spelling, telling_branch
from truespec.checking.words import member_names
from truespec.contract.api import Api
from truespec.contract.breadth import Breadth
from truespec.contract.json_schema import definitions, standalone
from truespec.contract.schema import Json, Property, Schema
from truespec.diagnostics import Location

__all__ = ["SPELLING", "Direction", "SchemaCheck", "Violation"]

Direction: TypeAlias = Literal["request", "response"]

SPELLING: Final = "type-spelling"
"""The keyword of a request's value that has the wrong JSON type and the right text, or is null for nothing."""

_MOST: Final = 20
_LONGEST_LIST: Final = 200
_Kind: Final = jsonschema_rs.ValidationErrorKind
_EMAIL: Final = jsonschema_rs.EmailOptions(allow_display_text=False)


@dataclass(frozen=True, slots=True)
class Violation:
    """One fact that a value breaks.

    ``path`` is where the value stands (``items[].createdAt``), ``states`` what the contract says of it, ``seen`` what
    is there instead, by type only.  ``assumed`` is the reason where the fact is not documented.  ``text`` is the value
    where it is a text: to compare, never to show.
    """

    path: str
    keyword: str
    states: str
    seen: str
    location: Location
    assumed: str | None
    text: str | None = field(default=None, repr=False)
    form: str = ""
    """The name of the format that a text does not have."""

    optional: bool = False
    """Whether it is the value of a member that may be left out."""

    element: tuple[str | int, ...] = ()
    """Of a request: the first element of a list on the way there, empty where there is none."""

    named: str = ""
    """Of a request: the member of its body whose name alone makes an assumption of it."""

    mistyped: bool = False
    """Whether it is no word of a list, or none of the alternatives, and not even of their JSON types."""

    truthy: bool = False
    """Whether it stands in place of a yes or no: many languages take anything for a yes."""


def _surest(violations: list[Violation]) -> list[Violation]:
    """Leave out that a value is no word of an assumed list where it is not even of the documented type of its words."""
    typed = {one.path for one in violations if one.keyword in {"type", SPELLING} and one.assumed is None}
    return [one for one in violations if not (one.mistyped and one.assumed is not None and one.path in typed)]


class SchemaCheck:
    """Compiles each schema once; formats are asserted.

    A read-only member is not required in a request, a write-only one not in a response.
    """

    def __init__(self, api: Api, direction: Direction) -> None:
        self._api = api
        self._direction = direction
        self._definitions = definitions(api)
        self._breadth = Breadth(api)
        self._compiled: dict[int, tuple[Schema, jsonschema_rs.Validator | None]] = {}
        self._declared: dict[int, frozenset[str]] = {}

    def violations(self, schema: Schema, value: Json) -> list[Violation]:
        """Return what is wrong with ``value``; nothing, where no validator can tell."""
        validator = self._validator(schema)
        try:
            if validator is None or validator.is_valid(value):
                return []
            # All errors are made before the first is seen: of a very long list, the first items tell enough.
            short = _shortened(value)
            errors = [*islice(validator.iter_errors(value if validator.is_valid(short) else short), _MOST)]
            telling = [error for error in errors if not is_only_left_over(error, errors)]
            return _surest([violation for error in telling for violation in self._violations(schema, error)])
        except (ValueError, OverflowError):
            # What the validator cannot take (too deep, half a character, a number beyond all) is not judged.
            return []

    def is_valid(self, schema: Schema, value: Json) -> bool:
        """Say whether a value breaks nothing."""
        return not self.violations(schema, value)

    def _validator(self, schema: Schema) -> jsonschema_rs.Validator | None:
        # The schema is kept beside its validator: an id may be given again once its object is gone.
        known = self._compiled.get(id(schema))
        if known is None:
            known = (schema, self._compile(schema))
            self._compiled[id(schema)] = known
        return known[1]

    def _compile(self, schema: Schema) -> jsonschema_rs.Validator | None:
        if not self._breadth.is_bearable(schema):
            return None
        document = standalone(schema, self._api, self._definitions)
        try:
            return jsonschema_rs.Draft202012Validator(document, validate_formats=True, email_options=_EMAIL)
        except ValueError:
            # Lint reports a pattern or a reference that no validator takes; checks go on with what can be judged.
            return None

    def _violations(self, schema: Schema, error: jsonschema_rs.ValidationError) -> Iterator[Violation]:
        if isinstance(error.kind, _Kind.OneOfMultipleValid):
            # It is what one alternative asks for: that another asks for no more is the spec's doing.
            return
        inner = telling_branch(error)
        if inner:
            for nested in inner:
                yield from self._violations(schema, nested)
            return
        parts, value = parts_on(schema, self._api, error.evaluation_path), _json(error.instance)
        last = parts[-1]
        owner = last if isinstance(last, Schema) else last.schema
        if isinstance(error.kind, _Kind.Required):
            place = self._shown(schema, error.instance_path)
            yield from self._missing_member(place, parts, owner, error.kind.property)
            return
        keyword, name = error.kind.name, json_path(self._shown(schema, error.instance_path))
        assumed, why = why_assumed(parts, keyword, value), self._why_named(parts)
        # Null may stand for a member that is left out, but not for one that is required.
        lacks = value is None and _is_required(parts, error.instance_path)
        if self._direction == "request" and not lacks and is_spelling(error, value, owner):
            keyword = SPELLING
        yield Violation(
            path=name,
            keyword=keyword,
            states=f"`{name or 'the body'}` {_rule(keyword, owner, self._api)}",
            seen=_seen(keyword, value),
            location=owner.location,
            assumed=assumed or why,
            text=value if isinstance(value, str) else None,
            form=owner.format if keyword == "format" else "",
            optional=_may_be_left_out(parts, error.instance_path),
            element=self._element(error.instance_path),
            named=_first_name(parts) if why and not assumed else "",
            mistyped=is_mistyped(error, value, owner),
            truthy=keyword == "type" and "boolean" in owner.plain_types,
        )

    def _shown(self, schema: Schema, path: Sequence[str | int]) -> list[str | int]:
        """Return a path with ``*`` for what a server named itself: members of a map may be called like somebody."""
        if self._direction == "request":
            return list(path)
        if id(schema) not in self._declared:
            self._declared[id(schema)] = frozenset(member_names(self._api, schema))
        declared = self._declared[id(schema)]
        return [step if isinstance(step, int) or step in declared else "*" for step in path]

    def _why_named(self, parts: Sequence[Part]) -> str | None:
        """Return why a member of a request is named as it is: a server that calls it otherwise pays it no heed."""
        if self._direction == "response":
            return None
        whys = (
            assumed_among((*part.assumptions, *part.schema.assumptions), ("name", "in"))
            for part in parts
            if not isinstance(part, Schema)
        )
        return next((why for why in whys if why), None)

    def _missing_member(
        self, place: Sequence[str | int], parts: Sequence[Part], owner: Schema, wire: str
    ) -> Iterator[Violation]:
        member = next((member for member in owner.properties if member.wire == wire), None)
        if member is not None and self._is_excused(member):
            return
        name = json_path([*place, wire])
        yield Violation(
            path=name,
            keyword="required",
            states=f"`{name}` is always there",
            seen="it is missing",
            location=owner.location if member is None else member.location,
            assumed=why_assumed(parts, "required", {}, member),
            element=self._element(place),
        )

    def _element(self, path: Sequence[str | int]) -> tuple[str | int, ...]:
        number = next((number for number, step in enumerate(path) if isinstance(step, int)), None)
        return () if number is None or self._direction == "response" else tuple(path[: number + 1])

    def _is_excused(self, member: Property) -> bool:
        target = self._api.target(member.schema)
        if self._direction == "request":
            return member.schema.read_only or target.read_only
        return member.schema.write_only or target.write_only


def _shortened(value: Json) -> Json:
    """Return a value with no more than the first items of each list."""
    if isinstance(value, dict):
        return {name: _shortened(member) for name, member in value.items()}
    return [_shortened(item) for item in value[:_LONGEST_LIST]] if isinstance(value, list) else value


def _json(value: jsonschema_rs.JsonValue) -> Json:
    """Return a scalar as it is and anything else by its kind only: that is all a violation tells."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {}
    return [] if isinstance(value, list) else value


def _may_be_left_out(parts: Sequence[Part], path: Sequence[str | int]) -> bool:
    """Say whether a value is that of a member which nothing says is always there; an element of a list is none."""
    member = _member(parts, path)
    return member is not None and not member.required


def _is_required(parts: Sequence[Part], path: Sequence[str | int]) -> bool:
    """Say whether a value is that of a member which always has to be there."""
    member = _member(parts, path)
    return member is not None and member.required


def _member(parts: Sequence[Part], path: Sequence[str | int]) -> Property | None:
    """Return the member whose value is at a path, ``None`` for an element of a list and for a whole."""
    member = next((part for part in reversed(parts) if not isinstance(part, Schema)), None)
    return member if member is not None and path[-1:] == [member.wire] else None


def _first_name(parts: Sequence[Part]) -> str:
    """Return the only member on the way to a violation, empty where there are several."""
    wires = [part.wire for part in parts if not isinstance(part, Schema)]
    return wires[0] if len(wires) == 1 else ""


def _rule(keyword: str, schema: Schema, api: Api) -> str:
    if keyword in {"additionalProperties", "unevaluatedProperties", "propertyNames"}:
        return "has no members but the declared ones"
    if keyword == "uniqueItems":
        return "holds no item twice"
    if keyword in {"not", "contains", "if", "then", "else", "dependentRequired", "dependentSchemas"}:
        return f"satisfies its `{keyword}`"
    return f"is {describe(schema, api)}"


def _seen(keyword: str, value: Json) -> str:
    if keyword in {"type", SPELLING, "anyOf", "oneOf", "falseSchema"}:
        article = "an" if json_type(value)[0] in "aeiou" else "a"
        return "it is null" if value is None else f"it is {article} {json_type(value)}"
    if isinstance(value, str) and keyword in {"minLength", "maxLength"}:
        return f"its length is {len(value)}"
    return f"its value ({json_type(value)}) breaks `{keyword}`"
