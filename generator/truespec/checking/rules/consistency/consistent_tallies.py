"""What an operation below a record says it adds one to: `visit_count` goes up by one with every visit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.evidence import Case, NothingTells, Trouble
from truespec.checking.rules.ground.sentences import is_negated, members_named, sentences
from truespec.checking.rules.ground.world import Subject
from truespec.checking.rules.records.references import make_referred
from truespec.contract.behaviour import Place
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Json

__all__ = ["check_tallies"]

_BY_ONE: Final = re.compile(
    r"\b(?:goes up|grows|rises|increases|increased|raised|incremented) by (?:one|1)\b|\bincrements\b|\badds one to\b",
    re.IGNORECASE,
)
_SOMETIMES: Final = re.compile(r"\b(if|when|unless|only|may|might|once|per|first)\b", re.IGNORECASE)
_REFUSED: Final = frozenset({400, 422})
_LOOKS: Final = 10
"""So often a record is read before it is said not to count: many a server counts a few seconds later."""


def check_tallies(case: Case) -> None:
    """Do what adds one to a number of a record that only the server writes, twice for one record."""
    for operation, name in _counting(case):
        states = f"{operation.label} adds one to `{name}`"
        case.judge(case.fact(operation, f"adds.{name}", states), partial(_is_not_counted, case, operation, name))


def _counting(case: Case) -> Iterator[tuple[Operation, str]]:
    """Yield what adds something below a record, with the only number that a sentence says goes up by one."""
    world, start = case.world, f"{case.read.path.rstrip('/')}/"
    record = world.maker.shape(world.api.schema(case.resource.schema).schema).properties
    numbers = [
        name for name, one in record.items() if one.schema.read_only and "integer" in world.maker.types(one.schema)
    ]
    for operation in world.api.operations:
        below = operation.path.removeprefix(start).rstrip("/")
        is_below = operation.method == "POST" and operation.path.startswith(start) and not {"/", "{"} & set(below)
        if is_below and world.session.may_send(operation) and world.session.can_authenticate(operation):
            for text in sentences(operation.description):
                named = members_named(text, numbers)
                if len(named) == 1 and _BY_ONE.search(text) and not is_negated(text) and not _SOMETIMES.search(text):
                    yield operation, named[0]


def _is_not_counted(case: Case, operation: Operation, name: str) -> Trouble:
    subject = case.new()
    before = subject.record.get(name) if subject is not None else None
    if subject is None or not isinstance(before, int):
        raise NothingTells
    answers = [_add(case, operation, subject) for _ in "ab"]
    if not all(answer.response.success for answer in answers):
        raise NothingTells
    told: Json = None
    for _ in range(_LOOKS):
        now = case.now(subject)
        told = now.get(name) if now is not None else None
        if told != before:
            break
        case.world.pause()
    if not isinstance(told, int) or told > before:
        # Somebody else may count as well.
        return None
    return f"after two of them it is {told} where it was {before}", case.world.session.last or answers[-1]


def _add(case: Case, operation: Operation, subject: Subject) -> Exchange:
    read = case.world.first("read", case.resource)
    key = read[0].key if read is not None else None
    values = case.world.values_for(operation, Place("path", key.path) if key is not None else None, subject.key)
    body = case.world.new_body(operation)
    if operation.body is not None and body is None:
        raise NothingTells
    answer = case.world.session.ask(operation, values, ABSENT if body is None else body)
    if answer.response.status in _REFUSED and make_referred(case.world, operation):
        answer = case.world.session.ask(operation, values, case.world.new_body(operation) or {})
    return answer
