"""The customers of the Consumer API of a booking system."""

from __future__ import annotations

from typing import Final

from truespec.checking.credentials import Credentials
from truespec.checking.targets import Access

from .later import LATER
from .server import TOKEN, Server
from .shapes import SHAPES

__all__ = ["ACCESS", "MUTANTS", "VARIANTS", "Server"]

ACCESS: Final = Access(Credentials({"jwt": TOKEN}), parameters=(("micrositeName", "TheHarbour"),))

_ASSUMED: Final = frozenset({"shape-update-birthday-date", "created-always-the-same", "create-company-is-department"})

# Left out is what only an assumption of ours is against: a token that nobody has and that gets in (documented is one
# that is missing), 400 where the vendor's 404 is for all of its APIs together, ids that are written as texts or without
# a list (what is lenient is not forbidden), codes that no restaurant is said to have, an update that adds to a list or
# leaves alone what it would empty (whether it replaces is not said), which record a merge answers, what it makes of a
# master that is not there, and why an id is skipped. So it is with a day without a time, whose format is that of other
# APIs, with a time that stands still, and with a company that is filled from its department: of defaults nothing is
# said.
MUTANTS: Final[dict[str, tuple[str, ...]]] = {
    "shape": tuple(name for name in SHAPES if name not in _ASSUMED),
    "later": tuple(name for name in LATER if name not in _ASSUMED),
    "input": (
        "accepts-number-name", "accepts-text-flag", "accepts-text-code", "accepts-odd-time", "accepts-odd-codes",
        "accepts-code-texts", "accepts-large-code", "accepts-fraction", "accepts-no-object", "update-unchecked",
        "refuses-date-times",
        "refuses-false", "refuses-normal", "needs-validation-type", "api-version-needed", "key-text-finds",
    ),
    "access": (
        "no-token-ok", "no-token-put-ok", "no-token-bulk-ok", "token-basic-ok", "token-unsigned-ok",
        "token-missing-403",
    ),
    "crash": (
        "crash-apostrophe", "crash-emoji", "crash-null", "crash-empty-codes", "crash-leap-day", "crash-large-id",
        "crash-empty-body", "crash-id-twice", "merge-self-crash",
    ),
    "state": (
        "create-not-kept", "create-loses-department", "create-loses-text", "create-loses-membership",
        "create-sms-is-email", "create-first-code", "create-cuts-comments", "create-no-accents", "create-day-off",
        "create-code-in-mobile", "id-again", "read-is-cached", "read-clears-comments", "created-is-now",
        "update-once", "update-swaps-phones", "update-loses-anniversary",
        "update-loses-flag", "update-no-false", "update-moves-created", "update-new-id",
        "update-touches-namesakes", "update-tells-old", "update-missing-creates", "missing-gives-nearest",
        "missing-empty-200",
    ),
    "rules": (
        "merge-eleven", "merge-many", "merge-nine",
        "merge-takes-neighbour", "merge-drops-master", "delete-marks-nothing",
        "delete-forgets-last", "delete-in-both", "delete-takes-neighbour", "delete-tells-places",
        "unsubscribe-first", "unsubscribe-not-last", "unsubscribe-everybody", "unsubscribe-lost",
        "unsubscribe-subscribes", "unsubscribe-clears-email",
    ),
}  # fmt: skip

VARIANTS: Final = (
    "nulls", "strict", "local-times", "other-names", "normalises", "dedupes", "gone-at-once", "skips-vips",
    "skips-marketed", "skips-members", "keeps-merged", "merge-overwrites", "update-replaces", "other-statuses",
    "fields-not-configured",
)  # fmt: skip
