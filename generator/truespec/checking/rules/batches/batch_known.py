"""A batch for several records that are there: each is filled with what its own element says, and with nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.elements import batch_body
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import plain_members
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.records.met_again import is_empty
from truespec.contract.behaviour import Action, Batch, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["judge_known"]


@dataclass(frozen=True, slots=True)
class _Known:
    """A record that has little more than it is known by, what it is read as, and what an element says of it."""

    key: Json
    before: dict[str, Json]
    said: dict[str, Json]

    def lacks(self, name: str) -> bool:
        """Say whether the record had nothing in a member: some a server may put together by itself."""
        return is_empty(self.before.get(name))


def judge_known(world: World, operation: Operation, batch: Batch, resource: Resource, each: Action) -> None:
    """Fill two records by one batch, each in other members."""
    single, rule = world.api.operation(batch.each), each.dedupe
    if single is None or rule is None or rule.existing is None or rule.existing.rule != "fill-null":
        return
    names = [name for name in plain_members(world, each, single, resource) if _is_text(world, single, name)]
    world.random.shuffle(names)
    halves = names[::2], names[1::2]
    known = [one for half in halves if (one := _made(world, single, resource, names, half)) is not None]
    if len(known) < len(halves) or not halves[1]:
        return
    elements: list[Json] = [one.said for one in known]
    body = batch_body(world, operation, batch, elements)
    exchange = world.session.ask(operation, world.values_for(operation), body)
    wrong = list(_wrong(world, resource, halves, known)) if exchange.response.success else []
    if wrong:
        # A batch may be done after it is answered.
        world.pause()
        wrong = list(_wrong(world, resource, halves, known))
    for apart, detail in wrong[:1]:
        if apart:
            _goes_into_others(world, operation, detail, exchange)
        else:
            states = "as an element of a batch too"
            fact = world.fact(rule.existing, operation, "rule", part="in-batch", states=states)
            world.session.ledger.broken(fact, detail, exchange)


def _goes_into_others(world: World, operation: Operation, detail: str, exchange: Exchange) -> None:
    action = world.behaviour.action(operation.id)
    if action is not None:
        fact = world.fact(action, operation, part="apart", states="what is sent for one element goes into no other")
        world.session.ledger.broken(fact, detail, exchange)


def _is_text(world: World, single: Operation, name: str) -> bool:
    shape = world.maker.narrowed(world.sendable(single)[name].schema)
    return shape.types[:1] == ("string",) and shape.enum is None


def _made(world: World, single: Operation, resource: Resource, names: list[str], half: list[str]) -> _Known | None:
    """Make a record without the texts of some names, and say half of them for it."""
    body = world.new_body(single, leave_out=names)
    made = world.make_record(resource, body) if body is not None else None
    whole = world.new_body(single, body) if body is not None else None
    read = world.read(resource, made[1]) if made is not None and made[1] is not None else None
    if body is None or made is None or whole is None or read is None or read[1] is None:
        return None
    return _Known(made[1], read[1], {name: value for name, value in whole.items() if name in body or name in half})


def _wrong(
    world: World, resource: Resource, halves: tuple[list[str], list[str]], known: list[_Known]
) -> Iterator[tuple[bool, str]]:
    """Yield what is wrong about the two records, and whether it is what was said of the other."""
    for at, one in enumerate(known):
        read, other = world.read(resource, one.key), known[1 - at]
        if read is None or read[1] is None:
            continue
        for name in (name for name in halves[at] if name in one.said and one.lacks(name)):
            # What neither of them says was filled by a job of the server, it may be.
            if is_empty(read[1].get(name)):
                yield False, f"`{name}` of the {'first' if at == 0 else 'second'} of two was null and was not filled"
        for name in (name for name in halves[1 - at] if name in other.said):
            if same_value(other.said[name], take(read[1], (name,))):
                yield True, f"`{name}` is what was said of another element"
