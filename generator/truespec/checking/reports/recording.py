"""What a report remembers of a run: the events it needs, kept as plain numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

from truespec.checking.events import Event, Exchanged, PhaseFinished, RunFinished, RunStarted
from truespec.checking.verdict import Verdict

__all__ = ["Recording"]


@dataclass(slots=True)
class Recording:
    """One run as far as it was heard.

    ``seconds`` holds how long each answer of an operation took, ``phases`` what each phase sent, ``strict`` whether a
    difference from an assumption counts as broken.  ``verdict`` is there when the run has ended.
    """

    strict: bool = False
    api: str = ""
    target: str = ""
    profile: str = ""
    seconds: dict[str, list[float]] = field(default_factory=dict[str, list[float]])
    phases: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    verdict: Verdict | None = None

    def __call__(self, event: Event) -> None:
        """Keep what matters of an event."""
        if isinstance(event, Exchanged):
            self.seconds.setdefault(event.operation, []).append(event.seconds)
        elif isinstance(event, PhaseFinished):
            self.phases.append((event.phase, event.requests))
        elif isinstance(event, RunStarted):
            self.api, self.target, self.profile = event.api, event.target, event.profile
        elif isinstance(event, RunFinished):
            self.verdict = event.verdict
