"""One page of the customers."""

from __future__ import annotations

from typing import Any

from .records import Refused

__all__ = ["page_of"]


def _number(body: dict[str, Any], name: str, default: int, most: float, word: str) -> int:
    value = body.get(name, default)
    if word == "lenient" and (value is None or isinstance(value, str)):
        value = int(value) if isinstance(value, str) and value.isdigit() else default
    if word == "accepts-fraction" and isinstance(value, float):
        return max(1, int(value))
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise Refused(400, name)
    number = int(value)
    if number < 1:
        raise Refused(400, name)
    if number > most:
        if word == "accepts-large-limit":
            return number
        if word == "caps-limit":
            return int(most)
        if word == "accepts-one-more" and number == most + 1:
            return number
        raise Refused(400, name)
    return number


def page_of(listed: list[dict[str, Any]], body: dict[str, Any], word: str) -> dict[str, Any]:
    """Return a page with its envelope.

    Raises:
        Refused: The page or the limit is none.
    """
    most = {"refuses-hundred": 99}.get(word, 100)
    limit = _number(body, "limit", 20 if word == "default-limit" else 10, most, word)
    page = _number(body, "page", 2 if word == "default-page" else 1, float("inf"), word)
    if word == "caps-quietly":
        limit = min(limit, 50)
    size = 10 if word == "second-page-default" and page > 1 else limit
    start = (page - 1) * size
    if word == "overlaps" and page > 1:
        start -= 1
    if word == "skips-third" and page > 2:
        start += 1
    if word == "limit-ignored-alone" and "page" not in body:
        size = 10
    if word == "page-ignored-alone" and "limit" not in body:
        start = 0
    items = listed[start : start + size]
    if word == "one-more" and len(items) == size and size > 1:
        items = listed[start : start + size + 1]
    if word == "loses-part-page" and len(items) < size:
        items = []
    if word == "repeats-beyond" and not items and listed:
        items = listed[-size:]
    total = len(listed)
    pages = -(-total // limit)
    meta = {"itemCount": len(items), "totalItems": total, "itemsPerPage": limit, "totalPages": pages,
            "currentPage": page}  # fmt: skip
    changed = {
        "total-is-page": {"totalItems": len(items)},
        "total-less": {"totalItems": total - 1},
        "pages-floor": {"totalPages": max(total // limit, 1)},
        "pages-one-more": {"totalPages": total // limit + 1},
        "page-fixed": {"currentPage": 1},
        "page-from-zero": {"currentPage": page - 1},
        "per-page-fixed": {"itemsPerPage": 10},
        "per-page-count": {"itemsPerPage": len(items)} if len(items) else {},
        "meta-old": {"totalItems": 23, "totalPages": -(-23 // limit)},
    }
    if word == "strict" and not items and page > 1:
        raise Refused(404, "there is no such page")
    return {"items": items, "meta": meta | changed.get(word, {})}
