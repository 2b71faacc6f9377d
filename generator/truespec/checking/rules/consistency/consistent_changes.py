"""Where no rules are written down, what was answered as changed is changed, and nothing else is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.evidence import (
    DONE,
    GONE,
    Case,
    NothingTells,
    Trials,
    Trouble,
    fresh_texts,
    is_lost,
    is_same_time,
    plain_texts,
)
from truespec.checking.rules.ground.sentences import is_negated
from truespec.checking.rules.ground.world import Subject
from truespec.checking.rules.records.kept_values import lost_values
from truespec.contract.behaviour import Action
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["check_changes"]


def check_changes(case: Case) -> None:
    """Judge every operation that changes a record of the case."""
    for action, operation in case.world.actions("update"):
        if action.resource == case.resource.name and action.key is not None:
            _changed(case, action, operation)


_AS_CHANGED: Final = re.compile(r"\b(changed|updated|modified|new|current|resulting|after|now)\b", re.IGNORECASE)
"""Words for an answer that has the record as it is after a change; another may show what it was before."""


_LAST: Final = re.compile(r"\b(last|latest|most recent\w*)\s+(\w+\s+)?(chang|updat|modif|edit)", re.IGNORECASE)
"""What is said of the time of the last change."""

_MOVES: Final = (
    r"\A\W*{member}\W? (?:moves(?: on)?|changes|advances|is (?:updated|refreshed|renewed|set)|becomes|gets)\b"
    r"(?:.*\b(?:every|each|any) (?:change|update|request)\b|"
    r".*\btime of (?:the|this|that|each|every) (?:last )?(?:change|update|request)\b|.*\bthe current time\b)"
)
"""What an operation says of a time that it sets anew, in a clause of its own."""

_CLAUSE: Final = re.compile(r"[,;:]\s|\.(?:\s|$)|\n\s*\n|\band\s")

_BORN: Final = re.compile(
    r"\A(?:when|the (?:time|moment|date)(?: and time)?(?: at)?(?: when| which| that)?) (?:the|this|a) \w+ was "
    r"(?:first )?(?:created|made|registered|added)\.?\s*\Z",
    re.IGNORECASE,
)
"""What is said of the time at which a record was made, and of nothing else."""

_TO_THE_SECOND: Final = re.compile(r"\d\d:\d\d:(?!00(?!\.\d*[1-9]))\d\d")
"""A time whose seconds are not those of a whole minute: that may be as closely as it is told."""


@dataclass(frozen=True, slots=True)
class _Change:
    """One change that was answered with success: what was sent, the answer, and what can be read of it then.

    ``beside`` are two other records, made before it and after it, each with how it reads then, and the exchange.
    """

    subject: Subject
    body: dict[str, Json]
    answer: Exchange
    now: dict[str, Json] | None
    read: Exchange
    beside: tuple[tuple[Subject, dict[str, Json] | None, Exchange], ...] = ()


def _changed(case: Case, action: Action, operation: Operation) -> None:
    """Judge what one operation says it changed."""
    texts, what = plain_texts(case.world, operation, case.resource), (action, operation)
    all_ = Trials(partial(_change_among_others, case, what, texts))
    one = Trials(partial(_change_one, case, what, texts))
    facts = [
        (
            "kept",
            f"what {operation.label} answers for as changed is changed",
            all_,
            partial(_unchanged, case, what, texts),
        ),
        (
            "others",
            f"{operation.label} changes the record that it names, and no other",
            all_,
            partial(_spread, case, operation, texts),
        ),
    ]
    if any(answer.success and _AS_CHANGED.search(answer.description) for answer in operation.answers):
        states = f"{operation.label} answers with the record as it is then"
        facts.append(("answered", states, all_, partial(_as_before, case, action, texts)))
    if operation.method.upper() == "PATCH":
        states = f"{operation.label} leaves what is not sent to it as it is"
        facts.append(("rest", states, one, partial(_lost_rest, case, operation, texts)))
    for member in _births(case):
        states = f"`{member}` of a record stays when it is changed"
        facts.append((f"stays.{member}", states, one, partial(_moved, member)))
    shown = case.world.maker.shape(case.world.api.schema(case.resource.schema).schema).properties
    for member, kind in case.resource.sets:
        told = member in shown and _LAST.search(shown[member].schema.description)
        if kind == "updated" and (told or (member in shown and _is_said_to_move(member, operation))):
            states = f"`{member}` of a record is when it last changed"
            facts.append((f"moves.{member}", states, one, partial(_stood_still, member)))
    for part, states, trials, judge in facts:
        fact = case.fact(operation, part, states)
        case.judge(fact, partial(trials.look, fact, judge))


def _is_said_to_move(member: str, operation: Operation) -> bool:
    """Say whether the words of what changes a record say that a time of it is then that of the change."""
    said = re.compile(_MOVES.format(member=re.escape(member)), re.IGNORECASE)
    clauses = (" ".join(clause.split()) for clause in _CLAUSE.split(operation.description))
    return any(said.search(clause) and not is_negated(clause) for clause in clauses)


def _births(case: Case) -> list[str]:
    """Return the members that tell when a record was made: by their names, or by a description that says no more."""
    told = [member for member, kind in case.resource.sets if kind == "created"]
    shown = case.world.maker.shape(case.world.api.schema(case.resource.schema).schema).properties
    others = [name for name in shown if name not in dict(case.resource.sets) and shown[name].schema.read_only]
    timed = [name for name in others if case.world.maker.narrowed(shown[name].schema).format == "date-time"]
    return [*told, *(name for name in timed if _BORN.search(shown[name].schema.description))]


def _update(
    case: Case, action: Action, operation: Operation, subject: Subject, names: list[str]
) -> tuple[dict[str, Json], Exchange] | None:
    """Send new texts for some members, with all else that is asked for; ``None`` where that is refused."""
    world = case.world
    body = fresh_texts(world, operation, subject, names)
    if body is None:
        return None
    changed = world.session.ask(operation, world.values_for(operation, action.key, subject.key), body)
    return (body, changed) if changed.response.status in DONE else None


def _change_all(
    case: Case, action: Action, operation: Operation, subject: Subject
) -> tuple[dict[str, Json], Exchange] | None:
    """Send new values for all members; ``None`` where that is refused."""
    world, body = case.world, case.world.new_body(operation)
    if body is None:
        return None
    changed = world.session.ask(operation, world.values_for(operation, action.key, subject.key), body)
    return (body, changed) if changed.response.status in DONE else None


def _change_among_others(case: Case, what: tuple[Action, Operation], texts: list[str]) -> _Change:
    """Change all of a record that was made between two others."""
    before, subject, after = case.new(), case.new(), case.new()
    if before is None or subject is None or after is None:
        raise NothingTells
    tried = _change_all(case, *what, subject) or (_update(case, *what, subject, texts) if texts else None)
    if tried is None:
        raise NothingTells
    now, read = case.now(subject), case.world.session.last or tried[1]
    beside = tuple((one, case.now(one), case.world.session.last or tried[1]) for one in (before, after))
    return _Change(subject, *tried, now, read, beside)


def _change_one(case: Case, what: tuple[Action, Operation], texts: list[str]) -> _Change:
    """Change one text of a record, a moment after it was made."""
    subject = case.new() if texts else None
    case.world.pause()
    tried = _update(case, *what, subject, texts[:1]) if subject is not None else None
    now = case.now(subject) if subject is not None else None
    if subject is None or tried is None or now is None:
        raise NothingTells
    return _Change(subject, *tried, now, case.world.session.last or tried[1])


def _unchanged(case: Case, what: tuple[Action, Operation], texts: list[str], seen: _Change) -> Trouble:
    """Say which texts were forgotten: none may be whose change was answered with success."""
    sent = [name for name in texts if name in seen.body]
    if not sent:
        raise NothingTells
    told = _forgotten(case, what, sent, (seen.body, seen.answer), seen.now) if seen.now is not None else []
    return (f"{', '.join(f'`{name}`' for name in told)} is read as it was before", seen.read) if told else None


def _as_before(case: Case, action: Action, texts: list[str], seen: _Change) -> Trouble:
    """Say which texts are answered as they were, where reading has the new ones: that tells of the past."""
    shown, now, old = case.world.record_in(action, seen.answer) or {}, seen.now or {}, seen.subject.record
    told = [name for name in texts if isinstance(shown.get(name), str) and isinstance(now.get(name), str)]
    past = [name for name in told if shown[name] == old.get(name) != now[name] == seen.body.get(name)]
    return (f"{', '.join(f'`{name}`' for name in past)} is answered as it was before", seen.answer) if past else None


def _spread(case: Case, operation: Operation, texts: list[str], seen: _Change) -> Trouble:
    """Say what became of the records beside the one that was changed: they keep what they have."""
    for other, now, read in seen.beside:
        if read.response.status in GONE:
            return "another record is gone", seen.answer
        told = [name for name in texts if now is not None and other.record.get(name) is not None]
        if any(is_lost(case.world, operation, name, (other.record[name], (now or {}).get(name))) for name in told):
            return "another record has another text", seen.answer
        lost = lost_values(case.world, operation, case.resource, other.record, now or other.record)
        lost += [
            name
            for name, value in seen.body.items()
            if value is not None and name in other.record and other.record[name] != value == (now or {}).get(name)
        ]
        if lost:
            return f"{', '.join(f'`{path}`' for path in lost)} of another record changed, too", seen.answer
    return None


def _lost_rest(case: Case, operation: Operation, texts: list[str], seen: _Change) -> Trouble:
    """Say what changed beside the one text that was sent."""
    old, now = seen.subject.record, seen.now or {}
    rest = [name for name in texts[1:] if isinstance(old.get(name), str) and name not in seen.body]
    lost = [name for name in rest if is_lost(case.world, operation, name, (old[name], now.get(name)))]
    others = {name: value for name, value in old.items() if name not in seen.body}
    lost += [path for path in lost_values(case.world, operation, case.resource, others, now) if path not in lost]
    return (f"{', '.join(f'`{name}`' for name in lost)} changed too", seen.answer) if lost else None


def _moved(member: str, seen: _Change) -> Trouble:
    same = is_same_time(seen.subject.record.get(member), (seen.now or {}).get(member))
    return None if same else ("an update changed it", seen.answer)


def _stood_still(member: str, seen: _Change) -> Trouble:
    """Say that a time is as it was, though it is told to the second and a text was changed more than one later."""
    old, now = seen.subject.record, seen.now or {}
    was, told = old.get(member), now.get(member)
    if seen.subject.sent.keys().isdisjoint(seen.body) or not any(
        now.get(name) == value for name, value in seen.body.items()
    ):
        raise NothingTells
    if not isinstance(was, str) or not _TO_THE_SECOND.search(was) or told is None:
        raise NothingTells
    return ("a change of the record did not move it", seen.answer) if told == was else None


def _forgotten(
    case: Case,
    what: tuple[Action, Operation],
    names: list[str],
    tried: tuple[dict[str, Json], Exchange],
    now: dict[str, Json],
) -> list[str]:
    """Return the members whose change was forgotten: denied by the answer itself, all of them, or only in company."""
    (action, operation), (body, changed) = what, tried
    lost = [name for name in names if name in now and is_lost(case.world, operation, name, (body[name], now[name]))]
    shown = case.world.record_in(action, changed) or {}
    denied = [name for name in lost if not is_lost(case.world, operation, name, (body[name], shown.get(name)))]
    # A member that cannot be changed at all may be left as it is; one of several that all can, not.
    whole = lost and (len(lost) == len(names) or _each_can(case, action, operation, lost))
    return denied or (lost if whole else [])


def _each_can(case: Case, action: Action, operation: Operation, names: list[str]) -> bool:
    """Say whether members that are lost in company are changed where they are sent alone."""
    for name in names:
        subject = case.new()
        tried = _update(case, action, operation, subject, [name]) if subject is not None else None
        now = case.now(subject) if subject is not None else None
        if tried is None or now is None or is_lost(case.world, operation, name, (tried[0][name], now.get(name))):
            return False
    return True
