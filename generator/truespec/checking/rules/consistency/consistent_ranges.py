"""Where no rules are written down, what is called after a member and a bound of it keeps to that bound."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from truespec.checking.rules.ground.evidence import NothingTells, Trouble
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.lists.around import asked_of
from truespec.checking.rules.lists.listings import judge_still, listing_fact
from truespec.checking.rules.lists.told_of import counts_equal
from truespec.checking.rules.lists.turning import Listing, Part
from truespec.contract.behaviour import Place
from truespec.contract.schema import Absent, Json, Schema

__all__ = ["judge_ranges"]

_FEWEST: Final = 3
_LOW: Final = {"gte": True, "gt": False, "min": None, "from": None, "after": None, "since": None, "start": None}
_HIGH: Final = {"lte": True, "lt": False, "max": None, "to": None, "until": None, "before": None, "till": None}
"""What says that values are at least, or at most, so much: with what is equal, without it, or nobody knows."""

_ENDINGS: Final = frozenset({"at", "on", "date", "time", "day", "datetime"})
"""Words that may be left out of the name of a time."""

_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


@dataclass(frozen=True, slots=True)
class _Bound:
    """A parameter that bounds a member: from below where ``low``; ``equal`` says whether what is equal fits."""

    place: Place
    member: str
    low: bool
    equal: bool | None
    margin: timedelta | None

    def outside(self, value: float, bound: float) -> bool:
        """Say whether a value is beyond doubt on the wrong side of a bound."""
        return value < bound - self._slack if self.low else value > bound + self._slack

    def inside(self, value: float, bound: float) -> bool:
        """Say whether a value is beyond doubt on the right side of a bound."""
        return value > bound + self._slack if self.low else value < bound - self._slack

    @property
    def _slack(self) -> float:
        return 0.0 if self.margin is None else self.margin.total_seconds()


def judge_ranges(listing: Listing) -> None:
    """Judge every parameter that bounds a number or a time, as far as its name tells which and from which side."""
    for bound in _bounds(listing):
        name = bound.place.path[-1]
        fact = listing_fact(
            listing, f"range.{name}", f"`{name}` bounds `{bound.member}` of what is listed", bound.place
        )
        judge_still(listing, fact, partial(_is_crossed, listing, bound))


def _bounds(listing: Listing) -> Iterator[_Bound]:
    members = listing.world.maker.narrowed(listing.answer).properties
    for place, schema in listing.untold:
        words = [word.lower() for word in _WORDS.findall(asked_of(place.path[-1]))]
        found = _side(words)
        if found is None:
            continue
        stem, low, equal = found
        # What names a side and nothing else bounds the only time there is.
        times = [name for name in members if _kind(listing, members[name].schema) in _TIMES]
        named = [name for name in members if _is_called(name, stem)] if stem else times
        kinds = [_kind(listing, members[named[0]].schema), _kind(listing, schema)] if len(named) == 1 else [""]
        if equal is None and kinds[0] in _COUNTED:
            equal = counts_equal(listing, place)
        if kinds[0] == kinds[-1] != "":
            yield _Bound(place, named[0], low, equal, _MARGINS[kinds[0]])
        elif kinds == ["date-time", "date"]:
            yield _Bound(place, named[0], low, None, timedelta(days=2))


_MARGINS: Final[dict[str, timedelta | None]] = {"number": None, "date": None, "date-time": timedelta(milliseconds=1)}

_TIMES: Final = frozenset({"date", "date-time"})
_COUNTED: Final = frozenset({"number", "date"})
"""What is shown as exactly as it is kept; a moment may be kept to the millisecond and shown to the second."""


def _side(words: list[str]) -> tuple[list[str], bool, bool | None] | None:
    """Return the words of the member, whether it is bounded from below, and whether what is equal fits."""
    for place, rest in ((-1, words[:-1]), (0, words[1:])):
        word = words[place] if words else ""
        if place == 0 and word not in {"min", "max"}:
            continue
        if word in _LOW:
            return rest, True, _LOW[word]
        if word in _HIGH:
            return rest, False, _HIGH[word]
    return None


def _is_called(name: str, stem: list[str]) -> bool:
    words = [word.lower() for word in _WORDS.findall(name)]
    return _bare(words) == _bare(stem)


def _bare(words: list[str]) -> list[str]:
    return words[:-1] if len(words) > 1 and words[-1] in _ENDINGS else words


def _kind(listing: Listing, schema: Schema) -> str:
    """Return ``number``, ``date`` or ``date-time``; empty for all else."""
    types, form = listing.world.maker.types(schema) - {"null"}, listing.world.maker.narrowed(schema).format
    if types and types <= {"integer", "number"}:
        return "number"
    return form if types == frozenset({"string"}) and form in {"date", "date-time"} else ""


def _is_crossed(listing: Listing, bound: _Bound) -> Trouble:
    """Ask for a value in the middle of those that are there, and compare what is listed with what was listed before."""
    whole = listing.whole()
    values = sorted({value for item in whole.items or [] if (value := _read(item, bound)) is not None})
    if len(values) < _FEWEST:
        raise NothingTells
    for middle in (values[len(values) // 2], values[(len(values) - 1) // 2]):
        spelt = next(take(item, (bound.member,)) for item in whole.items or [] if _read(item, bound) == middle)
        part = listing.whole((bound.place, _written(listing, bound, spelt)))
        if part.items is None:
            raise NothingTells
        trouble = _judged(listing, bound, middle, (whole, part))
        if trouble is not None:
            return trouble
    return None


def _judged(listing: Listing, bound: _Bound, middle: float, parts: tuple[Part, Part]) -> Trouble:
    whole, part = parts[0].items or [], parts[1].items or []
    if any(_holds(bound.outside, item, bound, middle) for item in part):
        return "what is beyond it is listed", parts[1].exchange
    names = listing.names(part)
    missing = [item for item, name in zip(whole, listing.names(whole), strict=True) if name not in names]
    complete = len(whole) < listing.most and listing.total(parts[0]) in {None, len(whole)}
    if complete and any(_holds(bound.inside, item, bound, middle) for item in missing):
        return "what is within it is not listed", parts[1].exchange
    if bound.equal is False and any(_read(item, bound) == middle for item in part):
        return "what is equal is listed, too", parts[1].exchange
    if bound.equal and complete and any(_read(item, bound) == middle for item in missing):
        return "what is equal is not listed", parts[1].exchange
    return None


def _holds(test: Callable[[float, float], bool], item: Json, bound: _Bound, middle: float) -> bool:
    value = _read(item, bound)
    return value is not None and test(value, middle)


def _read(item: Json, bound: _Bound) -> float | None:
    """Return the value of a member as a number, ``None`` where there is none."""
    value = take(item, (bound.member,))
    if isinstance(value, bool) or value is None or isinstance(value, Absent | dict | list):
        return None
    if isinstance(value, int | float):
        return float(value)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()


def _written(listing: Listing, bound: _Bound, value: Json | Absent) -> Json:
    shape = listing.world.shape_at(listing.operation, bound.place)
    if isinstance(value, str) and shape is not None and shape.format == "date":
        return value[:10]
    return None if isinstance(value, Absent) else value
