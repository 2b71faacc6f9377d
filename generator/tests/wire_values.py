"""Random schemas with values for them, in Python and in JSON: full of names and values that hurt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

__all__ = [
    "NAMES",
    "Drawn",
    "Kind",
    "json_kinds",
    "listed",
    "nullable",
    "record_of",
    "records",
    "same",
    "scalars",
    "texts",
]

Drawn = tuple[Any, Any]
"""A value in Python and the JSON value that it means; equal for most."""

NAMES = (
    "id", "name", "class", "self", "options", "None", "import", "type", "list", "body", "path", "query", "headers",
    "userId", "user_id", "user-id", "userID", "USER_ID", "a[]", "filter[name]", "$top", "$filter", "a.b", "a b", "_",
    "__init__", "__class__", "1st", "-created", "é", "名前", "ß", "x" * 90, 'q"uote', "it's", "back\\slash", "{brace}",
    "%", "%41", "a%2Fb", "a&b=c", "a+b", "#", "?", ";", ":", "@", "\u202e", "new\nline", "{{ x }}", "{% x %}",
    "max_items", "copy", "json", "model_dump", "schema", "validate", "OMIT", "Any", "request", "return", "`",
)  # fmt: skip
FLOATS = (0.0, -0.0, 1.5, 1e100, 1e16, 5e-324, 0.1, -2.5e-10, 1.7976931348623157e308)
INTEGERS = (0, -1, 2**31, 2**53 + 1, -(2**63), 10**30)
TEXTS = (
    "", " ", "a b", "a/b", "%2F", "%", "..", ".", "../x", "a&b=c", "a+b", "#f", "?q", ";x=1", "a,b", "a|b", "é", "名前",
    "😀", "\u202e",
    '"', "'", "\\", "null", "true", "1", "line\nbreak", "\r\n", "\x7f", "[x]", "{y}", "<>", "~", "*", "=",
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A schema, in the dialect of OpenAPI 3.1, and the values to send for it."""

    schema: dict[str, Any]
    values: st.SearchStrategy[Drawn]


def same(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Drawn]:
    """Return values that are their own JSON."""
    return values.map(lambda value: (value, value))


def texts(alphabet: str = "any") -> st.SearchStrategy[str]:
    """Return texts: anything, or what a header can carry, or what one item of a list in a header can."""
    if alphabet == "any":
        found = (
            st.sampled_from(("", ".", "..", "%2F"))
            | st.sampled_from(TEXTS)
            | st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=6)
        )
    elif alphabet == "header":
        found = st.sampled_from(TEXTS) | st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=6)
    else:
        found = st.text(st.sampled_from("abcXYZ019!#$&'*+-.^_`|~:/?@()[]{}<>"), min_size=1, max_size=6)
    return found.filter(
        lambda text: alphabet == "any" or (text.isascii() and text.isprintable() and text == text.strip())
    )


def moments() -> st.SearchStrategy[Drawn]:
    """Return moments with a time zone, and how RFC 3339 writes them."""
    zones = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-3))])
    found = st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=zones)  # noqa: DTZ001  # the strategy adds zones
    return found.map(lambda moment: (moment, moment.isoformat().replace("+00:00", "Z")))


def scalars(alphabet: str) -> tuple[Kind, ...]:
    """Return the kinds of values without parts."""
    words = texts(alphabet)
    floats = st.sampled_from(FLOATS) | st.floats(allow_nan=False, allow_infinity=False)
    enum = ["a b", "c/d", "%2F", "x", "é"] if alphabet == "any" else ["a", "b-c", "x"]
    return (
        Kind({"type": "string"}, same(words)),
        Kind({"type": "string", "enum": enum}, same(st.sampled_from(enum))),
        Kind({"type": "integer"}, same(st.sampled_from(INTEGERS) | st.integers())),
        Kind({"type": "number"}, same(floats.filter(lambda number: "e-0" not in repr(number)))),
        Kind({"type": "boolean"}, same(st.booleans())),
        Kind({"type": "string", "format": "date"}, st.dates(date(1900, 1, 1)).map(lambda day: (day, day.isoformat()))),
        Kind({"type": "string", "format": "date-time"}, moments()),
        Kind({"type": "string", "format": "uuid"}, st.uuids().map(lambda key: (UUID(str(key)), str(key)))),
        Kind(
            {"type": "string", "format": "decimal"},
            st.decimals(allow_nan=False, allow_infinity=False, places=2).map(lambda d: (Decimal(d), str(d))),
        ),
    )


def nullable(kind: Kind) -> Kind:
    """Return a kind that may be null as well."""
    schema = {**kind.schema, "type": [kind.schema["type"], "null"]}
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    return Kind(schema, kind.values | st.just((None, None)))


def listed(kind: Kind, least: int = 0) -> Kind:
    """Return lists of a kind."""
    several = st.lists(kind.values, min_size=least, max_size=3)
    return Kind(
        {"type": "array", "items": kind.schema},
        several.map(lambda drawn: ([one for one, _ in drawn], [other for _, other in drawn])),
    )


@st.composite
def records(draw: st.DrawFn, kinds: tuple[Kind, ...], names: tuple[str, ...], *, least: int = 0) -> Kind:
    """Return an object with some members of these kinds, or with members by any name."""
    if draw(st.integers(0, 4)) == 0:
        kind = draw(st.sampled_from(kinds))
        keys = st.sampled_from(names)
        tables = st.dictionaries(keys, kind.values, min_size=max(1, least), max_size=3)
        values = tables.map(lambda table: ({k: v[0] for k, v in table.items()}, {k: v[1] for k, v in table.items()}))
        return Kind({"type": "object", "additionalProperties": kind.schema}, values)
    members = draw(st.dictionaries(st.sampled_from(names), st.sampled_from(kinds), min_size=1, max_size=5))
    required = [name for name in members if draw(st.booleans())] or list(members)[:least]
    return record_of(members, required)


def record_of(members: Mapping[str, Kind], required: list[str]) -> Kind:
    """Return an object with these members; those that are not required are left out at times."""
    schema: dict[str, Any] = {"type": "object", "properties": {name: kind.schema for name, kind in members.items()}}
    if required:
        schema["required"] = required
    fixed = st.fixed_dictionaries(
        {name: members[name].values for name in required},
        optional={name: kind.values for name, kind in members.items() if name not in required},
    )

    def both(drawn: dict[str, Drawn]) -> Drawn:
        ordered = [name for name in members if name in drawn]
        return {name: drawn[name][0] for name in ordered}, {name: drawn[name][1] for name in ordered}

    return Kind(schema, fixed.map(both))


@st.composite
def json_kinds(draw: st.DrawFn, depth: int = 2) -> Kind:
    """Return the kind of a JSON value of any form."""
    plain = scalars("any")
    choice = draw(st.integers(0, 5)) if depth else 0
    if choice <= 1:
        kind = draw(st.sampled_from(plain))
    elif choice == 2:
        kind = listed(draw(json_kinds(depth=depth - 1)))
    else:
        names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
        members = {name: draw(json_kinds(depth=depth - 1)) for name in names}
        kind = record_of(members, [name for name in names if draw(st.booleans())])
    return nullable(kind) if draw(st.integers(0, 4)) == 0 and "null" not in kind.schema["type"] else kind
