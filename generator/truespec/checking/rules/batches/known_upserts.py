"""An element that is to be updated or else created, of a record that is there: it is updated, however that is known.

By what a server knows a record again need not be documented. So all that the record was made of is sent once more with
its key and without, another member changed each time: where none of these changes it, while the list of what is to be
updated takes the same key and a new element is done, nothing is ever updated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import element, fresh, plain_members
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Action, Batch, Resource
from truespec.contract.effects import BatchList
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["updates_nothing"]

_TRIES: Final = 3
"""By so many members one after the other, of which a server may know a record again by any."""

Send = Callable[[BatchList, dict[str, Json]], Exchange]
"""Sends one element in a list."""


def updates_nothing(
    world: World, what: tuple[Action, Operation, Resource], batch: Batch, part: BatchList, send: Send
) -> Exchange | None:
    """Return the last of the requests that should have changed a record and did not, ``None`` where one did."""
    action, operation, resource = what
    plainly = next((one for one in batch.lists if one.kind == "update" and one.key == part.key), None)
    subject = fresh(world, resource, {})
    maker = world.maker_of(resource)
    other = element(world, operation, part, resource, None)
    if part.kind != "upsert" or plainly is None or subject is None or maker is None or other is None:
        return None
    texts = [name for name in plain_members(world, action, maker[1], resource) if _is_text(subject.sent, other, name)]
    tried = texts[:: max(1, len(texts) // _TRIES)][:_TRIES]
    if len(tried) < _TRIES:
        return None

    def changes(exchange: Exchange, name: str) -> bool | None:
        """Say whether the record has the other value now, ``None`` where nobody can tell."""
        read = world.read(resource, subject.key) if exchange.response.success else None
        if read is None or read[1] is None:
            return None
        return same_value(other[name], take(read[1], (name,)))

    sent = {name: value for name, value in subject.sent.items() if name != part.key}
    last: Exchange | None = None
    for name in tried:
        changed = {**sent, name: other[name]}
        for made in (changed, {**changed, part.key: subject.key}):
            last = send(part, made)
            if changes(last, name) is not False:
                return None
        if changes(send(plainly, {part.key: subject.key, name: other[name]}), name) is not True:
            return None
        sent = changed
    return last if send(part, other).response.success else None


def _is_text(sent: Mapping[str, Json], other: Mapping[str, Json], name: str) -> bool:
    """Say whether both hold a text there, and not the same."""
    one, two = sent.get(name), other.get(name)
    return isinstance(one, str) and isinstance(two, str) and one != two
