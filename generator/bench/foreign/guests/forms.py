"""What a request for guests has to look like, each check under the name of the mutant that leaves it out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, Final

__all__ = ["DEFAULTS", "READ", "Refused", "body_of", "guest", "merge", "moment", "queried", "whole"]

DEFAULTS: Final[dict[str, Any]] = {
    "externalId": None, "firstName": None, "email": None, "phone": None, "birthDate": None, "language": "en",
    "vip": False, "loyaltyPoints": 0, "tags": [], "address": None, "notes": None,
}  # fmt: skip
READ: Final = frozenset({"lastName", *DEFAULTS})
_SORTED: Final = ("createdAt", "lastName", "loyaltyPoints")

Unchecked = Callable[[str], bool]
"""Whether the mutant of this name is about."""


class Refused(Exception):  # noqa: N818 - it names what happened
    """A request is answered with this status."""

    def __init__(self, status: int, title: str = "Refused", fields: tuple[str, ...] = ()) -> None:
        super().__init__(title)
        self.status, self.title, self.fields = status, title, fields


def whole(value: Any) -> int | None:
    """Return a whole number, which JSON may write with a fraction of nothing."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        return None
    return int(value)


def _text(value: Any, low: int, high: int, pattern: str = "") -> bool:
    return isinstance(value, str) and low <= len(value) <= high and re.search(pattern, value) is not None


def _day(value: Any) -> bool:
    try:
        return _text(value, 10, 10, r"^\d{4}-\d\d-\d\d\Z") and bool(date.fromisoformat(value))
    except ValueError:
        return False


def moment(text: str) -> datetime | None:
    """Return a point in time."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", text):
        return None
    try:
        return datetime.fromisoformat(text.upper())
    except ValueError:
        return None


def _external(value: Any) -> bool:
    return value is None or _text(value, 0, 40, r"^[A-Za-z0-9_-]+\Z")


def _wrong(body: dict[str, Any], off: Unchecked) -> Iterator[str]:
    """Yield the members that are not as documented."""
    high = 10**6
    rules: dict[str, Callable[[Any], bool]] = {
        "externalId": lambda v: _external(v) or off("accepts-odd-external-id"),
        "firstName": lambda v: v is None or _text(v, 0, high if off("accepts-long-first-name") else 50),
        "lastName": lambda v: (
            _text(v, 0 if off("accepts-empty-last-name") else 1, 50)
            or (off("accepts-number-name") and whole(v) is not None)
        ),
        "email": lambda v: (
            v is None or (_text(v, 0, 120, r"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+\Z") or off("accepts-no-email"))
        ),
        "phone": lambda v: v is None or _text(v, 0, 99, r"^[+][1-9][0-9]{6,14}\Z") or off("accepts-odd-phone"),
        "birthDate": lambda v: v is None or _day(v) or (off("accepts-no-day") and isinstance(v, str)),
        "language": lambda v: v in {"en", "fr", "de", "es"} if isinstance(v, str) else False,
        "vip": lambda v: isinstance(v, bool) or off("accepts-text-vip"),
        "loyaltyPoints": lambda v: _points(v, off),
        "tags": lambda v: _tags(v, off),
        "address": lambda v: v is None or _address(v, off),
        "notes": lambda v: v is None or _text(v, 0, 500),
    }
    for name, value in body.items():
        rule = rules.get(name, lambda _: off("accepts-unknown-members"))
        if not rule(value) and not (name == "language" and off("accepts-other-language")):
            yield name


def _points(value: Any, off: Unchecked) -> bool:
    points = whole(value)
    if points is None:
        return False
    return (points >= 0 or off("accepts-negative-points")) and points <= 10**6


def _tags(value: Any, off: Unchecked) -> bool:
    if not isinstance(value, list) or not all(_text(tag, 1, 30) for tag in value):
        return False
    few, apart = len(value) <= 10, len(set(value)) == len(value)
    return (few or off("accepts-many-tags")) and (apart or off("accepts-same-tags"))


def _address(value: Any, off: Unchecked) -> bool:
    if not isinstance(value, dict) or not value.keys() <= {"line1", "city", "postalCode", "countryCode"}:
        return False
    most = {"line1": 100, "city": 60, "postalCode": 12}
    country = _text(value.get("countryCode"), 2, 2, r"^[A-Z]{2}\Z") or off("accepts-odd-country")
    return country and all(value.get(name) is None or _text(value[name], 0, high) for name, high in most.items())


def body_of(body: bytes) -> dict[str, Any]:
    """Read the object that a request brings."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(400, "The body is no JSON") from None
    if not isinstance(value, dict):
        raise Refused(422, "The body is no object")
    return value


def guest(body: dict[str, Any], off: Unchecked, *needed: str) -> dict[str, Any]:
    """Return what is written of a guest."""
    wrong = [name for name in needed if body.get(name) is None and not off("accepts-no-last-name")]
    wrong += [] if off("patch-unchecked") and not needed else _wrong(body, off)
    if wrong or not (body or needed):
        raise Refused(422, "The guest cannot be kept as it was sent", tuple(wrong))
    points = {"loyaltyPoints": whole(body["loyaltyPoints"])} if "loyaltyPoints" in body else {}
    return {name: value for name, value in {**body, **points}.items() if name in READ}


def merge(body: dict[str, Any], off: Unchecked) -> tuple[int, list[int]]:
    """Return who remains and who is merged into it."""
    primary, others = whole(body.get("primaryId")), body.get("duplicateIds")
    if body.keys() - {"primaryId", "duplicateIds"} or primary is None or primary < 1:
        raise Refused(422, "A merge names who remains", ("primaryId",))
    known = [whole(other) or 0 for other in others] if isinstance(others, list) else []
    few = 1 <= len(known) <= 5 or (off("accepts-many-duplicates") and known)
    if not few or min(known) < 1 or len({*known, primary}) <= len(known):
        raise Refused(422, "A merge names one to five others", ("duplicateIds",))
    return primary, known


def queried(query: tuple[tuple[str, str], ...], off: Unchecked) -> dict[str, Any]:
    """Return what a list is asked for."""
    told = dict(query)
    wrong: list[str] = []

    def number(name: str, default: int, low: int, high: int) -> int:
        text = told.get(name, str(default))
        value = int(text) if re.fullmatch(r"[+-]?[0-9]{1,15}", text) else None
        if value is None or not low <= value <= high:
            if value is not None and off(f"accepts-any-{name}"):
                return min(max(value, low), 1000)
            wrong.append(name)
            return default
        return value

    def word(name: str, *words: str) -> str:
        text = told.get(name, words[0])
        if text not in words and not off(f"accepts-any-{name}"):
            wrong.append(name)
        return text if text in words else words[0]

    limit = 20 if off("default-limit-other") else 25
    asked: dict[str, Any] = {
        "offset": number("offset", 0, 0, 10**15),
        "limit": number("limit", limit, 1, 100),
        "sortBy": word("sortBy", *_SORTED),
        "sortOrder": word("sortOrder", "asc", "desc"),
        "tag": [value for name, value in query if name == "tag"],
        "vip": word("vip", "", "true", "false"),
        "countryCode": told.get("countryCode"),
        "q": told.get("q"),
    }
    since = told.get("updatedSince")
    asked["updatedSince"] = None if since is None else moment(since)
    checks = {
        "tag": len(asked["tag"]) <= 10 and all(1 <= len(tag) <= 30 for tag in asked["tag"]),
        "vip": told.get("vip") != "",
        "countryCode": asked["countryCode"] is None or _text(asked["countryCode"], 2, 2, r"^[A-Z]{2}\Z"),
        "updatedSince": since is None or asked["updatedSince"] is not None or off("accepts-any-updatedSince"),
        "q": asked["q"] is None or 2 <= len(asked["q"]) <= 60 or off("accepts-any-q"),
    }
    wrong += [name for name, right in checks.items() if not right]
    if wrong:
        raise Refused(422, "The list cannot be asked for so", tuple(wrong))
    return asked
