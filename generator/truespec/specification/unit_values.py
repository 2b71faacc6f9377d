"""The values of a document's units, of which an edit needs few: each is read when it is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from truespec.specification.text_units import Spans, Text, part
from truespec.specification.units import Unit, canonical, is_unit

__all__ = ["UnitValues"]


class UnitValues(Mapping[Unit, bytes]):
    """Values in canonical form: those in ``read``, and those of ``spans`` as they stand in a JSON text in order."""

    def __init__(self, read: Mapping[Unit, bytes], text: Text = b"", spans: Spans | None = None) -> None:
        self._read = dict(read)
        self._text = text
        self._spans = {unit: span for unit, span in (spans or {}).items() if is_unit(unit)}

    def __getitem__(self, unit: Unit) -> bytes:
        """Return the value of a unit."""
        found = self._read.get(unit)
        if found is None:
            found = self._read[unit] = canonical(json.loads(part(self._text, *self._spans[unit])))
        return found

    def __contains__(self, unit: object) -> bool:
        """Whether there is such a unit; nothing is read for it."""
        return unit in (self._spans or self._read)

    def __iter__(self) -> Iterator[Unit]:
        """Yield the units."""
        return iter(self._spans or self._read)

    def __len__(self) -> int:
        """Return how many units there are."""
        return len(self._spans or self._read)

    def size(self, unit: Unit) -> int:
        """Return how many bytes the value of a unit takes; nothing is read for it."""
        if not self._spans:
            return len(self._read[unit])
        begin, end = self._spans[unit]
        return end - begin
