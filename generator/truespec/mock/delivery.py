"""How a response is sent where it is not simply sent: late, slowly, in part, with too much, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["PLAIN", "SHORT", "Delivery", "pieces"]

SHORT: Final = 64 * 1024
"""A body of so many bytes is written at once."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a door does with a response; the delivery without arguments sends it at once and whole.

    ``wait`` is in seconds before anything is sent; with ``reset`` nothing is, and the connection breaks.  With
    ``halved`` the connection closes after half of the body, although the length of the whole was announced.  ``drip``
    is in seconds between single bytes of the body; ``padding`` is how many spaces follow it.
    """

    wait: float = 0.0
    reset: bool = False
    halved: bool = False
    drip: float = 0.0
    padding: int = 0


PLAIN: Final = Delivery()


def pieces(body: bytes, delivery: Delivery) -> Iterator[tuple[float, bytes]]:
    """Yield what is to be sent of a body, piece by piece, each with the seconds to wait before it.

    No piece is longer than 64 KiB, so that what a client does not read is not written; padding is never held in memory.
    """
    sent = body[: len(body) // 2] if delivery.halved else body
    if delivery.drip:
        yield from ((delivery.drip, sent[place : place + 1]) for place in range(len(sent)))
    else:
        yield from ((0.0, sent[place : place + SHORT]) for place in range(0, len(sent), SHORT))
    left = 0 if delivery.halved else delivery.padding
    spaces = b" " * min(left, SHORT)
    while left > 0:
        yield 0.0, spaces[:left]
        left -= SHORT
