"""The formats of texts that strict mode checks; every other format only describes.

They are those that become Python values, and those that one short rule decides: RFC 3339 for dates and times, RFC 4122
for ids, dotted and colon notation for addresses, and for an e-mail address that there is one ``@`` between two parts.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from datetime import date
from typing import Final

__all__ = ["FORMATS"]

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME: Final = re.compile(r"(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII)
_UUID: Final = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_EMAIL: Final = re.compile(r"""(?:"(?:[^"\\\r\n]|\\[^\r\n])*"|[^\s@"]+)@[^\s@]+""")


def _is_date(text: str) -> bool:
    if _DATE.fullmatch(text) is None:
        return False
    year, month, day = map(int, text.split("-"))
    try:
        date(year or 2000, month, day)  # Python has no year 0; it would be a leap year, as 2000 is
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    match = _TIME.fullmatch(text)
    if match is None:
        return False
    hour, minute, second = int(match[1]), int(match[2]), int(match[3])
    ahead_hours, ahead_minutes = int(match[5] or 0), int(match[6] or 0)
    if hour > 23 or minute > 59 or second > 60 or ahead_hours > 23 or ahead_minutes > 59:
        return False
    if second < 60:
        return True
    # A leap second comes at the end of a day in UTC.
    ahead = (ahead_hours * 60 + ahead_minutes) * (-1 if match[4] == "-" else 1)
    return (hour * 60 + minute - ahead) % 1440 == 1439


def _is_date_time(text: str) -> bool:
    return text[10:11] in {"T", "t"} and _is_date(text[:10]) and _is_time(text[11:])


def _is_ipv4(text: str) -> bool:
    return _parses(ipaddress.IPv4Address, text)


def _is_ipv6(text: str) -> bool:
    return "%" not in text and _parses(ipaddress.IPv6Address, text)


def _parses(kind: Callable[[str], object], text: str) -> bool:
    try:
        kind(text)
    except ValueError:
        return False
    return True


FORMATS: Final[dict[str, Callable[[str], bool]]] = {
    "date": _is_date,
    "date-time": _is_date_time,
    "decimal": lambda text: _DECIMAL.fullmatch(text) is not None,
    "email": lambda text: _EMAIL.fullmatch(text) is not None,
    "ipv4": _is_ipv4,
    "ipv6": _is_ipv6,
    "time": _is_time,
    "uuid": lambda text: _UUID.fullmatch(text) is not None,
}
"""Format -> whether a text is of that format."""
