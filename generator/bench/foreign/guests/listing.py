"""How guests are listed, and how one is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

__all__ = ["alike", "etag", "page", "shown"]

_SEARCHED = ("firstName", "lastName", "email", "phone")
_Is = Callable[..., bool]


def alike(one: str | None, other: str | None) -> bool:
    """Whether two texts are one in capital and small letters."""
    return (one or "").lower() == (other or "").lower()


def etag(guest: dict[str, Any]) -> str:
    """Return the name of a guest's state."""
    return f'"{guest["id"]}-{guest["_version"]}"'


def shown(guest: dict[str, Any], about: _Is) -> dict[str, Any]:
    """Return a guest as it is answered."""
    told = {name: value for name, value in guest.items() if not name.startswith("_")}
    for name in ("createdAt", "updatedAt"):
        at: datetime = told[name]
        told[name] = at.isoformat(timespec="milliseconds") if about("times-with-offset") else f"{at:%Y-%m-%dT%H:%M:%SZ}"
    if about("nulls-left-out"):
        told = {name: value for name, value in told.items() if value is not None}
    if about("more-members"):
        told |= {"source": "api", "stays": {"count": 0, "nights": 0}}
    return told


def page(guests: Iterable[dict[str, Any]], asked: dict[str, Any], query: Iterable[tuple[str, str]], about: _Is) -> Any:
    """Return one page of the guests that are asked for."""
    found = [guest for guest in guests if _fits(guest, asked, about)]
    if about("scattered-ids"):
        found.sort(key=lambda guest: guest["createdAt"])
    if not about("sort-ignored"):
        down = asked["sortOrder"] == "desc" and not about("sort-order-ignored")
        found.sort(key=lambda guest: guest[asked["sortBy"]], reverse=down)
    offset, limit = asked["offset"], asked["limit"]
    start = 0 if about("offset-ignored") else offset + (about("offset-one-more") and offset > 0)
    part = found[start : start + limit]
    others = [(name, value) for name, value in query if name not in {"offset", "limit"}]

    def link(at: int) -> str:
        return "/guests?" + urlencode([*others, ("offset", at), ("limit", limit)])

    more = offset + limit < len(found) or about("next-always")
    return {
        "data": [shown(guest, about) for guest in part],
        "meta": {
            "total": len(part) if about("total-of-page") else len(found),
            "count": len(part),
            "offset": offset,
            "limit": limit,
        },
        "links": {
            "self": link(offset),
            "next": link(offset + limit) if more else None,
            "prev": link(max(offset - limit, 0)) if offset else None,
        },
    }


def _fits(guest: dict[str, Any], asked: dict[str, Any], about: _Is) -> bool:
    tags, wanted = guest["tags"], asked["tag"]
    if wanted and not about("tag-ignored"):
        has = [tag in tags for tag in wanted]
        if not (all(has) if about("tag-needs-all") else any(has)):
            return False
    if asked["vip"] and not about("vip-ignored") and guest["vip"] != (asked["vip"] == "true"):
        return False
    if asked["countryCode"] and (guest["address"] or {}).get("countryCode") != asked["countryCode"]:
        return False
    since = asked["updatedSince"]
    if since and not about("updated-since-ignored") and guest["updatedAt"] < since:
        return False
    return not asked["q"] or _found(guest, asked["q"], about)


def _found(guest: dict[str, Any], text: str, about: _Is) -> bool:
    members = _SEARCHED[:3] if about("q-not-phone") else _SEARCHED
    texts = [guest[name] or "" for name in members]
    if about("q-by-letters"):
        return any(text in value for value in texts)
    return any(text.lower() in value.lower() for value in texts)
