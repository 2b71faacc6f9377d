"""What becomes of a record that is sent again, where words say so: no second one is made, and the first is answered."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final, Literal

from truespec.checking.parameters import json_schema
from truespec.checking.rules.ground.sentences import members_named, sentences
from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Dedupe, Existing
from truespec.contract.operation import Operation
from truespec.contract.schema import Property
from truespec.mock.shapes import Shapes

__all__ = ["with_worded_dedupe"]

_SAME: Final = re.compile(
    r"\b(?:if|when|where)\b(?=.*\b(?:already|exists?|existing|there is)\b)(?=.*\b(?:same|this|that|such an?)\b)|"
    r"\b(?:same|known|existing)\b.*\b(?:is not (?:created|made|added) (?:again|twice|a second time))\b",
    re.IGNORECASE,
)
_NO_SECOND: Final = re.compile(
    r"\bno (?:second|new|other|further)\b.*\b(?:is|are|gets?) (?:created|made|added|stored)\b|"
    r"\b(?:the )?(?:existing|known) \w+ is (?:answered|returned|the answer|sent back)\b|"
    r"\b(?:answers with|returns?) (?:the|that) (?:existing|known) \w+\b|"
    r"\b(?:is|are) not (?:created|made) (?:again|twice)\b",
    re.IGNORECASE,
)
_FILLED: Final = re.compile(
    r"\b(?:empty|null|missing|not set|unset|has nothing|have nothing|lacks?)\b.*"
    r"\b(?:filled|completed|taken over|set)\b|"
    r"\b(?:fills?|completes?)\b.*\b(?:empty|null|missing|not set|unset)\b",
    re.IGNORECASE,
)
_UNCHANGED: Final = re.compile(
    r"\b(?:existing|known) \w+ (?:is|stays|remains) (?:unchanged|as it (?:is|was)|untouched)\b|"
    r"\b(?:existing|known) \w+ is (?:answered|returned) (?:unchanged|as it is|without (?:any )?changes?)\b|"
    r"\bnothing (?:of it )?(?:is )?change[sd]\b",
    re.IGNORECASE,
)
_DOUBT: Final = re.compile(
    r"\b(?:unless|except|usually|may|might|can|should|combination|together|or|409|another|archived|deleted)\b|"
    r"\b\w+ and (?:the )?\w+ (?:are|both)\b",
    re.IGNORECASE,
)
_PLAIN: Final = frozenset({"string", "integer"})


def with_worded_dedupe(api: Api) -> Api:
    """Return ``api`` with what its words say of records that are sent again, by one member that they agree in.

    It has to be said that there is no second one; what becomes of the first is read where it is said beyond doubt.
    """
    behaviour = api.behaviour
    if behaviour is None:
        return api
    shapes = Shapes(api)
    actions = tuple(_recognising(one, api.operation(one.id), shapes) for one in behaviour.actions)
    return replace(api, behaviour=replace(behaviour, actions=actions))


def _recognising(action: Action, operation: Operation | None, shapes: Shapes) -> Action:
    statuses = {answer.status for answer in operation.answers} if operation is not None else set[str]()
    if action.kind != "create" or operation is None or action.dedupe is not None or not statuses >= {"200", "201"}:
        return action
    member = _member(operation, shapes)
    if member is None:
        return action
    states = f"Two that agree in `{member}` are one."
    rule = Dedupe(f"{action.id}.dedupe", states, operation.location, members=(member,), existing=_existing(operation))
    return replace(action, dedupe=rule)


def _texts(operation: Operation) -> list[str]:
    return [" ".join(text.split()) for text in sentences(operation.description)]


def _member(operation: Operation, shapes: Shapes) -> str | None:
    """Return the member that a record is known by: the sentence that says so names no other."""
    schema = json_schema(operation)
    members = shapes.chosen(schema).properties if schema is not None else dict[str, Property]()
    texts = _texts(operation)
    for text, following in pairwise([*texts, ""]):
        told = _NO_SECOND.search(text) or (_NO_SECOND.search(following) and not _DOUBT.search(following))
        named = members_named(text.split(":")[0], members)
        if _SAME.search(text) and told and len(named) == 1 and not _DOUBT.search(text):
            kinds = shapes.types(members[named[0]].schema) - {"null"}
            return named[0] if kinds <= _PLAIN else None
    return None


def _existing(operation: Operation) -> Existing | None:
    rule: Literal["fill-null", "keep"] | None = None
    texts = _texts(operation)
    if any(_FILLED.search(text) and not re.search(r"\b(?:not|never|may)\b", text) for text in texts):
        rule = "fill-null"
    elif any(_UNCHANGED.search(text) for text in texts):
        rule = "keep"
    if rule is None:
        return None
    states = "What it lacks is filled, and nothing else changes." if rule == "fill-null" else "It stays as it is."
    return Existing(f"{operation.id}.dedupe.existing", states, operation.location, rule=rule)
