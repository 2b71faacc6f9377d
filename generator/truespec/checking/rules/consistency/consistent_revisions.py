"""Where no rules are written, the version of a record that an update names decides whether it is done."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.evidence import DONE, Case, NothingTells, Trouble, fresh_texts, plain_texts
from truespec.checking.rules.ground.revisions import conflict_of, revisions
from truespec.checking.rules.ground.sentences import is_negated, sentences
from truespec.checking.rules.ground.world import Subject
from truespec.contract.behaviour import Action
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["check_revisions"]

_AHEAD: Final = 1000
_RISES: Final = re.compile(r"\b(one more|increment\w*|increas\w+|rises?|raised|goes up|bumped)\b", re.IGNORECASE)
_CHANGE: Final = re.compile(r"\b(every|each|any)\b.*\b(change|update|modification|write|edit|save)s?\b", re.IGNORECASE)


def check_revisions(case: Case) -> None:
    """Judge the versions of one resource, where what refuses an update is documented to be about them."""
    for action, operation in case.world.actions("update"):
        if action.resource != case.resource.name or action.key is None:
            continue
        for name in revisions(case.world.api, case.world.maker, operation):
            if any(re.search(rf"\b{re.escape(name)}\b", one.description) for one in conflict_of(operation)):
                states = f"{operation.label} refuses a `{name}` that the record does not have"
                fact = case.fact(operation, f"version.{name}", states)
                case.judge(fact, partial(_takes_another, case, (action, operation), name))
                states = f"{operation.label} takes the `{name}` that was just read"
                fact = case.fact(operation, f"version.{name}.current", states)
                case.judge(fact, partial(_refuses_current, case, (action, operation), name))
            if _rises_with_changes(case, name):
                states = f"`{name}` rises when {operation.label} changes the record"
                fact = case.fact(operation, f"version.{name}.rises", states)
                case.judge(fact, partial(_stays, case, (action, operation), name))


def _rises_with_changes(case: Case, name: str) -> bool:
    member = case.world.maker.shape(case.world.api.schema(case.resource.schema).schema).properties[name]
    told = sentences(member.schema.description)
    return any(_RISES.search(text) and _CHANGE.search(text) and not is_negated(text) for text in told)


def _subject(case: Case, name: str) -> tuple[Subject, int]:
    """Return a new record with the version it has."""
    subject = case.new()
    version = subject.record.get(name) if subject is not None else None
    if subject is None or not isinstance(version, int) or isinstance(version, bool):
        raise NothingTells
    return subject, version


def _changed(
    case: Case, what: tuple[Action, Operation], subject: Subject, given: dict[str, Json]
) -> tuple[Exchange, bool]:
    """Change a text of a record; return the exchange, and whether the record has it now."""
    (action, operation), world = what, case.world
    texts = plain_texts(world, operation, case.resource)
    body = fresh_texts(world, operation, subject, texts[:1]) if texts else None
    if body is None:
        raise NothingTells
    values = world.values_for(operation, action.key, subject.key)
    exchange = world.session.ask(operation, values, {**body, **given})
    now = case.now(subject)
    if now is None:
        raise NothingTells
    return exchange, now.get(texts[0]) == body[texts[0]]


def _takes_another(case: Case, what: tuple[Action, Operation], name: str) -> Trouble:
    """Name a version that the record has never had; a change without any is done."""
    subject, version = _subject(case, name)
    exchange, is_done = _changed(case, what, subject, {name: version + _AHEAD})
    if exchange.response.status in DONE and is_done:
        return f"it answered {exchange.response.status}, and changed the record, which has `{name}` {version}", exchange
    return None


def _refuses_current(case: Case, what: tuple[Action, Operation], name: str) -> Trouble:
    subject, version = _subject(case, name)
    exchange, _ = _changed(case, what, subject, {name: version})
    refused = any(one.status == str(exchange.response.status) for one in conflict_of(what[1]))
    return (f"it answered {exchange.response.status} to it", exchange) if refused else None


def _stays(case: Case, what: tuple[Action, Operation], name: str) -> Trouble:
    subject, version = _subject(case, name)
    exchange, is_done = _changed(case, what, subject, {})
    now = case.now(subject)
    if exchange.response.status not in DONE or not is_done or now is None:
        raise NothingTells
    later = now.get(name)
    if not isinstance(later, int):
        raise NothingTells
    return (
        (f"the record has changed, and its `{name}` is {later} after {version}", exchange) if later <= version else None
    )
