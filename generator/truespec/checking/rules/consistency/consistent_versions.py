"""What HTTP says of entity tags: a strong one changes with the record, and decides who may write."""

from __future__ import annotations

from functools import partial
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.evidence import DONE, Case, NothingTells, Trouble, fresh_texts, plain_texts
from truespec.checking.rules.ground.world import Subject
from truespec.contract.behaviour import Action
from truespec.contract.operation import Operation, Parameter

__all__ = ["check_versions"]

_FAILED: Final = 412
_NOT_MODIFIED: Final = 304
_NOBODYS: Final = '"truespec-of-no-version"'


def check_versions(case: Case) -> None:
    """Judge the tags of one resource, where answers are documented to have one."""
    declared = {header.wire.lower() for answer in case.read.answers if answer.success for header in answer.headers}
    known = next((one for one in case.read.parameters if one.wire.lower() == "if-none-match"), None)
    if known is not None and any(answer.status == str(_NOT_MODIFIED) for answer in case.read.answers):
        states = f"{case.read.label} answers {_NOT_MODIFIED} to the `If-None-Match` of what is there, and to no other"
        case.judge(case.fact(case.read, "if-none-match", states), partial(_tells_again, case, known))
    for action, operation in case.world.actions("update"):
        if action.resource != case.resource.name or action.key is None or "etag" not in declared:
            continue
        moves = case.fact(operation, "etag", f"the ETag of a record is another one after {operation.label} changed it")
        case.judge(moves, partial(_stays, case, action, operation))
        match = next((one for one in operation.parameters if one.wire.lower() == "if-match"), None)
        if match is None or operation.answer(_FAILED) is None:
            continue
        stale = case.fact(operation, "if-match", f"{operation.label} refuses an `If-Match` that is not the ETag")
        case.judge(stale, partial(_lets_through, case, action, operation, match))
        current = case.fact(operation, "if-match.current", f"{operation.label} takes the ETag that was just read")
        case.judge(current, partial(_refuses_current, case, action, operation, match))


def _read(case: Case, subject: Subject) -> tuple[str, Exchange]:
    """Return the tag of a record and the exchange that shows it.

    Raises:
        NothingTells: There is no strong one.
    """
    found = case.world.read(case.resource, subject.key)
    tag = found[0].response.header("etag") if found is not None and found[0].response.success else None
    if found is None or tag is None or not tag.startswith('"'):
        raise NothingTells
    return tag, found[0]


def _changed(
    case: Case, action: Action, operation: Operation, subject: Subject, tag: tuple[Parameter, str] | None = None
) -> Exchange:
    """Change a text of a record, with a tag to match where one is given.

    Raises:
        NothingTells: There is no text to change.
    """
    world, texts = case.world, plain_texts(case.world, operation, case.resource)
    body = fresh_texts(world, operation, subject, texts[:1]) if texts else None
    if body is None:
        raise NothingTells
    values = dict(world.values_for(operation, action.key, subject.key))
    if tag is not None:
        values[tag[0].place, tag[0].wire] = tag[1]
    return world.session.ask(operation, values, body)


def _subject(case: Case) -> Subject:
    subject = case.new()
    if subject is None:
        raise NothingTells
    return subject


def _tells_again(case: Case, known: Parameter) -> Trouble:
    """Ask for what is known, and with a tag that nothing ever had."""
    subject, key = _subject(case), case.world.first("read", case.resource)
    tag, _ = _read(case, subject)
    if key is None:
        raise NothingTells
    values = case.world.values_for(case.read, key[0].key, subject.key)
    place = (known.place, known.wire)
    other = case.world.session.ask(case.read, {**values, place: _NOBODYS})
    if other.response.status == _NOT_MODIFIED:
        return f"it answered {_NOT_MODIFIED} to a tag that nothing ever had", other
    same = case.world.session.ask(case.read, {**values, place: tag})
    if other.response.success and same.response.success and same.response.header("etag") == tag:
        return f"it answered {same.response.status} to the tag that it told", same
    return None


def _stays(case: Case, action: Action, operation: Operation) -> Trouble:
    subject = _subject(case)
    tag, before = _read(case, subject)
    match = next((one for one in operation.parameters if one.wire.lower() == "if-match"), None)
    changed = _changed(case, action, operation, subject, None if match is None else (match, tag))
    later, after = _read(case, subject)
    if changed.response.status not in DONE or before.response.body == after.response.body:
        raise NothingTells
    return ("the record has changed, and its strong ETag has not", after) if tag == later else None


def _lets_through(case: Case, action: Action, operation: Operation, match: Parameter) -> Trouble:
    changed = _changed(case, action, operation, _subject(case), (match, _NOBODYS))
    if changed.response.status in DONE:
        return f"it answered {changed.response.status} to a tag that nothing ever had", changed
    if changed.response.status != _FAILED:
        raise NothingTells
    return None


def _refuses_current(case: Case, action: Action, operation: Operation, match: Parameter) -> Trouble:
    subject = _subject(case)
    tag, _ = _read(case, subject)
    changed = _changed(case, action, operation, subject, (match, tag))
    return ("it answered 412 to it", changed) if changed.response.status == _FAILED else None
