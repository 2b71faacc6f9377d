"""Where no rules are written down, what was answered as changed is changed, and nothing else is."""

from __future__ import annotations

from functools import partial

from truespec.checking.exchange import Exchange
from truespec.checking.rules.evidence import (
    DONE,
    GONE,
    Case,
    NothingTells,
    Trouble,
    fresh_texts,
    is_lost,
    is_same_time,
    plain_texts,
)
from truespec.checking.rules.kept_values import lost_values
from truespec.checking.rules.world import Subject
from truespec.contract.behaviour import Action
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["check_changes"]


def check_changes(case: Case) -> None:
    """Judge every operation that changes a record of the case."""
    for action, operation in case.world.actions("update"):
        if action.resource == case.resource.name and action.key is not None:
            _changed(case, action, operation)


def _changed(case: Case, action: Action, operation: Operation) -> None:
    """Judge what one operation says it changed."""
    kept = case.fact(operation, "kept", f"what {operation.label} answers for as changed is changed")
    case.judge(kept, partial(_is_unchanged, case, action, operation))
    answered = case.fact(operation, "answered", f"{operation.label} answers with the record as it is then")
    case.judge(answered, partial(_answers_as_before, case, action, operation))
    others = case.fact(operation, "others", f"{operation.label} changes the record that it names, and no other")
    case.judge(others, partial(_spreads, case, action, operation))
    if operation.method.upper() == "PATCH":
        rest = case.fact(operation, "rest", f"{operation.label} leaves what is not sent to it as it is")
        case.judge(rest, partial(_loses_rest, case, action, operation))
    for member, what in case.resource.sets:
        if what == "created":
            stays = case.fact(operation, f"stays.{member}", f"`{member}` of a record stays when it is changed")
            case.judge(stays, partial(_moves, case, action, operation, member))


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


def _is_unchanged(case: Case, action: Action, operation: Operation) -> Trouble:
    """Change all texts: none may be forgotten whose change was answered with success."""
    texts = plain_texts(case.world, operation, case.resource)
    subject = case.new() if texts else None
    tried = _update(case, action, operation, subject, texts) if subject is not None else None
    if subject is None or tried is None:
        raise NothingTells
    now, read = case.now(subject), case.world.session.last
    told = _forgotten(case, (action, operation), texts, tried, now) if now is not None else []
    return (f"{', '.join(f'`{name}`' for name in told)} is read as it was before", read or tried[1]) if told else None


def _answers_as_before(case: Case, action: Action, operation: Operation) -> Trouble:
    """Change all texts: an answer that has none of the new ones, where reading has them all, tells of the past."""
    texts = plain_texts(case.world, operation, case.resource)
    subject = case.new() if texts else None
    tried = _update(case, action, operation, subject, texts) if subject is not None else None
    now = case.now(subject) if subject is not None else None
    if subject is None or tried is None or now is None:
        raise NothingTells
    body, changed = tried
    shown = case.world.record_in(action, changed) or {}
    told = [name for name in texts if isinstance(shown.get(name), str) and isinstance(now.get(name), str)]
    past = [name for name in told if shown[name] == subject.record.get(name) != now[name] == body[name]]
    return (f"{', '.join(f'`{name}`' for name in past)} is answered as it was before", changed) if past else None


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


def _spreads(case: Case, action: Action, operation: Operation) -> Trouble:
    """Change a record that was made between two others: they keep their texts."""
    texts = plain_texts(case.world, operation, case.resource)
    before, subject, after = case.new(), case.new(), case.new()
    if before is None or subject is None or after is None:
        raise NothingTells
    tried = _change_all(case, action, operation, subject)
    tried = tried or (_update(case, action, operation, subject, texts) if texts else None)
    if tried is None:
        raise NothingTells
    for other in (before, after):
        now = case.now(other)
        read = case.world.session.last
        if read is not None and read.response.status in GONE:
            return "another record is gone", tried[1]
        told = [name for name in texts if now is not None and other.record.get(name) is not None]
        if any(is_lost(case.world, operation, name, (other.record[name], (now or {}).get(name))) for name in told):
            return "another record has another text", tried[1]
        lost = lost_values(case.world, operation, case.resource, other.record, now or other.record)
        lost += [
            name
            for name, value in tried[0].items()
            if value is not None and name in other.record and other.record[name] != value == (now or {}).get(name)
        ]
        if lost:
            return f"{', '.join(f'`{path}`' for path in lost)} of another record changed, too", tried[1]
    return None


def _loses_rest(case: Case, action: Action, operation: Operation) -> Trouble:
    """Change one text: the others that the record has stay what they are."""
    world, texts = case.world, plain_texts(case.world, operation, case.resource)
    subject = case.new() if texts else None
    tried = _update(case, action, operation, subject, texts[:1]) if subject is not None else None
    now = case.now(subject) if subject is not None else None
    if subject is None or tried is None or now is None:
        raise NothingTells
    rest = [name for name in texts[1:] if isinstance(subject.record.get(name), str) and name not in tried[0]]
    lost = [name for name in rest if is_lost(world, operation, name, (subject.record[name], now.get(name)))]
    others = {name: value for name, value in subject.record.items() if name not in tried[0]}
    lost += [path for path in lost_values(world, operation, case.resource, others, now) if path not in lost]
    return (f"{', '.join(f'`{name}`' for name in lost)} changed too", tried[1]) if lost else None


def _moves(case: Case, action: Action, operation: Operation, member: str) -> Trouble:
    subject = case.new()
    case.world.pause()
    texts = plain_texts(case.world, operation, case.resource)
    tried = _update(case, action, operation, subject, texts[:1]) if subject is not None and texts else None
    now = case.now(subject) if subject is not None else None
    if subject is None or tried is None or now is None:
        raise NothingTells
    same = is_same_time(subject.record.get(member), now.get(member))
    return None if same else ("an update changed it", tried[1])
