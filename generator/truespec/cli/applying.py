"""Additions that a drift proposes, made in the files of a spec: whole or not at all, and only where lint agrees."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from truespec.catalogue import ApiEntry
from truespec.cli.suggesting import edited, read_text
from truespec.diagnostics import Location, Report, printable
from truespec.specification.amendment import AmendmentError
from truespec.specification.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from truespec.drift.change import Change, Edit

__all__ = ["Made", "amend"]


@dataclass(frozen=True, slots=True)
class Made:
    """One addition that was made: for which change, and a line that says so."""

    change: Change
    words: str


def amend(entry: ApiEntry, changes: Iterable[Change], report: Report, limits: Limits = DEFAULT) -> list[Made]:
    """Make every addition that needs no person in the files of the spec; return what was made.

    Nothing is written where the spec would have errors, or new warnings, afterwards; the report says which.
    """
    edits = [
        (change, edit)
        for change in changes
        if change.drift and all(one.safe for one in change.edits)
        for edit in change.edits
    ]
    before: dict[Path, str] = {}
    after: dict[Path, str] = {}
    made: list[Made] = []
    for change, edit in _distinct(edits):
        path = Path(edit.location.file)
        try:
            if path not in before:
                before[path] = after[path] = read_text(path)
            after[path] = edited(after[path], edit)
            what = edit.key or str(edit.value)
            where = f"{printable(change.operation)} {printable(change.place)}"
            made.append(Made(change, f"added {printable(what)} to {edit.location} for {where}"))
        except (AmendmentError, OSError, ValueError) as error:
            message = f"{change.operation} {change.place} is not added: {error}"
            report.warning("edit-not-made", edit.location, message, "make the edit by hand")
    if not made:
        return []
    return made if _written(entry, before, after, report, limits) else []


def _distinct(edits: list[tuple[Change, Edit]]) -> list[tuple[Change, Edit]]:
    """Return each edit once: several places may share a schema."""
    seen: set[tuple[str, str, tuple[str, ...], str, str]] = set()
    kept: list[tuple[Change, Edit]] = []
    for change, edit in edits:
        key = (edit.location.file, edit.location.pointer, edit.steps, edit.key, "" if edit.key else repr(edit.value))
        if key not in seen:
            seen.add(key)
            kept.append((change, edit))
    return kept


def _written(entry: ApiEntry, before: dict[Path, str], after: dict[Path, str], report: Report, limits: Limits) -> bool:
    """Write the files, and take them back where the spec then has more wrong than before."""
    from truespec.interpretation.load import load_entry  # noqa: PLC0415 -- the start of a command is on the clock

    known = _ids(entry, limits)
    try:
        for path, text in after.items():
            _write(path, text)
        own = Report()
        api = load_entry(entry, own, strict=True, limits=limits)
        worse = [one for one in own if one.id not in known]
        if api is not None and not worse:
            return True
        message = f"the additions would leave the spec with {worse[0].id if worse else 'errors'}: nothing was changed"
        report.error("edit-refused", Location(str(entry.spec)), message, "make the edits by hand")
    except OSError as error:
        report.error(
            "edit-refused", Location(str(entry.spec)), f"cannot be written: {error.strerror}", "nothing was changed"
        )
    for path, text in before.items():
        _write(path, text)
    return False


def _ids(entry: ApiEntry, limits: Limits) -> set[str]:
    from truespec.interpretation.load import load_entry  # noqa: PLC0415

    own = Report()
    load_entry(entry, own, strict=True, limits=limits)
    return {diagnostic.id for diagnostic in own}


def _write(path: Path, text: str) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(name).chmod(path.stat().st_mode & 0o777)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
