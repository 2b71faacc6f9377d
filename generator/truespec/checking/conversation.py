"""Finds the requests that lead to what was seen: a record is made before it is read, sent twice before it is two."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.parameters import path_values, text_of
from truespec.checking.safety import changes_nothing
from truespec.checking.strangers import tells_record
from truespec.contract.api import Api
from truespec.contract.schema import Absent, Json

__all__ = ["Conversation", "Made", "made_by"]

_RECENT: Final = 400
"""So many exchanges are looked through for what led to one of them."""

_MOST_BYTES: Final = 16 * 1024 * 1024
"""The answers that are kept are no longer than that together."""

_MOST_STEPS: Final = 12
_MOST_MADE: Final = 20_000
_SHORTEST: Final = 5
"""Shorter texts are found everywhere: they link nothing."""

_COMMON: Final = 10
"""A text that so many recent requests hold is no sign that they belong together."""

_PAGES: Final = 3
_ONE_CHANGED: Final = 2
"""Two queries that differ in the value of one parameter differ in so many pairs."""

_DIGITS: Final = frozenset("0123456789-:.TZ+ ")


@dataclass(frozen=True, slots=True)
class Made:
    """The key of a record that an answer tells: its ``value``, and the ``path`` of member names that leads to it."""

    resource: str
    path: tuple[str, ...]
    value: Json


def made_by(api: Api, exchange: Exchange, answer: Json | Absent) -> Made | None:
    """Return the key of the record that a request has made, ``None`` where it made none or its answer does not tell."""
    action = api.behaviour.action(exchange.operation.id) if api.behaviour is not None else None
    resource = api.behaviour.resource(action.resource) if api.behaviour is not None and action is not None else None
    if action is None or resource is None or action.kind not in {"create", "upsert"} or not exchange.response.success:
        return None
    place = action.answer
    path = (*(place.path if place is not None and place.part == "body" else ()), resource.key)
    for name in path:
        answer = answer.get(name) if isinstance(answer, dict) else None
    return Made(resource.name, path, answer) if isinstance(answer, str | int) else None


@dataclass(slots=True)
class Conversation:
    """What was said lately, and who made which record; ``words`` are texts of the contract, which link nothing."""

    api: Api
    words: frozenset[str] = frozenset()
    _recent: deque[Exchange] = field(default_factory=deque[Exchange])
    _kept: int = 0
    _makers: dict[str, Exchange] = field(default_factory=dict[str, Exchange])

    def hear(self, exchange: Exchange, answer: Json | Absent) -> None:
        """Remember an exchange; ``answer`` is the JSON of its answer."""
        self._recent.append(exchange)
        self._kept += len(exchange.response.body)
        while len(self._recent) > _RECENT or (self._kept > _MOST_BYTES and len(self._recent) > 1):
            self._kept -= len(self._recent.popleft().response.body)
        made = made_by(self.api, exchange, answer)
        if made is not None and len(self._makers) < _MOST_MADE:
            self._makers[text_of(made.value)] = exchange

    def leading_to(self, shown: Exchange, *, rule: bool) -> tuple[Exchange, ...]:
        """Return the exchanges that show it again, in the order they were sent; ``shown`` is one of them.

        Of a ``rule`` several may be needed: those that changed what it speaks of, and the last, which gave it away.
        """
        recent = list(self._recent)
        common = Counter(text for exchange in recent for text in set(self._texts(exchange)))
        wanted = {text for text in self._texts(shown) if common[text] < _COMMON or text in self._makers}
        chosen = [shown]
        if rule:
            wanted |= self._made(shown)
            chosen += self._around(recent, shown, wanted)
        for exchange in chosen:
            # What made a record that is named has to come before; a maker may itself name another record.
            if len(chosen) >= _MOST_STEPS:
                break
            chosen += self._before(exchange, chosen)
        order = {id(exchange): number for number, exchange in enumerate(recent)}
        return tuple(sorted(chosen, key=lambda exchange: order.get(id(exchange), -1)))

    def _around(self, recent: Sequence[Exchange], shown: Exchange, wanted: set[str]) -> Iterator[Exchange]:
        position = next((number for number, exchange in enumerate(recent) if exchange is shown), len(recent))
        earlier = recent[:position]
        linked = [exchange for exchange in earlier if self._changes(exchange) and wanted & self._known(exchange)]
        yield from linked[-_MOST_STEPS // 2 :]
        if shown.operation.method == "GET" and not wanted:
            yield from _pages(earlier, shown)
        last = recent[-1] if recent else shown
        same = last.request == shown.request and last.response.body == shown.response.body
        if not same and not self._changes(last) and (position < len(recent)):
            yield last  # asked once more with the same outcome, it shows nothing more

    def _before(self, exchange: Exchange, chosen: Sequence[Exchange]) -> Iterator[Exchange]:
        known = {id(item) for item in chosen}
        for text in self._texts(exchange):
            maker = self._makers.get(text)
            if maker is not None and id(maker) not in known and maker is not exchange:
                known.add(id(maker))
                yield maker

    def _changes(self, exchange: Exchange) -> bool:
        return exchange.response.success and not changes_nothing(self.api, exchange.operation)

    def _known(self, exchange: Exchange) -> set[str]:
        return {*self._texts(exchange), *self._made(exchange)}

    def _made(self, exchange: Exchange) -> set[str]:
        made = made_by(self.api, exchange, exchange.response.json())
        return set() if made is None else {text_of(made.value)}

    def _texts(self, exchange: Exchange) -> Iterator[str]:
        """Yield the texts of a request that may link it with another: keys of records, and what is not said often."""
        request = exchange.request
        values = list(path_values(exchange.operation, request.path).values())
        values += (value for name, value in request.query if not value.isdecimal() or tells_record(name))
        values += _scalars(request.json())
        for text in values:
            if text in self._makers or (
                len(text) >= _SHORTEST and text not in self.words and not _DIGITS.issuperset(text)
            ):
                yield text


def _pages(earlier: Sequence[Exchange], shown: Exchange) -> Iterator[Exchange]:
    """Yield the pages of the same list that were asked for just before this one."""
    asked = set(shown.request.query)
    for exchange in reversed(earlier[-_PAGES:]):
        if exchange.operation is not shown.operation or len(asked ^ set(exchange.request.query)) > _ONE_CHANGED:
            return
        yield exchange


def _scalars(value: Json | Absent) -> Iterable[str]:
    waiting: list[Json | Absent] = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            waiting.extend(found.values())
        elif isinstance(found, list):
            waiting.extend(found)
        elif isinstance(found, str) or (isinstance(found, int) and not isinstance(found, bool)):
            yield str(found)
