"""A text that a server makes of others, as its description says, is made of them as they are now: a full name, say."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from truespec.checking.rules.ground.evidence import Case, NothingTells, Trouble, fresh_texts, letters, plain_texts
from truespec.checking.rules.ground.sentences import members_named
from truespec.checking.rules.ground.values import same_value
from truespec.contract.behaviour import Action
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["check_computed"]

_SEVERAL: Final = 2
_LOOKS: Final = 3
"""So often a record is read before it is said to be as it was: something may work on it a little later."""


def check_computed(case: Case) -> None:
    """Change one of the texts that another is made of, for each that is read and never sent."""
    update = case.world.first("update", case.resource)
    if update is None or update[0].key is None:
        return
    for name, sources in _made_of_others(case, update[1]):
        states = f"`{name}` is made of {' and '.join(f'`{one}`' for one in sources)} as they are"
        fact = case.fact(update[1], f"computed.{name}", states)
        case.judge(fact, partial(_is_left_behind, case, update, name, sources))


def _made_of_others(case: Case, update: Operation) -> Iterator[tuple[str, list[str]]]:
    """Yield the texts that are only read, and whose descriptions name several texts that may be sent."""
    world = case.world
    texts = set(plain_texts(world, case.create[1], case.resource)).intersection(world.sendable(update))
    for name, member in world.maker.shape(world.api.schema(case.resource.schema).schema).properties.items():
        is_read = member.schema.read_only and name not in world.sendable(update)
        if is_read and world.maker.types(member.schema) - {"null"} == frozenset({"string"}):
            named = members_named(member.schema.description, texts)
            if len(named) >= _SEVERAL:
                yield name, named


def _is_left_behind(case: Case, update: tuple[Action, Operation], name: str, sources: list[str]) -> Trouble:
    subject, (action, operation) = case.new(), update
    if subject is None or not _is_of(subject.record, name, sources):
        raise NothingTells
    changed = sources[-1]
    body = fresh_texts(case.world, operation, subject, [changed])
    if body is None:
        raise NothingTells
    answer = case.world.session.ask(operation, case.world.values_for(operation, action.key, subject.key), body)
    for _ in range(_LOOKS):
        now = case.now(subject) if answer.response.success else None
        if now is None or not same_value(body[changed], now.get(changed)) or name not in now:
            raise NothingTells
        if now[name] != subject.record[name] or _is_of(now, name, sources):
            return None
        case.world.pause()
    return f"`{name}` is as it was before `{changed}` was changed", case.world.session.last or answer


def _is_of(record: dict[str, Json], name: str, sources: list[str]) -> bool:
    """Say whether a text is made of others, in any order, and of nothing else."""
    whole, parts = record.get(name), [record.get(one) for one in sources]
    rest = letters(whole) if isinstance(whole, str) else ""
    for part in parts:
        plain = letters(part) if isinstance(part, str) else ""
        if not plain or plain not in rest:
            return False
        rest = rest.replace(plain, "", 1)
    return not rest
