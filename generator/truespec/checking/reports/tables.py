"""Tables of a page: rows on a screen that is wide enough, and blocks with the words of the columns on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from truespec.checking.reports.markup import Markup, element

__all__ = ["table"]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    """Return a table whose first column says what each row is about."""
    head = element("tr", [element("th", word, scope="col") for word in heads])
    body = [element("tr", element("th", name, scope="row"), _cells(heads[1:], cells)) for name, *cells in rows]
    return element("table", element("thead", head), element("tbody", body))


def _cells(heads: Sequence[str], cells: Sequence[str]) -> list[Markup]:
    return [element("td", cell, data_word=word) for word, cell in zip(heads, cells, strict=True)]
