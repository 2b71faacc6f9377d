"""What may stand in a header: the refusals that keep a value from becoming a second header."""

from __future__ import annotations

import re

__all__ = ["charset_of", "cookie_text", "header_name", "header_value", "with_charset"]

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\x20-\x7e\t]*")
_COOKIE = re.compile(r"[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*")


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


def cookie_text(text: str) -> str:
    """Return ``text`` if it can stand in a cookie as it is.

    Raises:
        ValueError: It cannot; what is said holds none of it.
    """
    if not _COOKIE.fullmatch(text):
        raise ValueError("a cookie's name or value has characters that must be encoded first")
    return text


def with_charset(content_type: str, text: str) -> str:
    """Return the media type of ``text``, with its character set where it matters: any is the same for ASCII.

    Media types other than ``text`` say by themselves how they are encoded.
    """
    if text.isascii() or charset_of(content_type) or not content_type.strip().lower().startswith("text/"):
        return content_type
    return f"{content_type}; charset=utf-8"


def charset_of(content_type: str) -> str:
    """Return the character set that a media type's parameters name, in lower case; empty if they name none."""
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip(' "').lower()
    return ""
