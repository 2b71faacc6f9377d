"""What is taken alone is taken in a batch, as one of very many: every word of a list, and null where it may stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.batches.batch_lengths import long_batch
from truespec.checking.rules.ground.elements import batch_body
from truespec.checking.rules.ground.member_sender import MemberSender
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.records.spelling import listed_words
from truespec.checking.rules.records.taking import why_of
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Batch
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["FAMILY"]

_REFUSED: Final = frozenset({400, 422})
_VERY_MANY: Final = 130
"""More than a hundred, where servers that count in hundreds begin anew."""

_MOST: Final = 200
_PART: Final = 30
"""So many are sent at a time, where a server takes no more."""


@dataclass(frozen=True, slots=True)
class _Batches:
    """A batch, and the operation that does for one element what the batch does for each."""

    world: World
    action: Action
    operation: Operation
    batch: Batch
    single: Operation

    def send(self, given: list[dict[str, Json]]) -> tuple[Exchange, list[dict[str, Json]]] | None:
        """Send new elements that say what is given for each."""
        made = [body for one in given if (body := self.world.new_body(self.single, one)) is not None]
        if len(made) < len(given):
            return None
        whole = batch_body(self.world, self.operation, self.batch, made)
        return self.world.session.ask(self.operation, self.world.values_for(self.operation), whole), made


def _check(world: World) -> None:
    for action, operation in world.actions("batch") if world.rounds > 1 else ():
        resource, batch = world.resource(action), action.batch
        single = world.api.operation(batch.each) if batch is not None else None
        if resource is None or batch is None or batch.lists or single is None:
            continue
        given = list(_given(world, single))[:_MOST]
        case = _Batches(world, action, operation, batch, single)
        exchange = long_batch(world, (action, batch, resource), operation, max(_VERY_MANY, len(given)), given)
        if exchange is None or exchange.response.status in _REFUSED:
            _look_closer(case, given)


def _given(world: World, single: Operation) -> Iterator[dict[str, Json]]:
    """Yield what elements say that is rare: null for all that may be null at once, and each word of each list."""
    sendable = world.sendable(single)
    recognised = _recognised(world, single)
    usual = world.new_body(single) or {}
    yield {name: None for name in usual if name not in recognised and sendable[name].schema.nullable}
    for name in usual:
        words = listed_words(world, sendable[name])
        for word in words:
            yield {name: word}


def _recognised(world: World, single: Operation) -> tuple[str, ...]:
    action = world.behaviour.action(single.id)
    return action.dedupe.members if action is not None and action.dedupe is not None else ()


def _look_closer(case: _Batches, given: list[dict[str, Json]]) -> None:
    """Send what was refused as a whole in parts, and halve those that are refused: one element is to blame, or none."""
    for start in range(0, len(given), _PART):
        part = given[start : start + _PART]
        while (sent := case.send(part)) is not None and sent[0].response.status in _REFUSED:
            if len(part) == 1:
                _blame(case, part[0], sent)
                return
            half = part[: len(part) // 2]
            first = case.send(half)
            if first is None:
                return
            part = half if first[0].response.status in _REFUSED else part[len(half) :]


def _blame(case: _Batches, given: dict[str, Json], sent: tuple[Exchange, list[dict[str, Json]]]) -> None:
    """Judge an element for which a batch of one is refused: by what is answered to it alone, and to another batch."""
    world, single = case.world, case.single
    body = world.new_body(single, given)
    alone = world.session.ask(single, world.values_for(single), body) if body is not None else None
    plain = case.send([{}])
    if alone is None or plain is None or not plain[0].response.success:
        return
    if alone.response.success:
        fact = world.fact(case.action, case.operation, part="takes", states="what is taken alone is taken in a batch")
        named = ", ".join(f"`{name}`" for name in list(given)[:3])
        detail = f"it answered {sent[0].response.status} because of {named}, with which one was taken alone"
        world.session.ledger.broken(fact, detail, sent[0])
    elif alone.response.status in _REFUSED:
        _is_another_word_taken(case, given, alone)


def _is_another_word_taken(case: _Batches, given: dict[str, Json], alone: Exchange) -> None:
    """Judge a word that is refused alone, too: where one without it is taken, a word of the list is not known."""
    world, single = case.world, case.single
    action = world.behaviour.action(single.id)
    resource = world.resource(action) if action is not None else None
    for name, word in given.items():
        without = world.new_body(single, leave_out=[name]) if isinstance(word, str) else None
        exchange = world.session.ask(single, world.values_for(single), without) if without is not None else None
        if action is None or resource is None or exchange is None or not exchange.response.success:
            continue
        if not MemberSender(world, action, single, resource).is_taken_otherwise(name, word):
            member = world.sendable(single)[name]
            states, why = f"{single.label} takes `{word}` for `{name}`", why_of(world, member, "enum")
            fact = Fact(f"{single.id}.takes.{name}.enum", states, member.location, single.id, "refusal", why)
            detail = f"it answered {alone.response.status}, and takes the request without it"
            world.session.ledger.broken(fact, detail, alone)


FAMILY = Family("many at once", "what is taken alone is taken in a batch of very many", _check)
