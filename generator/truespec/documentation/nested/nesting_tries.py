"""Tries how far a sample has to be believed for printed rows to be below one another in some way."""

from __future__ import annotations

from typing import Final

from truespec.documentation.nested.nesting_rows import Place, Rows
from truespec.documentation.nested.nesting_search import Search
from truespec.documentation.rendered.sample_values import first_object

__all__ = ["places_of"]

_ODD_ROWS: Final = (1, 2, 3, 4, 6, 8)
"""How many rows of one list a sample may be silent about without a reason that can be seen: few are tried first."""
_FOURTH: Final = 4


def places_of(rows: Rows, search_in: type[Search] = Search) -> list[set[Place | None]] | None:
    """Return the places that each row may have; None where the sample allows none.

    A row whose places are too many to follow has none at all.  Of readings in which the sample lacks some of the rows,
    those count in which it lacks fewest; a row that may be below something that is not shown has None among its places.
    """
    odd_rows = [odd for odd in _ODD_ROWS if odd < len(rows.fields)] if first_object(rows.sample) is not None else []
    if not rows.owners_shown:  # a reading of few of the rows is none: those that are lost may explain any
        odd_rows = [odd for odd in odd_rows if odd * _FOURTH <= len(rows.fields)]
    if not rows.flagged:
        # Nothing tells which rows a sample leaves out, so any may be: of all readings, those count where fewest are.
        tries = [(True, 0), *((True, odd) for odd in odd_rows), (False, 0), (True, None), (False, None)]
    else:
        tries = [(True, 0), (False, 0), *((True, odd) for odd in odd_rows)]
    most = len(rows.fields)
    for typed, odd in tries:
        if odd is None or odd <= most:
            search = search_in(rows, typed=typed, odd=odd)
            found = search.run()
            if found is not None:
                return found
            if search.too_many and odd:
                most = 0  # those in which more are missing are more yet
    return None
