"""Reports as files: each listens to the events of a run and is written when the run ends, however it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal, TypeAlias

from truespec.checking.events import Event, RunFinished
from truespec.checking.reports.github import github
from truespec.checking.reports.html import html
from truespec.checking.reports.junit import junit
from truespec.checking.reports.recording import Recording
from truespec.checking.reports.sarif import sarif
from truespec.checking.verdict import Verdict

__all__ = ["REPORTS", "ReportFile", "ReportKind"]

ReportKind: TypeAlias = Literal["html", "junit", "json", "sarif", "github"]

_Write: TypeAlias = Callable[[Recording, Verdict], str]


def _json(value: object) -> str:
    return json.dumps(value, indent=2) + "\n"


REPORTS: Final[dict[ReportKind, tuple[str, _Write]]] = {
    "html": ("report.html", html),
    "junit": ("junit.xml", lambda run, verdict: junit(verdict, strict=run.strict)),
    "json": ("verdict.json", lambda _, verdict: _json(verdict.as_json())),
    "sarif": ("verdict.sarif", lambda run, verdict: _json(sarif(verdict, strict=run.strict))),
    "github": ("github.txt", lambda run, verdict: "".join(f"{line}\n" for line in github(verdict, strict=run.strict))),
}
"""The file of each report, and what writes its text."""


class ReportFile:
    """A listener that writes one report into a folder: a whole file or none.

    Raises:
        OSError: On the last event, where the file cannot be written.
    """

    def __init__(self, kind: ReportKind, folder: Path, *, strict: bool = False) -> None:
        name, self._write = REPORTS[kind]
        self.path = folder / name
        self._run = Recording(strict)

    def __call__(self, event: Event) -> None:
        """Remember the event; write the file when it is the last one."""
        self._run(event)
        if isinstance(event, RunFinished):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            partial = self.path.with_name(f"{self.path.name}.partial")
            partial.write_text(self._write(self._run, event.verdict), encoding="utf-8", newline="\n")
            partial.replace(self.path)
