"""JSON Pointers (RFC 6901), as themselves and as URI fragments."""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote

from truespec.specification.positions import Token

__all__ = ["escape", "from_fragment", "join", "parse"]

_LONE_TILDE: Final = re.compile(r"~(?![01])")
_LONE_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")


def escape(token: str) -> str:
    """Write one step of a pointer: ``~`` and ``/`` become ``~0`` and ``~1``."""
    return token.replace("~", "~0").replace("/", "~1")


def join(tokens: Iterable[Token]) -> str:
    """Write a pointer: the empty text for the whole document, else ``/a/0/b``."""
    return "".join(f"/{escape(str(token))}" for token in tokens)


def parse(pointer: str) -> tuple[str, ...]:
    """Read a pointer into its steps; sequence indexes stay text until the value they step into is known.

    Raises:
        ValueError: it does not start with ``/``, or holds a ``~`` that escapes nothing.
    """
    if not pointer:
        return ()
    if not pointer.startswith("/"):
        raise ValueError("a JSON Pointer is empty or starts with '/'")
    if _LONE_TILDE.search(pointer):
        raise ValueError("'~' must be written '~0' in a JSON Pointer ('/' is '~1')")
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in pointer[1:].split("/"))


def from_fragment(fragment: str) -> tuple[str, ...]:
    """Read the fragment of a URI (without ``#``), percent-encoded as such, into the steps of a pointer.

    Raises:
        ValueError: the percent-encoding or the pointer is broken.
    """
    if _LONE_PERCENT.search(fragment):
        raise ValueError("'%' must be followed by two hexadecimal digits")
    try:
        return parse(unquote(fragment, errors="strict"))
    except UnicodeDecodeError:
        raise ValueError("the percent-encoded bytes are not UTF-8") from None
