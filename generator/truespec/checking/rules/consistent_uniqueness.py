"""Where no rules are written, what the spec's own words say only one record may have is refused to another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from truespec.checking.facts import assumed_among
from truespec.checking.rules.evidence import Case, NothingTells, Trouble
from truespec.checking.rules.values import same_value
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action
from truespec.contract.operation import Answer, Operation
from truespec.contract.schema import Json

__all__ = ["check_uniqueness"]

_CONFLICT: Final = "409"
_TAKEN: Final = re.compile(
    r"\b(another|other|already|exists?|taken|duplicates?|unique|in use|same|twice)\b", re.IGNORECASE
)
_UNIQUE: Final = re.compile(r"\bunique\b|\bno two\b", re.IGNORECASE)
_AMONG_SOME: Final = re.compile(r"\b(within|combination|together|per|with the same|pair)\b", re.IGNORECASE)
"""What is unique among some records only, or together with something else, needs a rule to say so."""


def check_uniqueness(case: Case) -> None:
    """Judge what makes and what changes a record, where it can be refused for what another record has."""
    for action, operation in case.world.actions("create", "update"):
        answer = operation.answer(int(_CONFLICT)) if action.resource == case.resource.name else None
        if answer is None or answer.status != _CONFLICT:
            continue
        for name in _told(case, operation, answer):
            fact = _fact(case, operation, answer, name)
            case.judge(fact, partial(_is_had_twice, case, action, operation, name))


def _told(case: Case, operation: Operation, answer: Answer) -> Iterator[str]:
    """Yield the member that the words of the conflict name, or those whose own words say that they are unique."""
    members = {
        name: member
        for name, member in case.world.sendable(operation).items()
        if name != case.resource.key and case.world.maker.types(member.schema) - {"null"} <= {"string", "integer"}
    }
    text = answer.description
    words = {re.sub(r"[\W_]", "", word).lower() for word in re.findall(r"[\w-]+", text)}
    named = [name for name in members if re.sub(r"[\W_]", "", name).lower() in words]
    if len(named) == 1 and _TAKEN.search(text) and not _AMONG_SOME.search(text):
        yield named[0]
        return
    for name, member in members.items():
        told = f"{member.schema.description} {case.world.api.target(member.schema).description}"
        if _UNIQUE.search(told) and not _AMONG_SOME.search(told):
            yield name


def _fact(case: Case, operation: Operation, answer: Answer, name: str) -> Fact:
    states = f"{operation.label} refuses a `{name}` that another record has with {answer.status}"
    fact = case.fact(operation, f"unique.{name}", states)
    why = fact.assumed or assumed_among(answer.assumptions)
    return Fact(fact.id, states, answer.location, operation.id, "rule", why)


def _is_had_twice(case: Case, action: Action, operation: Operation, name: str) -> Trouble:
    """Give a record what another one has; all else of it is new."""
    first, other = case.new(), case.new() if action.kind == "update" else None
    value = first.record.get(name) if first is not None else None
    if first is None or value in (None, "") or not same_value(value, first.sent.get(name)):
        raise NothingTells
    body = case.world.new_body(operation, {name: value})
    if body is None or (action.kind == "update" and other is None):
        raise NothingTells
    key: Json = other.key if other is not None else None
    sent: dict[str, Json] = {name: value} if action.kind == "update" and operation.method.upper() == "PATCH" else body
    answer = case.world.session.ask(operation, case.world.values_for(operation, action.key, key), sent)
    if not answer.response.success:
        return None
    read = case.now(other) if other is not None else case.world.record_in(action, answer)
    if read is None or not same_value(value, read.get(name)):
        raise NothingTells
    return f"it answered {answer.response.status} to a `{name}` that another record has", answer
