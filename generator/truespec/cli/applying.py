"""Additions that a drift proposes, made in the files of a spec: whole or not at all, and only where lint agrees."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from truespec.catalogue import ApiEntry
from truespec.cli.suggesting import edited_all, read_text
from truespec.diagnostics import Location, Report, printable
from truespec.specification.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from truespec.contract.api import Api
    from truespec.drift.change import Change, Edit

__all__ = ["Made", "amend"]


@dataclass(frozen=True, slots=True)
class Made:
    """One addition that was made: for which change, and a line that says so."""

    change: Change
    words: str


def amend(
    entry: ApiEntry,
    changes: Iterable[Change],
    report: Report,
    limits: Limits = DEFAULT,
    known: Collection[str] = (),
) -> tuple[list[Made], Api | None]:
    """Make every addition that needs no person in the files of the spec; return what was made, and the contract then.

    ``known`` are ids of what is wrong with the spec before.

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
    by_file: dict[Path, list[tuple[Change, Edit]]] = {}
    for change, edit in _distinct(edits):
        by_file.setdefault(Path(edit.location.file), []).append((change, edit))
    made: list[Made] = []
    for path, some in by_file.items():
        try:
            before[path] = read_text(path)
            after[path], failed = edited_all(before[path], [edit for _, edit in some])
        except (OSError, ValueError) as error:
            failed = (error,) * len(some)
        for (change, edit), why in zip(some, failed, strict=True):
            if why is None:
                made.append(_made(change, edit))
            else:
                message = f"{change.operation} {change.place} is not added: {why}"
                report.warning("edit-not-made", edit.location, message, "make the edit by hand")
    if not made:
        return [], None
    try:
        api = _written(entry, before, after, report, _Checking(limits, known))
    except OSError as error:
        message = f"cannot be written: {error.strerror}"
        report.error("edit-refused", Location(str(entry.spec)), message, "nothing was changed")
        _write_all(before)
        return [], None
    return ([] if api is None else made), api


def _made(change: Change, edit: Edit) -> Made:
    what = edit.key or str(edit.value)
    where = f"{printable(change.operation)} {printable(change.place)}"
    return Made(change, f"added {printable(what)} to {edit.location} for {where}")


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


@dataclass(frozen=True, slots=True)
class _Checking:
    """How a spec is looked at after the additions: with which limits, and what was wrong with it before."""

    limits: Limits
    known: Collection[str]


def _written(
    entry: ApiEntry, before: dict[Path, str], after: dict[Path, str], report: Report, checking: _Checking
) -> Api | None:
    """Write the files, and take them back where the spec then has more wrong than before; return the contract then."""
    _write_all(after)
    api, found = _loaded(entry, checking.limits)
    worse = [one for one in found if one not in checking.known]
    if api is not None and not worse:
        return api
    _write_all(before)
    _, known = _loaded(entry, checking.limits)  # of which not all may have been known
    worse = [one for one in worse if one not in known]
    if api is not None and not worse:
        _write_all(after)
        return api
    message = f"the additions would leave the spec with {worse[0] if worse else 'errors'}: nothing was changed"
    report.error("edit-refused", Location(str(entry.spec)), message, "make the edits by hand")
    return None


def _loaded(entry: ApiEntry, limits: Limits) -> tuple[Api | None, list[str]]:
    """Return the contract of an entry as it is on the disk, and the ids of everything that is wrong with it."""
    from truespec.interpretation.load import load_entry  # noqa: PLC0415 -- the start of a command is on the clock

    own = Report()
    api = load_entry(entry, own, strict=True, limits=limits)
    return api, [diagnostic.id for diagnostic in own]


def _write_all(texts: Mapping[Path, str]) -> None:
    for path, text in texts.items():
        _write(path, text)


def _write(path: Path, text: str) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(name).chmod(path.stat().st_mode & 0o777)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
