"""Python values as JSON data: what a model, a date, an enum or an omitted field is on the wire."""

from __future__ import annotations

import base64
import enum
import math
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_json, to_jsonable_python

from .omit import OMIT
from .shapes import is_bytes, is_mapping, is_sequence
from .written import AS_WRITTEN, as_written

__all__ = ["is_json", "json_bytes", "json_data", "scalar_text"]


def is_json(media_type: str) -> bool:
    """Tell whether ``media_type`` is JSON by its name."""
    return media_type.partition(";")[0].strip().lower().endswith(("/json", "+json"))


def json_data(value: Any) -> Any:
    """Return ``value`` as dicts, lists, strings, numbers, booleans and None.

    Members that are :data:`OMIT` disappear at every depth; a model gives the fields that were set, by wire name.

    Raises:
        ValueError: A number is not finite: JSON has no word for it.
        TypeError: Something has no form in JSON.
    """
    if value is None or (isinstance(value, str | bool) and not isinstance(value, enum.Enum)):
        return value
    if isinstance(value, BaseModel):
        return json_data(value.model_dump(by_alias=True, exclude_unset=True, warnings=False, context=AS_WRITTEN))
    if is_mapping(value):
        return {str(scalar_text(name)): json_data(member) for name, member in value.items() if member is not OMIT}
    if is_sequence(value):
        return [json_data(item) for item in value if item is not OMIT]
    if isinstance(value, enum.Enum):
        return json_data(value.value)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a number that is not finite cannot be sent")
    if isinstance(value, int | float):
        return value
    if (wire := as_written(value)) is not None:
        return wire
    try:
        return _base64(value) if is_bytes(value) else to_jsonable_python(value)
    except ValueError as error:  # its text may quote the value
        raise TypeError(f"a {type(value).__name__} has no form in JSON") from error


def _base64(value: Any) -> str:
    """Return bytes, or what a file holds, in the alphabet of OpenAPI (pydantic has that of URLs)."""
    return base64.b64encode(value.read() if hasattr(value, "read") else value).decode("ascii")


def json_bytes(value: Any) -> bytes:
    """Return ``value`` as JSON in UTF-8."""
    return to_json(json_data(value))


def scalar_text(value: Any) -> str:
    """Return one value as the text that a URL, a header or a form carries: ``true``, ``1.5``, nothing for null.

    Raises:
        TypeError: The value is a list or an object.
    """
    data = value if type(value) is str else json_data(value)
    if isinstance(data, str):
        return data
    if data is None:
        return ""
    if isinstance(data, list | dict):
        raise TypeError("a list or an object stands where one value is expected")
    return to_json(data).decode("ascii")
