"""What mutants do to answers that are otherwise right."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from foreign.spoiling import Change, Parts

__all__ = ["SHAPES"]


def _status(name: str, other: int) -> Change:
    return lambda at, status, headers, _value, body: (other if at == name else status, headers, body)


def _type(name: str, kind: str) -> Change:
    return lambda at, status, headers, _value, body: (status, {"Content-Type": kind} if at == name else headers, body)


def _told(name: str, change: Callable[[Any], Any]) -> Change:
    def done(at: str, status: int, headers: dict[str, str], _value: Any, body: bytes) -> Parts:
        return (
            (status, headers, json.dumps(change(json.loads(body))).encode()) if at == name else (status, headers, body)
        )

    return done


def _each(name: str, change: Callable[[dict[str, Any]], None]) -> Change:
    """Return a change of every customer in the answers of one operation."""

    def done(told: Any) -> Any:
        for known in told.get("items", [told]):
            change(known)
        return told

    return _told(name, done)


def _within(member: str, change: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any]], None]:
    def done(known: dict[str, Any]) -> None:
        for inner in known[member]:
            change(inner)

    return done


SHAPES: Final[dict[str, Change]] = {
    "shape-get-no-address": _each("get", lambda c: c.pop("address")),
    "shape-list-null-city": _each("list", lambda c: c.update(city=c["city"] or None)),
    "shape-terms-text": _each("update", lambda c: c.update(paymentTerms=str(c["paymentTerms"]))),
    "shape-created-date-only": _each("search", lambda c: c.update(createdAt=c["createdAt"][:10])),
    "shape-search-no-paging": _told("search", lambda page: {"items": page["items"]}),
    "shape-total-text": _told(
        "list", lambda page: {**page, "paging": {**page["paging"], "totalCount": str(page["paging"]["totalCount"])}}
    ),
    "shape-items-null": _told("search", lambda page: {**page, "items": page["items"] or None}),
    "shape-credit-limit-text": _each("get", lambda c: c["credit"].update(limit=str(c["credit"]["limit"]))),
    "shape-consent-status-text": _each("list", _within("consents", lambda c: c.update(status="true"))),
    "shape-address-type-other": _each("list", _within("addresses", lambda a: a.update(type="INVOICE"))),
    "shape-contact-no-display-name": _each("list", _within("contacts", lambda c: c.pop("displayName"))),
    "shape-extension-code-other": _each("create", lambda c: c.update(extensions=[{"extensionCode": "KLARNA"}])),
    "shape-list-bare": _told("list", lambda page: page["items"]),
    "status-create-200": _status("create", 200),
    "status-delete-200": _status("delete", 200),
    "status-extension-delete-200": _status("unextend", 200),
    "shape-search-page-text": _told(
        "search", lambda page: {**page, "paging": {**page["paging"], "pageNumber": str(page["paging"]["pageNumber"])}}
    ),
    "shape-organization-number": _each("list", _within("extensions", lambda e: e.update(organizationUid=7))),
    "shape-consent-day": _each("list", _within("consents", lambda c: c.update(createdAt=c["createdAt"][:10]))),
    "type-list-html": _type("list", "text/html"),
    "type-export-text": _type("export", "text/plain"),
}
