"""What a server takes: the documented types, lengths and forms of bodies and of query parameters."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from foreign.collins.flags import Flags, Record, Refused
from foreign.collins.records import PREFERENCES, VENUES

__all__ = ["day", "number", "written"]

_LENGTHS: Final = {
    "email": 255, "first_name": 255, "last_name": 255, "phone": 20, "company": 255, "custom_field_value": 255,
    "notes": 1000,
}  # fmt: skip
_ADDRESS: Final = {"street": 255, "city": 50, "post_code": 10}
_READ_ONLY: Final = ("id", "created_date", "last_updated", "bookings")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE: Final = re.compile(r"\+?[0-9 ()-]{5,20}")


def _refuse(name: str) -> Refused:
    return Refused(422, {"message": "The given data was invalid.", "errors": {name: [f"The {name} is invalid."]}})


def day(text: str, name: str) -> date:
    """Return the day a text names.

    Raises:
        Refused: It names none.
    """
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise _refuse(name)


def number(text: str, name: str, least: int, most: int) -> int:
    """Return the whole number a text names.

    Raises:
        Refused: It names none between the bounds.
    """
    if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise _refuse(name)
    return int(text)


def written(body: Any, flags: Flags, *, update: bool) -> Record:  # noqa: C901 - a line for each member
    """Return what may be written of a body.

    Raises:
        Refused: It is not as documented.
    """
    if not isinstance(body, dict):
        if flags.broken("accepts-no-object"):
            return {}
        raise _refuse("body")
    if flags.differs("takes-null"):
        body = {name: value for name, value in body.items() if value is not None}
    known = {*_LENGTHS, "company_address", "dob", "associated_venues", "marketing_preferences", "labels"}
    known |= set(_READ_ONLY) if update and not flags.differs("strict") else set()
    if flags.differs("strict") and set(body) - known - ({"marketing_preference_ids"} if not update else set()):
        raise _refuse("unknown")
    if flags.differs("needs-name") and not update and not (body.get("email") or body.get("last_name")):
        raise _refuse("email")
    for name, limit in _LENGTHS.items():
        if name in body:
            _text(name, body[name], limit, flags, update=update)
    _address(body.get("company_address", {}), flags, update=update)
    if "dob" in body and not flags.broken("accepts-bad-dob"):
        if not isinstance(body["dob"], str):
            raise _refuse("dob")
        if not (update and flags.differs("loose-put")):
            _born(body["dob"], flags)
    for name in ("associated_venues", "labels", *(() if update else ("marketing_preference_ids",))):
        _texts(name, body.get(name, []), flags)
    _preferences(body.get("marketing_preferences", [] if update else {}), flags, update=update)
    if update:
        _answered(body)
    return body


def _text(name: str, value: Any, limit: int, flags: Flags, *, update: bool) -> None:
    anything = name == "custom_field_value" and not flags.differs("only-text")
    if anything and isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        if flags.broken(f"accepts-number-{name}") and isinstance(value, int):
            return
        raise _refuse(name)
    over = len(value) > limit - flags.broken(f"refuses-full-{name}")
    if over and not flags.broken(f"accepts-long-{name}") and not (update and flags.differs("loose-put")):
        raise _refuse(name)
    if name == "email" and not _EMAIL.fullmatch(value) and not flags.broken("accepts-bad-email"):
        raise _refuse(name)
    if name == "email" and flags.broken("refuses-plus-email") and "+" in value:
        raise _refuse(name)
    if name == "email" and flags.broken("update-accepts-bad-email") and update:
        return
    if name == "phone" and flags.differs("phone-checked") and not _PHONE.fullmatch(value):
        raise _refuse(name)


def _born(text: str, flags: Flags) -> None:
    if flags.broken("accepts-slashes-dob") and re.fullmatch(r"\d{2}/\d{2}/\d{4}", text):
        return
    if flags.broken("accepts-dob-no-day") and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return
    if flags.broken("accepts-dob-time") and re.fullmatch(r"\d{4}-\d{2}-\d{2}[ T].*", text):
        return
    day(text, "dob")


def _address(value: Any, flags: Flags, *, update: bool) -> None:
    if not isinstance(value, dict):
        if flags.broken("accepts-text-address") and isinstance(value, str):
            return
        raise _refuse("company_address")
    for name, limit in _ADDRESS.items():
        if name in value:
            if not isinstance(value[name], str):
                raise _refuse(name)
            if flags.broken(f"accepts-long-{name}") or (update and flags.differs("loose-put")):
                continue
            if len(value[name]) > limit - flags.broken(f"refuses-full-{name}"):
                raise _refuse(name)


def _texts(name: str, value: Any, flags: Flags) -> None:
    if flags.broken(f"accepts-text-{name}") and isinstance(value, str):
        return
    if not isinstance(value, list):
        raise _refuse(name)
    if not all(isinstance(item, str) for item in value) and not flags.broken(f"accepts-numbers-{name}"):
        raise _refuse(name)
    if flags.broken("refuses-blank-labels") and name == "labels" and any(" " in str(item) for item in value):
        raise _refuse(name)
    if flags.broken("refuses-preference-ids") and name == "marketing_preference_ids" and value:
        raise _refuse(name)
    known = {"associated_venues": VENUES, "marketing_preference_ids": PREFERENCES}.get(name)
    if known and flags.differs("knows-its-ids") and not set(value) <= set(known):
        raise _refuse(name)


def _preferences(value: Any, flags: Flags, *, update: bool) -> None:  # noqa: C901 - it has two forms
    if update:
        if flags.differs("put-takes-map") and isinstance(value, dict):
            raise _refuse("marketing_preferences")
        if not isinstance(value, list) or not all(isinstance(held, dict) for held in value):
            raise _refuse("marketing_preferences")
        ids = [held.get("id", PREFERENCES[0]) for held in value]
        if not all(isinstance(held.get("opted_in", True), bool) for held in value):
            raise _refuse("marketing_preferences")
        if not all(isinstance(held.get(name, ""), str) for held in value for name in ("opt_in_date", "opt_out_date")):
            raise _refuse("marketing_preferences")
    else:
        if not isinstance(value, dict):
            raise _refuse("marketing_preferences")
        ids = list(value)
        if not all(isinstance(opted, bool) for opted in value.values()) and not flags.broken("accepts-map-texts"):
            raise _refuse("marketing_preferences")
        if flags.broken("refuses-map-false") and False in value.values():
            raise _refuse("marketing_preferences")
    if not all(isinstance(key, str) for key in ids):
        raise _refuse("marketing_preferences")
    if flags.differs("knows-its-ids") and not set(ids) <= set(PREFERENCES):
        raise _refuse("marketing_preferences")


def _answered(body: Record) -> None:
    """Refuse members of the answer that have a wrong type; they are not written."""
    for name in ("id", "created_date", "last_updated"):
        if name in body and not isinstance(body[name], str) and not (name == "created_date" and body[name] is None):
            raise _refuse(name)
    if not isinstance(body.get("bookings", []), list):
        raise _refuse("bookings")
