"""Which customers a list holds: a test for every filter, and how well a customer fits a text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, TypeAlias

from foreign.collins.flags import Flags, Record, Refused
from foreign.collins.inputs import day, number

__all__ = ["Test", "full_name", "relevance", "tests_of"]

Test: TypeAlias = Callable[[Record], bool]
_DATES: Final = ("booking_date", "created_date", "last_updated")


def tests_of(query: dict[str, str], flags: Flags) -> list[Test]:
    """Return what a record must pass to be listed.

    Raises:
        Refused: A parameter is not as documented.
    """
    wanted = {name: text for name, text in query.items() if not flags.broken(f"filter-{name}-ignored")}
    if flags.broken("filters-ignored-with-query") and "query" in query:
        wanted = {"query": query["query"]}
    if flags.broken("filters-ignored-with-sort") and "sort" in query:
        wanted = {}
    if flags.broken("query-ignored-with-sort") and "sort" in query:
        wanted.pop("query", None)
    if flags.broken("filters-ignored-on-page-2") and query.get("page", "1") != "1":
        wanted = {}
    lists = [name for name in ("associated_venues", "labels", "email") if name in wanted]
    tests = [_any(name, wanted[name].split(","), flags) for name in lists]
    if "dob_month" in wanted:
        tests.append(_month(wanted["dob_month"], flags))
    if "full_name" in wanted:
        tests.append(_name(wanted["full_name"], flags))
    if "query" in wanted:
        tests.append(lambda record: relevance(record, wanted["query"], flags) > 0)
    for name in _DATES:
        spans = _spans(name, wanted, flags)
        if spans:
            tests.append(_dated(name, spans, flags))
    return tests + _agreed(query, wanted, flags)


def _agreed(query: dict[str, str], wanted: dict[str, str], flags: Flags) -> list[Test]:
    tests = []
    for name in ("opted_in", "opted_out"):
        spans = _spans(f"{name}_date", wanted, flags)
        if spans and name not in wanted:
            if not flags.differs("lone-dates") and name not in query:
                raise Refused(422, {"message": f"{name}_date needs {name}."})
        elif name in wanted:
            tests.append(_opted(name == "opted_in", wanted[name].split(","), spans, flags))
    return tests


def _any(name: str, values: list[str], flags: Flags) -> Test:
    same: Callable[[str], str] = str if flags.differs("exact") else str.casefold
    if flags.broken(f"filter-{name}-first-only"):
        values = values[:1]
    if flags.broken(f"filter-{name}-last-only"):
        values = values[-1:]
    asked = {same(value if name == "labels" else value.strip()) for value in values}

    def fits(record: Record) -> bool:
        held = record.get(name, [])
        has = {same(value) for value in ([held] if isinstance(held, str) else held)}
        if flags.broken(f"filter-{name}-all"):
            return asked <= has
        if flags.broken(f"filter-{name}-part"):
            return any(value in other for value in asked for other in has)
        if flags.broken(f"filter-{name}-first-held"):
            return bool(held) and same(held[0]) in asked
        return bool(asked & has)

    return fits


def _month(text: str, flags: Flags) -> Test:
    months = [number(part.strip(), "dob_month", 1, 12) for part in text.split(",")] if not (
        flags.broken("accepts-month-13") and text.isdecimal()
    ) else [int(text)]  # fmt: skip
    if flags.broken("filter-dob_month-first-only"):
        months = months[:1]
    if flags.broken("filter-dob_month-from-0"):
        months = [month + 1 for month in months]
    if flags.broken("filter-dob_month-any-digit"):
        return lambda record: bool(record.get("dob")) and any(str(m) in record["dob"][5:7] for m in months)
    if flags.broken("filter-dob_month-one-digit"):
        months = [month % 10 for month in months]
    return lambda record: bool(record.get("dob")) and int(record["dob"][5:7]) in months


def _name(text: str, flags: Flags) -> Test:
    same: Callable[[str], str] = str if flags.differs("exact") else str.casefold

    def fits(record: Record) -> bool:
        whole = same(full_name(record))
        if flags.broken("filter-full_name-first-name"):
            return same(record.get("first_name", "")) == same(text).partition(" ")[0]
        if flags.broken("filter-full_name-either"):
            return same(text) == whole or same(text).split(" ")[0] == same(record.get("first_name", ""))
        if flags.broken("filter-full_name-last-name"):
            return same(record.get("last_name", "")) == same(text).rpartition(" ")[2]
        return same(text) in whole if flags.differs("parts-of-names") else same(text).strip() == whole

    return fits


def full_name(record: Record) -> str:
    """Return the first and the last name of a customer as one."""
    return f"{record.get('first_name', '')} {record.get('last_name', '')}".strip()


def _spans(name: str, wanted: dict[str, str], flags: Flags) -> dict[str, date]:
    """Return the days a date filter was given: on ``""``, from ``_from`` and up to ``_to``."""
    found = {}
    for end in ("", "_from", "_to"):
        text = wanted.get(name + end)
        if text is None:
            continue
        if flags.broken(f"accepts-bad-{name}{end}"):
            try:
                found[end] = day(text, name + end)
            except Refused:
                continue
        found[end] = day(text, name + end)
    return found


def _within(text: str | None, name: str, spans: dict[str, date], flags: Flags) -> bool:
    if not text:
        return False
    at = date.fromisoformat(text[:10])
    if flags.broken(f"filter-{name}_from-exclusive") and at == spans.get("_from"):
        return False
    if flags.broken(f"filter-{name}_to-exclusive") and at == spans.get("_to"):
        return False
    if flags.broken(f"filter-{name}-from-then-no-to") and "_from" in spans:
        spans = {end: value for end, value in spans.items() if end != "_to"}
    if flags.broken(f"filter-{name}-on-is-from") and "" in spans:
        return at >= spans[""]
    if flags.broken(f"filter-{name}-by-month") and "" in spans:
        return at.month == spans[""].month
    return spans.get("", at) == at and spans.get("_from", at) <= at <= spans.get("_to", at)


def _dated(name: str, spans: dict[str, date], flags: Flags) -> Test:
    by = {"filter-last_updated-by-created": "created_date", "filter-created_date-by-updated": "last_updated"}

    def fits(record: Record) -> bool:
        if name == "booking_date":
            held = [booking["date"] for booking in record["bookings"]]
            if flags.broken("filter-booking_date-first-only"):
                held = held[:1]
            return any(_within(at, name, spans, flags) for at in held)
        other = by.get(flags.mutant, name) if flags.mutant.startswith(f"filter-{name}-by") else name
        if flags.broken("filter-created_date-keeps-null") and name == "created_date" and not record[name]:
            return True
        return _within(record[other], name, spans, flags)

    return fits


def _opted(inside: bool, ids: list[str], spans: dict[str, date], flags: Flags) -> Test:  # noqa: FBT001 - one of two
    name = "opted_in" if inside else "opted_out"
    at = "opt_in_date" if inside else "opt_out_date"
    if flags.broken(f"filter-{name}_date-by-other"):
        at = "opt_out_date" if inside else "opt_in_date"
    if flags.broken(f"filter-{name}-first-only"):
        ids = ids[:1]

    def fits(record: Record) -> bool:
        held = [preference for preference in record["marketing_preferences"] if preference["id"] in ids]
        if flags.broken("filter-opted_out-never-in") and not inside and not held:
            return True
        if flags.broken(f"filter-{name}-has-any"):
            return bool(held)
        if flags.broken(f"filter-{name}-any-id"):
            held = record["marketing_preferences"]
        held = [preference for preference in held if preference.get("opted_in") is inside]
        return any(not spans or _within(preference.get(at), f"{name}_date", spans, flags) for preference in held)

    return fits


def relevance(record: Record, text: str, flags: Flags) -> int:  # noqa: C901 - a line a fault
    """Return how well a customer fits a query; 0 where it does not."""
    fields = [full_name(record), *(record.get(name, "") for name in ("email", "company", "phone"))]
    for number_, name in enumerate(("name", "email", "company", "phone")):
        if flags.broken(f"query-no-{name}"):
            fields[number_] = ""
    if flags.broken("query-first-name-only"):
        fields[0] = record.get("first_name", "")
    if flags.broken("query-all"):
        return 1
    if flags.broken("query-notes-too"):
        fields.append(record.get("notes", ""))
    asked = text.casefold().strip()[: 5 if flags.broken("query-five-letters") else None]
    best = 0
    for value in (field.casefold() for field in fields):
        if flags.differs("by-words"):
            best = max(
                best, int(all(any(w.startswith(a) for w in value.split()) for a in asked.split()) and bool(value))
            )
        if flags.broken("query-whole-only"):
            best = max(best, int(value == asked))
        elif flags.broken("query-starts-only"):
            best = max(best, int(value.startswith(asked)))
        elif asked in value:
            best = max(best, 3 if value == asked else 2 if value.startswith(asked) else 1)
    return best
