"""Keeps a running mock true to its files: what changes on disk is served a second later."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from truespec.cli import console
from truespec.diagnostics import Report, printable
from truespec.mock.watching import Watcher
from truespec.specification.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from truespec.mock.front import Mock

__all__ = ["reloading"]


def reloading(word: str, mock: Mock, files: Iterable[Path], limits: Limits = DEFAULT) -> Watcher:
    """Return what makes ``mock`` follow the files of the API that ``word`` names.

    Files that cannot be read as an API change nothing but what is said on standard error.
    """
    watched = tuple(files)

    def changed() -> tuple[Path, ...]:
        nonlocal watched
        watched = _reload(word, mock, limits) or watched
        return watched

    return Watcher(watched, changed)


def _reload(word: str, mock: Mock, limits: Limits) -> tuple[Path, ...]:
    """Load the API again; return the files it was read from, none where that cannot be done."""
    from truespec.catalogue import resolve  # noqa: PLC0415
    from truespec.interpretation.load import load_with_files  # noqa: PLC0415

    report = Report()
    entry = resolve(word, report)
    found = None if entry is None else load_with_files(entry, report, limits=limits)
    console.diagnostics(report)
    if found is None:
        mock.mark_stale()
        console.note("the changed files cannot be read as an API; the mock goes on with what they said before")
        return ()
    api, files = found
    for error in mock.follow(api):
        console.note(f"a fault is dropped: {printable(error.message)}")
    console.note(f"the mock follows the changed files ({len(api.operations)} operations)")
    return files
