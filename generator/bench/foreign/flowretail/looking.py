"""Lists and searches: who is found, in which order, on which page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from foreign.flowretail.asked import Refused, Switch, moment, number
from foreign.flowretail.people import TEXTS, shown

__all__ = ["found_by", "listed", "page_of", "sorted_by"]

_LOOKED_IN: Final = ("firstname", "lastname", "city", "postalCode", "companyName", "mobile", "email", "vatNumber")
_OWN: Final = ("mobile", "email", "vatNumber")
_SORTABLE: Final = frozenset({*TEXTS, "customerUid", "createdAt", "lastModifiedAt", "customerType", "paymentTerms"})


def listed(people: list[dict[str, Any]], query: Mapping[str, str], is_: Switch) -> list[dict[str, Any]]:
    """Return the customers of a list: all, or those an external reference belongs to."""
    wanted = query.get("customerExternalId")
    if is_("list-hides-companies"):
        people = [known for known in people if known["customerType"] != "COMPANY"]
    if is_("filter-lost-on-page-two") and query.get("pageNumber", "1") != "1":
        return people
    if wanted is None or is_("filter-external-ignored") or (not wanted and is_("empty-filter-is-none")):
        return people
    if is_("filter-external-prefix"):
        return [known for known in people if known["externalId"].startswith(wanted)]
    if is_("filter-external-folds"):
        return [known for known in people if known["externalId"].lower() == wanted.lower()]
    if is_("filter-external-lost-on-sort") and "sortBy" in query:
        return people
    if is_("filter-external-or-uid"):
        return [known for known in people if wanted in {known["externalId"], known["origin"]}]
    return [known for known in people if known["externalId"] == wanted]


def _words(text: str, is_: Switch) -> list[str]:
    return [text.lower()] if is_("one-phrase") else text.lower().split()


def _phone(text: str) -> str:
    return re.sub(r"^(\+|00)?47(?=\d{8}$)", "", re.sub(r"[^\d+]", "", text))


def _same(name: str, value: str, wanted: str, *, exact: bool, loose: bool = False) -> bool:
    if name == "mobile" and _phone(wanted):
        if loose:
            return _phone(value)[:6] == _phone(wanted)[:6]
        return _phone(value) == _phone(wanted) if exact else _phone(wanted) in _phone(value)
    return value.lower() == wanted.lower() if exact else wanted.lower() in value.lower()


def found_by(people: list[dict[str, Any]], body: Mapping[str, Any], is_: Switch) -> list[dict[str, Any]]:
    """Return the customers that fit all of what a search asks for."""
    exact = bool(body.get("exactMatch", False)) or is_("exact-by-default")
    own = [name for name in _OWN if name in body and not is_(f"search-{name}-ignored")]
    if is_("search-second-own-ignored"):
        own = own[:1]
    names = [name for name in _LOOKED_IN if not is_(f"search-not-{name}")]
    names = [name for name in names if name not in body or is_("search-query-everywhere", f"search-query-also-{name}")]
    contacts = (body.get("scope") == "CONTACT" or is_("search-contacts-by-default")) and not is_("scope-ignored")
    if is_("scope-default-contact") and "scope" not in body:
        contacts = True
    query = "" if is_("search-query-ignored") or (own and is_("search-own-without-query")) else body.get("query", "")
    if "email" in own and is_("search-email-without-query"):
        query = ""

    def fits(known: dict[str, Any]) -> bool:
        loose = is_("search-mobile-loose")
        kept = [_same(name, known[name], body[name], exact=exact, loose=loose) for name in own]
        if kept and not (any(kept) if is_("own-members-any") else all(kept)):
            return False
        if is_("store-filters") and body.get("storeUid", known["defaultStoreUid"]) != known["defaultStoreUid"]:
            return False
        at = moment(body.get("createdAt"))
        if at is not None and not _since(known["createdAt"], at, is_):
            return False
        records = [known]
        if contacts:
            records = [{**dict.fromkeys(_LOOKED_IN, ""), **contact} for contact in known["contacts"]]
        return any(_asked(record, query, names, is_, exact=exact) for record in records)

    return [known for known in people if fits(known)]


def _since(told: str, at: Any, is_: Switch) -> bool:
    when = moment(told)
    if when is None:
        return False
    if is_("created-that-day"):
        return bool(when.date() == at.date())
    return bool(when <= at if is_("created-before") else when >= at)


def _asked(record: dict[str, Any], query: str, names: list[str], is_: Switch, *, exact: bool) -> bool:
    if not query.strip():
        return True
    if exact:
        return any(_same(name, record[name], query, exact=True) for name in names)
    hits = [any(_same(name, record[name], word, exact=False) for name in names) for word in _words(query, is_)]
    return any(hits) if is_("any-word") else all(hits)


def sorted_by(
    people: list[dict[str, Any]], query: Mapping[str, str], is_: Switch, *, search: bool
) -> list[dict[str, Any]]:
    """Return customers in the order that is asked for; without one as they came."""
    direction = query.get("sortDirection", "ASC")
    if direction not in {"ASC", "DESC"} and not (
        is_("accepts-any-direction") or (search and is_("search-accepts-any-direction"))
    ):
        raise Refused(400, "sortDirection")
    if is_("refuses-descending") and direction == "DESC":
        raise Refused(400, "sortDirection")
    name = query.get("sortBy", "")
    if name and name not in _SORTABLE:
        if is_("crash-unknown-sort"):
            raise KeyError(name)
        if is_("strict-sort"):
            raise Refused(400, "sortBy")
        name = ""
    down = direction == "DESC" and not is_("sort-descending-ignored")
    if _has_no_order(query, is_, search=search):
        return people
    if search and name and is_("crash-sorted-search"):
        raise KeyError(name)
    down = down and not _has_no_direction(query, is_, search=search)
    if not name:
        newest = is_("newest-first") or (is_("descending-alone") and down)
        return sorted(people, key=lambda known: known["createdAt"], reverse=newest)
    if is_("sort-ignored", f"sort-{name}-ignored"):
        return people
    fold = is_("sorts-folded")
    return sorted(
        people,
        key=lambda known: known[name].lower() if fold and isinstance(known[name], str) else known[name],
        reverse=not down if is_("sort-reversed") else down,
    )


def _has_no_order(query: Mapping[str, str], is_: Switch, *, search: bool) -> bool:
    later = query.get("pageNumber", "1") != "1"
    return search and (is_("search-sort-ignored") or (later and is_("search-order-lost-on-page-two")))


def _has_no_direction(query: Mapping[str, str], is_: Switch, *, search: bool) -> bool:
    later = query.get("pageNumber", "1") != "1"
    return (search and is_("search-descending-ignored")) or (later and is_("direction-lost-on-page-two"))


def _numbers(query: Mapping[str, str], is_: Switch) -> tuple[int, int, int]:
    """Return the number of the first page, and the size and number of the page that is asked for."""
    first = 0 if is_("pages-from-zero") else 1
    lenient = is_("lenient-pages")
    least = -(10**9) if is_("accepts-low-pages") else first
    size = number(query, "pageSize", 10 if is_("small-pages") else 25, 1, lenient=lenient)
    page = number(query, "pageNumber", first, least, lenient=lenient)
    if not lenient and size > 1000:
        raise Refused(400, "pageSize")
    size = min(size, 30 if is_("pages-capped") else 1000)
    return first, size, page


def page_of(
    people: list[dict[str, Any]], query: Mapping[str, str], is_: Switch, *, searched: int | None
) -> dict[str, Any]:
    """Return the page that is asked for, with the counts of the whole; of a search so many were looked at."""
    search = searched is not None
    first, size, page = _numbers(query, is_)
    told_size, told_page = size, page
    if is_("page-size-ignored") or (search and is_("search-page-size-ignored")):
        size = 25
    if is_("page-size-lost-on-page-two") and page > first:
        size = 25
    size += is_("page-one-more") + (is_("page-one-more-when-large") and size > 9)
    start = max(page - first, 0) * size
    if page > first:
        start += is_("page-skips-one") - is_("page-overlaps-one")
    if is_("page-ignored") or (search and is_("search-page-ignored")):
        start = 0
    items = _items(people, (start, start + size), is_, later=page > first, search=search)
    if is_("crash-beyond") and not items and people:
        raise KeyError(page)
    if page > first and not items and is_("beyond-is-404"):
        raise Refused(404, "there is no such page")
    total = _total(len(people), query, is_, searched)
    if is_("total-of-page"):
        total = len(items)
    paging = {
        "totalCount": total,
        "pageSize": len(items) if is_("tells-size-of-page") else told_size,
        "pageNumber": first if is_("page-number-fixed") else told_page,
    }
    if is_("more-paging"):
        paging["totalPages"] = -(-len(people) // size)
    return {"items": items, "paging": paging}


def _items(
    people: list[dict[str, Any]], ends: tuple[int, int], is_: Switch, *, later: bool, search: bool
) -> list[dict[str, Any]]:
    start, end = ends
    if is_("list-ends-at-thirty") and not search:
        end = min(end, 30)
    items = [shown(known) for known in people[start:end]]
    if is_("page-repeats-one") and later and items:
        items[0] = shown(people[0])
    if is_("last-page-cut") and later and end > len(people):
        items = items[:-1]
    return items


def _total(count: int, query: Mapping[str, str], is_: Switch, searched: int | None) -> int:
    if searched is not None and is_("search-total-of-all"):
        return searched
    if searched is not None and is_("search-counts-to-ten"):
        return min(count, 10)
    if is_("total-one-less-when-filtered") and ("customerExternalId" in query or searched is not None):
        return max(count - 1, 0)
    return count
