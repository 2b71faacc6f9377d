"""What is put below a record by its name, and taken away again: putting it twice is putting it once, as HTTP has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.evidence import DONE, Case, NothingTells, Trouble
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Subject
from truespec.contract.operation import Operation, Parameter
from truespec.contract.rule import Place
from truespec.contract.schema import Json

__all__ = ["check_members"]

_HISTORY: Final = re.compile("histor|log|event|audit|change|activit|revision|version", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Pair:
    """What puts something below a record and what takes it away: ``name`` is the last step of their path."""

    put: Operation
    delete: Operation
    key: Place
    name: Parameter


def check_members(case: Case) -> None:
    """Judge every such pair that shows in a list of the record."""
    for pair in _pairs(case):
        states = f"{pair.put.label} adds its `{pair.name.wire}` once, and {pair.delete.label} takes that away alone"
        case.judge(case.fact(pair.put, "member", states), partial(_goes_wrong, case, pair))


def _pairs(case: Case) -> Iterator[_Pair]:
    """Yield the pairs that no written rule is about, and those of parts: what is written tells of one part alone."""
    world, read = case.world, case.world.first("read", case.resource)
    key = read[0].key if read is not None else None
    if read is None or key is None or key.part != "path":
        return
    start = f"{read[1].path.rstrip('/')}/"
    found: dict[str, dict[str, Operation]] = {}
    for operation in world.api.operations:
        usable = world.session.may_send(operation) and world.session.can_authenticate(operation)
        action = world.behaviour.action(operation.id)
        untold = world.unwritten or action is None or action.kind == "part"
        if operation.path.startswith(start) and usable and untold and operation.body is None:
            found.setdefault(operation.path, {})[operation.method.upper()] = operation
    for path, methods in found.items():
        steps = path.removeprefix(start).split("/")
        named = [one for one in methods.get("PUT", case.read).parameters if one.place == "path"]
        last = next((one for one in named if steps[1:] == [f"{{{one.wire}}}"]), None)
        if last is not None and {"PUT", "DELETE"} <= methods.keys():
            yield _Pair(methods["PUT"], methods["DELETE"], key, last)


def _goes_wrong(case: Case, pair: _Pair) -> Trouble:
    """Put one thing twice and another beside it, then take the other away: the lists of the record tell."""
    subject = case.new()
    one, other = (case.world.maker.value(pair.name.wire, pair.name.schema) for _ in "ab")
    if subject is None or one == other:
        raise NothingTells
    before = _lists(case, subject)
    _do(case, pair, pair.put, subject, one)
    with_one = _lists(case, subject)
    again = _do(case, pair, pair.put, subject, one)
    twice = _lists(case, subject)
    gained = [name for name, items in with_one.items() if len(items) == len(before.get(name, items)) + 1]
    # A list of what was done grows as well, each time.
    gained = [name for name in gained if _has(with_one[name], one) and not _HISTORY.search(name)]
    if len(gained) != 1:
        raise NothingTells
    [name] = gained
    if len(twice.get(name, [])) != len(with_one[name]):
        return f"put twice, it is not once in `{name}`", again
    beside = _do(case, pair, pair.put, subject, other)
    both = _lists(case, subject)
    if not _has(both.get(name, []), one) or len(both[name]) < len(with_one[name]):
        return f"what was in `{name}` is gone when another is put there", beside
    taken = _do(case, pair, pair.delete, subject, other)
    left = _lists(case, subject)
    if len(both[name]) == len(with_one[name]) + 1 and left.get(name) == both[name]:
        return f"what was taken away is still in `{name}`", taken
    if not _has(left.get(name, []), one) or len(left[name]) < len(with_one[name]):
        return f"what was in `{name}` is gone when another is taken away", taken
    return None


def _has(items: list[Json], value: Json) -> bool:
    """Say whether an element is a value, or has it as one of its members."""
    return any(
        same_value(value, one) for item in items for one in (item.values() if isinstance(item, dict) else [item])
    )


def _do(case: Case, pair: _Pair, operation: Operation, subject: Subject, value: Json) -> Exchange:
    world = case.world
    values = {**world.values_for(operation, pair.key, subject.key), ("path", pair.name.wire): value}
    exchange = world.session.ask(operation, values)
    if exchange.response.status not in DONE | {201}:
        raise NothingTells
    return exchange


def _lists(case: Case, subject: Subject) -> Mapping[str, list[Json]]:
    """Return the lists of a record as it is now."""
    return {name: value for name, value in (case.now(subject) or {}).items() if isinstance(value, list)}
