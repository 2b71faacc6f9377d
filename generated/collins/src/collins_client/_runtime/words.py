"""What may stand in a header: the refusals that keep a value from becoming a second header."""

from __future__ import annotations

import re

__all__ = ["header_name", "header_value"]

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\x20-\x7e\t]*")


def header_name(name: str) -> str:
    """Return ``name`` if it is a header name.

    Raises:
        ValueError: It is not; the text holds the name.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not a header name")
    return name


def header_value(name: str, value: str) -> str:
    """Return ``value`` without surrounding blanks if header ``name`` can carry it: printable ASCII, no line breaks.

    Raises:
        ValueError: It cannot; the text holds the name only, since the value may be a secret.
    """
    header_name(name)
    if not _VALUE.fullmatch(value):
        raise ValueError(f"the value of header {name!r} has characters that are not printable ASCII")
    return value.strip(" \t")
