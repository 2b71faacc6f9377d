"""Walks through the pages of a list."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from truespec.checking.facts import assumed_among
from truespec.checking.ledger import Ledger
from truespec.checking.rules.ground.paths import is_of_some, is_search_needed, take, with_value
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.needed_objects import with_needed_objects
from truespec.checking.rules.lists.one_page import Page, value_at
from truespec.checking.rules.lists.unstated_parts import cursor_in, unstated_parts
from truespec.contract.behaviour import Action, Paging, Place, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json
from truespec.mock.shapes import Shape

__all__ = [
    "MOST_PAGES",
    "Lister",
    "Page",
    "lister_for",
    "lister_of",
    "listers_of",
    "total_of",
]

MOST_PAGES = 25
"""The longest walk; a list that goes on is looked at in part."""

_AMPLE: Final = (100, 50, 20, 10)
"""Limits to ask for where the spec gives none, the best first: a server may refuse those it finds too large."""

_REFUSED: Final = frozenset({400, 422})

_BEYOND: Final = frozenset({404, 410})
"""Statuses of a page that is not there."""


@dataclass(frozen=True, slots=True)
class Lister:
    """Asks for pages of one list; ``asked`` is what every request of it says besides the page.

    ``replaced`` are credentials sent instead of the usual ones, ``known`` the pages that were read already, where
    nothing changes meanwhile.
    """

    world: World
    action: Action
    operation: Operation
    paging: Paging
    asked: tuple[tuple[Place, Json], ...] = ()
    replaced: Mapping[str, str | None] = field(default_factory=dict[str, str | None])
    known: dict[str, Page] | None = field(default=None, compare=False)

    def remembering(self) -> Lister:
        """Return the list for questions between which nothing changes: no page of it is asked for twice."""
        return replace(self, known={})

    def afresh(self) -> Lister:
        """Return the list to be read anew: what is wrong may be so because somebody made a record meanwhile."""
        return self if self.known is None else replace(self, known=None)

    def asking(self, *asked: tuple[Place, Json]) -> Lister:
        """Return the list with more said in every request."""
        return replace(self, asked=(*self.asked, *asked))

    @property
    def ledger(self) -> Ledger:
        """Where what is seen is kept."""
        return self.world.session.ledger

    def page(self, number: int | Absent = ABSENT, limit: int | Absent = ABSENT) -> Page:
        """Return one page, by its number; what is ``ABSENT`` is left to the server's default.

        Of a list that goes by offset or by cursor, pages are counted from its first part; what a cursor leads to is
        reached from there.
        """
        turn = 0 if isinstance(number, Absent) else number - self.paging.first
        style = self.paging.style
        if style == "page":
            return self._part(number, limit)
        if style == "offset":
            size = limit if not isinstance(limit, Absent) else self.default() or 0
            return self._part(number if isinstance(number, Absent) else turn * size, limit)
        found = self._part(ABSENT, limit)
        for _ in range(turn):
            found = self._next(found, limit)
        return found

    def _next(self, page: Page, limit: int | Absent) -> Page:
        """Return the part that a cursor leads to; one without records, where there is none.

        A list that cannot be led on may have been cut where it is as long as it was to be: then it is the same again.
        """
        if self.paging.style == "whole" and self.paging.limit is not None and page.items:
            most = self.world.session.target.access.fixed(self.paging.limit.path[-1]) or limit
            if not isinstance(most, int) or len(page.items) >= most:
                return page
        told = value_at(page.exchange, self.paging.following)
        cursor = told if isinstance(told, Absent) else cursor_in(told, self.paging.page)
        if self.paging.style == "whole" or cursor is None or isinstance(cursor, Absent) or cursor == "":
            return Page(page.exchange, None if page.items is None else [])
        return self._part(cursor, limit)

    def _part(self, where: Json | Absent, limit: Json | Absent) -> Page:
        if self.known is None:
            return self._read(where, limit)
        question = repr((where, limit, self.asked))
        page = self.known.get(question)
        if page is None:
            page = self._read(where, limit)
            if page.items is not None:
                self.known[question] = page
        return page

    def _read(self, where: Json | Absent, limit: Json | Absent) -> Page:
        values = dict(self.world.values_for(self.operation))
        body: Json | Absent = ABSENT
        at = ABSENT if self.paging.style == "whole" else where
        for place, value in ((self.paging.page, at), (self.paging.limit, limit), *self.asked):
            if place is None or isinstance(value, Absent):
                continue
            if place.part == "body":
                body = with_value(body, place.path, value)
            else:
                values[place.part, place.path[0]] = value
        if self.operation.body is not None:
            body = with_needed_objects({} if isinstance(body, Absent) else body, self._body_shape(), self.world.maker)
        exchange = self.world.session.ask(self.operation, values, body, replaced=self.replaced)
        items = value_at(exchange, self.paging.items) if exchange.response.success else ABSENT
        return Page(exchange, items if isinstance(items, list) else None)

    def _body_shape(self) -> Shape | None:
        schema = self.world.body_schema(self.operation)
        return None if schema is None else self.world.maker.shape(schema)

    def largest(self) -> int | None:
        """Return the largest limit the spec allows, ``None`` where it gives none."""
        return self._bound("maximum")

    def ample(self) -> int:
        """Return the largest limit the spec allows; where it gives none, a large one that the server takes."""
        known = self.largest() or self.world.ample.get(self.paging.id)
        if known is not None:
            return known
        if self.paging.limit is None:
            return _AMPLE[0]
        taken = next((size for size in _AMPLE if not self._refuses(size)), None)
        if taken is not None:
            self.world.ample[self.paging.id] = taken
        return taken or _AMPLE[0]

    def _refuses(self, size: int) -> bool:
        response = self.page(self.paging.first, size).exchange.response
        return not response.busy and response.status in _REFUSED

    def smallest(self) -> int:
        """Return the smallest limit the spec allows, 1 where it gives none."""
        return self._bound("minimum") or 1

    def bounds(self) -> tuple[int, ...]:
        """Return the smallest and the largest limit that the spec gives."""
        return tuple(bound for bound in (self._bound("minimum"), self._bound("maximum")) if bound is not None)

    def default(self) -> int | None:
        """Return the limit the spec documents for a request without one."""
        shape = self.shape_at(self.paging.limit)
        value = None if shape is None else shape.default
        return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def _bound(self, keyword: str) -> int | None:
        shape = self.shape_at(self.paging.limit)
        value = None if shape is None else shape.constraints.get(keyword)
        return math.ceil(value) if isinstance(value, int | float) else None

    def shape_at(self, place: Place | None) -> Shape | None:
        """Return the shape of the request's value at a place."""
        return None if place is None else self.world.shape_at(self.operation, place)

    @property
    def first(self) -> int:
        """The number of the first page: the stated one, unless that is a guess and the server counts from one less."""
        if self.paging.style == "whole" or assumed_among(self.paging.assumptions, ("first",)) is None:
            return self.paging.first
        known = self.world.first_pages.get(self.paging.id)
        return self._first_page() if known is None else known

    def _first_page(self) -> int:
        number = self.paging.first
        stated, earlier = (self.page(one, self.smallest()) for one in (number, number - 1))
        found = number - 1 if earlier.items and earlier.items != stated.items else number
        busy = stated.exchange.response.busy or earlier.exchange.response.busy
        if busy or not (stated.items or earlier.items):
            # A list that is empty, or is not shown to this credential, tells nothing of the next one.
            return number
        self.world.first_pages[self.paging.id] = found
        return found

    def walk(self, limit: int) -> Iterator[Page]:
        """Yield the pages from the first to the one that is empty (or missing), at most :data:`MOST_PAGES`."""
        page = self.page(self.first, limit)
        for number in range(self.first, self.first + MOST_PAGES):
            if number > self.first:
                apart = self.paging.style in {"cursor", "whole"}
                page = self._next(page, limit) if apart else self.page(number, limit)
            yield page
            if not page.items:
                return

    def walk_once(self, key: str, limit: int) -> Iterator[tuple[Page, list[Json]]]:
        """Yield each page with the items that no page before it had, as their ``key`` tells them apart.

        It ends where a page shows nothing new: some servers show the last page again after it.
        """
        seen: list[Json | Absent] = []
        for page in self.walk(limit):
            new = [item for item in page.items or [] if take(item, (key,)) not in seen]
            seen.extend(take(item, (key,)) for item in new)
            yield page, new
            if not new:
                return

    def more(self, page: Page) -> bool | None:
        """Return whether a page says that more follows, by a yes or by a link; ``None`` where it says nothing of it."""
        told = value_at(page.exchange, self.paging.more)
        if self.paging.more is None or isinstance(told, Absent | int | float):
            return told if isinstance(told, bool) else None
        return bool(told)

    def leads_on(self, page: Page) -> bool:
        """Say whether a page has a cursor that leads to another one."""
        told = value_at(page.exchange, self.paging.following)
        found = None if isinstance(told, Absent) else cursor_in(told, self.paging.page)
        return self.paging.style == "cursor" and found not in {None, ""}

    def says_all(self, page: Page, seen: int) -> bool:
        """Say whether a page tells that nothing follows it, ``seen`` records having been listed until then.

        Only what is documented is taken at its word.
        """
        total = page.number_at(self.paging.totals.items)
        counted = not assumed_among(self.paging.assumptions, ("totals", "totals.items"))
        told = not assumed_among(self.paging.assumptions, ("more",))
        return (counted and total is not None and 0 < total <= seen) or (told and self.more(page) is False)

    def is_end(self, page: Page) -> bool:
        """Say whether a page lies after the last one: it is empty, or said to be missing."""
        return page.items == [] or page.exchange.response.status in _BEYOND


def listers_of(world: World, resource: Resource) -> Iterator[Lister]:
    """Yield what lists a resource, in parts or as a whole; a search asks for what carries the tag of the run."""
    for action, operation in world.actions("list"):
        lister = lister_for(world, action, operation) if action.resource == resource.name else None
        if lister is not None:
            yield lister if action.search is None else lister.asking((action.search.query, world.maker.tag))


def lister_for(world: World, action: Action, operation: Operation) -> Lister | None:
    """Return what asks for the pages of one list, as its rules say, or as its names suggest where rules are silent.

    ``None`` where nothing tells how it comes, where nothing of it is stated, and where it is of some records only.
    """
    paging = action.paging
    stated = not world.unwritten or any(not one.assumptions for one in action.filters)
    if paging is None and stated:
        known = world.unstated.get(action.id)
        paging = world.unstated.setdefault(action.id, known or unstated_parts(world, action, operation))
    return None if paging is None or is_of_some(action, operation) else Lister(world, action, operation, paging)


def lister_of(world: World, resource: Resource) -> Lister | None:
    """Return what lists all of a resource page by page, ``None`` where nothing does.

    A list that may be searched has all of them where no text is sent, if it stands where records are made.
    """
    places = {operation.path for action, operation in world.actions("create") if action.resource == resource.name}
    open_ = list[Lister]()
    for action, operation in world.actions("list"):
        lister = lister_for(world, action, operation) if action.resource == resource.name else None
        if lister is not None and action.search is None:
            return lister
        if lister is not None and operation.method == "GET" and operation.path in places:
            open_ += [] if is_search_needed(action, operation) else [lister]
    return open_[0] if open_ else None


def total_of(world: World, resource: Resource) -> int | None:
    """Return how many records a list says there are."""
    lister = lister_of(world, resource)
    if lister is None or lister.paging.totals.items is None:
        return None
    total = lister.page(lister.first, lister.smallest()).number_at(lister.paging.totals.items)
    return None if total is None else int(total)
