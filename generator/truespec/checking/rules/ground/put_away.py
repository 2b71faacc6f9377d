"""What is said of records that were deleted: that they can still be read, and that deleting nothing is fine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from truespec.checking.facts import assumed_among
from truespec.checking.rules.ground.sentences import is_negated, plain, sentences, words_in
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Action
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["may_be_read", "refuses_nobody", "says_again_is_done", "says_again_is_refused", "says_it_is_read"]

_AWAY: Final = r"(?:deleted|removed|archived|trashed|erased|anonymi[sz]ed|deactivated|closed)"
_READ: Final = r"(?:answered|read|readable|retrieved|fetched|returned|shown|loaded|available|accessible|visible)"
_STILL: Final = r"(?:still|can be|remains?|stays?|continues?)"
_STILL_READ: Final = re.compile(
    rf"\b{_AWAY}\b.*\b{_STILL}\b.*\b{_READ}\b|\b{_STILL}\b.*\b{_READ}\b.*\b{_AWAY}\b",
    re.IGNORECASE | re.DOTALL,
)
_STILL_SAID: Final = re.compile(r"\bstill\b", re.IGNORECASE)
_AWAY_SAID: Final = re.compile(rf"\b{_AWAY}\b", re.IGNORECASE)
_MARKED: Final = re.compile(
    rf"\bsoft[- ]?delet|\b(?:marks?|marked|flags?|flagged)\b.*\bas {_AWAY}\b", re.IGNORECASE | re.DOTALL
)
_MARK: Final = re.compile(rf"(?:is)?{_AWAY}(?:at|on)?")
"""What a member is called, or a word of a member is, that tells that a record was deleted."""

_GONE_SAID: Final = re.compile(
    r"\b404\b|\bgone\b|\bno longer\b|\bpermanent|\bfor good\b|\bcan ?not be (read|found)\b", re.IGNORECASE
)
_IDEMPOTENT: Final = re.compile(
    r"\bidempotent(ly)?\b|\balready (deleted|removed|gone)\b|\bnever (was|were|existed|been)\b"
    r"|\b(deleted|removed|gone) already\b|\bwhether or not\b|\beven (if|when)\b.*\b(not|no|never)\b",
    re.IGNORECASE | re.DOTALL,
)
_AGAIN: Final = re.compile(
    r"\b(already (deleted|removed|gone)|(deleted|removed|gone) already|second time)\b.*\b20[0-9]\b"
    r"|\b20[0-9]\b.*\b(already (deleted|removed|gone)|(deleted|removed|gone) already|second time)\b",
    re.IGNORECASE | re.DOTALL,
)
_ONCE_MORE: Final = re.compile(
    r"\b(?:(?:deleting|removing|deletes?|removes?|deleted|removed)\b.*\b(?:again|twice|(?:a )?second time)|"
    r"(?:second|repeated|another) (?:delete|deletion|removal)|already (?:deleted|removed|gone)|"
    r"(?:deleted|removed|gone) already)\b",
    re.IGNORECASE | re.DOTALL,
)
_NOT_FOUND: Final = re.compile(r"\b4(?:04|10)\b")
_WENT: Final = re.compile(r"\b(?:was|were|is|are|has been|have been)(?: already)? (?:deleted|removed)\b", re.IGNORECASE)
_AGAIN_IN_DOUBT: Final = re.compile(
    r"\b(?:may|might|can|could|should|unless|except|sometimes|usually|until|within|after|20[0-9]|idempotent)\b|"
    r"\bor (?!(?:deleting|removing|changing|reading|updating)\b)",
    re.IGNORECASE,
)
_GONE: Final = frozenset({"404", "410"})
_ABSENT: Final = re.compile(
    r"\b(?:does|do|did) not exist\b|\bnot found\b|\bno longer\b|\bnever existed\b", re.IGNORECASE
)
_EVER: Final = re.compile(r"\bnever (was|were|existed|been)\b", re.IGNORECASE)
_NOT_IDEMPOTENT: Final = re.compile(r"\bnot idempotent\b|\b404\b", re.IGNORECASE)


def may_be_read(world: World, action: Action, operation: Operation, record: Mapping[str, Json]) -> bool:
    """Say whether a record that was deleted may be read as it is now.

    Some words say that it can be, or it shows a mark that is documented, where none say that it is gone.
    """
    reader = _reader(world, action)
    told = [*_words(operation), *(_words(reader) if reader is not None else ())]
    if assumed_among(action.assumptions, ("gone",)) is not None:
        return True
    if any((_STILL_READ.search(text) or _MARKED.search(text)) and not is_negated(text) for text in told):
        return True
    answers = reader.answers if reader is not None else ()
    refused = any(answer.status in {"404", "410"} and _AWAY_SAID.search(answer.description) for answer in answers)
    return not refused and not any(_GONE_SAID.search(text) for text in told) and _shows_mark(world, action, record)


def says_it_is_read(world: World, action: Action) -> bool:
    """Say whether what reads a record says of one that was deleted that it is still answered."""
    reader = _reader(world, action)
    told = _words(reader) if reader is not None else ()
    return any(_STILL_READ.search(text) and _STILL_SAID.search(text) and not is_negated(text) for text in told)


def _reader(world: World, action: Action) -> Operation | None:
    resource = world.resource(action)
    found = world.first("read", resource) if resource is not None else None
    return found[1] if found is not None else None


def says_again_is_done(operation: Operation) -> bool:
    """Say whether some words say with which success it is answered to delete what was deleted already."""
    return any(_AGAIN.search(text) and not is_negated(_EVER.sub("", text)) for text in _words(operation))


def says_again_is_refused(operation: Operation) -> bool:
    """Say whether some words say that it is answered with 404 or 410 to delete what was deleted already.

    They may be those of that very answer, if it is about nothing around the record.
    """
    told = _words(operation)
    if says_again_is_done(operation) or any(re.search(r"\bidempotent", text, re.IGNORECASE) for text in told):
        return False
    said = (text for text in told if _ONCE_MORE.search(text) and _NOT_FOUND.search(text))
    if any(not is_negated(text) and not _AGAIN_IN_DOUBT.search(text) for text in said):
        return True
    around = [_noun(step) for step in re.findall(r"\{(.+?)\}", operation.path)][:-1]
    about = (text for answer in operation.answers if answer.status in _GONE for text in sentences(answer.description))
    gone = (text for text in about if _WENT.search(text) or _ONCE_MORE.search(text))
    return any(not is_negated(_ABSENT.sub("", text)) and not {*words_in(text)} & {*around} for text in gone)


def _shows_mark(world: World, action: Action, record: Mapping[str, Json]) -> bool:
    resource = world.resource(action)
    if resource is None:
        return False
    for name, member in world.maker.shape(world.api.schema(resource.schema).schema).properties.items():
        value = record.get(name)
        words = world.maker.shape(member.schema).enum or ()
        if value and (_MARK.fullmatch(plain(name)) or (isinstance(value, str) and value in words and _is_away(value))):
            return True
    return False


def _is_away(word: str) -> bool:
    return _MARK.fullmatch(plain(word)) is not None


def refuses_nobody(action: Action, operation: Operation) -> bool:
    """Say whether a 404 is documented for a record that is not there, and no words make it fine to delete it.

    Deleting may be said to be idempotent; and a 404 may be about what the record is in: a shop that is not there.
    """
    about = next((answer.description for answer in operation.answers if answer.status == "404"), None)
    if about is None or action.kind != "delete" or action.key is None:
        return about is not None
    if any(_IDEMPOTENT.search(text) and not _NOT_IDEMPOTENT.search(text) for text in _words(operation)):
        return False
    words, key = set(words_in(about)), action.key.path[-1]
    around = {_noun(step) for step in re.findall(r"\{(.+?)\}", operation.path) if step != key} - {""}
    return not around & words or bool({_noun(key), plain(action.resource), "record", "resource"} & words)


def _noun(name: str) -> str:
    """Return what a parameter of a path names: a shop, for `shopId`."""
    return re.sub(r"(id|uid|uuid|key|code|slug)\Z", "", plain(name))


def _words(operation: Operation) -> list[str]:
    """Return the sentences that an operation is described in, and those of its successes."""
    answers = (answer.description for answer in operation.answers if answer.success)
    return [text for one in (operation.summary, operation.description, *answers) for text in sentences(one)]
