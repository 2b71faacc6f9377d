"""A list in a record that a change is said to replace as a whole: of what was in it before, nothing is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from truespec.checking.rules.ground.evidence import Case, NothingTells, Trouble
from truespec.checking.rules.ground.sentences import is_negated, members_named, sentences
from truespec.checking.rules.ground.values import same_value
from truespec.contract.behaviour import Action
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["check_wholes"]

_WHOLE: Final = re.compile(
    r"\b(?:replaced|overwritten|replaces?|overwrites?)\b.*\b(?:as a whole|as wholes|entirely|completely|in full)\b|"
    r"\b(?:always|completely|entirely|fully) (?:replaced|overwritten)\b",
    re.IGNORECASE | re.DOTALL,
)


def check_wholes(case: Case) -> None:
    """Judge each list that the words of an update, or of the list itself, say is replaced as a whole."""
    for action, operation in case.world.actions("update"):
        if action.resource == case.resource.name and action.key is not None:
            for name in _replaced(case, operation):
                states = f"{operation.label} replaces `{name}` as a whole"
                case.judge(
                    case.fact(operation, f"whole.{name}", states), partial(_is_mixed, case, action, operation, name)
                )


def _replaced(case: Case, operation: Operation) -> Iterator[str]:
    """Yield the lists of texts that can be sent, and that a record shows."""
    world = case.world
    record = world.maker.shape(world.api.schema(case.resource.schema).schema).properties
    there = {*record, *world.sendable(case.create[1])}
    told = [text for text in sentences(operation.description) if _WHOLE.search(text) and not is_negated(text)]
    named = {name for text in told for name in members_named(text, world.sendable(operation))}
    for name, member in world.sendable(operation).items():
        own = _WHOLE.search(member.schema.description) and not is_negated(member.schema.description)
        if name in there and name in record and "array" in world.maker.types(member.schema) and (own or name in named):
            yield name


def _is_mixed(case: Case, action: Action, operation: Operation, name: str) -> Trouble:
    """Change the list of a record twice; what only the first change had in it is gone after the second."""
    subject, world = case.new(), case.world
    first, second = (_elements(case, operation, name) for _ in range(2))
    if subject is None or not first or not second or any(same_value(one, other) for one in first for other in second):
        raise NothingTells
    for sent in (first, second):
        body: dict[str, Json] | None = {name: sent}
        schema = world.body_schema(operation)
        if schema is None or operation.method.upper() == "PUT" or not world.maker.is_valid(schema, body):
            body = world.new_body(operation, {name: sent})
        if body is None:
            raise NothingTells
        answer = world.session.ask(operation, world.values_for(operation, action.key, subject.key), body)
        now = (case.now(subject) or {}).get(name) if answer.response.success else None
        if not isinstance(now, list) or not all(any(same_value(one, kept) for kept in now) for one in sent):
            raise NothingTells
        if sent is second and any(same_value(one, kept) for one in first for kept in now):
            return f"`{name}` still holds what was in it before", answer
    return None


def _elements(case: Case, operation: Operation, name: str) -> list[Json]:
    """Return a list of one element."""
    item = case.world.maker.narrowed(case.world.sendable(operation)[name].schema).items
    return [] if item is None else [case.world.maker.value(name, item)]
