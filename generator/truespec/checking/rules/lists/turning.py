"""How a list comes in parts where nobody wrote it down: by page, by offset, by cursor or by link, as names tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.beginning import CURSORS
from truespec.checking.rules.ground.paths import is_of_some, places_in, take
from truespec.checking.rules.ground.subjects import Prepared
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists import around
from truespec.checking.rules.lists.around import NEXTS, around_items, header_names, plain_name
from truespec.contract.behaviour import Place, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json, Schema

__all__ = ["SEARCHES", "TOTALS", "Listing", "Part"]

TOTALS: Final = frozenset({"total", "totalcount", "totalitems", "totalresults", "totalelements", "itemcount"})
SEARCHES: Final = frozenset({"q", "query", "search", "text", "term", "keyword", "searchterm", "searchtext"})
"""What a parameter or a member that is looked for is called."""

_LINK: Final = re.compile(r"<([^>]*)>\s*;[^,]*\brel=\"?next\b")
_TURNING: Final = re.compile(r";[^,]*\brel=\"?(?:prev|previous|first|last)\b")
"""A link that is there in the last part of a list, too."""

_MOST: Final = 25
_GONE: Final = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a list: its items (``None`` where the answer has none) and the exchange that brought it."""

    items: list[Json] | None
    exchange: Exchange


@dataclass(frozen=True)
class Listing:
    """An operation that lists records: ``base`` is a plain request, ``path`` leads to the items of its answer."""

    world: World
    operation: Operation
    base: Prepared
    path: tuple[str, ...]
    answer: Schema
    key: str = ""
    asked: tuple[tuple[Place, Json], ...] = ()

    @property
    def resource(self) -> Resource | None:
        """What it lists: told by the rules, or by its path."""
        behaviour, path = self.world.behaviour, self.operation.path.rstrip("/")
        action = behaviour.action(self.operation.id)
        named = behaviour.resource(action.resource) if action is not None else None
        return named or next((one for one in behaviour.resources if path == one.name.rstrip("/")), None)

    def place(self, names: frozenset[str], *types: str) -> Place | None:
        """Return where the request says something that is called by one of ``names``, and is of one of ``types``."""
        for place, schema in self.places:
            if plain_name(place.path[-1]) in names and set(types) & self.world.maker.types(schema):
                return place
        return None

    @cached_property
    def places(self) -> Sequence[tuple[Place, Schema]]:
        """What can be said in a request: parameters of the query, and members of the body."""
        queries = [
            (Place("query", (parameter.wire,)), parameter.schema)
            for parameter in self.operation.parameters
            if parameter.place == "query" and self.world.session.target.access.fixed(parameter.wire) is None
        ]
        return [*queries, *self._members()]

    def _members(self) -> Iterator[tuple[Place, Schema]]:
        """Yield what the body may say: by its members, and by those of an object in it such as ``criteria``."""
        for name, member in self.world.sendable(self.operation).items():
            within = self.world.maker.narrowed(member.schema).properties
            yield from [
                *((Place("body", (name, inner)), one.schema) for inner, one in within.items()),
                *([] if within else [(Place("body", (name,)), member.schema)]),
            ]

    @cached_property
    def untold(self) -> Sequence[tuple[Place, Schema]]:
        """What can be said in a request that no written rule is about: its name and its schema are all there is."""
        action = self.world.behaviour.action(self.operation.id)
        if self.world.unwritten or (action is not None and is_of_some(action, self.operation)):
            return self.places
        told = set(places_in(action)) if action is not None else set[Place]()
        return [(place, schema) for place, schema in self.places if place not in told]

    @cached_property
    def page(self) -> Place | None:
        """Where the number of a page stands."""
        return self.place(around.PAGES, "integer")

    @cached_property
    def offset(self) -> Place | None:
        """Where it says how many to leave out."""
        return self.place(around.OFFSETS, "integer")

    @cached_property
    def cursor(self) -> Place | None:
        """Where it says after what to go on."""
        return self.place(CURSORS, "string")

    @cached_property
    def limit(self) -> Place | None:
        """Where it says how many there are to be at most."""
        found = self.place(around.LIMITS, "integer")
        plain = found is not None and plain_name(found.path[-1]) in {"size", "top", "take"}
        return None if plain and not (self.page or self.offset or self.cursor) else found

    def bound(self, keyword: str) -> int | None:
        """Return a bound of the limit."""
        shape = None if self.limit is None else self.world.shape_at(self.operation, self.limit)
        value = None if shape is None else shape.constraints.get(keyword)
        return int(value) if isinstance(value, int | float) else None

    @property
    def most(self) -> int:
        """The largest limit worth asking for."""
        return min(self.bound("maximum") or 100, 100)

    def asking(self, *asked: tuple[Place, Json]) -> Listing:
        """Return the list with more said in every request."""
        return Listing(self.world, self.operation, self.base, self.path, self.answer, self.key, (*self.asked, *asked))

    def part(self, *asked: tuple[Place | None, Json]) -> Part:
        """Return what is answered to a request that says so much."""
        request = self.base
        for place, value in (*self.asked, *asked):
            request = request if place is None else request.having(place, value)
        exchange = request.send(self.world)
        return Part(self.items_in(exchange), exchange)

    def items_in(self, exchange: Exchange) -> list[Json] | None:
        """Return the items of an answer, ``None`` where it has none."""
        items = take(exchange.response.json(), self.path) if exchange.response.success else ABSENT
        return items if isinstance(items, list) else None

    def whole(self, *asked: tuple[Place, Json]) -> Part:
        """Return as much as one answer may hold."""
        return self.part((self.limit, self.most), *asked)

    def names(self, items: Sequence[Json]) -> list[Json]:
        """Return what tells items apart: their keys, or all of them."""
        keys = [take(item, (self.key,)) if self.key else ABSENT for item in items]
        return [item if isinstance(key, Absent) else key for key, item in zip(keys, items, strict=True)]

    def walk(self, limit: int) -> Iterator[Part | None]:
        """Yield the parts one after the other, and ``None`` at the end of the list, where it is reached."""
        asked: list[tuple[Place | None, Json]] = [(self.limit, limit)]
        if self.page is not None:
            asked.append((self.page, self.first))
        seen = 0
        for turn in range(_MOST):
            part = self.part(*asked)
            if part.items is None and turn and part.exchange.response.status in _GONE:
                yield None
            if part.items is None:
                return
            yield part
            seen += len(part.items)
            nothing: Mapping[Place, Json] = {}
            following = self._following(part, turn, seen, limit) if part.items else nothing
            if following is None:
                return
            if not following:
                yield None
                return
            asked = [(self.limit, limit), *following.items()]

    def everything(self) -> list[Part] | None:
        """Return all parts of the list, ``None`` where its end is not reached."""
        parts: list[Part] = []
        for part in self.walk(self.most):
            if part is None:
                return parts
            if parts and part.items == parts[-1].items:
                return None
            parts.append(part)
        return None

    def _following(self, part: Part, turn: int, seen: int, limit: int) -> Mapping[Place, Json] | None:
        """Return what asks for the next part, nothing after the last; ``None`` where nothing tells."""
        if self.page is not None:
            return {self.page: self.first + turn + 1}
        if self.offset is not None:
            return {self.offset: seen}
        told = {name: value for path, value in self.said(part) for name in path[-1:]}
        more = next((value for name, value in told.items() if plain_name(name) in around.MORE), None)
        value = self._leading(part)
        if value in (None, "") or more is False:
            return {}
        if isinstance(value, Absent) and self._leads_by_header:
            # A header may be left out for good. Where nothing but it leads on, a full part need not be the last.
            full = self.cursor is None and self.limit is not None and seen >= limit
            return None if full else {}
        if isinstance(value, Absent):
            turning = _TURNING.search(self._link(part))
            return {} if turning else self._after(part, more=more is True)
        return self._said(value)

    def said(self, part: Part) -> Iterator[tuple[tuple[str, ...], Json]]:
        """Yield what an answer says around its items, in its body and in the headers that the spec tells of."""
        return around_items(self.operation, part.exchange.response)

    @cached_property
    def _leads_by_header(self) -> bool:
        return any(name in NEXTS for name in header_names(self.operation))

    def _leading(self, part: Part) -> Json | Absent:
        """Return what an answer says that leads on, ``ABSENT`` where it says nothing of it."""
        linked = _LINK.search(self._link(part))
        told = (value for path, value in self.said(part) if plain_name(path[-1]) in NEXTS)
        return linked[1] if linked else next(told, ABSENT)

    def leads(self, part: Part) -> Mapping[Place, Json] | None:
        """Return what asks for the part that an answer leads to, nothing where it leads nowhere."""
        value = self._leading(part)
        if isinstance(value, Absent) or value in (None, "", False):
            return None
        number = self.page is not None and isinstance(value, int)
        return {self.page: value} if number and self.page is not None else self._said(value)

    def _link(self, part: Part) -> str:
        """Return the links of an answer, where the spec tells of any: others may lead anywhere."""
        declared = {header.wire.lower() for answer in self.operation.answers for header in answer.headers}
        return (part.exchange.response.header("link") or "") if "link" in declared else ""

    def _after(self, part: Part, *, more: bool) -> Mapping[Place, Json] | None:
        """Go on after the last item, where that is how it is called."""
        last = self.names(part.items or [])[-1:]
        named = self.cursor is not None and plain_name(self.cursor.path[-1]) == "startingafter"
        scalar = bool(last) and isinstance(last[0], str | int)
        return {self.cursor: last[0]} if more and named and self.cursor is not None and scalar else None

    def _said(self, value: Json) -> Mapping[Place, Json] | None:
        text = str(value)
        if "?" not in text:
            return None if self.cursor is None else {self.cursor: value}
        known = {place.path[0]: place for place, _ in self.places if place.part == "query"}
        pairs = dict(parse_qsl(urlsplit(text).query))
        return (
            {known[name]: said for name, said in pairs.items() if name in known} if pairs.keys() <= set(known) else None
        )

    @cached_property
    def first(self) -> int:
        """The number of the first page."""
        shape = None if self.page is None else self.world.shape_at(self.operation, self.page)
        for told in () if shape is None else (shape.default, shape.constraints.get("minimum")):
            if isinstance(told, int) and not isinstance(told, bool):
                return min(told, 1)
        zero, one = self.part((self.page, 0), (self.limit, 2)), self.part((self.page, 1), (self.limit, 2))
        return 0 if zero.items and zero.items != one.items else 1

    def more(self, part: Part) -> bool | None:
        """Return whether an answer says that more follows; ``None`` where it says nothing of it."""
        told = [value for path, value in self.said(part) if plain_name(path[-1]) in around.MORE]
        return told[0] if len(told) == 1 and isinstance(told[0], bool) else None

    def is_led(self, part: Part) -> bool:
        """Say whether it is beyond doubt what follows on a part: a number counts on, or the answer leads there."""
        if self.page is not None or self.offset is not None or _LINK.search(self._link(part)):
            return True
        told = [(path[-1], value) for path, value in self.said(part) if isinstance(value, str)]
        return any(
            "?" in value or self._goes_on_with(name) if plain_name(name) in around.LEADING else self.cursor is not None
            for name, value in told
            if plain_name(name) in NEXTS
        )

    def _goes_on_with(self, name: str) -> bool:
        """Say whether the words about the cursor name what an answer says: "the `meta.next` of the page before"."""
        named = re.compile(rf"`(?:\w+\.)*{re.escape(name)}`")
        cursors = (one for one in self.operation.parameters if self.cursor == Place(one.place, (one.wire,)))
        return any(named.search(one.description) for one in cursors)

    def told(self, part: Part, name: str) -> Json | Absent:
        """Return what an answer says, around its items, under a name."""
        told = [value for path, value in self.said(part) if plain_name(path[-1]) == plain_name(name)]
        return told[0] if len(told) == 1 else ABSENT

    def total(self, part: Part) -> int | None:
        """Return how many an answer says there are in all."""
        told = {value for path, value in self.said(part) if plain_name(path[-1]) in TOTALS and type(value) is int}
        return told.pop() if len(told) == 1 else None
