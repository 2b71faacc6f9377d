"""Values that a schema allows or forbids, and what a model must do with each; an independent validator decides."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator
from typing import Any

import jsonschema_rs
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter
from schemathesis.core.errors import UnsupportedSchema
from schemathesis.generation.jsonschema.builder import build

__all__ = [
    "Reading",
    "allowed",
    "check_allowed",
    "check_forbidden",
    "equal_on_the_wire",
    "mutated",
    "oracle",
    "reading",
    "refused",
]

ASSERTED = {"date", "date-time", "decimal", "email", "ipv4", "ipv6", "time", "uuid"}
DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")

Reading = Callable[[str], tuple[Any, str]]
"""Parses a JSON text in one mode and gives the value, and the JSON text it goes back as."""

TEXTS = st.one_of(
    st.text(max_size=12), st.sampled_from(["", "é", "e\u0301", "😀", "\u2028", "0", "true", "null", "-0.0"])
)
NUMBERS = st.one_of(
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0, -1, 2**31, 2**53 + 1, 2**64, 10**30, 1.0, 0.1, 1e300, -0.5]),
)
OFFSETS = st.sampled_from(["Z", "z", "+00:00", "-00:00", "+02:00", "-11:30", "+23:59"])
FRACTIONS = st.sampled_from(["", ".0", ".5", ".123", ".000000", ".123456", ".1234567", ".999999999"])
DATES = st.dates().map(str)
CLOCKS = st.one_of(st.times().map(lambda time: time.isoformat("seconds")), st.just("23:59:59"))
TIMES = st.builds("{}{}{}".format, CLOCKS, FRACTIONS, OFFSETS)
UUIDS = st.uuids().flatmap(lambda made: st.sampled_from([str(made), str(made).upper()]))
FORMATS: dict[str, st.SearchStrategy[str]] = {
    "date": DATES,
    "date-time": st.one_of(
        st.builds("{}{}{}".format, DATES, st.sampled_from("Tt"), TIMES),
        st.sampled_from(["2016-12-31T23:59:60Z", "0000-02-29T00:00:00Z", "2024-05-01T10:00:00.000Z"]),
    ),
    "decimal": st.one_of(
        st.decimals(allow_nan=False, allow_infinity=False).map(str), st.sampled_from(["1.50", "1e5", "+0.10", ".5"])
    ),
    "email": st.sampled_from(["ada@example.com", "a.b+c@sub.example.org", '"a b"@example.com']),
    "ipv4": st.ip_addresses(v=4).map(str),
    "ipv6": st.ip_addresses(v=6).map(str),
    "time": TIMES,
    "uuid": UUIDS,
}
STRANGE = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(TEXTS, inner, max_size=2)),
    max_leaves=3,
)


def oracle(schema: Any) -> jsonschema_rs.Draft202012Validator:
    """Return an independent validator that asserts the formats we say we assert."""
    return jsonschema_rs.Draft202012Validator(
        _with_formats(schema, ASSERTED),
        validate_formats=True,
        formats={"decimal": lambda text: DECIMAL.fullmatch(text) is not None},
    )


def _with_formats(schema: Any, kept: set[str]) -> Any:
    if isinstance(schema, list):
        return [_with_formats(inner, kept) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _with_formats(inner, kept)
        for key, inner in schema.items()
        if not (key == "format" and isinstance(inner, str) and inner not in kept)
    }


def allowed(schema: Any) -> st.SearchStrategy[Any]:
    """Return values that the schema allows; the independent validator has the last word."""
    return _made_for(schema).filter(oracle(schema).is_valid)


def refused(schema: Any) -> st.SearchStrategy[Any]:
    """Return values that the schema forbids: allowed ones with one change, and such as are made for its negation."""
    validator = oracle(schema)
    negation = {"not": {key: inner for key, inner in schema.items() if key not in {"$defs", "$schema"}}}
    changed = mutated(allowed(schema))
    try:
        made = st.one_of(changed, changed, _made_for({**negation, "$defs": schema.get("$defs", {})}))
    except UnsupportedSchema:
        made = changed
    return made.filter(lambda value: not validator.is_valid(value))


def _made_for(schema: Any) -> st.SearchStrategy[Any]:
    return build(_with_formats(schema, ASSERTED), draft=jsonschema_rs.Draft202012, formats=FORMATS, whole_floats=True)


@st.composite
def mutated(draw: st.DrawFn, values: st.SearchStrategy[Any]) -> Any:
    """Return a value with one thing changed: another value somewhere, a member less or one more."""
    value = json.loads(json.dumps(draw(values)))
    places = list(_places(value))
    path = draw(st.sampled_from(places))
    if not path:
        return draw(STRANGE) if draw(st.booleans()) else _shaken(draw, value)
    owner = value
    for step in path[:-1]:
        owner = owner[step]
    if isinstance(owner, dict) and draw(st.integers(0, 3)) == 0:
        del owner[path[-1]]
    else:
        owner[path[-1]] = draw(STRANGE) if draw(st.booleans()) else _shaken(draw, owner[path[-1]])
    return value


def _shaken(draw: st.DrawFn, value: Any) -> Any:
    """Return a value near to the given one."""
    if isinstance(value, bool) or value is None:
        return draw(STRANGE)
    if isinstance(value, str):
        return draw(st.sampled_from([value * 30, value[:-1], f"{value}\n", f" {value}", value.swapcase(), f"{value}Z"]))
    if isinstance(value, int | float):
        return draw(st.sampled_from([-value, value + 1, value * 1000, value / 2, str(value), value > 0]))
    if isinstance(value, list):
        return value * 2 if draw(st.booleans()) else value[:-1]
    return {**value, draw(TEXTS): draw(STRANGE)}


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in members:
        yield from _places(inner, (*path, step))


def equal_on_the_wire(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same: texts by the letter, 1 and 1.0 alike, 1 and true not."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(equal_on_the_wire(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(equal_on_the_wire, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)


def reading(kind: Any, *, strict: bool) -> Reading:
    """Return what reads JSON as a class or an alias of generated models."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        model = kind

        def read(text: str) -> tuple[Any, str]:
            made = model.model_validate_json(text, strict=strict)
            return made, made.model_dump_json(by_alias=True, exclude_unset=True)

        return read
    adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def adapt(text: str) -> tuple[Any, str]:
        made = adapter.validate_json(text, strict=strict)
        return made, adapter.dump_json(made, by_alias=True, exclude_unset=True, warnings=False).decode()

    return adapt


def check_allowed(
    schema: Any, kind: Any, *, examples: int, number: int | None = None, python: Collection[str] = ()
) -> None:
    """Whatever the schema allows is read in both modes and comes back equal.

    ``python`` are names that only Python has for members: on the wire they are read as those members, knowingly.
    """
    readings = [reading(kind, strict=strict) for strict in (False, True)]
    values = allowed(schema)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        values = values.filter(lambda value: isinstance(value, dict))  # a class stands for the object alone
    values = values.filter(lambda value: not set(_keys(value)) & set(python))

    @_profile(examples, number)
    @given(values)
    def holds(value: Any) -> None:
        text = json.dumps(value)
        for read in readings:
            _, back = read(text)
            assert equal_on_the_wire(value, json.loads(back)), (value, back)

    holds()


def _keys(value: Any) -> Iterator[str]:
    """Yield the names of all members of a value, however deep."""
    if isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _keys(inner)


def check_forbidden(schema: Any, kind: Any, *, examples: int, number: int | None = None) -> None:
    """Whatever the schema forbids is refused in strict mode."""
    read = reading(kind, strict=True)

    @_profile(examples, number)
    @given(refused(schema))
    def holds(value: Any) -> None:
        try:
            read(json.dumps(value))
        except ValueError:
            return
        raise AssertionError(value)

    holds()


def _profile(examples: int, number: int | None) -> Callable[[Callable[[], None]], Callable[[], None]]:
    chosen = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=number is None,
        suppress_health_check=list(HealthCheck),
    )
    return chosen if number is None else lambda test: seed(number)(chosen(test))
