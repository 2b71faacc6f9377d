"""Customs that the spec has words for: what is said of an operation is documented, and no assumption any more."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.selection import Filter

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
    r"\b(others?|the rest)\b.*\b(keeps?|stays?|remains?)\b.*\b(values?|as (it|they)|same|unchanged)\b|"
    r"\bleav(es?|ing) (all |any )?(the )?(others?|rest)\b.*"
    r"\b(as (it|they) (is|are|was|were)|alone|unchanged|untouched)\b",
    re.IGNORECASE | re.DOTALL,
)
_CLEARED: Final = re.compile(
    rf"{_LEFT_OUT}.*\b((set|put|go|goes|fall|falls|revert|reverts) back|reset|cleared|emptied|removed)\b|"
    rf"{_LEFT_OUT}.*\b(revert|reverts|reset|resets|returns?) to\b|"
    rf"{_LEFT_OUT}.*\b(becomes?|(is|are|gets?) set to|turns? into) (null|empty|an empty|(its|their|the) defaults?)\b",
    re.IGNORECASE | re.DOTALL,
)
_TURNED: Final = re.compile(r"\b(not|never|unless|except|may|might|until|can|should)\b|n't\b", re.IGNORECASE)
_FOR_GOOD: Final = re.compile(r"\bfor good\b|\bpermanent(ly)?\b|\birrever[ts]i\w+|\birrevocabl\w+", re.IGNORECASE)
_PLACE_NAME: Final = re.compile(r"[\W_]?(id|uid|uuid|slug|key|name|code)$", re.IGNORECASE)
_APART: Final = (
    r"\bbelongs? to (exactly |only |just )?(one|a single) {place}\b|"
    r"\b{place}s?\b.*\b(are|is) (fully |completely |strictly )?(isolated|kept apart|separated)\b|"
    r"\b{place}s? (can ?not|can't|never|do not|don't) (see|reach|read|access|share)\b|"
    r"\b(can ?not|can't|never) (be )?(seen|reached|read|accessed|visible|shared)\b.*\b(another|other) {place}s?\b|"
    r"\bnot (visible|accessible) (in|to|from) (any )?(another|other) {place}s?\b"
)
_SHARED: Final = re.compile(r"\b(unless|except|may share|can share|shared (by|between|among))\b", re.IGNORECASE)
_ONLY: Final = re.compile(
    r"\A\s*((return|list|show|include|find)s? )?only (the |those |all )?\w+ .*"
    r"\b(this|the (given|specified)) `?(?P<member>\w+)",
    re.IGNORECASE | re.DOTALL,
)
_ROUGHLY: Final = re.compile(
    r"\b(contain|part|start|begin|prefix|like|similar|resembl|fuzz|match|search|later|earlier|newer|older|since|after|"
    r"before|until|near|within|between|least|most|than|without|or|any)",
    re.IGNORECASE,
)
"""What says that a filter looks at more than whether a member has the value."""

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
    resources = tuple(_apart(one, api) for one in behaviour.resources)
    return replace(api, behaviour=replace(behaviour, actions=actions, resources=resources))


def _apart(resource: Resource, api: Api) -> Resource:
    """Return a resource whose records are documented to be each in one place, where some words say that."""
    scope = resource.scope
    name = _PLACE_NAME.sub("", scope.place.path[-1]) if scope is not None else ""
    words = r"[\W_]?".join(map(re.escape, re.findall(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+", name)))
    if scope is None or not words:
        return resource
    beside = (one for operation in api.operations for one in operation.parameters if one.wire == scope.place.path[-1])
    told = [
        text for one in dict.fromkeys((api.description, *(one.description for one in beside))) for text in _cut(one)
    ]
    said = re.compile(_APART.format(place=words), re.IGNORECASE | re.DOTALL)
    kept_apart = any(said.search(text) and not _SHARED.search(text) for text in told)
    return replace(resource, scope=replace(scope, assumptions=())) if kept_apart else resource


def _said(action: Action, operation: Operation) -> Action:
    if action.kind == "update" and action.change is not None and _is_said(action.change.rule, operation):
        return replace(action, change=replace(action.change, assumptions=()))
    if action.kind == "list":
        return replace(action, filters=tuple(_filtered(one, operation) for one in action.filters))
    if action.kind == "delete" and any(_FOR_GOOD.search(one) and not _is_turned(one) for one in _told(operation)):
        return replace(action, assumptions=())
    return action


def _filtered(rule: Filter, operation: Operation) -> Filter:
    """Return a filter as documented where its parameter says: "only customers who live in this city"."""
    name = rule.place.path[-1]
    about = [one.description for one in operation.parameters if (one.place, one.wire) == (rule.place.part, name)]
    told = [text for text in about if _is_exact(text, name)]
    return replace(rule, assumptions=()) if told and rule.operator == "equal" else rule


def _is_exact(text: str, name: str) -> bool:
    said = _ONLY.match(text)
    asked = said is not None and re.sub(r"[\W_]", "", said["member"]).lower() == re.sub(r"[\W_]", "", name).lower()
    return asked and len(_cut(text)) == 1 and not _ROUGHLY.search(text) and not _is_turned(text)


def _told(operation: Operation) -> list[str]:
    return _cut(operation.description)


def _cut(text: str) -> list[str]:
    return [one for one in _END.split(text) if one.strip()]


def _is_said(rule: str, operation: Operation) -> bool:
    told = _told(operation)
    if rule == "replace":
        return any(_CLEARED.search(one) and not _is_turned(one) for one in told)
    content = operation.body.content if operation.body is not None else ()
    about = [operation.body.description] if operation.body is not None else []
    about += [media.schema.description for media in content if media.schema is not None]
    told += [text for one in about for text in _cut(one)]
    # A merge patch says by its very kind that the rest stays (RFC 7396).
    merges = bool(content) and all(media.name.partition(";")[0].strip().lower() == _MERGE for media in content)
    return merges or any(_STAYS.search(one) and not _is_turned(one) for one in told)


def _is_turned(sentence: str) -> bool:
    """Say whether a sentence has a word that turns it round, or makes it depend on something."""
    return _TURNED.search(_PLAIN.sub(" ", sentence)) is not None
