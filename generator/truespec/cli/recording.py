"""Writes what a drift has added to a spec into ``changes.toml``, from which the changelog of the client is made."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from truespec.catalogue import CHANGES_FILE, ApiEntry
from truespec.diagnostics import Location, Report
from truespec.documentation.facts import steps
from truespec.drift.change import Change
from truespec.drift.wording import place_of, said_of

__all__ = ["record"]

_HEAD = "# What the pages were seen to change; the changelog of the client is made from it. Reword it as you like.\n"


def record(
    entry: ApiEntry, made: Iterable[Change], changes: Iterable[Change], today: dt.date, report: Report
) -> Path | None:
    """Append the changes that were ``made``, and those of ``changes`` that come with one of them; return the file."""
    path = entry.spec.parent / CHANGES_FILE
    try:
        known = path.read_text(encoding="utf-8") if path.exists() else _HEAD
        path.write_text(known + "".join(_written(list(made), list(changes), today)), encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        report.error("changes-unwritable", Location(str(path)), "cannot write down what changed", "check the file")
        return None
    return path


def _written(made: list[Change], changes: list[Change], today: dt.date) -> Iterator[str]:
    told: set[tuple[str, str]] = set()
    homes = {f"{one.operation} {steps.above(one.place)}" for one in made}
    names = {steps.last_name(one.place) for one in made}
    for change in changes:
        along = change.with_it in homes and steps.last_name(change.place) in names
        said = said_of(replace(change, with_it=""))
        text = f"{place_of(change)} {said}" if change.place or change.attribute else said
        if (change in made or along) and (change.operation, text) not in told:
            told.add((change.operation, text))
            breaking = "breaking = true\n" if change.breaking else ""
            yield (
                f"\n[[change]]\ndate = {today.isoformat()}\noperation = {_text(change.operation)}\n"
                f"text = {_text(text)}\n{breaking}"
            )


def _text(text: str) -> str:
    """Write a text as TOML has it: as JSON, but that DEL is escaped and no character is two halves."""
    whole = text.encode("utf-8", "replace").decode()
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
