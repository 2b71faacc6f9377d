"""The list of customers: which of them, in which order, and which page of those."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from foreign.collins.filters import full_name, relevance, tests_of
from foreign.collins.flags import Flags, Record, Refused
from foreign.collins.inputs import number

__all__ = ["Page", "listed"]

_SORTABLE: Final = (
    "id", "email", "first_name", "last_name", "phone", "company", "dob", "custom_field_value", "notes", "created_date",
    "last_updated",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """The records of a page, and what its headers tell."""

    records: list[Record]
    number: int
    size: int
    pages: int
    results: int

    def headers(self, flags: Flags) -> dict[str, str]:
        """Return the headers of paging."""
        told = {
            "X-Pagination-Page": self.number,
            "X-Pagination-Per-Page": self.size,
            "X-Pagination-Total-Pages": self.pages,
            "X-Pagination-Total-Results": self.results,
        }
        if flags.broken("header-page-always-1"):
            told["X-Pagination-Page"] = 1
        if flags.broken("header-per-page-30"):
            told["X-Pagination-Per-Page"] = 30
        if flags.broken("header-pages-rounded-down"):
            told["X-Pagination-Total-Pages"] = max(1, self.results // self.size)
        if flags.broken("header-pages-one-more"):
            told["X-Pagination-Total-Pages"] += 1
        if flags.broken("header-results-of-page"):
            told["X-Pagination-Total-Results"] = len(self.records)
        if flags.broken("header-results-missing"):
            del told["X-Pagination-Total-Results"]
        if flags.broken("header-page-from-0"):
            told["X-Pagination-Page"] -= 1
        return {name: str(value) for name, value in told.items()}


def listed(everyone: list[Record], query: dict[str, str], flags: Flags) -> Page:  # noqa: C901 - a line a fault
    """Return the page that is asked for.

    Raises:
        Refused: A parameter is not as documented.
    """
    query = {name: value for name, value in query.items() if value}
    size = _bound(query, "limit", 30, 30, flags)
    page = _bound(query, "page", 1, 10**9, flags)
    tests = tests_of(query, flags)
    found = [record for record in everyone if all(test(record) for test in tests)]
    found = _sorted(found, query, flags)
    start = (page - 1) * size
    if page > 1:
        start += {"page-overlaps": -1, "page-skips": 1}.get(flags.mutant, 0)
    if flags.broken("page-counts-by-30"):
        start = (page - 1) * 30
    if flags.broken("page-3-is-page-2") and page == 3:
        start = size
    if flags.broken("page-ignored"):
        start = 0
    taken = size + {"limit-one-more": 1, "limit-one-less": -(size > 1)}.get(flags.mutant, 0)
    if flags.broken("limit-on-first-page-only") and page > 1:
        taken = 30
    if flags.broken("limit-at-most-10"):
        taken = min(taken, 10)
    if flags.broken("limit-ignored"):
        taken = 30
    if flags.broken("limit-ignored-with-query") and "query" in query:
        taken = 30
    shown = found[start : start + taken]
    if flags.broken("page-last-record-lost") and page > 1 and start + taken >= len(found):
        shown = shown[:-1]
    if flags.broken("sort-in-page-only"):
        unsorted = [record for record in everyone if all(test(record) for test in tests)][start : start + taken]
        shown = _sorted(unsorted, query, flags)
    pages = max(0 if flags.differs("no-pages") else 1, math.ceil(len(found) / size))
    if flags.differs("beyond-404") and page > max(1, pages):
        raise Refused(404, {"message": "There is no such page."})
    results = len(everyone) if flags.broken("header-results-unfiltered") else len(found)
    return Page(shown, page, size, pages, results)


def _bound(query: dict[str, str], name: str, default: int, most: int, flags: Flags) -> int:
    if name not in query:
        return 20 if flags.broken("limit-default-20") and name == "limit" else default
    text = query[name]
    if flags.differs("clamps"):
        return max(1, min(int(text), most)) if text.lstrip("-").isdecimal() else default
    if flags.broken("accepts-limit-0") and name == "limit" and text == "0":
        return default
    if flags.broken("accepts-limit-31") and name == "limit":
        most = 100
    if flags.broken("refuses-limit-30") and name == "limit":
        most = 29
    return number(text, name, 1, most)


def _sorted(found: list[Record], query: dict[str, str], flags: Flags) -> list[Record]:  # noqa: C901 - a line a fault
    def value(record: Record, name: str) -> Any:
        text = record.get(name) or ""
        return text if flags.differs("exact") else text.casefold()

    if "sort" not in query and "query" in query:
        asked = query["query"]
        return sorted(found, key=lambda r: (-relevance(r, asked, flags), len(full_name(r))))
    if "sort" not in query:
        name = "last_name" if flags.broken("sort-default-by-name") else "created_date"
        if flags.broken("sort-default-by-updated"):
            name = "last_updated"
        return sorted(found, key=lambda r: value(r, name), reverse=flags.differs("newest-first"))
    if flags.broken("sort-ignored-with-query") and "query" in query:
        return found
    keys = query["sort"].split(",")
    if flags.broken("sort-turns-on-page-2") and query.get("page", "1") != "1":
        keys = [key.removeprefix("-") if key.startswith("-") else f"-{key}" for key in keys]
    if flags.broken("sort-first-key-only"):
        keys = keys[:1]
    for key in reversed(keys):
        name, down = key.removeprefix("-"), key.startswith("-")
        if name not in (_SORTABLE if not flags.differs("few-sorts") else _SORTABLE[-2:]):
            if flags.differs("unknown-sorts"):
                continue
            raise Refused(422, {"message": "Such a field cannot be sorted by."})
        if flags.broken("sort-ignored") or flags.broken(f"sort-{name}-ignored"):
            continue
        if flags.broken("sort-updated-by-created") and name == "last_updated":
            name = "created_date"
        down = down and not flags.broken("sort-minus-ignored")
        found = sorted(found, key=lambda r, n=name: value(r, n), reverse=down)  # type: ignore[misc]
    return found
