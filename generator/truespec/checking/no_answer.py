"""What happens where a request has no answer that can be checked: the server is gone, silent, or says too much."""

from __future__ import annotations

__all__ = ["Oversized", "Silent", "TargetLost", "Unreadable", "Unsendable"]


class TargetLost(Exception):  # noqa: N818 - it names what happened, as a user reads it
    """The target cannot be reached any more, or never could: nothing can be said about it."""


class Unreadable(Exception):  # noqa: N818 - as above
    """One request got no answer that can be read; the server may well answer others."""


class Silent(Unreadable):
    """The server took a request and said nothing for too long."""


class Oversized(Unreadable):
    """An answer is larger than is read; nothing says that it may not be."""


class Unsendable(Exception):  # noqa: N818 - as above
    """HTTP cannot carry a request that was made up (a header with a line break); nothing was sent."""
