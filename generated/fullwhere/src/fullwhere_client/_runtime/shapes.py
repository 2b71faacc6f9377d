"""The shapes of JSON data that have parts, as checks that type checkers follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

__all__ = ["is_array", "is_bytes", "is_iterable", "is_mapping", "is_object", "is_sequence"]


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    """Tell whether ``value`` is a JSON object."""
    return isinstance(value, dict)


def is_mapping(value: Any) -> TypeGuard[Mapping[str, Any]]:
    """Tell whether ``value`` can be written as a JSON object."""
    return isinstance(value, Mapping)


def is_array(value: Any) -> TypeGuard[list[Any]]:
    """Tell whether ``value`` is a JSON array."""
    return isinstance(value, list)


def is_sequence(value: Any) -> TypeGuard[list[Any] | tuple[Any, ...] | set[Any] | frozenset[Any]]:
    """Tell whether ``value`` can be written as a JSON array."""
    return isinstance(value, list | tuple | set | frozenset)


def is_iterable(value: Any) -> TypeGuard[Iterable[Any]]:
    """Tell whether ``value`` is a run of items: not a text, not bytes, not what can be read for some."""
    return isinstance(value, Iterable) and not isinstance(value, str | Mapping) and not is_bytes(value)


def is_bytes(value: Any) -> bool:
    """Tell whether ``value`` is bytes or can be read for some."""
    return isinstance(value, bytes | bytearray) or hasattr(value, "read")
