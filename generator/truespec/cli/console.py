"""The only place that prints: results on standard output, everything said by the way on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Final, TextIO

from truespec.diagnostics import Diagnostic, Report, Severity, printable

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["MOST", "Exit", "diagnostics", "document", "is_terminal", "line", "note", "rich_console", "table"]

MOST: Final = 500
"""How many diagnostics are printed for people: nobody reads more, and a hostile document may have a million."""

_WIDEST: Final = 1000
"""No table is wider than this, in characters."""

_COLOURS: Final = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}


class Exit(IntEnum):
    """What a run came to; 3 beats 0 and 1."""

    HOLDS = 0
    DOES_NOT_HOLD = 1
    UNUSABLE = 2
    COULD_NOT_TELL = 3
    OUR_FAULT = 70


def is_terminal(stream: TextIO | None = None) -> bool:
    """Say whether a person is looking: a terminal, not CI, and ``NO_COLOR`` and ``TERM=dumb`` unset."""
    target = sys.stderr if stream is None else stream
    return (
        target.isatty()
        and not os.environ.get("CI")
        and "NO_COLOR" not in os.environ
        and os.environ.get("TERM") != "dumb"
    )


def line(text: str = "") -> None:
    """Print one line of a result; ``text`` is ours, with document text escaped by whoever put it in."""
    sys.stdout.write(text + "\n")


def note(text: str) -> None:
    """Say something by the way, on standard error."""
    sys.stderr.write(text + "\n")


def document(value: object) -> None:
    """Print the one JSON document of ``--format json``."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=True) + "\n")


def diagnostics(report: Report | Iterable[Diagnostic]) -> None:
    """Print diagnostics on standard error, coloured on a terminal; of very many, the first :data:`MOST`."""
    coloured = is_terminal()
    found = list(report)
    for diagnostic in found[:MOST]:
        text = str(diagnostic)
        if diagnostic.severity is Severity.ERROR and diagnostic.location.pointer:
            head, _, advice = text.partition("\n")
            text = "\n".join([head, f"  at: {printable(diagnostic.location.pointer)}", *([advice] if advice else [])])
        if coloured:
            word = f" {diagnostic.severity.value} {diagnostic.id}:"
            text = text.replace(word, f"\x1b[{_COLOURS[diagnostic.severity]};1m{word}\x1b[0m", 1)
        note(text)
    if len(found) > MOST:
        note(f"and {len(found) - MOST} more; --format json prints all")


def rich_console(*, stderr: bool = False) -> Console:
    """Return a rich console; imported here, because only tables and progress bars need it."""
    from rich.console import Console  # noqa: PLC0415

    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; cells are plain text whatever they hold.  A column called ``... #`` holds numbers.

    On a terminal it fits the width; elsewhere it is as wide as it needs to be, and no cell is broken.
    """
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    person = sys.stdout.isatty()
    grid = Table(title=Text(title), box=box.SIMPLE_HEAD if person else box.ASCII2, title_justify="left")
    for column in columns:
        grid.add_column(
            Text(column.removesuffix(" #")), justify="right" if column.endswith("#") else "left", no_wrap=not person
        )
    for row in rows:
        grid.add_row(*(Text(printable(cell)) for cell in row))
    console = rich_console()
    if not person and "COLUMNS" not in os.environ:
        console.width = max(console.width, console.measure(grid, options=console.options.update(width=_WIDEST)).maximum)
    console.print(grid)
