"""Where a mock keeps its records, as the options of the command line say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from truespec.diagnostics import Location, Report

if TYPE_CHECKING:
    from truespec.contract.api import Api
    from truespec.mock.rate import Counts
    from truespec.mock.service import Service
    from truespec.mock.store import Store

__all__ = ["Keeping"]


@dataclass(frozen=True, slots=True)
class Keeping:
    """``data`` is a file or URL (``None``: memory), ``seeds`` how many made-up records an empty store begins with."""

    data: str | None
    workers: int
    seeds: int

    def refuse_what_nobody_shares(self, *, control: bool, proxy: bool) -> None:
        """Raise where options ask for what several workers cannot do together, or for data that a proxy has not."""
        if self.workers > 1 and control:
            raise typer.BadParameter("several workers cannot be controlled as one", param_hint="--workers")
        if proxy and (self.data is not None or self.workers > 1 or self.seeds):
            raise typer.BadParameter(
                "a proxy keeps nothing: leave out --data, --workers and --seed-data", param_hint="--proxy"
            )

    def open(self, api: Api, report: Report) -> Store | None:
        """Return the store; ``None`` after reporting why there is none."""
        if self.workers > 1 and not self._can_share(report):
            return None
        from truespec.mock.data import open_data  # noqa: PLC0415
        from truespec.mock.errors import StoreError  # noqa: PLC0415
        from truespec.mock.store import MemoryStore  # noqa: PLC0415

        try:
            return MemoryStore() if self.data is None else open_data(self.data, api.name)
        except StoreError as error:
            report.error("data-unusable", Location("--data"), error.message, error.advice)
            return None

    def counts(self) -> Counts | None:
        """Return what several workers count requests in, ``None`` where there is one process."""
        if self.workers == 1:
            return None
        from truespec.mock.shared_counts import SharedCounts  # noqa: PLC0415 - only systems that fork have it

        return SharedCounts()

    def begin(self, seed: int, report: Report) -> Callable[[Service], None] | None:
        """Return what gives a mock its first records, ``None`` where it begins with none."""
        if not self.seeds:
            return None
        from truespec.mock.seeding import seed_records  # noqa: PLC0415

        return lambda service: report.extend(seed_records(service.api, service.store, self.seeds, seed))

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
