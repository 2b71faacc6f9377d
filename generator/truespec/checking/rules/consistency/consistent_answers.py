"""Where no rule says what an operation does to a record, what it answers is what the record was, or is then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.evidence import Case, NothingTells, Trouble
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.world import Subject, World
from truespec.contract.operation import Operation, is_json
from truespec.contract.rule import Place
from truespec.contract.schema import ABSENT, Absent, Json

__all__ = ["check_answers"]

_DONE: Final = 200
_TRIES: Final = 4
"""So many bodies are tried: not every state may follow on every other."""

_TIMES: Final = frozenset({"date-time", "date", "time", "duration"})


def check_answers(case: Case) -> None:
    """Judge every operation below the path of a record that answers with the record."""
    for operation, place in _acting(case):
        fact = case.fact(operation, "answer", f"what {operation.label} answers of a record is what is read afterwards")
        case.judge(fact, partial(_answers_otherwise, case, operation, place))


def _acting(case: Case) -> Iterator[tuple[Operation, Place]]:
    """Yield what does something to one record and answers with it, and where its path names the record."""
    world, read = case.world, case.world.first("read", case.resource)
    key = read[0].key if read is not None else None
    if read is None or key is None or key.part != "path":
        return
    start = read[1].path.rstrip("/")
    for operation in world.api.operations:
        below = operation.path == read[1].path or operation.path.startswith(f"{start}/")
        acts = operation.method.upper() in {"POST", "PUT", "PATCH"} and below
        usable = acts and world.session.may_send(operation) and world.session.can_authenticate(operation)
        told = not world.unwritten and world.behaviour.action(operation.id) is not None
        if usable and not told and _shows(world, operation) == _shows(world, read[1]) != set():
            yield operation, key


def _shows(world: World, operation: Operation) -> set[str]:
    """Return the members of what a success with 200 answers, none where that is no object."""
    answer = operation.answer(_DONE)
    contents = answer.content if answer is not None else ()
    schema = next((media.schema for media in contents if media.schema is not None and is_json(media.name)), None)
    return set() if schema is None else set(world.maker.narrowed(schema).properties)


def _answers_otherwise(case: Case, operation: Operation, place: Place) -> Trouble:
    """Act on a record until that is done: no member is answered that it neither had nor has."""
    subject = case.new()
    if subject is None:
        raise NothingTells
    for _ in range(_TRIES):
        before = case.now(subject)
        answer = _act(case.world, operation, place, subject)
        if answer is None or before is None:
            break
        shown = answer.response.json()
        if answer.response.status != _DONE or not isinstance(shown, dict):
            continue
        if shown.get(case.resource.key) != subject.key:
            break
        now = case.now(subject)
        if now is None:
            break
        wrong = _neither(case, shown, (before, now))
        if wrong:
            case.world.pause()
            wrong = _neither(case, shown, (before, case.now(subject) or now))
        return (f"{', '.join(f'`{name}`' for name in wrong)} is read as another value", answer) if wrong else None
    raise NothingTells


def _act(world: World, operation: Operation, place: Place, subject: Subject) -> Exchange | None:
    body: Json | Absent = ABSENT
    if operation.body is not None:
        made = world.new_body(operation)
        if made is None:
            return None
        body = made
    return world.session.ask(operation, world.values_for(operation, place, subject.key), body)


def _neither(case: Case, shown: Mapping[str, Json], read: tuple[Mapping[str, Json], Mapping[str, Json]]) -> list[str]:
    """Return the members that are answered otherwise than they are read before and after; times may be rounded."""
    members = case.world.maker.shape(case.world.api.schema(case.resource.schema).schema).properties
    wrong: list[str] = []
    for name, member in members.items():
        found = [take(dict(one), (name,)) for one in read]
        timed = case.world.maker.narrowed(member.schema).format in _TIMES
        told = name in shown and not any(isinstance(one, Absent) for one in found) and not timed
        if told and not isinstance(shown[name], float) and all(shown[name] != one for one in found):
            wrong.append(name)
    return wrong
