"""Plots as inline SVG that fit any width and need no colour: bars with patterns, each with its number beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Final

from truespec.checking.reports.markup import Markup, element

__all__ = ["Bar", "bars", "patterns", "times"]

_ROW: Final = 46
_THICK: Final = 16
_FEW: Final = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is about, and its parts as pairs of a word (which names a pattern) and a number."""

    label: str
    parts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """The sum of the parts."""
        return sum(number for _, number in self.parts)


_DRAWN: Final[dict[str, str]] = {
    "hold": "M0 0",
    "broken": "M0 0L8 8M8 0L0 8",
    "differ": "M0 4H8",
    "not checked": "M2 2h1M6 6h1",
    "exercised": "M0 0",
    "not exercised": "M2 2h1M6 6h1",
}
"""The lines on the ground of each pattern."""


def patterns() -> Markup:
    """Return the patterns that the bars of a page are filled with; it takes no room."""
    made = [
        element(
            "pattern",
            element("rect", width=8, height=8, class_=f"ground {_id(word)}"),
            element("path", d=lines, class_="lines"),
            id=_id(word),
            width=8,
            height=8,
            patternUnits="userSpaceOnUse",
        )
        for word, lines in _DRAWN.items()
    ]
    return element("svg", element("defs", made), width=0, height=0, aria_hidden="true", class_="hidden")


def _id(word: str) -> str:
    return f"fill-{word.replace(' ', '-')}"


def bars(title: str, rows: Sequence[Bar], *, share: bool = False) -> Markup:
    """Return horizontal bars; with ``share`` each is as long as the others and shows what part of it is what."""
    most = max((row.total for row in rows), default=0)
    drawn: list[Markup] = []
    for number, row in enumerate(rows):
        top, left = number * _ROW, 0.0
        whole = row.total if share else most
        said = ", ".join(f"{count} {word}" for word, count in row.parts if count) or "nothing"
        drawn.append(element("text", f"{row.label}: {said}", x=0, y=top + 14))
        for word, count in row.parts:
            if count:
                width = 100 * count / whole
                drawn.append(
                    element(
                        "rect",
                        x=f"{left:.2f}%",
                        y=top + 20,
                        width=f"{width:.2f}%",
                        height=_THICK,
                        fill=f"url(#{_id(word)})",
                        class_="bar",
                    )
                )
                left += width
    return _svg(title, drawn, len(rows))


def times(title: str, seconds: dict[str, list[float]]) -> Markup:
    """Return, for each operation, a bar up to the median, a thin one to the 95th of a hundred, a mark at the last."""
    most = max((max(values) for values in seconds.values()), default=0.0) or 1.0
    drawn: list[Markup] = []
    for number, (label, values) in enumerate(seconds.items()):
        top = number * _ROW
        middle, slow, last = median(values), _slow(values), max(values)
        said = f"median {1000 * middle:.1f} ms, 95 % within {1000 * slow:.1f} ms, slowest {1000 * last:.1f} ms"
        drawn += [
            element("text", f"{label}: {said}", x=0, y=top + 14),
            element("rect", x=0, y=top + 26, width=f"{100 * slow / most:.2f}%", height=4, class_="thin"),
            element("rect", x=0, y=top + 20, width=f"{100 * middle / most:.2f}%", height=_THICK, class_="solid"),
            element("rect", x=f"{99 * last / most:.2f}%", y=top + 20, width=3, height=_THICK, class_="solid"),
        ]
    return _svg(title, drawn, len(seconds))


def _slow(values: list[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) >= _FEW else values[0]


def _svg(title: str, drawn: list[Markup], rows: int) -> Markup:
    return element(
        "svg", element("title", title), drawn, role="img", width="100%", height=max(rows * _ROW, 1), class_="plot"
    )
