"""Headers of answers: answer.header(NAME) of what with_response returns.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from ._runtime import Header as Header_

__all__ = [
    "X_PAGINATION_PAGE",
    "X_PAGINATION_PER_PAGE",
    "X_PAGINATION_TOTAL_PAGES",
    "X_PAGINATION_TOTAL_RESULTS",
    "X_RATELIMIT_LIMIT",
    "X_RATELIMIT_REMAINING",
    "X_RATELIMIT_RESET",
]

X_PAGINATION_PAGE: Header_[int] = Header_("X-Pagination-Page", int)
"""Number of this page."""

X_PAGINATION_PER_PAGE: Header_[int] = Header_("X-Pagination-Per-Page", int)
"""How many customers a page holds."""

X_PAGINATION_TOTAL_PAGES: Header_[int] = Header_("X-Pagination-Total-Pages", int)
"""How many pages there are."""

X_PAGINATION_TOTAL_RESULTS: Header_[int] = Header_("X-Pagination-Total-Results", int)
"""How many customers there are on all pages together."""

X_RATELIMIT_LIMIT: Header_[int] = Header_("X-RateLimit-Limit", int)
"""How many requests the token may send in an hour."""

X_RATELIMIT_REMAINING: Header_[int] = Header_("X-RateLimit-Remaining", int)
"""How many requests of this hour are left."""

X_RATELIMIT_RESET: Header_[str] = Header_("X-RateLimit-Reset", str)
"""When the next hour of counting begins, written by ISO 8601."""
