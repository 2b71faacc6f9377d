"""Where a mock keeps its records, as the options of the command line say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from truespec.contract.api import Api
from truespec.diagnostics import Diagnostic, Location, Report

if TYPE_CHECKING:
    from truespec.mock.store import Store

__all__ = ["Keeping"]


@dataclass(frozen=True, slots=True)
class Keeping:
    """``data`` is a file or URL (``None``: memory), ``seeds`` how many made-up records an empty store begins with."""

    data: str | None
    workers: int
    seeds: int

    def open(self, api: Api, seed: int, report: Report) -> Store | None:
        """Return the store, ready to be shared by workers; ``None`` after reporting why there is none."""
        if self.workers > 1 and not self._can_share(report):
            return None
        from truespec.mock.errors import StoreError  # noqa: PLC0415

        try:
            store = self._opened(api.name)
            report.extend(self.fill(api, store, seed))
        except StoreError as error:
            report.error("data-unusable", Location("--data"), error.message, error.advice)
            return None
        store.close()
        return store

    def fill(self, api: Api, store: Store, seed: int) -> tuple[Diagnostic, ...]:
        """Put the made-up records into a store that has none; return what there is to say about it.

        Raises:
            StoreError: The store failed.
        """
        if not self.seeds:
            return ()
        from truespec.mock.seeding import seed_records  # noqa: PLC0415

        return seed_records(api, store, self.seeds, seed)

    def _opened(self, name: str) -> Store:
        from truespec.mock.data import open_data  # noqa: PLC0415
        from truespec.mock.store import MemoryStore  # noqa: PLC0415

        return MemoryStore() if self.data is None else open_data(self.data, name)

    def _can_share(self, report: Report) -> bool:
        from truespec.mock.workers import can_fork  # noqa: PLC0415

        place = Location("--workers")
        if self.data is None:
            message = "several workers have no memory in common"
            report.error("workers-need-data", place, message, "name what they share: --data FILE.db, or a database")
        elif not can_fork():
            report.error(
                "workers-unsupported", place, "this system makes no workers", "start several mocks on one --data"
            )
        return self.data is not None and can_fork()
