"""Axes of plots: where a value stands, in hundredths of the width, and the values that are written below."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from truespec.checking.reports.markup import Markup, element

__all__ = ["Axis", "counts", "durations", "grid", "parts", "scale", "spoken", "steps"]

_MOST_STEPS: Final = 5
_MOST_DECADES: Final = 5
_SHORTEST: Final = 1e-5
"""Ten microseconds: what takes less is drawn there."""

_HEIGHT: Final = 36
_FULL: Final = 100.0


@dataclass(frozen=True, slots=True)
class Axis:
    """A horizontal axis: ``place`` is where a value stands (0 to 100), ``ticks`` are the values that are written.

    ``title`` says what is measured, and in what unit.
    """

    title: str
    place: Callable[[float], float]
    ticks: tuple[tuple[float, str], ...]


def steps(most: float) -> tuple[int, ...]:
    """Return whole numbers from 0 to ``most`` or just beyond, evenly apart, few and round."""
    apart = 1
    for power in range(40):
        found = next((digit * 10**power for digit in (1, 2, 5) if most <= digit * 10**power * _MOST_STEPS), 0)
        if found:
            apart = found
            break
    return tuple(apart * number for number in range(max(1, math.ceil(most / apart)) + 1))


def counts(most: int, title: str) -> Axis:
    """Return an axis of numbers of things, from none to ``most``."""
    numbers = steps(most)
    return Axis(title, lambda value: _FULL * value / numbers[-1], tuple((n, str(n)) for n in numbers))


def parts(title: str) -> Axis:
    """Return an axis of parts of a whole, from 0 to 1, written as percentages."""
    return Axis(title, lambda value: _FULL * value, tuple((n / 4, f"{25 * n} %") for n in range(5)))


def durations(shortest: float, longest: float, title: str) -> Axis:
    """Return a logarithmic axis of seconds that begins and ends with a power of ten."""
    first = math.floor(math.log10(max(shortest, _SHORTEST)) + 1e-9)
    last = max(math.ceil(math.log10(max(longest, _SHORTEST)) - 1e-9), first + 1)

    def place(seconds: float) -> float:
        return _FULL * (math.log10(max(seconds, 10.0**first)) - first) / (last - first)

    apart = 1 + (last - first - 1) // _MOST_DECADES
    return Axis(title, place, tuple((10.0**power, spoken(10.0**power)) for power in range(first, last + 1, apart)))


def spoken(seconds: float) -> str:
    """Return a duration as people read it: ``0.4 ms``, ``12 ms``, ``1.5 s``, with two digits that count."""
    if seconds >= 1:
        return f"{seconds:.1f} s" if seconds % 1 and seconds < _FULL else f"{seconds:.0f} s"
    thousandths = 1000 * seconds
    if thousandths >= 10 or (thousandths >= 1 and not round(thousandths % 1, 1)):
        return f"{thousandths:.0f} ms"
    return f"{thousandths:.1f} ms" if thousandths >= 0.1 else f"{thousandths:.2f} ms"


def grid(axis: Axis, height: float) -> Iterator[Markup]:
    """Yield a line for each tick, behind the marks of one row."""
    for value, _ in axis.ticks:
        where = f"{axis.place(value):.2f}%"
        yield element("line", x1=where, x2=where, y1=0, y2=height, class_="grid")


def scale(axis: Axis, *, top: float = 0) -> Iterator[Markup]:
    """Yield the axis itself from ``top`` on: a line, its values and its title; it is 36 pixels high."""
    yield element("line", x1="0%", x2="100%", y1=top + 0.5, y2=top + 0.5, class_="axis")
    for value, label in axis.ticks:
        where = axis.place(value)
        anchor = "start" if where < 1 else "end" if where > _FULL - 1 else "middle"
        yield element("line", x1=f"{where:.2f}%", x2=f"{where:.2f}%", y1=top, y2=top + 4, class_="axis")
        yield element("text", label, x=f"{where:.2f}%", y=top + 17, text_anchor=anchor)
    yield element("text", axis.title, x="50%", y=top + _HEIGHT - 4, text_anchor="middle")
