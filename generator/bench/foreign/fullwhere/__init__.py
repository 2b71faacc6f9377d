"""The customers of the Partner API of a feedback platform."""

from __future__ import annotations

from typing import Final

from truespec.checking.credentials import Credentials
from truespec.checking.targets import Access

from .later import LATER
from .server import KEY, SECRET, Server
from .shapes import SHAPES

__all__ = ["ACCESS", "MUTANTS", "VARIANTS", "Server"]

ACCESS: Final = Access(Credentials({"apiKey": KEY, "apiSecret": SECRET}))

# No mutants are what contradicts an assumption alone, and may be told as a difference:
# - what else than is documented a POST takes (numbers in `metadata`, texts and numbers below 1 as `limit` and `page`),
#   for no error of theirs is documented;
# - that `itemCount` counts something else than the items of the page, for its name alone is documented, and another
#   `itemCount` on the last page;
# - that a phone number and the host of an address are enough to know a customer again, for "pair" may be read so;
# - that an import which met a customer answers with the one it was, for what it answers then is not documented.
MUTANTS: Final[dict[str, tuple[str, ...]]] = {
    "shape": tuple(SHAPES),
    "later": tuple(LATER),
    "input": (
        "accepts-odd-language", "language-any-case", "accepts-odd-metadata", "accepts-odd-email",
        "accepts-number-optin", "accepts-number-ids", "batch-unchecked", "refuses-nulls", "refuses-zh", "refuses-plus",
        "refuses-optin-alone", "accepts-large-limit", "accepts-one-more", "refuses-hundred",
    ),
    "access": (
        "secret-unchecked", "secret-unchecked-batch", "secret-unchecked-list", "key-or-secret", "key-any-case",
        "key-begins", "list-open", "key-403",
    ),
    "crash": (
        "crash-empty-name", "crash-no-email", "crash-long", "crash-metadata", "crash-right-to-left",
        "crash-null-language", "crash-no-object", "malformed-crash",
    ),
    "state": (
        "create-not-kept", "create-loses-fork", "create-loses-language", "create-no-false", "create-swaps-optins",
        "create-como-is-mews", "create-cuts-description", "language-small", "get-no-id-first", "get-by-prefix",
        "get-old-missing", "get-is-cached", "get-tells-now", "get-hides-secondary", "missing-null", "missing-400",
        "list-late", "list-no-phones", "list-only-emails",
    ),
    "rules": (
        "dedupe-off", "dedupe-off-batch", "dedupe-off-single", "dedupe-recent", "dedupe-first-page", "dedupe-once",
        "dedupe-by-mail", "dedupe-by-phone",
        "existing-409", "existing-takes-name", "fill-overwrites", "fill-overwrites-batch",
        "fill-overwrites-company", "fill-false-too", "fill-null-clears", "fill-off", "fill-off-batch",
        "fill-first-only", "fill-no-false", "fill-not-language", "fill-not-oracle", "fill-new-id",
        "fill-moves-created", "batch-last-lost", "batch-ten", "batch-stops-at-known", "batch-keeps-name",
        "batch-no-language", "batch-pairs-first", "order-of-the-moment", "default-limit", "default-page",
        "caps-quietly", "second-page-default", "overlaps", "skips-third", "limit-ignored-alone",
        "page-ignored-alone", "one-more", "loses-part-page", "total-is-page", "total-less",
        "pages-floor", "pages-one-more", "page-fixed", "page-from-zero",
        "per-page-fixed", "meta-old",
    ),
}  # fmt: skip

VARIANTS: Final = (
    "either", "mail-first", "nulls-match", "newest-first", "strict", "lenient", "normalises", "computes", "other-statuses",
    "malformed-404", "accepts-fraction", "living", "large-ids", "per-page-count",
    "repeats-beyond",
)  # fmt: skip
