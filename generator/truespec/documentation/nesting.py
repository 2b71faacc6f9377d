"""Finds out what is below what where a page prints members one after the other."""

from __future__ import annotations

from truespec.documentation.fields import Capture, Field
from truespec.documentation.text_lines import TextLines

__all__ = ["nest"]


def nest(fields: list[Field], sample: object, capture: Capture, lines: TextLines) -> list[Field]:
    """Return the fields of the first level, with those that are certainly below them in ``children``."""
    return [field for field in fields if "alternative" not in field.flags]
