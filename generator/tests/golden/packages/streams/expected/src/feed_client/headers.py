"""Headers of answers: answer.header(NAME) of what with_response returns.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from ._runtime import Header as Header_

__all__ = ["X_FEED_DELAY", "X_TOPICS"]

X_FEED_DELAY: Header_[int] = Header_("X-Feed-Delay", int)
"""Seconds that events are late."""

X_TOPICS: Header_[list[str]] = Header_("X-Topics", list[str], "list")
"""The header X-Topics."""
