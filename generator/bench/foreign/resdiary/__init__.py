"""The customers of the Consumer API of a booking system."""

from __future__ import annotations

from typing import Final

from truespec.checking.credentials import Credentials
from truespec.checking.targets import Access

from .server import TOKEN, Server
from .shapes import SHAPES

__all__ = ["ACCESS", "MUTANTS", "VARIANTS", "Server"]

ACCESS: Final = Access(Credentials({"jwt": TOKEN}), parameters=(("micrositeName", "TheHarbour"),))

MUTANTS: Final[dict[str, tuple[str, ...]]] = {
    "shape": tuple(SHAPES),
    "input": (
        "accepts-number-name", "accepts-text-flag", "accepts-text-code", "accepts-odd-time", "accepts-odd-codes",
        "accepts-code-texts", "accepts-large-code", "accepts-fraction", "accepts-no-object", "update-unchecked",
        "accepts-one-id", "accepts-id-texts", "accepts-master-text", "refuses-date-times", "refuses-codes",
        "refuses-false", "refuses-normal", "needs-validation-type", "api-version-needed", "key-text-finds",
    ),
    "access": (
        "no-token-ok", "no-token-put-ok", "no-token-bulk-ok", "token-basic-ok", "token-unsigned-ok", "token-any-ok",
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
        "update-once", "update-swaps-phones", "update-keeps-codes-too", "update-loses-anniversary",
        "update-loses-flag", "update-no-false", "update-no-empty", "update-moves-created", "update-new-id",
        "update-touches-namesakes", "update-tells-old", "update-missing-creates", "missing-gives-nearest",
        "missing-empty-200", "missing-400",
    ),
    "rules": (
        "merge-eleven", "merge-many", "merge-nine", "merge-unknown-invents", "merge-tells-merged",
        "merge-takes-neighbour", "merge-drops-master", "delete-marks-unknown", "delete-marks-nothing",
        "delete-forgets-last",
        "delete-hides-skipped", "delete-in-both", "delete-takes-neighbour", "delete-tells-places",
        "unsubscribe-first", "unsubscribe-not-last", "unsubscribe-everybody", "unsubscribe-lost",
        "unsubscribe-subscribes", "unsubscribe-clears-email",
    ),
}  # fmt: skip

VARIANTS: Final = (
    "nulls", "strict", "local-times", "other-names", "normalises", "dedupes", "gone-at-once", "skips-vips",
    "skips-marketed", "skips-members", "keeps-merged", "merge-overwrites", "update-replaces", "other-statuses",
    "fields-not-configured",
)  # fmt: skip
