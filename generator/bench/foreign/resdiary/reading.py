"""What a request holds, read as the page types it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from truespec.checking.exchange import Request

from .names import KINDS

__all__ = ["Refused", "read_customer", "read_ids"]

_LAX: Final = {
    "text": "accepts-number-name", "flag": "accepts-text-flag", "number": "accepts-text-code",
    "time": "accepts-odd-time", "numbers": "accepts-odd-codes", "choice": "accepts-odd-choice",
}  # fmt: skip
_CODES: Final = {3, 9}


class Refused(Exception):  # noqa: N818 - it names what happened
    """A request is answered with this status, for the sake of this property."""

    def __init__(self, status: int, name: str = "") -> None:
        super().__init__(name)
        self.status = status
        errors = [{"PropertyName": name, "ErrorMessage": f"{name} cannot be used."}] if name else []
        self.told: Any = {"Message": "The request is refused.", "ValidationErrors": errors}


def _object(request: Request, word: str) -> dict[str, Any]:
    value = request.json()
    if word == "crash-empty-body" and not request.body:
        raise Refused(500)
    if not isinstance(value, dict):
        if word == "accepts-no-object" and request.body:
            return {}
        raise Refused(400, "body")
    return dict(value)


def _integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -(2**31) <= value < 2**31


def _time(value: Any) -> bool:
    try:
        return isinstance(value, str) and "T" in value and bool(datetime.fromisoformat(value))
    except ValueError:
        return False


def _fits(kind: str, value: Any, word: str) -> bool:
    if kind == "numbers":
        return isinstance(value, list) and (
            all(_integer(item) for item in value) or (word == "accepts-code-texts" and all(map(_texts, value)))
        )
    if kind == "number" and word == "accepts-large-code":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "number" and word == "accepts-fraction" and isinstance(value, float):
        return True
    fits = {"text": _texts, "flag": lambda item: isinstance(item, bool), "number": _integer, "time": _time}
    return fits[kind](value) if kind in fits else isinstance(value, str | int)


def _texts(value: Any) -> bool:
    return isinstance(value, str)


def read_customer(request: Request, word: str) -> dict[str, Any]:
    """Return what is sent of a customer.

    Raises:
        Refused: It is no customer.
    """
    sent = _object(request, word)
    _crash(sent, word)
    read = {}
    for name, value in sent.items():
        kind = KINDS.get(name)
        if kind is None:
            if word == "strict" and name != "CustomerType":
                raise Refused(400, name)
            continue
        if value is None:
            if word == "strict" or (word == "refuses-null-free" and name == "Company"):
                raise Refused(400, name)
            continue
        lax = word == _LAX[kind] or (word == "update-unchecked" and request.method == "PUT")
        if not lax and not _fits(kind, value, word):
            raise Refused(400, name)
        refused = {
            "refuses-date-times": kind == "time" and "T" in str(value), "refuses-codes": kind == "numbers" and value,
            "refuses-false": kind == "flag" and value is False, "refuses-normal": value == "Normal",
            "refuses-accents": kind == "text" and not str(value).isascii(),
        }  # fmt: skip
        if refused.get(word):
            raise Refused(400, name)
        read[name] = _kept(name, kind, value, word)
    if word == "needs-validation-type" and "CustomerValidationType" not in sent:
        raise Refused(400, "CustomerValidationType")
    if word == "strict":
        _strict(read, request.method)
    return {name: value for name, value in read.items() if value is not None}


def _kept(name: str, kind: str, value: Any, word: str) -> Any:
    if word == "fields-not-configured" and (name.startswith("Field") or kind == "numbers"):
        return None if kind == "text" else [code for code in value if code in _CODES]
    if word == "normalises" and kind == "text":
        value = value.strip()
        if name in {"Phone", "Mobile"}:
            value = "".join(re.findall(r"\d", value))
        return value.lower() if name == "Email" else value
    return value


def _strict(read: dict[str, Any], method: str) -> None:
    for name in ("FirstName", "Surname") if method == "POST" else ():
        if not read.get(name):
            raise Refused(400, name)
    for name, value in read.items():
        kind = KINDS[name]
        short = kind != "text" or name == "Comments" or "Text" in name or len(value) <= 50
        shape = {"Email": r"[^@\s]+@[^@\s]+\.[a-z]+", "Phone": r"\+?[\d ()-]{5,}", "Mobile": r"\+?[\d ()-]{5,}"}
        shape["IpAddress"] = r"\d+(\.\d+){3}"
        if not short or (name in shape and not re.fullmatch(shape[name], value)):
            raise Refused(400, name)
        if (kind == "number" and not 1 <= value <= 999) or (kind == "time" and not "1900" <= value[:4] <= "2026"):
            raise Refused(400, name)
        if kind == "numbers" and not set(value) <= _CODES:
            raise Refused(400, name)


def _crash(sent: dict[str, Any], word: str) -> None:
    texts = [value for value in sent.values() if isinstance(value, str)]
    failing = {
        "crash-apostrophe": any("'" in text for text in texts),
        "crash-emoji": any(ord(character) > 0xFFFF for text in texts for character in text),
        "crash-null": None in sent.values(),
        "crash-empty-codes": sent.get("CustomerCodes") == [],
        "crash-leap-day": any("-02-29T" in text for text in texts),
    }
    if failing.get(word):
        raise Refused(500)


def read_ids(  # noqa: PLR0913 - what is read, and how
    request: Request, names: dict[str, str], word: str, least: int, most: int, *, master: bool = False
) -> tuple[int, list[int]]:
    """Return the master's id, 0 where none is asked for, and the other ids.

    Raises:
        Refused: They are none, too few or too many.
    """
    sent = _object(request, word)
    ids = sent.get(names["ids"])
    first = sent.get(names["master"], 0) if master else 0
    if word == "accepts-one-id" and _integer(ids):
        ids = [ids]
    if word == "accepts-id-texts" and isinstance(ids, list):
        ids = [int(item) if isinstance(item, str) and item.isdigit() else item for item in ids]
    if word == "accepts-master-text" and isinstance(first, str):
        first = int(first) if first.isdigit() else 0
    if not isinstance(ids, list) or not all(map(_integer, ids)):
        raise Refused(400, names["ids"])
    if master and not _integer(first):
        raise Refused(400, names["master"])
    if word == "crash-id-twice" and len(set(ids)) < len(ids):
        raise Refused(500)
    if not least <= len(ids) <= most:
        raise Refused(400, names["ids"])
    return first, ids
