"""Values of JSON as facts hold them: lists become tuples, so that nobody changes what was read."""

from __future__ import annotations

from truespec.documentation.facts.surface import Value
from truespec.specification.plain import is_mapping, is_sequence

__all__ = ["plain"]


def plain(value: object) -> Value:
    """Return a value of JSON as a fact holds it; what JSON does not have (a date of YAML) becomes text."""
    if is_sequence(value):
        return tuple(plain(item) for item in value)
    if is_mapping(value):
        return {str(key): plain(item) for key, item in value.items()}
    return value if isinstance(value, bool | int | float | str) or value is None else str(value)
