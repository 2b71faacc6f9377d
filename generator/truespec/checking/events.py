"""A run as a stream of events: every output is a listener."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from truespec.checking.verdict import Finding, Verdict

__all__ = ["Event", "Exchanged", "Found", "Listener", "PhaseFinished", "PhaseStarted", "RunFinished", "RunStarted"]


@dataclass(frozen=True, slots=True)
class RunStarted:
    """The first event."""

    api: str
    target: str
    profile: str


@dataclass(frozen=True, slots=True)
class PhaseStarted:
    """A phase begins.

    It is one of ``reachability``, ``behaviour``, ``boundaries``, ``journeys``, ``behaviour again``, ``mixed``, ``tool``
    and ``clean-up``.
    """

    phase: str


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A request was answered."""

    operation: str
    status: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Found:
    """A fact was seen broken, or an assumption not to hold, for the first time."""

    finding: Finding


@dataclass(frozen=True, slots=True)
class PhaseFinished:
    """A phase ended; ``requests`` counts what it sent."""

    phase: str
    requests: int


@dataclass(frozen=True, slots=True)
class RunFinished:
    """The last event, also when the target was lost or the user stopped the run."""

    verdict: Verdict


Event: TypeAlias = RunStarted | PhaseStarted | Exchanged | Found | PhaseFinished | RunFinished

Listener: TypeAlias = Callable[[Event], None]
"""Takes events in the order they happen, on the thread of the run."""
