"""Two elements of one batch that count as the same: there is one record, and it holds what both would make of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.elements import batch_body
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import plain_members
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.late_lists import comes_true
from truespec.checking.rules.lists.looking import count_where, listed_members, record_where
from truespec.contract.behaviour import Action, Batch, Dedupe, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["judge_twins"]

_TEXTS: Final = 3
"""So many texts of an element are looked for: a server may write one or the other in its own way."""

_BETWEEN: Final = 3
"""So many others come between the two, so that a server that does several at a time has the first done before."""


@dataclass(frozen=True, slots=True)
class _Twins:
    """Two elements with what makes them count as the same, what became of them, and the answer to the batch."""

    one: dict[str, Json]
    other: dict[str, Json]
    record: dict[str, Json]
    exchange: Exchange

    def has_of(self, element: dict[str, Json], name: str) -> bool:
        """Say whether the record holds what an element says."""
        return element.get(name) is not None and same_value(element[name], take(self.record, (name,)))

    def taken_from(self, names: list[str]) -> tuple[list[str], list[str]]:
        """Return the members for which the record has what the first says and the second does not, and the contrary."""
        differing = [name for name in names if None not in {_plain(self.one, name), _plain(self.other, name)}]
        first = [name for name in differing if self.has_of(self.one, name) and not self.has_of(self.other, name)]
        second = [name for name in differing if self.has_of(self.other, name) and not self.has_of(self.one, name)]
        return first, second


def judge_twins(world: World, operation: Operation, batch: Batch, resource: Resource, each: Action) -> None:
    """Send two elements that count as the same, each with members that the other lacks: the second meets the first."""
    single, rule = world.api.operation(batch.each), each.dedupe
    if single is None or rule is None:
        return
    names = plain_members(world, each, single, resource)
    twins = _sent(world, (operation, batch, single), resource, rule, names)
    if twins is None or rule.existing is None or rule.existing.rule != "fill-null":
        return
    fact = world.fact(rule.existing, operation, "rule", part="within-batch", states="where both come in one batch too")
    wrong = list(_unfilled(twins, names))
    first, second = twins.taken_from(names)
    if second and not first and not wrong:
        # A server may begin at the other end, or do both at once; with others between, it does not always.
        again = _sent(world, (operation, batch, single), resource, rule, names)
        first, second = again.taken_from(names) if again is not None else ([], [])
        wrong = [f"`{name}` was set already and was overwritten" for name in second if not first]
    elif first and second:
        wrong += [f"`{name}` is what the second says, `{first[0]}` what the first does" for name in second]
    world.session.ledger.expect(fact, not wrong, "; ".join(wrong[:1]), twins.exchange)


def _sent(
    world: World,
    how: tuple[Operation, Batch, Operation],
    resource: Resource,
    rule: Dedupe,
    names: list[str],
) -> _Twins | None:
    """Send the two in a batch with others, judge that there is one record, and return it."""
    operation, batch, single = how
    chosen = world.random.sample(names, len(names))
    third = len(chosen) // 3
    one = world.new_body(single, leave_out=chosen[:third])
    if one is None or any(one.get(member) is None for member in rule.members):
        return None
    members = {member: one[member] for member in rule.members}
    other = world.new_body(single, members, leave_out=chosen[third : 2 * third])
    if other is None:
        return None
    between = [element for _ in range(_BETWEEN) if (element := world.new_body(single)) is not None]
    elements: list[Json] = [one, *between, other]
    body = batch_body(world, operation, batch, elements)
    exchange = world.session.ask(operation, world.values_for(operation), body)
    count = count_where(world, resource, members) if exchange.response.success else None
    if count is None:
        return None
    fact = world.fact(rule, operation, part="within-batch", states="within a batch too")
    lost = count == 0 and _are_lost(world, resource, one, between)
    detail = "the list has neither, and has those that came between" if lost else f"the list has {count} of them"
    world.session.ledger.expect(fact, count <= 1 and not lost, detail, exchange)
    record = record_where(world, resource, members) if count == 1 else None
    return None if record is None else _Twins(one, other, record, exchange)


def _are_lost(world: World, resource: Resource, one: dict[str, Json], others: list[dict[str, Json]]) -> bool:
    """Say whether none of the texts of one element is listed, now or later, and all of those beside it are."""
    texts = [name for name, value in one.items() if isinstance(value, str) and world.maker.tag in value]
    names = listed_members(world, resource, [name for name in texts if all(name in other for other in others)])
    if not names or not others:
        return False

    def is_listed(element: dict[str, Json]) -> bool:
        return any(count_where(world, resource, {name: element[name]}) != 0 for name in names[:_TEXTS])

    return all(map(is_listed, others)) and not is_listed(one) and not comes_true(world, lambda: is_listed(one))


def _plain(element: dict[str, Json], name: str) -> str | None:
    value = element.get(name)
    return None if value is None else str(value)


def _unfilled(twins: _Twins, names: list[str]) -> Iterator[str]:
    """Yield what only one of the two says and the record does not have: whichever was first, it was null then."""
    for name in names:
        said = [element for element in (twins.one, twins.other) if element.get(name) is not None]
        if len(said) == 1 and name in twins.record and twins.record[name] in (None, ""):
            yield f"`{name}` was null and was not filled"
