"""How many schemas one value is held against: what makes a check of it quick, slow or endless."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.contract.api import Api
from truespec.contract.schema import Schema

__all__ = ["BEARABLE", "Breadth"]

BEARABLE: Final = 100_000
"""So many schemas a validator goes through in a moment; alternatives of alternatives can ask for billions."""

_KEYWORDS: Final = ("not", "if", "then", "else")
_ENDLESS: Final = 10**12


class Breadth:
    """Counts the schemas that one and the same value is held against, each schema of an API once."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._known: dict[int, tuple[Schema, int]] = {}

    def __call__(self, start: Schema) -> int:
        """Return the number for a schema; one that leads back to itself with the same value has no end."""
        way, pending, totals = [start], [self._applied(start)], [1]
        open_schemas = {id(start)}
        while way and id(start) not in self._known:
            inner = next(pending[-1], None)
            if inner is None:
                done, total = way.pop(), min(totals.pop(), _ENDLESS)
                self._known[id(done)] = (done, total)
                open_schemas.discard(id(done))
                pending.pop()
                if totals:
                    totals[-1] += total
            elif id(inner) in self._known:
                totals[-1] += self._known[id(inner)][1]
            elif id(inner) in open_schemas:
                totals[-1] = _ENDLESS
            else:
                way.append(inner)
                open_schemas.add(id(inner))
                pending.append(self._applied(inner))
                totals.append(1)
        return self._known[id(start)][1]

    def is_bearable(self, start: Schema) -> bool:
        """Whether a value, and every value inside it, is held against so few schemas that a check ends in a moment."""
        names: set[str] = set()
        waiting = [start]
        while waiting:
            current = waiting.pop()
            if self(current) > BEARABLE:
                return False
            if current.reference and current.reference not in names:
                names.add(current.reference)
                waiting.append(self._api.schema(current.reference).schema)
            waiting.extend(child for _, child in current.children())
        return True

    def _applied(self, schema: Schema) -> Iterator[Schema]:
        """Yield the schemas that are applied to the same value as ``schema`` is."""
        yield from (*schema.all_of, *schema.any_of, *schema.one_of)
        yield from (inner for keyword in _KEYWORDS if (inner := schema.applicators.get(keyword)) is not None)
        yield from schema.applicator_maps.get("dependentSchemas", {}).values()
        if schema.reference:
            yield self._api.schema(schema.reference).schema
