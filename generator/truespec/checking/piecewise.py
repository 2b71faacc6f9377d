"""Answers that tell of each element by itself: one of it may be refused though the whole was answered with success."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from truespec.checking.exchange import Request, Response
from truespec.contract.schema import ABSENT, Absent, Json

__all__ = ["may_refuse_one"]

_MULTI_STATUS: Final = 207
_STATUSES: Final = ("status", "statuscode", "httpstatus", "code", "httpstatuscode", "responsecode")
_WRONGS: Final = ("error", "errors", "problem", "problems")
_REFUSED: Final = ("rejected", "refused", "failed", "failures", "invalid", "notcreated", "unprocessed")
"""How lists are called that hold nothing but the elements that were refused."""

_RIGHTS: Final = ("success", "succeeded", "ok")
_OUTCOMES: Final = (*_STATUSES, "outcome", "result", "state")
_REFUSING: Final = ("invalid", "fail", "error", "reject", "refuse", "conflict", "denied", "notvalid", "notcreated")
"""How words begin that tell of an element that nothing was made of it."""

_FAILED: Final = 400
_HIGHEST: Final = 599
_LOWEST: Final = 200
_LONG: Final = 8


def may_refuse_one(request: Request, response: Response, element: Sequence[str | int]) -> bool:
    """Say whether an answer of success may tell that an element was refused: by a status, an error, or a flag of it.

    ``element`` is where it stands in the body. Where the answer tells of each that was sent, what it tells of that one
    counts; else one of them may be meant. One with 207 that tells of no element whether it went well leaves it open.
    """
    value = response.json()
    if isinstance(value, Absent):
        return response.status == _MULTI_STATUS
    told = list(_told(_answer_to(request.json(), value, element), within=False)) or list(_told(value, within=False))
    return False in told or (response.status == _MULTI_STATUS and not told)


def _answer_to(body: Json | Absent, answer: Json, element: Sequence[str | int]) -> list[Json]:
    """Return what an answer tells of one element, in a list; nothing, where that cannot be known."""
    *names, index = element or (0,)
    sent = body
    for name in names:
        sent = sent.get(str(name), ABSENT) if isinstance(sent, dict) else ABSENT
    if not isinstance(sent, list) or not isinstance(index, int):
        return []
    lists = [(name, found) for name, found in _lists("", answer) if len(found) == len(sent)]
    named = [found for name, found in lists if names and name == names[-1]] or [found for _, found in lists]
    if len(named) != 1 or index >= len(sent):
        return []
    numbers = [item.get("index") for item in named[0] if isinstance(item, dict)]
    one = named[0][numbers.index(index) if sorted(map(str, numbers)) == sorted(map(str, range(len(sent)))) else index]
    others = _texts([item for number, item in enumerate(sent) if number != index]) - _texts(sent[index])
    # What repeats another's key is the answer to that one.
    return [] if others & _texts(one) else [one]


def _lists(name: str, value: Json) -> Iterator[tuple[str, list[Json]]]:
    """Yield the lists of objects in an answer that are in no other list, each with the name of the member it is."""
    if isinstance(value, list):
        yield from [(name, value)] if value and all(isinstance(item, dict) for item in value) else []
    elif isinstance(value, dict):
        for inner, member in value.items():
            yield from _lists(inner, member)


def _texts(value: Json) -> set[str]:
    """Return the longer texts in a value: words of a list of words are the same in many."""
    if isinstance(value, dict):
        return set[str]().union(*map(_texts, value.values()))
    if isinstance(value, list):
        return set[str]().union(*map(_texts, value))
    return {value} if isinstance(value, str) and len(value) >= _LONG else set()


def _told(value: Json, *, within: bool) -> Iterator[bool]:
    """Yield, of what tells how an element of a list went, whether it went well."""
    if isinstance(value, list):
        for item in value:
            # Where nothing at all is told of an element, nothing was made of it.
            nothing = item is None or (
                isinstance(item, dict) and bool(item) and all(one is None for one in item.values())
            )
            yield from (False,) if nothing else _told(item, within=True)
    elif isinstance(value, dict):
        for name, member in value.items():
            known = name.replace("_", "").lower()
            if within and known in _STATUSES and _is_status(member):
                yield int(str(member)) < _FAILED
            elif within and known in _OUTCOMES and _is_refusing(member):
                yield False
            elif within and known in _RIGHTS and isinstance(member, bool):
                yield member
            elif known in _REFUSED and isinstance(member, list) and member:
                yield False
            elif known in _WRONGS and (within or isinstance(member, list)):
                yield from () if not member else (False,)
            else:
                yield from _told(member, within=within)


def _is_refusing(value: Json) -> bool:
    """Say whether a word tells of a refusal; any other word may tell of anything."""
    return isinstance(value, str) and re.sub(r"[\W_]", "", value).lower().startswith(_REFUSING)


def _is_status(value: Json) -> bool:
    text = str(value)
    return isinstance(value, int | str) and text.isdecimal() and _LOWEST <= int(text) <= _HIGHEST
