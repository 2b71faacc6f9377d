"""Numbers that are given out once: they are kept with the records, so no restart and no other process repeats one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from truespec.contract.schema import Json
from truespec.mock.store import Store

__all__ = ["SEQUENCES", "Sequences"]

SEQUENCES: Final = "(sequences)"
"""The name a store keeps the sequences under, beside the resources of an API; no name in a spec has parentheses."""

_LAST: Final = "last"


@dataclass(frozen=True, slots=True)
class Sequences:
    """The sequences of a store, one for each member of a table.  Callers are in the store's exclusive context."""

    store: Store

    def next(self, table: str, member: str, taken: Callable[[], Iterable[Json]]) -> int:
        """Return the next number: above all that were given out, and above all ``taken`` when the first one is."""
        last = self._last(table, member)
        if last is None:
            last = max((number for value in taken() if (number := _number(value)) is not None), default=0)
        self._keep(table, member, last + 1)
        return last + 1

    def pass_by(self, table: str, member: str, value: Json) -> None:
        """Never give out a number that somebody has chosen."""
        last, number = self._last(table, member), _number(value)
        if last is not None and number is not None and number > last:
            self._keep(table, member, number)

    def _last(self, table: str, member: str) -> int | None:
        kept = self.store.get(SEQUENCES, _name(table, member))
        last = None if kept is None else kept.get(_LAST)
        return last if isinstance(last, int) else None

    def _keep(self, table: str, member: str, last: int) -> None:
        self.store.insert(SEQUENCES, _name(table, member), {_LAST: last})


@lru_cache(maxsize=1024)  # a table for each tenant, and a client may name any number of them
def _name(table: str, member: str) -> str:
    return json.dumps([table, member])


def _number(value: Json) -> int | None:
    """Return the whole number that a value is or writes out, no longer than any that is counted to."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if abs(value) < 10**18 else None
    return int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 19 else None
