"""The facts that a server can be told to break, by class, and what is done to its answers for those of shape."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from foreign.spoiling import Change, Parts

__all__ = ["MUTANTS", "SECOND", "SHAPES", "VARIANTS"]


def _status(name: str, other: int) -> Change:
    return lambda at, status, headers, _value, body: (other if at == name else status, headers, body)


def _whole(name: str, change: Callable[[Any], Any]) -> Change:
    def done(at: str, status: int, headers: dict[str, str], _value: Any, body: bytes) -> Parts:
        if at != name or not body:
            return status, headers, body
        return status, headers, json.dumps(change(json.loads(body))).encode()

    return done


def _each(name: str, change: Callable[[dict[str, Any]], Any]) -> Change:
    """Return a change of every customer in the answers of one operation."""

    def done(told: dict[str, Any]) -> dict[str, Any]:
        for record in told["customers"] if "customers" in told else [told["customer"]]:
            change(record)
        return told

    return _whole(name, done)


def _held(member: str, **given: Any) -> Callable[[dict[str, Any]], None]:
    def change(record: dict[str, Any]) -> None:
        for held in record[member]:
            held.update(given)

    return change


def _type(name: str, kind: str) -> Change:
    def done(at: str, status: int, headers: dict[str, str], _value: Any, body: bytes) -> Parts:
        return status, ({**headers, "Content-Type": kind} if at == name else headers), body

    return done


SHAPES: Final[dict[str, Change]] = {
    "shape-get-id-number": _each("get", lambda c: c.update(id=int(c["id"][:6], 16))),
    "shape-list-id-null": _each("list", lambda c: c.update(id=None)),
    "shape-list-bare": _whole("list", lambda told: told["customers"]),
    "shape-list-one-object": _whole("list", lambda told: {"customers": dict(enumerate(told["customers"]))}),
    "shape-create-labels-text": _each("create", lambda c: c.update(labels=",".join(c["labels"]))),
    "shape-get-address-text": _each("get", lambda c: c.update(company_address=str(c.get("company_address")))),
    "shape-update-time-null": _each("update", lambda c: c.update(last_updated=None)),
    "shape-list-created-seconds": _each("list", lambda c: c.update(created_date=1551891600)),
    "shape-list-opted-in-text": _each("list", _held("marketing_preferences", opted_in="yes")),
    "shape-list-people-text": _each("list", _held("bookings", num_people="2")),
    "shape-get-opt-in-flag": _each("get", _held("marketing_preferences", opt_in_date=True)),
    "shape-update-venues-objects": _each(
        "update", lambda c: c.update(associated_venues=[{"id": v} for v in c["associated_venues"]])
    ),
    "shape-401-error-list": _whole("refusal-401", lambda told: {"error": [told["error"]]}),
    "shape-404-message-object": _whole("refusal-404", lambda told: {"message": {"text": told["message"]}}),
    "shape-create-venues-text": _each("create", lambda c: c.update(associated_venues=" ".join(c["associated_venues"]))),
    "shape-get-bookings-object": _each("get", lambda c: c.update(bookings={"count": len(c["bookings"])})),
    "status-create-200": _status("create", 200),
    "status-delete-200": _status("delete", 200),
    "status-update-202": _status("update", 202),
    "type-list-html": _type("list", "text/html"),
}

MUTANTS: Final[dict[str, tuple[str, ...]]] = {
    "shape": tuple(name for name in SHAPES if name not in {"shape-create-venues-text", "shape-get-bookings-object"}),
    "input": (
        "accepts-long-first_name", "accepts-long-notes", "accepts-long-city", "accepts-long-post_code",
        "accepts-number-phone", "refuses-full-phone", "refuses-full-notes", "accepts-bad-email", "refuses-plus-email",
        "accepts-slashes-dob", "accepts-dob-no-day", "accepts-text-labels", "accepts-numbers-associated_venues",
        "accepts-map-texts", "refuses-map-false", "refuses-preference-ids", "refuses-blank-labels",
        "accepts-text-address", "accepts-no-object", "accepts-limit-31", "refuses-limit-30",
        "refuses-full-street",
    ),
    "access": (
        "missing-token-accepted", "missing-token-accepted-get", "missing-token-accepted-delete",
        "unknown-token-accepted", "unknown-token-accepted-put", "token-prefix-accepted", "other-scheme-accepted",
        "unknown-token-500", "others-listed", "others-found-by-query", "others-read",
    ),
    "crash": (
        "crash-not-ascii", "crash-query-brackets", "crash-empty-lists", "crash-page-beyond", "crash-unknown-id",
        "crash-delete-twice", "crash-leap-day", "crash-list-of-months", "crash-two-dates", "crash-quote",
    ),
    "state": (
        "create-ids-ignored", "create-map-ignored", "create-map-all-in", "create-second-preference-lost",
        "create-notes-lost", "create-post-code-lost", "create-last-venue-lost", "create-company-cut",
        "create-custom-empty", "create-labels-upper", "create-lost", "create-not-listed", "update-lost",
        "update-answers-old", "update-dob-ignored", "update-address-ignored", "update-venues-ignored",
        "update-first-member-only", "update-empty-labels-ignored", "update-labels-added",
        "update-time-stays", "update-moves-created", "update-takes-id",
        "update-name-everywhere", "read-stale", "list-stale", "read-another",
        "delete-kept", "delete-listed-on", "delete-others-too", "missing-200",
    ),
    "rules": (
        "filter-associated_venues-ignored", "filter-associated_venues-first-only", "filter-associated_venues-all",
        "filter-associated_venues-first-held", "filter-labels-last-only", "filter-labels-part",
        "filter-email-first-only", "filter-email-ignored", "filter-dob_month-first-only", "filter-dob_month-from-0",
        "filter-dob_month-one-digit", "filter-full_name-first-name", "filter-full_name-last-name",
        "filter-full_name-ignored", "filter-booking_date-ignored", "filter-booking_date_to-ignored",
        "filter-booking_date_from-exclusive", "filter-booking_date-first-only", "filter-created_date-on-is-from",
        "filter-created_date_to-exclusive", "filter-created_date-from-then-no-to", "filter-created_date-by-updated",
        "filter-created_date-keeps-null", "filter-last_updated-by-created", "filter-last_updated_from-exclusive",
        "filter-last_updated_to-ignored", "filter-opted_in-has-any", "filter-opted_in-first-only",
        "filter-opted_in-any-id", "filter-opted_out-never-in", "filter-opted_in_date-ignored",
        "filter-opted_in_date_to-exclusive", "filter-opted_out_date-by-other", "filter-opted_out_date_from-ignored",
        "filters-ignored-with-query", "filters-ignored-on-page-2", "query-no-phone", "query-no-company",
        "query-no-email", "query-first-name-only", "query-all", "query-whole-only", "sort-default-by-name",
        "sort-ignored", "sort-minus-ignored", "sort-first-key-only", "sort-updated-by-created",
        "sort-last_name-ignored", "sort-in-page-only", "page-overlaps", "page-skips", "page-ignored",
        "page-counts-by-30", "page-last-record-lost", "limit-one-more", "limit-one-less", "limit-default-20",
        "limit-on-first-page-only", "limit-ignored-with-query", "header-page-always-1", "header-per-page-30",
        "header-pages-rounded-down", "header-results-of-page", "header-results-unfiltered", "header-results-missing",
        "header-page-from-0", "header-reset-seconds", "header-reset-slashes", "header-limit-missing",
        "header-rates-missing-on-create", "header-rates-missing-on-404", "header-remaining-grows",
    ),
}  # fmt: skip
"""Every mutant once."""

SECOND: Final[dict[str, tuple[str, ...]]] = {
    "shape": ("shape-create-venues-text", "shape-get-bookings-object"),
    "input": ("accepts-long-company", "accepts-numbers-labels", "refuses-full-company"),
    "crash": ("crash-long-text", "crash-no-body"),
    "state": (
        "create-last-label-lost", "create-venues-twice", "create-address-crossed", "create-dob-earlier",
        "update-notes-added", "update-venues-added", "update-once-only", "update-unknown-creates",
        "delete-unknown-204", "others-deleted",
    ),
    "rules": (
        "filter-full_name-either", "filter-dob_month-any-digit", "filters-ignored-with-sort",
        "query-ignored-with-sort", "query-five-letters", "page-3-is-page-2", "limit-at-most-10",
        "header-pages-one-more", "sort-ignored-with-query", "sort-turns-on-page-2", "header-remaining-stays",
        "filter-email-part", "filter-associated_venues-part", "filter-last_updated-on-is-from",
        "filter-created_date_from-ignored", "filter-opted_out-has-any", "filter-opted_in_date_from-exclusive",
        "filter-booking_date_to-exclusive",
    ),
}  # fmt: skip
"""Those that were thought of after what the first ones showed was mended."""

VARIANTS: Final = (
    "newest-first", "clamps", "exact", "parts-of-names", "by-words", "nulls", "empties", "sparse", "extra-members",
    "other-ids", "other-zone", "tidies", "strict", "knows-its-ids", "put-replaces", "put-takes-map", "address-merges",
    "needs-name", "unique-email", "bad-request", "forbidden", "delete-again", "beyond-404", "no-pages", "lone-dates",
    "few-sorts", "unknown-sorts", "label-set", "takes-null", "loose-put", "only-text", "phone-checked",
    "forgets-dates", "zulu",
)  # fmt: skip
"""Ways in which a server may differ where nothing is documented."""
