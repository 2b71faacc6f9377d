"""Differences that are known and meant: each with the reason and the day it was looked at."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, cast

from truespec.diagnostics import Location, Report
from truespec.drift.change import Change, Kind, Weight

__all__ = ["WAIVERS_FILE", "Waiver", "read_waivers", "waive"]

WAIVERS_FILE: Final = "waivers.toml"
_KEYS: Final = frozenset({"operation", "place", "attribute", "class", "reason", "date", "until"})
_KINDS: Final = frozenset(kind.value for kind in Kind)


@dataclass(frozen=True, slots=True)
class Waiver:
    """What is let pass: all that is given has to be equal; ``place`` may be left out for the operation itself.

    ``date`` is when it was looked at, ``until`` the last day on which it holds, if there is one.
    """

    operation: str
    place: str
    attribute: str
    kind: str
    reason: str
    date: dt.date
    location: Location
    until: dt.date | None = None

    def covers(self, change: Change) -> bool:
        """Whether it is about this change; an attribute or a class that it does not name may be any."""
        return (
            self.operation in {change.operation, "*"}
            and self.place == change.place
            and self.attribute in {change.attribute, ""}
            and self.kind in {change.kind.value, ""}
        )


def read_waivers(path: Path, report: Report) -> tuple[Waiver, ...]:
    """Read the waivers of an API; none where there is no file.  What is wrong with one is in the report."""
    try:
        if not path.exists():
            return ()
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        report.error("waivers-unreadable", Location(str(path)), "cannot read the waivers", "check the file")
        return ()
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        report.error("waivers-syntax", Location(str(path)), f"not valid TOML: {error}", "mend the line")
        return ()
    strange = sorted(set(document) - {"waiver"})
    listed = _tables(document.get("waiver", []))
    if strange or listed is None:
        message = f"only a list of [[waiver]] may stand here, not {', '.join(strange) or 'a single one'}"
        report.error("waiver-form", Location(str(path)), message, "write each waiver below [[waiver]]")
        return ()
    starts = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[waiver]]"]
    found = (
        _waiver(one, Location(str(path), starts[index] if index < len(starts) else 1, 1), report)
        for index, one in enumerate(listed)
    )
    return tuple(waiver for waiver in found if waiver is not None)


def _tables(value: object) -> list[dict[str, Any]] | None:
    """Return a list of tables; None for anything else."""
    if not isinstance(value, list):
        return None
    found = cast("list[object]", value)
    if not all(isinstance(one, dict) for one in found):
        return None
    return cast("list[dict[str, Any]]", found)


def _waiver(given: Mapping[str, Any], place: Location, report: Report) -> Waiver | None:
    wrong = _mistake(given)
    if wrong:
        advice = 'a waiver has operation, place, reason = "...", date = 2026-11-21; it may have attribute, class, until'
        report.error("waiver-form", place, wrong, advice)
        return None
    return Waiver(
        operation=given["operation"],
        place=given.get("place", ""),
        attribute=given.get("attribute", ""),
        kind=given.get("class", ""),
        reason=given["reason"],
        date=given["date"],
        location=place,
        until=given.get("until"),
    )


def _mistake(given: Mapping[str, Any]) -> str:
    strange = sorted(set(given) - _KEYS)
    if strange:
        return f"a waiver has no key {', '.join(strange)}"
    for key in ("operation", "place", "attribute", "class", "reason"):
        if not isinstance(given.get(key, ""), str):
            return f"{key} is a text"
    if not given.get("operation") or not str(given.get("reason", "")).strip():
        return "a waiver names an operation and gives a reason"
    if not isinstance(given.get("date"), dt.date):
        return "a waiver says on which date it was looked at"
    if not isinstance(given.get("until", given["date"]), dt.date):
        return "until is a date"
    if given.get("class") and given["class"] not in _KINDS:
        return f"there is no class {given['class']!r}; there are {', '.join(sorted(_KINDS))}"
    return ""


def waive(changes: Iterable[Change], waivers: Iterable[Waiver], report: Report, today: dt.date) -> tuple[Change, ...]:
    """Mark what is waived with the reason.

    A waiver that matches nothing is an error (``waiver-unused``), and so is one that was to hold until a day that is
    past (``waiver-expired``), which waives nothing.
    """
    listed = tuple(waivers)
    waivers = tuple(waiver for waiver in listed if waiver.until is None or today <= waiver.until)
    for waiver in listed:
        if waiver not in waivers:
            advice = "look at it again: remove the waiver, or give it another day"
            report.error("waiver-expired", waiver.location, f"it was to hold until {waiver.until}", advice)
    used: set[int] = set()
    marked: list[Change] = []
    for change in changes:
        fitting = [number for number, waiver in enumerate(waivers) if waiver.covers(change)]
        if fitting and change.weight is not Weight.NOTE:
            used.update(fitting)
            chosen = waivers[fitting[0]]
            why, day = " ".join(chosen.reason.split()), chosen.date.isoformat()
            change = replace(change, waived=why, waived_on=day)  # noqa: PLW2901 -- the marked one
        elif fitting:
            used.update(fitting)
        marked.append(change)
    for number, waiver in enumerate(waivers):
        if number not in used:
            what = " ".join(word for word in (waiver.operation, waiver.place, waiver.attribute) if word)
            report.error("waiver-unused", waiver.location, f"nothing drifts at {what}", "remove the waiver")
    return tuple(marked)
