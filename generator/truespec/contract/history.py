"""What changed in an API, as the changelog of its client tells it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ApiChange"]


@dataclass(frozen=True, slots=True)
class ApiChange:
    """One change: on which day it was seen (``2026-11-21``), at which operation (may be empty), and what it is."""

    date: str
    operation: str
    text: str
    breaking: bool = False
