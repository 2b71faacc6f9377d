"""Plots of response times on a logarithmic axis: how many answers took how long, and the spread of each operation."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Final, Self

from truespec.checking.reports.axes import Axis, durations, grid, scale, spoken, steps
from truespec.checking.reports.markup import Markup, element
from truespec.checking.reports.plots import Row, figure, legend
from truespec.checking.reports.tables import table

__all__ = ["Spread", "histogram", "times"]

_MIDDLE: Final = 11
_HALF: Final = 8
_DOT: Final = 4
_TALL: Final = 150
_ABOVE: Final = 20
_TO_A_DECADE: Final = 5
"""So many columns of the histogram stand for ten times as long."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How long answers took, in seconds: of a hundred, 25, 50, 75 and 95 took no longer; and the two ends."""

    count: int
    first: float
    quarter: float
    middle: float
    three_quarters: float
    slow: float
    last: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Self:
        """Return the spread of one value or more."""
        cuts = quantiles(seconds, n=20, method="inclusive") if len(seconds) > 1 else [*seconds] * 19
        return cls(len(seconds), min(seconds), cuts[4], cuts[9], cuts[14], cuts[18], max(seconds))

    def __str__(self) -> str:
        """Say it in one line."""
        shares = f"median {spoken(self.middle)}, 95 % within {spoken(self.slow)}, slowest {spoken(self.last)}"
        return f"{shares} ({self.count} answers)"


def _axis(seconds: Mapping[str, Sequence[float]]) -> Axis:
    everything = [value for values in seconds.values() for value in values]
    title = "time to the whole answer, logarithmic"
    return durations(min(everything, default=0.001), max(everything, default=0.001), title)


def times(title: str, seconds: Mapping[str, Sequence[float]]) -> Markup:
    """Return, for each operation, a line from the fastest to the slowest, a box for the half between, and the median.

    The slowest come first.
    """
    axis = _axis(seconds)
    found = sorted(((label, Spread.of(values)) for label, values in seconds.items()), key=lambda item: -item[1].slow)
    rows = [Row(label, tuple(_marks(axis, spread)), str(spread)) for label, spread in found]
    heads = ("operation", "answers", "fastest", "median", "95 % within", "slowest")
    cells = [
        (label, str(item.count), spoken(item.first), spoken(item.middle), spoken(item.slow), spoken(item.last))
        for label, item in found
    ]
    return figure(title, _key(), axis, rows, table(heads, cells))


def _marks(axis: Axis, spread: Spread) -> Iterator[Markup]:
    first, last, middle = (f"{axis.place(value):.2f}%" for value in (spread.first, spread.last, spread.middle))
    left, right = axis.place(spread.quarter), axis.place(spread.three_quarters)
    top = _MIDDLE - _HALF
    yield element("line", x1=first, x2=last, y1=_MIDDLE, y2=_MIDDLE, class_="reach")
    yield element(
        "rect", x=f"{left:.2f}%", y=top, width=f"{max(right - left, 0.2):.2f}%", height=2 * _HALF, class_="half"
    )
    yield element("line", x1=middle, x2=middle, y1=top - 1, y2=_MIDDLE + _HALF + 1, class_="middle")
    yield element("circle", cx=last, cy=_MIDDLE, r=_DOT, class_="last")


def _key() -> Markup:
    def drawn(*marks: Markup) -> Markup:
        return element("svg", marks, width=28, height=18, aria_hidden="true")

    return legend(
        [
            (drawn(element("line", x1=14, x2=14, y1=1, y2=17, class_="middle")), "thick bar: median"),
            (drawn(element("rect", x=1, y=2, width=26, height=14, class_="half")), "box: the half between"),
            (drawn(element("line", x1=0, x2=28, y1=9, y2=9, class_="reach")), "line: fastest to slowest"),
            (drawn(element("circle", cx=14, cy=9, r=_DOT, class_="last")), "dot: slowest"),
        ]
    )


def histogram(title: str, seconds: Mapping[str, Sequence[float]]) -> Markup:
    """Return how many answers of all operations took how long, as columns with a count above each."""
    axis = _axis(seconds)
    found = list(_columns([value for values in seconds.values() for value in values], axis))
    if not found:
        return element("figure", element("figcaption", title), element("p", "Nothing was done.", class_="quiet"))
    heights = steps(max(count for *_, count in found))
    lines, labels = _levels(heights)
    drawn = [*lines, *grid(axis, _ABOVE + _TALL), *_drawn(axis, found, heights[-1]), *labels]
    drawn += scale(axis, top=_ABOVE + _TALL)
    said = f"{sum(count for *_, count in found)} answers, most of them {_most(found)}"
    plot = element(
        "svg", element("title", f"{title}: {said}"), drawn, role="img", width="100%", height=_ABOVE + _TALL + 36
    )
    cells = [(f"{spoken(low)} to {spoken(high)}", str(count)) for low, high, count in found]
    told = element("details", element("summary", "The same numbers as a table"), table(("time", "answers"), cells))
    return element("figure", element("figcaption", f"{title} ({said})"), plot, told, class_="plot")


def _columns(seconds: Sequence[float], axis: Axis) -> Iterator[tuple[float, float, int]]:
    """Yield where a column begins and ends, and how many answers it holds; those at the ends hold some."""
    if not seconds:
        return
    start = axis.ticks[0][0]
    counted: dict[int, int] = {}
    for value in seconds:
        column = math.floor(_TO_A_DECADE * math.log10(max(value, start) / start) + 1e-9)
        counted[column] = counted.get(column, 0) + 1
    for column in range(min(counted), max(counted) + 1):
        low, high = (start * 10 ** (number / _TO_A_DECADE) for number in (column, column + 1))
        yield low, high, counted.get(column, 0)


def _most(found: Sequence[tuple[float, float, int]]) -> str:
    low, high, _ = max(found, key=lambda item: item[2])
    return f"{spoken(low)} to {spoken(high)}"


def _levels(heights: Sequence[int]) -> tuple[list[Markup], list[Markup]]:
    """Return the lines behind the columns, and what is written on them, which stands before the columns."""
    lines: list[Markup] = []
    labels: list[Markup] = []
    for height in heights[1:]:
        y = _ABOVE + _TALL * (1 - height / heights[-1])
        label = f"{height} answers" if height == heights[-1] else str(height)
        lines.append(element("line", x1="0%", x2="100%", y1=f"{y:.1f}", y2=f"{y:.1f}", class_="grid"))
        labels.append(element("text", label, x=0, y=f"{y - 4:.1f}", class_="level"))
    return lines, labels


def _drawn(axis: Axis, found: Sequence[tuple[float, float, int]], most: int) -> Iterator[Markup]:
    for low, high, count in found:
        left, right, tall = axis.place(low), axis.place(high), _TALL * count / most
        yield element(
            "rect",
            x=f"{left:.2f}%",
            y=f"{_ABOVE + _TALL - tall:.1f}",
            width=f"{max(0.0, min(right, 100.0) - left):.2f}%",
            height=f"{tall:.1f}",
            class_="half",
        )
