"""The mutants of the guests API by class, and what those of answers do to them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final, TypeAlias

__all__ = ["ANSWERS", "MUTANTS", "Parts"]

Parts: TypeAlias = tuple[int, dict[str, str], bytes]
_Change: TypeAlias = Callable[[str, Parts], Parts]


def _value(name: str, change: Callable[[Any], Any]) -> _Change:
    """Return a change of the JSON that one operation answers."""

    def done(at: str, parts: Parts) -> Parts:
        status, headers, body = parts
        return (status, headers, json.dumps(change(json.loads(body))).encode()) if at == name else parts

    return done


def _guests(name: str, change: Callable[[dict[str, Any]], Any]) -> _Change:
    """Return a change of every guest in the answers of one operation."""

    def changed(value: Any) -> Any:
        for record in value.get("data", [value]):
            change(record)
        return value

    return _value(name, changed)


def _put(name: str, **members: Any) -> _Change:
    return _guests(name, lambda record: record.update(members))


def _within(name: str, at: str, **members: Any) -> _Change:
    return _value(name, lambda value: {**value, at: {**value[at], **members}})


def _results(**members: Any) -> _Change:
    return _value("batch", lambda value: {"results": [{**one, **members} for one in value["results"]]})


def _headers(name: str, **changed: str | None) -> _Change:
    """Return a change of headers, underscores for hyphens; ``None`` leaves one out."""
    others = {key.replace("_", "-"): value for key, value in changed.items()}

    def done(at: str, parts: Parts) -> Parts:
        status, headers, body = parts
        told = {key: value for key, value in {**headers, **others}.items() if value is not None}
        return (status, told, body) if at == name else parts

    return done


def _status(name: str, other: int, body: bytes | None = None) -> _Change:
    return lambda at, parts: (other, parts[1], parts[2] if body is None else body) if at == name else parts


ANSWERS: Final[dict[str, _Change]] = {
    "shape-get-no-last-name": _guests("get", lambda guest: guest.pop("lastName")),
    "shape-get-text-id": _guests("get", lambda guest: guest.update(id=str(guest["id"]))),
    "shape-get-other-language": _put("get", language="it"),
    "shape-get-half-points": _put("get", loyaltyPoints=1.5),
    "shape-get-address-list": _put("get", address=["Main Street 1"]),
    "shape-create-no-id": _guests("create", lambda guest: guest.pop("id")),
    "shape-create-text-vip": _put("create", vip="no"),
    "shape-create-null-tags": _put("create", tags=None),
    "shape-list-no-meta": _value("list", lambda page: {k: v for k, v in page.items() if k != "meta"}),
    "shape-list-text-total": _within("list", "meta", total="7"),
    "shape-list-bare": _value("list", lambda page: page["data"]),
    "shape-list-negative-count": _within("list", "meta", count=-1),
    "shape-list-no-self": _within("list", "links", self=None),
    "shape-change-updated-number": _put("change", updatedAt=1764000000),
    "shape-replace-odd-email": _put("replace", email="nobody"),
    "shape-problem-no-title": _value("refusal", lambda problem: {"code": problem["status"]}),
    "shape-batch-object": _value("batch", lambda value: {"results": dict(enumerate(value["results"]))}),
    "shape-batch-text-status": _results(status="created"),
    "shape-upsert-created-day": _guests("upsert", lambda g: g.update(createdAt=g["createdAt"][:10])),
    "status-create-200": _status("create", 200),
    "status-delete-body": _status("delete", 200, b"{}"),
    "type-problem-plain": _headers("refusal", Content_Type="text/plain"),
    "type-get-html": _headers("get", Content_Type="text/html"),
    "header-no-location": _headers("create", Location=None),
    "header-no-etag": _headers("get", ETag=None),
    "header-odd-remaining": _headers("list", X_RateLimit_Remaining="plenty"),
    "body-cut": lambda at, parts: (*parts[:2], parts[2][:-4]) if at == "list" else parts,
}

MUTANTS: Final[dict[str, tuple[str, ...]]] = {
    "response shape": tuple(name for name in ANSWERS if name.startswith("shape-")),
    "input validation": (
        "accepts-no-last-name", "accepts-empty-last-name", "accepts-number-name", "accepts-long-first-name",
        "accepts-no-email", "accepts-odd-phone", "accepts-no-day", "accepts-other-language", "accepts-text-vip",
        "accepts-negative-points", "accepts-many-tags", "accepts-same-tags", "accepts-odd-country",
        "accepts-unknown-members", "accepts-any-limit", "accepts-any-sortBy", "accepts-any-updatedSince",
        "accepts-many-items", "patch-unchecked",
    ),
    "auth and tenancy": (
        "auth-missing-read", "auth-missing-write", "auth-unknown", "auth-unknown-delete", "property-not-checked",
        "property-reads-all", "property-lists-all", "property-deletes-all",
    ),
    "crash and protocol": (
        "crash-unicode", "crash-nul", "crash-array-body", "crash-big-id", "crash-percent", "crash-deep-offset",
        "crash-null-address", *(name for name in ANSWERS if not name.startswith("shape-")),
    ),
    "CRUD": (
        "create-lost", "create-loses-phone", "change-lost", "change-clears", "change-null-ignored",
        "change-touches-others", "replace-keeps", "delete-kept", "delete-lists-on", "delete-missing-204",
        "get-other", "created-moves", "updated-stays",
    ),
    "rules": (
        "email-not-unique", "email-unique-by-letters", "email-unique-not-changed", "upsert-creates", "upsert-clears",
        "tag-ignored", "tag-needs-all", "vip-ignored", "updated-since-ignored", "q-by-letters", "q-not-phone",
        "sort-ignored", "sort-order-ignored", "offset-ignored", "offset-one-more", "total-of-page", "next-always",
        "batch-stops", "merge-keeps-duplicates", "if-match-ignored",
    ),
}  # fmt: skip
"""Every mutant once: 94."""
