"""The mutants of the customer API by class, and what those of answers do to them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final, TypeAlias

__all__ = ["CLASSES", "SHAPES"]

_Parts: TypeAlias = tuple[int, dict[str, str], bytes]
_Change: TypeAlias = Callable[[str, int, dict[str, str], Any, bytes], _Parts]


def _status(name: str, other: int) -> _Change:
    return lambda at, status, headers, _value, body: (other if at == name else status, headers, body)


def _members(name: str, change: Callable[[dict[str, Any]], None]) -> _Change:
    """Return a change of every customer in the answers of one operation."""

    def done(at: str, status: int, headers: dict[str, str], value: Any, body: bytes) -> _Parts:
        if at != name or not isinstance(value, dict):
            return status, headers, body
        told = json.loads(body)
        for record in told.get("items", told.get("customers", [told])):
            change(record)
        return status, headers, json.dumps(told).encode()

    return done


def _whole(name: str, change: Callable[[Any], Any]) -> _Change:
    def done(at: str, status: int, headers: dict[str, str], value: Any, body: bytes) -> _Parts:
        return (status, headers, json.dumps(change(value)).encode()) if at == name else (status, headers, body)

    return done


def _type(name: str, kind: str) -> _Change:
    def done(at: str, status: int, headers: dict[str, str], _value: Any, body: bytes) -> _Parts:
        told = {"Content-Type": kind} if kind else {}
        return status, (told if at == name else headers), body

    return done


def _bytes(name: str, change: Callable[[bytes], bytes]) -> _Change:
    return lambda at, status, headers, _value, body: (status, headers, change(body) if at == name else body)


SHAPES: Final[dict[str, _Change]] = {
    "shape-get-no-name": _members("get", lambda c: c.pop("name")),
    "shape-get-number-name": _members("get", lambda c: c.update(name=7)),
    "shape-get-null-level": _members("get", lambda c: c.update(level=None)),
    "shape-create-other-level": _members("create", lambda c: c.update(level="bronze")),
    "shape-create-text-points": _members("create", lambda c: c.update(points="many")),
    "shape-create-no-id": _members("create", lambda c: c.pop("id")),
    "shape-id-no-uuid": _members("get", lambda c: c.update(id="12")),
    "shape-list-text-flag": _members("list", lambda c: c.update(newsletter="yes")),
    "shape-list-tags-object": _members("list", lambda c: c.update(tags={})),
    "shape-list-no-total": _whole("list", lambda page: {k: v for k, v in page.items() if k != "total"}),
    "shape-list-bare": _whole("list", lambda page: page["items"]),
    "shape-list-total-text": _whole("list", lambda page: {**page, "total": str(page["total"])}),
    "shape-update-date": _members("update", lambda c: c.update(updated_at="yesterday")),
    "shape-update-points": _members("update", lambda c: c.update(points=-1)),
    "shape-search-items-null": _whole("search", lambda page: {**page, "items": None}),
    "shape-batch-bare": _whole("batch", lambda told: told["customers"]),
    "shape-address-text": _members("create", lambda c: c.update(address="somewhere")),
    "shape-problem-other": _whole("refusal", lambda _: {"message": 5}),
    "shape-date-only": _members("list", lambda c: c.update(created_at=c["created_at"][:10])),
    "status-create-200": _status("create", 200),
    "status-delete-200": _status("delete", 200),
    "status-list-206": _status("list", 206),
    "type-html": _type("get", "text/html"),
    "type-none": _type("list", ""),
    "body-cut": _bytes("get", lambda body: body[:-5]),
    "body-empty": _bytes("update", lambda _: b""),
    "body-nan": _bytes("list", lambda body: body.replace(b'"total": ', b'"total": NaN, "more": ')),
}

CLASSES: Final[dict[str, tuple[str, ...]]] = {
    "response shape": tuple(name for name in SHAPES if name.startswith("shape-")),
    "input validation": (
        "accepts-no-name", "accepts-empty-name", "accepts-long-name", "unchecked-name", "unchecked-level",
        "unchecked-points", "accepts-negative", "accepts-too-much", "unchecked-newsletter", "unchecked-tags",
        "accepts-many-tags", "accepts-no-country", "unchecked-country", "accepts-odd-number", "accepts-page-zero",
        "accepts-large-limit", "accepts-empty-change", "accepts-no-text", "accepts-large-batch", "accepts-no-object",
        "patch-unchecked", "batch-unchecked", "unchecked-level-filter", "accepts-empty-text", "accepts-long-city",
        "unchecked-email",
    ),
    "auth and tenants": (
        "auth-missing-ok", "auth-unknown-ok", "auth-missing-read-ok", "auth-missing-delete-ok", "auth-unknown-write-ok",
        "tenant-reads-all", "tenant-lists-all", "tenant-changes-all", "tenant-deletes-all", "auth-403",
    ),
    "crash and protocol": (
        "crash-unicode", "crash-nul", "crash-long", "crash-quote", "crash-no-json", "crash-empty-body",
        "crash-big-number", "crash-null-member", "crash-unknown-id", "crash-deep-page", "crash-delete-twice",
        "no-answer-delete", "no-answer-search", "status-create-200", "status-delete-200", "status-list-206",
        "type-html", "type-none", "body-cut", "body-empty", "body-nan",
    ),
    "CRUD": (
        "write-lost", "write-loses-city", "write-trims", "update-lost", "update-clears", "update-answers-old",
        "update-changes-all", "update-first-only", "update-null-ignored", "delete-kept", "delete-lists-on",
        "delete-missing-204", "delete-takes-two", "read-other", "read-invents", "created-at-moves", "missing-410",
    ),
    "rules": (
        "dedupe-off", "dedupe-nulls", "dedupe-any-case", "fill-null-off", "fill-null-overwrites",
        "filter-level-ignored",
        "filter-city-ignored", "filter-city-part", "sort-ignored", "sort-direction-ignored", "sort-default-reversed",
        "page-ignored", "page-overlaps", "page-skips", "page-repeats-item", "limit-ignored", "limit-one-more",
        "limit-one-less", "default-limit-other", "total-of-page", "total-one-more", "page-number-fixed",
        "search-all", "search-not-city", "search-own-ignored", "search-whole", "batch-last-lost", "batch-repeats-first",
        "batch-no-dedupe", "wrong-default", "updated-at-stays",
    ),
}  # fmt: skip
"""Every mutant once."""
