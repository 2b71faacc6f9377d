"""How large, deep and tangled a document may be before it is refused, and which hosts it may refer to."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

__all__ = ["DEFAULT", "Limits"]

_FRAMES: Final = 20
"""Calls of ours inside one another for each level of a document, at most."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds that keep any input, however hostile, from costing more than seconds and megabytes."""

    file_bytes: int = 32 * 1024 * 1024
    """Bytes of one file, asked of the file system before anything is read."""
    files: int = 5_000
    """Files that one document may reach through references."""
    nodes: int = 1_000_000
    """Values of one file, with every YAML alias counted as often as it is used."""
    depth: int = 200
    """Levels of nesting of one file, through YAML aliases too."""
    digits: int = 4_300
    """Digits of one whole number."""
    reference_hops: int = 100
    """References that lead to one another before something that is not a reference."""
    remote_hosts: frozenset[str] = frozenset()
    """Hosts (``name`` or ``name:port``) that references may lead to, over HTTPS; nothing is fetched from any other."""
    remote_seconds: float = 60.0
    """Seconds that all files of other hosts may take together."""
    fetch: Callable[[str, int, float], bytes] | None = None
    """What gets a file of a URL, of at most so many bytes, in so many seconds; None: an HTTPS request."""

    def make_room(self) -> None:
        """Let Python follow as deep, and read numbers as long, as is allowed beyond what it usually does."""
        if self.depth > DEFAULT.depth:
            sys.setrecursionlimit(max(sys.getrecursionlimit(), _FRAMES * self.depth))
        if self.digits > DEFAULT.digits:
            sys.set_int_max_str_digits(max(sys.get_int_max_str_digits(), self.digits))


DEFAULT: Final = Limits()
