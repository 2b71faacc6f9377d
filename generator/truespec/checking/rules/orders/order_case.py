"""One list that takes an order, asked for it: in which order our own records come, and what is listed on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.values import comparable, day_of
from truespec.checking.rules.lists.walk import Lister, Page
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Place, Resource
from truespec.contract.schema import Json
from truespec.contract.selection import Order

__all__ = ["DIRECTIONS", "Asked", "OrderCase", "asked_by", "key_of"]

_REFUSED: Final = frozenset({400, 422})
DIRECTIONS: Final = {False: "ascending", True: "descending"}


@dataclass(frozen=True, slots=True)
class Asked:
    """The keys of our own records in the order a list gave them, and the exchange; no keys where it was refused."""

    keys: tuple[Json, ...]
    exchange: Exchange | None
    items: tuple[Json, ...] = ()
    """Everything that was listed on the way."""

    @property
    def status(self) -> int:
        """The status of the last answer, 0 without one."""
        return 0 if self.exchange is None else self.exchange.response.status

    @property
    def is_refused(self) -> bool:
        """Whether it was refused as a request of the wrong form."""
        return self.status in _REFUSED

    @property
    def refusal(self) -> str:
        """The status of the refusal in words, empty where there was none."""
        if self.exchange is None:
            return "it was not answered"
        return "" if self.exchange.response.success else f"it answered {self.exchange.response.status}"


@dataclass(frozen=True, slots=True)
class OrderCase:
    """One list that takes an order, and our own records by key."""

    lister: Lister
    rule: Order
    resource: Resource
    own: dict[Json, dict[str, Json]]
    followed: list[str] = field(default_factory=list[str])
    """The members whose order was followed from page to page."""
    known: list[str] = field(default_factory=list[str])
    """The members that the list was seen to order by in both directions."""
    strangers: dict[bool, Asked] = field(default_factory=dict[bool, Asked])
    """How the list comes by a name that no member has, in each direction."""

    @property
    def ways(self) -> tuple[bool, ...]:
        """The directions that can be asked for: where nothing turns an order round, a member can only be named."""
        return tuple(DIRECTIONS) if self.rule.prefix or self.rule.direction is not None else (False,)

    def fact(self, *, descending: bool, certain: bool) -> Fact:
        """Return the fact of one direction; it is certain where the server is seen to know the name of the member."""
        word = DIRECTIONS[descending]
        attributes = () if certain else ("by",)
        return self.lister.world.fact(
            self.rule, self.lister.operation, *attributes, part=word, states=f"in {word} order"
        )

    def ask(self, *asked: tuple[Place, Json]) -> Asked:
        """Walk the list and return the keys of our own records as they come."""
        keys: list[Json] = []
        shown: list[Json] = []
        last: Exchange | None = None
        lister = self.lister.asking(*asked)
        for page, items in lister.walk_once(self.resource.key, lister.ample()):
            if last is not None and not page.exchange.response.success:
                break
            last = page.exchange
            shown += items
            keys += [key for item in items if (key := key_of(item, self.resource)) in self.own]
            if len(keys) == len(self.own):
                break
        return Asked(tuple(keys), last, tuple(shown))

    def is_for_anything(self, answers: Mapping[bool, Asked]) -> bool:
        """Say whether the list comes as for a name that no member has: then the server did not know this one either."""
        shape = self.lister.shape_at(self.rule.by)
        if shape is not None and shape.enum is not None:
            return False
        if not self.strangers:
            name = self.lister.world.maker.word()
            for down in self.ways:
                self.strangers[down] = self.ask(*asked_by(self.lister, self.rule, name, descending=down))
        others = [(down, asked) for down, asked in self.strangers.items() if down in answers]
        return all(not other.refusal and self._is_same(other, answers[down]) for down, other in others)

    def _is_same(self, one: Asked, other: Asked) -> bool:
        """Say whether two lists come in one order, other people's records as well: ours alone are few."""
        orders = [[key_of(item, self.resource) for item in asked.items] for asked in (one, other)]
        both = set(orders[0]) & set(orders[1])
        first, second = ([key for key in keys if key in both] for keys in orders)
        return one.keys == other.keys and first == second

    def tells_strangers_apart(self) -> bool:
        """Say whether a name that no member has was taken, and the list came otherwise than by another name.

        Who refuses such a name may still have an order of its own for some that it does not refuse.
        """
        return bool(self.strangers) and not any(asked.refusal for asked in self.strangers.values())

    def total(self, asked: Asked) -> float | None:
        """Return how many records an answer says there are."""
        place = self.lister.paging.totals.items
        return None if asked.exchange is None else Page(asked.exchange, None).number_at(place)

    def pairs(self, asked: Asked, member: str) -> list[tuple[Json, Json]]:
        """Return the values of neighbours that have an order: of our own, and of others what all put in one order.

        What the run makes has nearly one order whichever of its times is looked at; what was there before has not.
        """
        values = [self.own[key].get(member) for key in asked.keys]
        if member in dict(self.resource.sets):
            shown = [take(item, (member,)) for item in asked.items]
            times: list[Json | None] = [value for value in shown if isinstance(value, str)]
            values = times if all(day_of(value) is not None for value in times) else values
        return [(one, other) for one, other in pairwise(values) if comparable(one, other) and one != other]


def key_of(item: Json, resource: Resource) -> str | int | None:
    """Return the key of what is listed, ``None`` where it has none."""
    key = take(item, (resource.key,))
    return key if isinstance(key, str | int) else None


def asked_by(lister: Lister, rule: Order, member: str, *, descending: bool) -> Iterator[tuple[Place, Json]]:
    """Yield what a request says that asks for the order of a member."""
    name = rule.prefix + member if descending and rule.direction is None else member
    shape = lister.shape_at(rule.by)
    yield rule.by, [name] if shape is not None and "array" in shape.types else name
    if rule.direction is not None:
        yield rule.direction, rule.descending if descending else rule.ascending
