"""Customs that the spec has words for: what is said of an operation is documented, and no assumption any more."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from truespec.contract.api import Api
from truespec.contract.behaviour import Action
from truespec.contract.operation import Operation

__all__ = ["with_what_is_said"]

_MERGE: Final = "application/merge-patch+json"
_END: Final = re.compile(r"[.;:](?:\s|$)|\n\s*\n")
_LEFT_OUT: Final = (
    r"\b(left out|omitted|not sent|missing|absent|not (included|present|given|provided|listed|specified|mentioned))\b"
)
_STAYS: Final = re.compile(
    rf"{_LEFT_OUT}.*\b(stays?|keeps?|remains?|are kept|is kept|(left|are|is) unchanged|left alone|not changed)\b|"
    r"\bonly (the )?(fields?|members?|properties|attributes?)\b.*\b(sent|included|present|given|provided)\b.*"
    r"\b(are|is) (changed|updated|modified)\b|"
    r"\b(others?|the rest)\b.*\b(keeps?|stays?|remains?)\b.*\b(values?|as (it|they)|same|unchanged)\b",
    re.IGNORECASE | re.DOTALL,
)
_CLEARED: Final = re.compile(
    rf"{_LEFT_OUT}.*\b((set|put|go|goes|fall|falls|revert|reverts) back|reset|cleared|emptied|removed)\b|"
    rf"{_LEFT_OUT}.*\b(revert|reverts|reset|resets|returns?) to\b",
    re.IGNORECASE | re.DOTALL,
)
_TURNED: Final = re.compile(r"\b(not|never|unless|except|may|might|until|can|should)\b|n't\b", re.IGNORECASE)
_FOR_GOOD: Final = re.compile(r"\bfor good\b|\bpermanent(ly)?\b|\birrever[ts]i\w+|\birrevocabl\w+", re.IGNORECASE)
_PLAIN: Final = re.compile(rf"{_LEFT_OUT}|\bnot changed\b", re.IGNORECASE)


def with_what_is_said(api: Api) -> Api:
    """Return ``api`` with those of its assumed rules as documented that the words of their operations state."""
    behaviour = api.behaviour
    if behaviour is None:
        return api
    operations = {operation.id: operation for operation in api.operations}
    actions = tuple(
        _said(action, operations[action.id]) if action.id in operations else action for action in behaviour.actions
    )
    return replace(api, behaviour=replace(behaviour, actions=actions))


def _said(action: Action, operation: Operation) -> Action:
    if action.kind == "update" and action.change is not None and _is_said(action.change.rule, operation):
        return replace(action, change=replace(action.change, assumptions=()))
    if action.kind == "delete" and any(_FOR_GOOD.search(one) and not _is_turned(one) for one in _told(operation)):
        return replace(action, assumptions=())
    return action


def _told(operation: Operation) -> list[str]:
    return [one for one in _END.split(operation.description) if one.strip()]


def _is_said(rule: str, operation: Operation) -> bool:
    told = _told(operation)
    if rule == "replace":
        return any(_CLEARED.search(one) and not _is_turned(one) for one in told)
    content = operation.body.content if operation.body is not None else ()
    # A merge patch says by its very kind that the rest stays (RFC 7396).
    merges = bool(content) and all(media.name.partition(";")[0].strip().lower() == _MERGE for media in content)
    return merges or any(_STAYS.search(one) and not _is_turned(one) for one in told)


def _is_turned(sentence: str) -> bool:
    """Say whether a sentence has a word that turns it round, or makes it depend on something."""
    return _TURNED.search(_PLAIN.sub(" ", sentence)) is not None
