"""What was empty and is filled with something that nobody sent: a job of the server may have come in between.

It looks for what is known of a record in other places, or puts a name together, whenever it likes. What it has filled
is not empty any more when the record is sent again, nor is it what was sent for another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.records.met_again import Way, is_empty
from truespec.contract.schema import Json

__all__ = ["Beside", "is_filled_elsewhere"]

_TRIES: Final = 3
"""A job that comes in between is not there each time, however long it takes after a record was made."""


def is_filled_elsewhere(way: Way, name: str, told: tuple[dict[str, Json], dict[str, Json], dict[str, Json]]) -> bool:
    """Say whether what a member holds may come from elsewhere: sent for a new record, it is filled once at least."""
    before, sent, now = told
    if not is_empty(before.get(name)) or is_empty(now.get(name)) or sent.get(name) is None:
        return False
    empty = [member for member in sent if is_empty(before.get(member)) and member not in way.rule.members]
    return any(_is_filled(way, name, empty, looks) for looks in range(1, _TRIES + 1))


def _is_filled(way: Way, name: str, empty: Sequence[str], looks: int) -> bool:
    """Send a member for a new record that has nothing in it when it is looked at for the last time."""
    made = way.make(empty, {})
    if made is None:
        return True
    key, before = way.world.key_in(way.action, made[1], way.resource), None
    for _ in range(looks):
        before = way.read(key)
    if before is None or not is_empty(before.get(name)):
        return True
    whole = way.world.new_body(way.operation, made[0]) or {}
    sent = {member: value for member, value in whole.items() if member in made[0] or member in empty}
    if sent.get(name) is None or not way.again(sent).response.success:
        return True
    now = way.read(key)
    if now is not None and is_empty(now.get(name)):
        # It may be done after it is answered.
        way.world.pause()
        now = way.read(key)
    return now is None or same_value(sent[name], take(now, (name,)))


@dataclass(frozen=True, slots=True)
class Beside:
    """Another record that has nothing where the one that is sent again is filled."""

    key: Json
    record: dict[str, Json] | None

    @staticmethod
    def of(way: Way, made: Exchange | None) -> Beside:
        """Read the record that an answer tells of."""
        key = None if made is None else way.world.key_in(way.action, made, way.resource)
        return Beside(key, way.read(key))

    def judge(self, way: Way, names: list[str], sent: dict[str, Json], exchange: Exchange) -> None:
        """Judge that it is as it was; what it had not and what is not what was sent comes from elsewhere."""
        now = way.read(self.key) if self.record is not None else None
        if self.record is None or now is None:
            return
        touched = [
            name
            for name in names
            if self.record.get(name) != now.get(name)
            and (not is_empty(self.record.get(name)) or _is_of(way, sent, name, now.get(name)))
        ]
        fact = way.world.fact(way.existing, exchange.operation, part="only", states="no other record changes")
        detail = f"{', '.join(f'`{name}`' for name in touched)} of another record changed"
        way.world.session.ledger.expect(fact, not touched, detail, exchange)


def _is_of(way: Way, sent: dict[str, Json], name: str, now: Json) -> bool:
    """Say whether a member holds what was sent for it: a yes or a word of a list may be that of many."""
    if name not in sent or not same_value(sent[name], now):
        return False
    shape = way.world.maker.narrowed(way.world.sendable(way.operation)[name].schema)
    return shape.enum is None and "boolean" not in shape.types
