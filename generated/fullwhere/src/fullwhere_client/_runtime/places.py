"""What stands at a place inside an answer, given by names on the wire."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from .fitting import wire_name
from .shapes import is_object

__all__ = ["at"]


def at(value: Any, path: tuple[str, ...] | None) -> Any:
    """Return what is at ``path`` inside a model or plain data; None where there is nothing."""
    if path is None:
        return None
    for key in path:
        value = _member(value, key)
    return value


def _member(value: Any, key: str) -> Any:
    if is_object(value):
        return value.get(key)
    if not isinstance(value, BaseModel):
        return None
    for name, model_field in type(value).model_fields.items():
        if wire_name(name, model_field) == key:
            return getattr(value, name)
    return (value.model_extra or {}).get(key)
