"""Where no rules are written down, what a list is ordered by decides its order."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import pairwise
from string import ascii_lowercase
from typing import Final

from truespec.checking.rules.ground.evidence import NothingTells, Trouble, judge_twice
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.sentences import members_named
from truespec.checking.rules.lists.around import plain_name
from truespec.checking.rules.lists.listings import listing_fact
from truespec.checking.rules.lists.told_of import told_of
from truespec.checking.rules.lists.turning import Listing, Part
from truespec.contract.behaviour import Place
from truespec.contract.schema import Absent, Json

__all__ = ["ORDERS", "judge_orders"]

_FEW: Final = 3
_SORTS: Final = frozenset({"sort", "sortby", "orderby", "order", "ordering"})
_DIRECTIONS: Final = frozenset({"order", "direction", "dir", "sortdirection", "sortorder", "sortdir", "orderdirection"})
ORDERS: Final = _SORTS | _DIRECTIONS
"""Names of what says by what a list is ordered, and which way."""

_UP: Final = frozenset({"asc", "ascending"})
_DOWN: Final = frozenset({"desc", "descending"})
_FORMS: Final = ("{}", "-{}", *(f"{{}}{sign}{way}" for sign in " :,_" for way in ("asc", "desc")))
"""How a pattern may want a member to be named, and the direction with it."""

_BY_WHAT: Final = r"[`'\"]{word}[`'\"]\s*(?:\(|:|=|sorts?|orders?|means|is)\s*(?:by\b)?(?P<members>[^.;,)]*)"
_WORDED: Final = re.compile(r"(?P<member>.+?)[:. _,+-]?(?P<way>asc|desc|ascending|descending)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Way:
    """One member that a list can be ordered by: what is said for it to rise, and what for it to fall."""

    member: str
    up: tuple[tuple[Place, Json], ...]
    down: tuple[tuple[Place, Json], ...]

    @property
    def place(self) -> Place:
        """Where the direction is said."""
        return self.up[-1][0]


def judge_orders(listing: Listing, of: str = "") -> None:
    """Judge every order that parameters and their words tell of; ``of`` is what facts say of the list before that."""
    judged = set[Place]()
    for way in _ways(listing):
        name = way.place.path[-1]
        if way.place not in judged:
            judged.add(way.place)
            fact = listing_fact(listing, f"{of}order.{name}", f"`{name}` decides the order", way.place)
            judge_twice(listing.world, fact, partial(_is_same_order, listing, way))
        states = f"what is ordered by `{way.member}` rises or falls as asked for"
        fact = listing_fact(listing, f"{of}order.{name}.{way.member}", states, way.place)
        judge_twice(listing.world, fact, partial(_is_out_of_order, listing, way))


def _ways(listing: Listing) -> Iterator[_Way]:
    members = listing.world.maker.narrowed(listing.answer).properties
    for place, texts in _worded(listing):
        name, plain = plain_name(place.path[-1]), {plain_name(member): member for member in members}
        if name in _SORTS:
            yield from _turned(listing, place, texts, members)
        several = _takes_several(listing, place)
        if name in _SORTS:
            yield from _pairs(place, texts, plain, several=several)
        if several:
            continue
        up = next((text for text in texts if text.lower() in _UP), None)
        down = next((text for text in texts if text.lower() in _DOWN), None)
        if name in _DIRECTIONS and up is not None and down is not None and len(texts) == len((up, down)):
            for by, words in _worded(listing):
                if plain_name(by.path[-1]) in _SORTS and by != place:
                    for word in words:
                        member = _meant(listing, by, word, members)
                        if member is not None:
                            yield _Way(member, ((by, word), (place, up)), ((by, word), (place, down)))


def _turned(listing: Listing, place: Place, texts: Sequence[str], members: Collection[str]) -> Iterator[_Way]:
    """Yield the members that come the other way round with a hyphen before their names."""
    several = _takes_several(listing, place)
    for text in texts:
        member = _meant(listing, place, text, members) if f"-{text}" in texts else None
        if member is not None:
            up: Json = [text] if several else text
            down: Json = [f"-{text}"] if several else f"-{text}"
            yield _Way(member, ((place, up),), ((place, down),))


def _meant(listing: Listing, place: Place, word: str, members: Collection[str]) -> str | None:
    """Return the member that a word orders by: of its name, or the first that a clause about the word names."""
    if word in members:
        return word
    about = re.compile(_BY_WHAT.format(word=re.escape(word)), re.IGNORECASE)
    found = (about.search(text) for text in told_of(listing, place))
    named = [members_named(match["members"], members) for match in found if match is not None]
    return named[0][0] if len(named) == 1 and named[0] else None


def _worded(listing: Listing) -> Iterator[tuple[Place, list[str]]]:
    for place, schema in listing.untold:
        shape = listing.world.maker.narrowed(schema)
        if shape.items is not None and "array" in shape.types:
            shape = listing.world.maker.narrowed(shape.items)
        words = [word for word in shape.enum or () if isinstance(word, str)]
        pattern = shape.constraints.get("pattern")
        if not words and isinstance(pattern, str) and plain_name(place.path[-1]) in _SORTS:
            names = listing.world.maker.narrowed(listing.answer).properties
            forms = (form.format(name) for name in names for form in _FORMS)
            words = [form for form in forms if listing.world.maker.is_valid(shape.schema, form)]
        yield place, words


def _takes_several(listing: Listing, place: Place) -> bool:
    shape = listing.world.shape_at(listing.operation, place)
    return shape is not None and "array" in shape.types


def _pairs(place: Place, texts: Sequence[str], members: dict[str, str], *, several: bool) -> Iterator[_Way]:
    """Yield what words such as ``name:asc`` and ``name:desc`` tell."""
    found: dict[str, dict[bool, str]] = {}
    for text in texts:
        told = _WORDED.fullmatch(text)
        member = members.get(plain_name(told["member"])) if told is not None else None
        if told is not None and member is not None:
            found.setdefault(member, {})[told["way"].lower() in _UP] = text
    for member, ways in found.items():
        if len(ways) == len((True, False)):
            up: Json = [ways[True]] if several else ways[True]
            down: Json = [ways[False]] if several else ways[False]
            yield _Way(member, ((place, up),), ((place, down),))


def _both(listing: Listing, way: _Way) -> tuple[Part, Part]:
    up, down = listing.whole(*way.up), listing.whole(*way.down)
    if up.items is None or down.items is None:
        raise NothingTells
    return up, down


def _is_same_order(listing: Listing, way: _Way) -> Trouble:
    up, down = _both(listing, way)
    if len({str(take(item, (way.member,))) for item in up.items or []}) < _FEW:
        raise NothingTells
    same = listing.names(up.items or []) == listing.names(down.items or [])
    return ("the list is the same both ways", down.exchange) if same else None


def _is_out_of_order(listing: Listing, way: _Way) -> Trouble:
    """Compare neighbours: numbers and times leave no doubt, and of texts the first letter that differs."""
    up, down = _both(listing, way)
    for part, falls in ((up, False), (down, True)):
        told = [take(item, (way.member,)) for item in part.items or []]
        values = [value for value in told if value is not None and not isinstance(value, Absent)]
        if len(set(map(str, values))) < _FEW:
            raise NothingTells
        wrong = [pair for pair in pairwise(values) if (_rises(*pair) if falls else _rises(pair[1], pair[0]))]
        if wrong:
            return f"{len(wrong)} neighbours are in the wrong order", part.exchange
    return None


def _rises(one: Json, other: Json) -> bool:
    """Say whether one value comes before another beyond doubt, however texts are compared."""
    first, second = _measured(one), _measured(other)
    if first is not None and second is not None:
        return first < second
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    letters = next(((mine, theirs) for mine, theirs in zip(one, other, strict=False) if mine != theirs), ("", ""))
    return all(letter in ascii_lowercase for letter in letters) and letters[0] < letters[1]


def _measured(value: Json) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    try:
        return datetime.fromisoformat(value).timestamp() if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None
