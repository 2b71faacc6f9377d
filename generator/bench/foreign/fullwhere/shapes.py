"""The mutants that change answers: each takes the name of the answer, its status, headers, value and body."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from foreign.spoiling import Change, Parts, other_status

__all__ = ["SHAPES"]


def _members(at: str, change: Callable[[dict[str, Any]], Any]) -> Change:
    """Return a change of every customer in the answers of one name."""

    def done(name: str, status: int, headers: dict[str, str], value: Any, body: bytes) -> Parts:
        if name != at or not isinstance(value, dict):
            return status, headers, body
        told = json.loads(body)
        for record in told.get("items", [told]):
            change(record)
        return status, headers, json.dumps(told).encode()

    return done


def _meta(change: Callable[[dict[str, Any]], Any]) -> Change:
    return lambda name, status, headers, value, body: (
        status,
        headers,
        json.dumps({**value, "meta": change(value["meta"])}).encode() if name == "list" else body,
    )


SHAPES: Final[dict[str, Change]] = {
    "shape-get-count-text": _members("get", lambda c: c.update(feedbackCount=str(c["feedbackCount"]))),
    "shape-import-rating-number": _members("import", lambda c: c.update(averageFeedbackRating=4.5)),
    "shape-list-created-null": _members("list", lambda c: c.update(createdAt=None)),
    "shape-get-updated-number": _members("get", lambda c: c.update(updatedAt=1790000000)),
    "shape-import-created-date": _members("import", lambda c: c.update(createdAt=c["createdAt"][:10])),
    "shape-list-id-number": _members("list", lambda c: c.update(id=int(c["id"][:6], 16))),
    "shape-import-id-null": _members("import", lambda c: c.update(id=None)),
    "shape-list-optin-text": _members("list", lambda c: c.update(smsOptin="true" if c["smsOptin"] else None)),
    "shape-get-language-name": _members("get", lambda c: c.update(language=c["language"] and "English")),
    "shape-list-fork-number": _members("list", lambda c: c.update(theForkId=c["theForkId"] and 12)),
    "shape-get-sources-text": _members("get", lambda c: c.update(dataSources=",".join(c["dataSources"]))),
    "shape-get-metadata-list": _members("get", lambda c: c.update(metadata=[])),
    "shape-list-tags-texts": _members("list", lambda c: c.update(tags=["vip"])),
    "shape-list-bare": lambda name, status, headers, value, body: (
        status, headers, json.dumps(value["items"]).encode() if name == "list" else body,
    ),
    "shape-meta-texts": _meta(lambda meta: {name: str(value) for name, value in meta.items()}),
    "shape-meta-list": _meta(lambda meta: [meta]),
    "status-list-200": other_status("list", 201, 200),
    "status-import-200": other_status("import", 201, 200),
    "status-batch-202": other_status("batch", 201, 202),
    "status-get-201": other_status("get", 200, 201),
    "type-list-text": lambda name, status, headers, _value, body: (
        status, {"Content-Type": "text/plain"} if name == "list" else headers, body,
    ),
    "body-get-twice": lambda name, status, headers, _value, body: (
        status, headers, body + body if name == "get" else body,
    ),
}  # fmt: skip
