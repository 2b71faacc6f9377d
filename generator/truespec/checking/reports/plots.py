"""Bar plots of a run, as rows that fit any width: a name, a bar of patterns, and the same numbers in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from truespec.checking.reports.axes import Axis, counts, grid, parts, scale
from truespec.checking.reports.markup import Markup, element, text
from truespec.checking.reports.tables import table

__all__ = ["Bar", "Row", "bars", "figure", "legend", "patterns", "swatch"]

_HEIGHT: Final = 22
_INSET: Final = 3
_FIRST: Final = 30
"""So many rows are seen at once; the others are there when they are asked for."""

_LONGEST: Final = 72
"""A name of more letters is shortened in a plot; the table has all of it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is about, and its parts as pairs of a word (which names a pattern) and a number."""

    label: str
    parts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """The sum of the parts."""
        return sum(number for _, number in self.parts)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a plot: a name, the marks that stand on the axis, and what they say in words."""

    label: str
    marks: tuple[Markup, ...]
    said: str


_DRAWN: Final[dict[str, str]] = {
    "hold": "M0 0",
    "broken": "M0 0L8 8M8 0L0 8",
    "differ": "M0 2H8M0 6H8",
    "not checked": "M1 2h1M5 6h1",
    "exercised": "M0 0",
    "not exercised": "M1 2h1M5 6h1",
}
"""The lines on the ground of each pattern."""

_SIGNS: Final = {"hold": "✓", "broken": "✗", "differ": "≠", "not checked": "?", "exercised": "✓", "not exercised": "?"}


def patterns() -> Markup:
    """Return the patterns that the bars of a page are filled with; it takes no room."""
    made = [
        element(
            "pattern",
            element("rect", width=8, height=8, class_=_id(word)),
            element("path", d=lines, class_="lines"),
            id=_id(word),
            width=8,
            height=8,
            patternUnits="userSpaceOnUse",
        )
        for word, lines in _DRAWN.items()
    ]
    return element("svg", element("defs", made), width=0, height=0, aria_hidden="true", class_="patterns")


def _id(word: str) -> str:
    return f"fill-{word.replace(' ', '-')}"


def swatch(word: str) -> Markup:
    """Return a small square in the pattern of a word."""
    square = element("rect", x=0.5, y=0.5, width=19, height=15, fill=f"url(#{_id(word)})", class_="mark")
    return element("svg", square, width=20, height=16, aria_hidden="true")


def bars(title: str, unit: str, rows: Sequence[Bar], *, share: bool = False) -> Markup:
    """Return a plot of horizontal bars; ``unit`` is what its axis counts.

    With ``share`` each is as long as the others and shows what part of it is what.
    """
    axis = parts(unit) if share else counts(max((row.total for row in rows), default=0), unit)
    drawn = [Row(row.label, tuple(_pieces(row, axis, share=share)), _said(row)) for row in rows]
    words = list(dict.fromkeys(word for row in rows for word, _ in row.parts))
    listed = [(row.label, *(str(number) for _, number in row.parts)) for row in rows]
    shown = legend((swatch(word), f"{_SIGNS[word]} {word}") for word in words)
    return figure(title, shown, axis, drawn, table((_what(share=share), *words), listed))


def _what(*, share: bool) -> str:
    return "kind" if share else "operation"


def _said(bar: Bar) -> str:
    return ", ".join(f"{count} {word}" for word, count in bar.parts if count) or "nothing"


def _pieces(bar: Bar, axis: Axis, *, share: bool) -> Iterator[Markup]:
    before = 0
    for word, count in bar.parts:
        if count:
            whole = bar.total if share else 1
            left, right = axis.place(before / whole), axis.place((before + count) / whole)
            before += count
            yield element(
                "rect",
                x=f"{left:.2f}%",
                y=_INSET,
                width=f"{right - left:.2f}%",
                height=_HEIGHT - 2 * _INSET,
                fill=f"url(#{_id(word)})",
                class_="mark",
            )


def legend(entries: Iterable[tuple[Markup, str]]) -> Markup:
    """Return what the marks of a plot mean, each with its picture."""
    return element("ul", [element("li", mark, element("span", word)) for mark, word in entries], class_="legend")


def figure(title: str, key: Markup, axis: Axis, rows: Sequence[Row], alternative: Markup) -> Markup:
    """Return a plot with its title, its key and an axis below; ``alternative`` has the same numbers as a table."""
    if not rows:
        return element("figure", element("figcaption", title), element("p", "Nothing was done.", class_="quiet"))
    first, others = rows[:_FIRST], rows[_FIRST:]
    more = [_more(axis, others)] if others else []
    told = element("details", element("summary", "The same numbers as a table"), alternative)
    return element("figure", element("figcaption", title), key, _rows(axis, first), more, told, class_="plot")


def _more(axis: Axis, rows: Sequence[Row]) -> Markup:
    return element("details", element("summary", f"and {len(rows)} more"), _rows(axis, rows))


def _rows(axis: Axis, rows: Sequence[Row]) -> Markup:
    bottom = element("svg", list(scale(axis)), width="100%", height=36, aria_hidden="true")
    return element("div", [_row(axis, row) for row in rows], element("div", bottom, class_="row"))


def _row(axis: Axis, row: Row) -> Markup:
    drawn = element(
        "svg",
        element("title", f"{row.label}: {row.said}"),
        list(grid(axis, _HEIGHT)),
        row.marks,
        role="img",
        width="100%",
        height=_HEIGHT,
    )
    name = element("div", _shortened(row.label), class_="name")
    return element("div", name, drawn, element("div", text(row.said), class_="said"), class_="row")


def _shortened(label: str) -> str:
    half = _LONGEST // 2
    return label if len(label) <= _LONGEST else f"{label[:half]}…{label[-half + 1 :]}"
