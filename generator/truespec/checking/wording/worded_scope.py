"""Whose a record is, where words say so: it belongs to what a header names, or to whom a credential was given to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from truespec.checking.parameters import is_idempotency_key
from truespec.checking.rules.ground.sentences import sentences
from truespec.contract.api import Api
from truespec.contract.behaviour import Place, Resource
from truespec.contract.conditions import Scope
from truespec.contract.operation import Operation, Parameter

__all__ = ["with_worded_scope"]

_PLACE_NAME: Final = re.compile(r"\A[Xx][\W_]|[\W_]?(id|uid|uuid|slug|key|name|code)\Z", re.IGNORECASE)
_BELONGS: Final = r"\bbelongs? to (?:exactly |only |just )?(?:one|a single) {place}\b"
_NOT_ELSEWHERE: Final = (
    r"\b(?:any )?(?:another|other) {place}s?\b.*\b(?:do(?:es)? not exist|don't exist|doesn't exist|"
    r"(?:is|are) not visible|(?:is|are) unknown|never (?:see|sees|seen))\b|"
    r"\b(?:do(?:es)? not exist|(?:is|are) not visible|(?:is|are) unknown|never sees?|never seen)\b.*"
    r"\b(?:another|other) {place}s?\b|"
    r"\b(?:sees?|reach(?:es)?|opens?|reads?) (?:only|nothing but)(?: the)? \w+s? (?:of|in) "
    r"(?:that|this|its|the) {place}\b"
)
_CREDENTIAL: Final = re.compile(
    r"\b(?:key|token|credential|user|client)s?\b(?: \w+)? (?:belongs?|is given|is issued) to "
    r"(?:exactly |only |just )?(?:one|a single) (?P<owner>\w+(?: \w+)?)",
    re.IGNORECASE,
)
_DOUBT: Final = re.compile(r"\b(?:unless|except|may share|can share|shared|some|usually|until)\b", re.IGNORECASE)


def with_worded_scope(api: Api) -> Api:
    """Return ``api`` with records belonging to a place, where a header or a credential is said to stand for one.

    The words have to say both: that there is one place, and that records of others are not there for it.
    """
    behaviour = api.behaviour
    if behaviour is None:
        return api
    resources = tuple(one if one.scope is not None else _belonging(one, api) for one in behaviour.resources)
    return replace(api, behaviour=replace(behaviour, resources=resources))


def _belonging(resource: Resource, api: Api) -> Resource:
    rule = next(_scopes(resource, api), None)
    return resource if rule is None else replace(resource, scope=rule)


def _scopes(resource: Resource, api: Api) -> Iterator[Scope]:
    behaviour = api.behaviour
    actions = behaviour.actions if behaviour is not None else ()
    about = {one.id for one in actions if one.resource == resource.name}
    operations = [operation for operation in api.operations if operation.id in about]
    for header in _headers(operations):
        words = r"[\W_]?".join(map(re.escape, _words(header.wire)))
        said = [*_told(api.description), *_told(header.description)]
        if words and _is_said(said, words):
            states = f"A record belongs to what `{header.wire}` names."
            yield Scope(f"{resource.name}.scope", states, header.location, place=Place("header", (header.wire,)))
    told = _told(api.description)
    owners = [found["owner"] for text in told if (found := _CREDENTIAL.search(text)) and not _DOUBT.search(text)]
    # Of "one restaurant group" others are "other groups".
    nouns = [word for owner in owners for word in (owner, *owner.split())]
    for scheme in api.security_schemes if len({*api.security_schemes}) == 1 else ():
        if any(_is_told(told, re.escape(noun)) for noun in nouns) and scheme.place == "header":
            states = "A record belongs to whom the credential was given to."
            place = Place("header", (scheme.parameter,))
            yield Scope(f"{resource.name}.scope", states, operations[0].location, place=place)


def _told(text: str) -> list[str]:
    return [" ".join(sentence.split()) for sentence in sentences(text)]


def _headers(operations: list[Operation]) -> Iterator[Parameter]:
    """Yield the headers that every operation on the records needs."""
    for header in operations[0].parameters if operations else ():
        needed = header.place == "header" and header.required and not is_idempotency_key(header)
        everywhere = all(
            any((one.place, one.wire, one.required) == ("header", header.wire, True) for one in other.parameters)
            for other in operations
        )
        if needed and everywhere and _PLACE_NAME.search(header.wire):
            yield header


def _words(name: str) -> list[str]:
    bare = _PLACE_NAME.sub("", _PLACE_NAME.sub("", name))
    return re.findall(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+", bare)


def _is_said(texts: list[str], place: str) -> bool:
    belongs = re.compile(_BELONGS.format(place=place), re.IGNORECASE)
    return any(belongs.search(text) and not _DOUBT.search(text) for text in texts) and _is_told(texts, place)


def _is_told(texts: list[str], place: str) -> bool:
    elsewhere = re.compile(_NOT_ELSEWHERE.format(place=place), re.IGNORECASE | re.DOTALL)
    return any(elsewhere.search(text) and not _DOUBT.search(text) for text in texts)
