"""The mutants that change answers: each takes the name of the answer, its status, headers, value and body."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from foreign.spoiling import Change, Parts, other_status

__all__ = ["SHAPES"]


def _value(at: str, change: Callable[[Any], Any]) -> Change:
    def done(name: str, status: int, headers: dict[str, str], value: Any, body: bytes) -> Parts:
        return status, headers, json.dumps(change(value)).encode() if name == at and value is not None else body

    return done


def _member(at: str, member: str, change: Callable[[Any], Any]) -> Change:
    return _value(at, lambda told: {**told, member: change(told[member])} if told.get(member) is not None else told)


SHAPES: Final[dict[str, Change]] = {
    "shape-merge-id-text": _member("merge", "Id", str),
    "shape-create-code-text": _member("create", "MobileCountryCode", str),
    "shape-get-codes-joined": _member("get", "CustomerCodes", lambda codes: ",".join(map(str, codes))),
    "shape-update-codes-texts": _member("update", "CustomerCodes", lambda codes: [str(code) for code in codes]),
    "shape-get-phone-number": _member("get", "Phone", lambda text: int(text) if text.isdigit() else 7),
    "shape-update-birthday-date": _member("update", "Birthday", lambda text: text[:10]),
    "shape-create-created-number": _member("create", "CreatedDateTime", lambda _: 1790000000),
    "shape-get-vip-text": _member("get", "IsVip", lambda flag: "yes" if flag else "no"),
    "shape-update-list": _value("update", lambda told: [told]),
    "shape-setup-list": _value("setup", lambda told: [told]),
    "shape-delete-texts": _value("delete", lambda told: {n: [str(key) for key in ids] for n, ids in told.items()}),
    "shape-delete-count": _value("delete", lambda told: {n: len(ids) for n, ids in told.items()}),
    "shape-error-list": _value("refusal", lambda told: [told]),
    "shape-error-message-object": _member("refusal", "Message", lambda text: {"Text": text}),
    "shape-error-names": _member("refusal", "ValidationErrors", lambda errors: [e["PropertyName"] for e in errors]),
    "status-create-201": other_status("create", 200, 201),
    "status-update-204": lambda name, status, headers, _value, body: (
        (204, headers, b"") if name == "update" else (status, headers, body)
    ),
    "status-invalid-422": other_status("refusal", 400, 422),
    "status-merge-202": other_status("merge", 200, 202),
    "type-get-text": lambda name, status, headers, _value, body: (
        status, {"Content-Type": "text/plain"} if name == "get" else headers, body,
    ),
    "body-merge-cut": lambda name, status, headers, _value, body: (
        status, headers, body[:-9] if name == "merge" else body,
    ),
}  # fmt: skip
