"""Pages of a command line and the APIs they may belong to: read one by one, and each handed to those it concerns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from truespec.cli.console import Exit
from truespec.cli.pages import ReadPage, is_usable, load_lock, read_pages
from truespec.cli.progress import CountProgress
from truespec.diagnostics import Report

if TYPE_CHECKING:
    from truespec.catalogue import ApiEntry
    from truespec.cli.comparing import Comparing
    from truespec.documentation.facts.surface import Surface
    from truespec.documentation.locks.lock import Lock

__all__ = ["Apis", "Captures"]

_FEW: Final = 8
"""Pages that are remembered; where there are more, whoever wants them a second time has them read again."""


class Captures:
    """Pages as they are now."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = files
        self._kept: list[ReadPage] = []

    def usable(self, report: Report, exits: list[Exit]) -> Iterator[tuple[ReadPage, Surface]]:
        """Yield the pages that say enough; what is wrong with the others, and with these in the end, is reported."""
        with CountProgress(len(self.files), "reading") as progress:
            for page in self._kept or self._read():
                surface = page.surface if is_usable(page) else None
                if surface is None:
                    exits.append(page.exit)
                else:
                    yield page, surface
                report.extend(page.report)
                progress.advance(failed=surface is None)

    def _read(self) -> Iterator[ReadPage]:
        kept: list[ReadPage] = []
        for page in read_pages(list(self.files)):
            if len(self.files) <= _FEW:
                kept.append(page)
            yield page
        self._kept = kept


class Apis:
    """The APIs that a command line means; each is opened when the first page that concerns it comes."""

    def __init__(self, entries: Sequence[ApiEntry], opened: Callable[[ApiEntry], Comparing | None]) -> None:
        self._entries = entries
        self._opened = opened
        self._known: dict[Path, Comparing | None] = {}
        self._locks: list[tuple[ApiEntry, Lock]] | None = None

    def of(self, entry: ApiEntry) -> Comparing | None:
        """Return an API to compare; None where it cannot be opened, which is said the first time."""
        if entry.spec not in self._known:
            self._known[entry.spec] = self._opened(entry)
        return self._known[entry.spec]

    def concerned_by(self, surface: Surface) -> list[Comparing]:
        """Return the APIs that a page is about: those that have it in their lock, else those that have its operations.

        A single one it is always asked about, as it was named.
        """
        if len(self._entries) == 1:
            return self._all(self._entries)
        from truespec.documentation.locks.acceptance import same_page  # noqa: PLC0415 -- the start of a command is on the clock

        if self._locks is None:
            locks = [(entry, load_lock(entry, Report())) for entry in self._entries]
            self._locks = [(entry, lock) for entry, lock in locks if lock is not None]
        locked = [entry for entry, lock in self._locks if same_page(lock, surface)]
        return self._all(locked) if locked else [one for one in self._all(self._entries) if one.describes(surface)]

    def _all(self, entries: Sequence[ApiEntry]) -> list[Comparing]:
        return [one for one in map(self.of, entries) if one is not None]
