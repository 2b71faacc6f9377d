"""Sends one member of a body with a value, beside others that are taken as they are made up, and in other company."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.plausible import plausible
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["REFUSED", "MemberSender"]

REFUSED: Final = frozenset({400, 422})
"""How a request of the wrong form is refused."""

_WORDS: Final = 24
"""So many words of other members are sent beside one."""

_OTHERS: Final = 40
"""So many other members are left out one by one."""


_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def _belong_together(one: str, other: str) -> bool:
    """Say whether all words of one name are in the other: `phone` and `phoneCountryCode`."""
    words, others = ({word.lower() for word in _WORD.findall(name)} for name in (one, other))
    return bool(words and others) and (words < others or others < words)


@dataclass(frozen=True, slots=True)
class MemberSender:
    """Sends requests of one operation, and what is refused again without the member in question."""

    world: World
    action: Action
    operation: Operation
    resource: Resource

    def send(self, name: str, value: Json) -> tuple[Exchange | None, Exchange | None]:
        """Send a body with a value for a member, and where it is refused, the same without the member.

        ``None`` stands for what could not be made up, and for what was not sent again.
        """
        world, values = self.world, self.world.values_for(self.operation)
        if self.action.kind == "update" and self.action.key is not None:
            subject = fresh(world, self.resource)
            if subject is None:
                return None, None
            values = world.values_for(self.operation, self.action.key, subject.key)
        body = world.new_body(self.operation, self._same(name), leave_out=[name])
        if body is None:
            return None, None
        exchange = world.session.ask(self.operation, values, {**body, name: value})
        refused = exchange.response.status in REFUSED
        return exchange, world.session.ask(self.operation, values, body) if refused else None

    def is_taken_otherwise(self, name: str, value: Json) -> bool:
        """Say whether a value that was refused is taken beside others: then the rule is one of several members.

        A number for taxes may be for companies only, whoever documents it in a sentence, or nowhere.
        """
        return any(self._is_taken(name, value, beside, left_out) for beside, left_out in self._companies(name))

    def _companies(self, name: str) -> Iterator[tuple[dict[str, Json], list[str]]]:
        """Yield what goes beside a member, and what is left out: first all, then one thing at a time is another.

        What belongs to it comes first: a number may be taken with its country, and neither without the other.
        """
        needed = {name, *self._required(self.operation), *self._same(name)}
        others = [one for one in self.world.sendable(self.operation) if one not in needed]
        yield {}, others
        for other in others:
            if _belong_together(name, other):
                yield from (({other: held}, []) for held in self._held(other))
        words = ((other, word) for other in others for word in self._words(other))
        for _, (other, word) in zip(range(_WORDS), words, strict=False):
            yield {other: word}, []
        for other in others[:_OTHERS]:
            yield {}, [other]

    def _required(self, operation: Operation) -> Collection[str]:
        schema = self.world.body_schema(operation)
        return self.world.maker.shape(schema).required if schema is not None else ()

    def _words(self, name: str) -> list[Json]:
        """Return what can be said of a member that is one of a few things."""
        shape = self.world.maker.narrowed(self.world.sendable(self.operation)[name].schema)
        words = [word for word in shape.enum or () if isinstance(word, str)]
        return [*words] or ([True, False] if "boolean" in shape.types else [])

    def _held(self, name: str) -> tuple[Json, ...]:
        """Return what a member may plausibly hold."""
        return plausible(self.world.maker, name, self.world.sendable(self.operation)[name].schema)

    def _is_taken(self, name: str, value: Json, beside: dict[str, Json], left_out: list[str]) -> bool:
        world, values = self.world, self.world.values_for(self.operation)
        if self.action.kind == "update" and self.action.key is not None:
            record = self._record(beside, (name, *left_out))
            if beside and record is not None and record[0].response.status in REFUSED:
                # What goes beside a member may be taken with it alone.
                record = self._record({}, (name, *left_out, *beside))
            if record is None or record[1] is None:
                return record is not None and record[0].response.busy
            values = world.values_for(self.operation, self.action.key, record[1])
        body = world.new_body(self.operation, {**self._same(name), **beside}, leave_out=[name, *left_out])
        answer = world.session.ask(self.operation, values, {**body, name: value}).response if body is not None else None
        # Whoever is too busy to answer might have taken it.
        return answer is not None and (answer.success or answer.busy)

    def _record(self, given: dict[str, Json], left_out: Collection[str]) -> tuple[Exchange, Json] | None:
        """Make a record to be changed, without what may be left out."""
        maker = self.world.maker_of(self.resource)
        needed = self._required(maker[1]) if maker is not None else ()
        without = [one for one in left_out if one not in needed]
        made = self.world.new_body(maker[1], given, leave_out=without) if maker is not None else None
        return self.world.make_record(self.resource, made) if made is not None else None

    def _same(self, name: str) -> dict[str, Json]:
        """Return what makes all requests be about one record, where the operation knows a record again."""
        members = self.action.dedupe.members if self.action.dedupe is not None else ()
        known = self.world.again.setdefault(self.operation.id, self.world.new_body(self.operation) or {})
        return {member: known[member] for member in members if member != name and member in known}
