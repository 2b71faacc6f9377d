"""Answers that tell of each element by itself: one of it may be refused though the whole was answered with success."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.checking.exchange import Response
from truespec.contract.schema import Absent, Json

__all__ = ["may_refuse_one"]

_MULTI_STATUS: Final = 207
_STATUSES: Final = ("status", "statuscode", "httpstatus", "code", "httpstatuscode", "responsecode")
_WRONGS: Final = ("error", "errors", "problem", "problems")
_RIGHTS: Final = ("success", "succeeded", "ok")
_FAILED: Final = 400
_HIGHEST: Final = 599
_LOWEST: Final = 200


def may_refuse_one(response: Response) -> bool:
    """Say whether an answer of success may tell that an element was refused: by a status, an error, or a flag of it.

    One with 207 that tells of no element whether it went well leaves it open.
    """
    value = response.json()
    told = [] if isinstance(value, Absent) else list(_told(value, within=False))
    return False in told or (response.status == _MULTI_STATUS and not told)


def _told(value: Json, *, within: bool) -> Iterator[bool]:
    """Yield, of what tells how an element of a list went, whether it went well."""
    if isinstance(value, list):
        for item in value:
            yield from _told(item, within=True)
    elif isinstance(value, dict):
        for name, member in value.items():
            known = name.replace("_", "").lower()
            if within and known in _STATUSES and _is_status(member):
                yield int(str(member)) < _FAILED
            elif within and known in _RIGHTS and isinstance(member, bool):
                yield member
            elif known in _WRONGS and (within or isinstance(member, list)):
                yield from () if not member else (False,)
            else:
                yield from _told(member, within=within)


def _is_status(value: Json) -> bool:
    text = str(value)
    return isinstance(value, int | str) and text.isdecimal() and _LOWEST <= int(text) <= _HIGHEST
