"""What a request may say: the members of each body, and the numbers and words of a query."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, TypeAlias

__all__ = ["EXTENSION", "SEARCH", "WRITTEN", "Refused", "Rule", "Switch", "checked", "moment", "number", "uid"]

Switch: TypeAlias = Callable[..., bool]
Rule: TypeAlias = Callable[[Any], bool]

_UID: Final = re.compile(r"[A-Za-z0-9-_]+")


class Refused(Exception):  # noqa: N818 - it names what happened
    """A request is answered with this status."""

    def __init__(self, status: int, message: str = "refused") -> None:
        super().__init__(message)
        self.status = status


def uid(value: Any) -> bool:
    """Return whether it is a reference as documented: the pattern says how it begins, and nothing of its end."""
    return isinstance(value, str) and _UID.match(value) is not None


def moment(value: Any) -> datetime | None:
    """Return the time a text tells with its offset, if it does."""
    if not isinstance(value, str) or not re.match(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d", value):
        return None
    try:
        told = datetime.fromisoformat(value.upper())
    except ValueError:
        return None
    return told if told.tzinfo else None


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _integer(value: Any) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and value.is_integer())


WRITTEN: Final[dict[str, Rule]] = {
    **dict.fromkeys(
        ("address", "city", "companyName", "email", "externalId", "firstname", "lastname", "mobile", "postalCode"),
        _text,
    ),
    **dict.fromkeys(("vatNumber", "origin", "loyaltyId", "internalNote"), _text),
    "countryCode": lambda value: _text(value) and len(value) == 2,
    "customerType": lambda value: value in {"COMPANY", "PERSON", "B2B"} if _text(value) else False,
    "ledgerNumber": lambda value: _text(value) and re.fullmatch(r"[0-9]*", value) is not None,
    "pricelistUid": _text,
    "paymentTerms": _integer,
    "ehfEnabled": lambda value: isinstance(value, bool),
    "ehf": lambda value: isinstance(value, dict) and isinstance(value.get("enabled", True), bool),
    "customerGroupUids": lambda value: isinstance(value, list) and all(map(_text, value)),
    "defaultStoreUid": uid,
    "customerUid": uid,
}
"""The members a customer is created with; an update has no ``customerUid``."""

SEARCH: Final[dict[str, Rule]] = {
    "exactMatch": lambda value: isinstance(value, bool),
    **dict.fromkeys(("query", "mobile", "email", "vatNumber"), _text),
    "storeUid": uid,
    "createdAt": lambda value: moment(value) is not None,
    "scope": lambda value: value in {"CUSTOMER", "CONTACT"} if _text(value) else False,
}

EXTENSION: Final[dict[str, Rule]] = {"storeUid": uid}


def checked(
    body: Mapping[str, Any], rules: Mapping[str, Rule], unchecked: Switch, required: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return the members that are known, all of them as documented; what is ``unchecked`` may be anything."""
    for name in required:
        if name not in body:
            raise Refused(400, f"{name} is missing")
    for name, fits in rules.items():
        if name in body and not fits(body[name]) and not unchecked(name):
            raise Refused(400, f"{name} is not as documented")
    return {name: value for name, value in body.items() if name in rules}


def number(query: Mapping[str, str], name: str, default: int, least: int, *, lenient: bool = False) -> int:
    """Return a number of a query, or what stands in for it."""
    text = query.get(name)
    if text is None:
        return default
    if not re.fullmatch(r"-?[0-9]{1,9}", text):
        if lenient:
            return default
        raise Refused(400, f"{name} is no number")
    value = int(text)
    if value < least:
        if lenient:
            return least
        raise Refused(400, f"{name} is too small")
    return value
