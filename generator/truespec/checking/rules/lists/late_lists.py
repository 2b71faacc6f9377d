"""Lists that come after the records: what was written is read at once, and listed a little later.

Nobody who documents a list says how soon it shows what was written, and a server that keeps an index for its lists
shows it when the index is through. Whether a list is such a one is looked up when it first speaks against a server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.listings import items_of, listings
from truespec.checking.rules.lists.one_page import value_at
from truespec.checking.rules.lists.turning import SEARCHES, Listing
from truespec.checking.rules.lists.walk import Lister, listers_of
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Place, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["LateLists", "comes_true"]

_WHY: Final = "how soon a list shows what was written is not documented, and this one takes its time"
_LOOKS: Final = 8
_COPIES: Final = 2
_ENOUGH: Final = 6
"""After so many requests that change nothing a list that is a little late has come."""


def comes_true(world: World, look: Callable[[], bool]) -> bool:
    """Look several times, a while between, and say whether something is so in the end."""
    for _ in range(_LOOKS):
        world.pause()
        if look():
            return True
    return False


@dataclass(slots=True)
class LateLists:
    """Doubts what lists say against a server whose lists come late; ``known`` says by operation whether they do."""

    world: World
    known: dict[str, bool] = field(default_factory=dict[str, bool])
    _is_looking: bool = False
    _made: frozenset[str | int] = frozenset()
    """The records of the run when it was asked: those that are made to look for are news in every list."""

    def __call__(self, fact: Fact, exchange: Exchange | None) -> str | None:
        """Return why a finding leans on more than is documented, ``None`` where it does not.

        What a rule finds is told by a list where the list was the last to be asked.
        """
        if fact.kind != "rule" or fact.assumed is not None or self._is_looking:
            return None
        last, self._made = self.world.session.last, frozenset(self.world.made)
        told = [asked for asked in (last, None if exchange is last else exchange) if asked is not None]
        late = any(self._is_late(one, [asked for asked in told if asked.operation.id == one.id]) for one in _of(told))
        return _WHY if late else None

    def _is_late(self, operation: Operation, asked: Sequence[Exchange]) -> bool:
        world = self.world
        if operation.id not in self.known:
            # What is asked meanwhile is nobody's evidence, and what was asked last is still to be told.
            self._is_looking, last = True, world.session.last
            try:
                self.known[operation.id] = any(self._looks(operation, asked))
            finally:
                self._is_looking, world.session.last = False, last
        return self.known[operation.id]

    def _looks(self, operation: Operation, asked: Sequence[Exchange]) -> Iterator[bool]:
        """Yield what is seen of a list as its rules have it, or as names tell where no rule is about its parts."""
        world, action = self.world, self.world.behaviour.action(operation.id)
        resource = world.behaviour.resource(action.resource) if action is not None and action.kind == "list" else None
        listers = [] if resource is None else [one for one in listers_of(world, resource) if one.operation is operation]
        for lister in listers if resource is not None else ():
            if resource is not None and any(_asks_for_all(lister, one) for one in asked):
                yield _comes_late(lister, resource)
            for one in asked:
                if resource is not None and not _asks_for_all(lister, one):
                    yield _shows_more(lister, resource, one, self._made)
        if not listers and items_of(world, operation) is not None:
            for listing in listings(world):
                if listing.operation is operation:
                    yield _listed_late(listing)


def _of(told: Sequence[Exchange]) -> Sequence[Operation]:
    """Return the operations that were asked, each once."""
    return list({one.operation.id: one.operation for one in told}.values())


def _shows_more(lister: Lister, resource: Resource, asked: Exchange, made: frozenset[str | int]) -> bool:
    """Ask the same again, and say whether a record of our own has come to be listed meanwhile, whoever else has.

    It is one of those that were ``made`` before anybody looked whether the list is late.
    """
    session, before = lister.world.session, _keys(lister, resource, asked)

    for _ in range(max(1, _ENOUGH - lister.ledger.quiet) if asked.response.success and not asked.replaced else 0):
        lister.world.pause()
        again = session.send(asked.operation, asked.request)
        new = _keys(lister, resource, again) - before
        if new & made and again.credentials == asked.credentials:
            return True
    return False


def _keys(lister: Lister, resource: Resource, exchange: Exchange) -> set[str | int]:
    items = value_at(exchange, lister.paging.items)
    found = (take(item, (resource.key,)) for item in (items if isinstance(items, list) else []))
    return {key for key in found if isinstance(key, str | int)}


def _asks_for_all(lister: Lister, asked: Exchange) -> bool:
    """Say whether a request asks for nothing but a part of the list: the record that it misses may be in another."""
    places = {place.path[0] for place in (lister.paging.page, lister.paging.limit) if place is not None}
    body = asked.request.json()
    names = {*(name for name, _ in asked.request.query), *(body if isinstance(body, dict) else ())}
    return names <= places


def _comes_late(lister: Lister, resource: Resource) -> bool:
    """Make a record, and say whether it is missing from the list at first, and in the end is not.

    A list that is long is walked for longer than a record may take: what it counts is told at once. Every other answer
    may be that of another copy of what is kept, so it is tried twice, an odd number of requests apart.
    """
    return any(_is_missed(lister, resource) for _ in range(_COPIES))


def _is_missed(lister: Lister, resource: Resource) -> bool:
    world, before = lister.world, _total(lister)
    if before is not None and before < lister.ample():
        # All of it is on one page, where the record itself can be looked for.
        before = None
    for _ in range(0 if before is None else _ENOUGH - lister.ledger.quiet):
        world.pause()
        before = _total(lister)
    maker = world.maker_of(resource)
    body = world.new_body(maker[1]) if maker is not None else None
    made = world.make_record(resource, body) if body is not None else None
    if made is None or made[1] is None:
        return False

    def is_listed() -> bool:
        now = _total(lister) if before is not None else None
        return _lists(lister.afresh(), resource, made[1]) if before is None or now is None else now > before

    return not is_listed() and comes_true(world, lambda: all(is_listed() for _ in range(_COPIES)))


def _total(lister: Lister) -> float | None:
    return lister.afresh().page(lister.first, lister.smallest()).number_at(lister.paging.totals.items)


def _lists(lister: Lister, resource: Resource, key: Json) -> bool:
    pages = lister.walk_once(resource.key, lister.ample())
    return any(take(item, (resource.key,)) == key for _, items in pages for item in items)


def _listed_late(listing: Listing) -> bool:
    """Say whether a list that no rule is about shows a new record later and not at once.

    What is searched is asked for by a text of one member: by which, a record tells that was made before.
    """
    sought = listing.place(SEARCHES, "string")
    asked = list[tuple[Place, str]]()
    if sought is not None:
        first = _made(listing)
        if first is None or not comes_true(listing.world, lambda: bool(_finding(listing, sought, first))):
            return False
        asked = [(sought, name) for name in _finding(listing, sought, first)[:1]]
    made = _made(listing)
    if made is None:
        return False
    key, body = made

    def is_listed() -> bool:
        parts = [listing.part((place, body[name])) for place, name in asked] if asked else listing.everything() or []
        return any(key in listing.names(part.items or []) for part in parts)

    return not is_listed() and comes_true(listing.world, is_listed)


def _finding(listing: Listing, sought: Place, made: tuple[Json, dict[str, Json]]) -> list[str]:
    """Return the members of a record by the texts of which it is found."""
    key, body = made
    texts = {name: text for name, text in body.items() if isinstance(text, str) and listing.world.maker.tag in text}
    return [name for name, text in texts.items() if key in listing.names(listing.part((sought, text)).items or [])]


def _made(listing: Listing) -> tuple[Json, dict[str, Json]] | None:
    """Make a record of what is listed, and return its key and what was sent."""
    world = listing.world
    below = (one for one in world.behaviour.resources if listing.operation.path.startswith(one.name))
    resource = listing.resource or next(below, None)
    maker = world.maker_of(resource) if resource is not None else None
    body = world.new_body(maker[1]) if maker is not None else None
    made = world.make_record(resource, body) if resource is not None and body is not None else None
    return None if body is None or made is None or made[1] is None else (made[1], body)
