"""How many steps it takes to hold a value against a schema, so that no schema makes a check run for ever."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from truespec.specification.node import Node
from truespec.specification.plain import is_mapping, is_sequence
from truespec.specification.survey import Survey

__all__ = ["Effort"]

_BEARABLE: Final = 50_000
_DEEPEST: Final = 250
_ENDLESS: Final = 10**9


class Effort:
    """Counts steps: each schema that some value inside the value is held against is one.

    A quick bound answers for nearly all schemas; only where it is too coarse are the steps counted.
    """

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._widths: dict[Node, int] = {}

    def is_bearable(self, schema: Node, value: Any) -> bool:
        """Whether ``value`` can be held against ``schema`` in a moment."""
        levels = _levels(value)
        if levels > 1 and self._widest ** (levels + 1) <= _BEARABLE:  # the widest is known when all have been looked at
            return True
        return self._steps(schema, value, {}, 0) <= _BEARABLE

    @cached_property
    def _widest(self) -> int:
        return max((self._width(schema) for schema in self._survey.of("schema")), default=1)

    def _width(self, start: Node) -> int:
        """Count the schemas that one and the same value is held against; without end if one of them is ``start``."""
        if start in self._widths:
            return self._widths[start]
        way, open_schemas = [start], {start}
        pending = [self._alternatives(start)]
        totals = [1]
        while way:
            inner = next(pending[-1], None)
            if inner is None:
                self._widths[way[-1]] = total = min(totals.pop(), _ENDLESS)
                open_schemas.discard(way.pop())
                pending.pop()
                if totals:
                    totals[-1] += total
            elif inner in self._widths:
                totals[-1] += self._widths[inner]
            elif inner in open_schemas:
                totals[-1] = _ENDLESS
            else:
                way.append(inner)
                open_schemas.add(inner)
                pending.append(self._alternatives(inner))
                totals.append(1)
        return self._widths[start]

    def _steps(self, schema: Node, value: Any, known: dict[tuple[Node, int], int], depth: int) -> int:
        key = (schema, id(value))
        if key in known:
            return known[key]
        if depth > _DEEPEST or len(known) > _BEARABLE:
            return _ENDLESS
        known[key] = _ENDLESS  # the answer for a schema that holds the same value against itself
        total = 1
        for inner in self._alternatives(schema):
            total += self._steps(inner, value, known, depth + 1)
        for inner, part in _parts(schema, value):
            total += self._steps(inner, part, known, depth + 1)
        known[key] = min(total, _ENDLESS)
        return known[key]

    def _alternatives(self, schema: Node) -> Iterator[Node]:
        """Yield the schemas that are applied to the same value as ``schema`` is."""
        for keyword in ("allOf", "anyOf", "oneOf"):
            if (value := schema.get(keyword)) is not None:
                yield from value.elements()
        for keyword in ("not", "if", "then", "else"):
            if (value := schema.get(keyword)) is not None:
                yield value
        if (dependent := schema.get("dependentSchemas")) is not None:
            yield from (inner for _, inner in dependent.items())
        if schema.reference is not None and (target := self._survey.resolve(schema)) is not None:
            yield target


def _parts(schema: Node, value: Any) -> Iterator[tuple[Node, Any]]:
    """Yield the parts of a value with each schema that is applied to them."""
    if is_mapping(value):
        everywhere = [schema.get("additionalProperties"), schema.get("unevaluatedProperties")]
        if (patterns := schema.get("patternProperties")) is not None:
            everywhere.extend(inner for _, inner in patterns.items())
        properties = schema.get("properties")
        for name, part in value.items():
            own = properties.get(name) if properties else None
            yield from ((inner, part) for inner in (own, *everywhere) if inner is not None)
    elif is_sequence(value):
        everywhere = [schema.get(keyword) for keyword in ("items", "contains", "unevaluatedItems")]
        prefix = schema.get("prefixItems")
        own_items = list(prefix.elements()) if prefix else []
        for index, part in enumerate(value):
            own = own_items[index] if index < len(own_items) else None
            yield from ((inner, part) for inner in (own, *everywhere) if inner is not None)


def _levels(value: Any) -> int:
    """Count how deep collections are nested in one another."""
    levels = 0
    level = [value] if is_mapping(value) or is_sequence(value) else []
    while level:
        levels += 1
        inner = [part for whole in level for part in (whole.values() if is_mapping(whole) else whole)]
        level = [part for part in inner if is_mapping(part) or is_sequence(part)]
    return levels
