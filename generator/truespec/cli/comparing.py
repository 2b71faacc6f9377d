"""One API as it is compared with pages that come one by one: of each only what differs is kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Final

from truespec.catalogue import ApiEntry
from truespec.cli.console import Exit
from truespec.cli.pages import ReadPage, check_end, lock_path
from truespec.diagnostics import Location, Report
from truespec.documentation.facts.operations import matched
from truespec.documentation.locks.acceptance import same_page
from truespec.drift.compare import Comparer, Pair
from truespec.drift.reports import ApiReport, PageReport
from truespec.drift.waivers import WAIVERS_FILE, read_waivers, waive

if TYPE_CHECKING:
    from truespec.contract.api import Api
    from truespec.documentation.facts.surface import Surface
    from truespec.documentation.locks.lock import Lock

__all__ = ["Comparing", "operations_of"]

_OTHERS: Final = "name the API that the page is about"


def operations_of(surface: Surface) -> set[str]:
    """Return the operations that a page shows."""
    return {fact.operation for fact in surface.facts if fact.operation}


class Comparing:
    """An API with its lock and its contract, and what was found on the pages that were taken so far."""

    def __init__(self, entry: ApiEntry, lock: Lock, api: Api) -> None:
        self.entry, self.api = entry, api
        self._lock = lock
        self._labels = [operation.label for operation in api.operations]
        self._comparer = Comparer(api)
        self._pages: dict[str, PageReport] = {}
        self._new: list[PageReport] = []
        self._refused: list[str] = []

    def describes(self, surface: Surface) -> bool:
        """Whether the spec has an operation of a page."""
        return bool(matched(self._labels, operations_of(surface)))

    def take(self, page: ReadPage, surface: Surface, report: Report) -> bool:
        """Compare a page that was read, the first capture of a locked page with what was accepted as well.

        False for a page that lost a part, or one of other operations: about that nothing can be told, and it is said.
        """
        name = same_page(self._lock, surface)
        if not check_end(self._lock, name, page):
            return False
        before = None if name in self._pages else self._lock.page(name)
        if before is not None:
            self._add(Pair(name, before.surface, surface), page.file)
        elif self.describes(surface):
            self._add(Pair(Path(page.file).stem, None, surface), page.file)
        else:
            message = f"the page has no operation of {self.entry.name}, neither of its lock nor of its spec"
            report.error("page-of-others", Location(page.file), message, _OTHERS)
            return False
        return True

    def finish(self, report: Report, *, captured: bool) -> ApiReport | None:
        """Add the locked pages of which no capture came, and return what differs; None where nothing is to compare.

        ``captured`` says that there were pages to compare: then at least one has to have been taken.
        """
        if captured and not (self._pages or self._new):
            return None
        for name in self._lock:
            before = None if name in self._pages else self._lock.page(name)
            if before is not None:
                self._refused += before.surface.page.reasons
                self._add(Pair(name, before.surface))
        waived = Report()
        waivers = read_waivers(self.entry.spec.parent / WAIVERS_FILE, waived)
        comparison = self._comparer.finish(self._lock)
        if not comparison.compared:
            self._say_not_compared(report)
            return None
        changes = waive(comparison.changes, waivers, waived, dt.datetime.now(dt.UTC).date())
        report.extend(waived)
        comparison.coverage.excluded = sum(bool(change.waived) for change in changes)
        exit_ = Exit.UNUSABLE if waived.failed else Exit(any(change.drift for change in changes))
        pages = (*(self._pages[name] for name in self._lock), *self._new)
        asked = self.entry.name if self.entry.settings is not None else str(self.entry.spec)
        return ApiReport(self.entry.name, pages, changes, comparison.coverage, exit_, asked)

    def _add(self, pair: Pair, file: str = "") -> None:
        self._comparer.add(pair)
        surface = pair.now or pair.before
        facts = () if surface is None else surface.facts
        made = PageReport(
            pair.name,
            None if pair.before is None else pair.before.page,
            None if pair.now is None else pair.now.page,
            file,
            0 if surface is None else len(operations_of(surface)),
            len(facts),
        )
        if pair.before is None:
            self._new.append(made)
        else:
            self._pages[pair.name] = made

    def _say_not_compared(self, report: Report) -> None:
        if self._pages:
            message = f"no readable page of {self.entry.name}: {'; '.join(self._refused) or 'each was refused'}"
            advice = "save the page in a form that keeps names and types, such as page.md"
        else:
            message = f"no page of {self.entry.name} was accepted, so there is nothing to compare"
            advice = f"truespec read PAGE --api {self.entry.name} --accept"
        report.warning("drift-not-compared", Location(str(lock_path(self.entry))), message, advice)
