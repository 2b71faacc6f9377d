"""How much a client may ask of the socket door: lengths, times, numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["STANDARD", "Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a client may ask of the door.

    ``body`` is the length of one body, ``under_way`` of all bodies and answers at one time, ``head`` of a target with
    its headers (the target alone: ``target``), all in bytes.  ``head_seconds`` is how long a head may take from the
    first byte to the last, ``body_seconds`` how long its body may take after that, ``answer_seconds`` how long a client
    may stop reading its answer.  A connection more than ``connections`` is closed at once.
    """

    body: int = 4 * 1024 * 1024
    under_way: int = 64 * 1024 * 1024
    head: int = 64 * 1024
    target: int = 8 * 1024
    head_seconds: float = 10.0
    body_seconds: float = 30.0
    answer_seconds: float = 30.0
    idle_seconds: int = 30
    connections: int = 800


STANDARD: Final = Limits()
