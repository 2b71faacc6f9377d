"""The table of all mutants of an API, derived from its contract alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from truespec.contract.api import Api
from truespec.mutation.access import access_rows
from truespec.mutation.answers import answer_rows
from truespec.mutation.duplicates import duplicate_rows
from truespec.mutation.forgotten import forgotten_rows
from truespec.mutation.inputs import input_rows
from truespec.mutation.moving import move_rows
from truespec.mutation.mutant import Equivalent, Mutant, Row
from truespec.mutation.ordering import order_rows
from truespec.mutation.paging import paging_rows
from truespec.mutation.records import record_rows
from truespec.mutation.schemas import schema_rows
from truespec.mutation.selecting import filter_rows, search_rows
from truespec.mutation.several import batch_rows, several_rows

__all__ = ["equivalents", "mutants"]

_FAMILIES: Final[tuple[Callable[[Api], Iterator[Row]], ...]] = (
    forgotten_rows,
    access_rows,
    record_rows,
    duplicate_rows,
    move_rows,
    several_rows,
    batch_rows,
    filter_rows,
    search_rows,
    order_rows,
    paging_rows,
    answer_rows,
    schema_rows,
    input_rows,
)
"""One file a family; adding one here is all it takes."""


def mutants(api: Api) -> dict[str, Mutant]:
    """Return every mutant of an API by its name."""
    return {row.name: row for row in _rows(api) if isinstance(row, Mutant)}


def equivalents(api: Api) -> tuple[Equivalent, ...]:
    """Return every change that was left out because no request could tell it, with the reason."""
    return tuple(row for row in _rows(api) if isinstance(row, Equivalent))


def _rows(api: Api) -> Iterator[Row]:
    for family in _FAMILIES:
        yield from family(api)
