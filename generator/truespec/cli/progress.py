"""What a person sees while a run is going on: one line on a terminal, nothing in CI."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

from truespec.cli import console

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from truespec.checking.events import Event

__all__ = ["CheckProgress", "CountProgress"]


class CheckProgress:
    """A listener of a check that keeps a progress line with the phase and the requests sent so far."""

    def __init__(self, api: str) -> None:
        self._api = api
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        """Start the line where somebody is looking."""
        if console.is_terminal():
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

            columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[sent]} requests"))
            self._progress = Progress(
                *columns, TimeElapsedColumn(), console=console.rich_console(stderr=True), transient=True
            )
            self._task = self._progress.add_task(f"testing {self._api}", total=None, sent=0)
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Take the line away."""
        if self._progress is not None:
            self._progress.stop()

    def __call__(self, event: Event) -> None:
        """Move the line on."""
        if self._progress is None or self._task is None:
            return
        from truespec.checking.events import Exchanged, PhaseStarted  # noqa: PLC0415

        if isinstance(event, Exchanged):
            sent = int(self._progress.tasks[0].fields["sent"]) + 1
            self._progress.update(self._task, sent=sent)
        elif isinstance(event, PhaseStarted):
            self._progress.update(self._task, description=f"testing {self._api}: {event.phase}")


class CountProgress:
    """A bar with how many of ``total`` are done, on a terminal; nothing for a single one.  ``doing`` says what."""

    def __init__(self, total: int, doing: str) -> None:
        self._total = total
        self._doing = doing
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._failed = 0

    def __enter__(self) -> Self:
        """Draw the bar where somebody is looking."""
        if self._total > 1 and console.is_terminal():
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

            columns = (TextColumn(self._doing), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
            self._progress = Progress(
                *columns, TimeElapsedColumn(), console=console.rich_console(stderr=True), transient=True
            )
            self._task = self._progress.add_task("", total=self._total)
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.stop()

    def advance(self, *, failed: bool) -> None:
        """Count one more, and say how many ``failed`` so far."""
        self._failed += failed
        if self._progress is not None and self._task is not None:
            said = f"{self._failed} failed" if self._failed else ""
            self._progress.update(self._task, advance=1, description=said)
