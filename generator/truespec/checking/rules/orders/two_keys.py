"""A list that takes several members to order by heeds the second, where the first leaves records alike."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.values import before
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.walk import Lister
from truespec.contract.behaviour import Resource
from truespec.contract.schema import Json, Property
from truespec.contract.selection import Order

__all__ = ["heeds_the_second", "takes_several"]

_RECORDS: Final = 3


def takes_several(lister: Lister, rule: Order) -> bool:
    """Say whether a list can be asked to order by several members at once, each in a direction of its own."""
    shape = lister.shape_at(rule.by)
    return shape is not None and "array" in shape.types and bool(rule.prefix)


def heeds_the_second(lister: Lister, rule: Order, resource: Resource, members: Sequence[str]) -> None:
    """Make records that are alike in one member and not in another, and order by both, up and down.

    ``members`` are words that the list was seen to order by, each alone and in both directions.
    """
    world = lister.world
    maker = world.maker_of(resource)
    sendable = dict(world.sendable(maker[1])) if maker is not None else dict[str, Property]()
    words = sorted({world.maker.word() for _ in range(_RECORDS)})
    usable = [name for name in members if name in sendable]
    # One of a few words, a kind of customer, say, leaves records alike, but who knows which of them comes first.
    second = next((name for name in reversed(usable) if _takes(world, sendable[name], *words)), None)
    first = next((name for name in usable if name != second), None)
    if first is None or second is None:
        return
    plain = world.maker.word()
    shared = plain if _takes(world, sendable[first], plain) else world.maker.value(first, sendable[first].schema)
    # Neither the order they are made in nor its reverse is the order of the words.
    made = [fresh(world, resource, {first: shared, second: word}) for word in [*words[1:], *words[:1]]]
    records = {one.key: one.record for one in made if one is not None}
    alike = all(one.get(first) == shared and one.get(second) in words for one in records.values())
    if len(records) < _RECORDS or len(words) < _RECORDS or not alike:
        return
    for down in (False, True):
        told, exchange = _told(lister, rule, resource, records, [first, rule.prefix * down + second])
        found = [str(record[second]) for record in told]
        if len(found) < _RECORDS or exchange is None:
            return
        wrong = sum(before(*pair) if down else before(pair[1], pair[0]) for pair in pairwise(found))
        states = "of several members to order by, the second counts where the first is alike"
        fact = world.fact(rule, lister.operation, part="second", states=states)
        detail = f"records with one `{first}` do not come in the order of `{second}`"
        world.session.ledger.expect(fact, not wrong, detail, exchange)


def _takes(world: World, member: Property, *words: str) -> bool:
    return all(world.maker.is_valid(member.schema, word) for word in words)


def _told(
    lister: Lister, rule: Order, resource: Resource, records: dict[Json, dict[str, Json]], names: list[Json]
) -> tuple[list[dict[str, Json]], Exchange | None]:
    """Return our records in the order of the list, fewer where it was refused or is too long."""
    told: list[dict[str, Json]] = []
    last: Exchange | None = None
    asked = lister.asking((rule.by, names)).afresh()
    for page, items in asked.walk_once(resource.key, asked.ample()):
        last = page.exchange
        if not last.response.success:
            break
        keys = [take(item, (resource.key,)) for item in items]
        told += [records[key] for key in keys if isinstance(key, str | int) and key in records]
        if len(told) == len(records):
            break
    return told, last
