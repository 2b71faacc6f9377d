"""How large, deep and tangled a document may be before it is refused, and which hosts it may refer to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

__all__ = ["DEFAULT", "Limits"]


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


DEFAULT: Final = Limits()
