"""The mutants, by what they break, and the ways in which a server may differ where the page is silent."""

from __future__ import annotations

from typing import Final

__all__ = ["MUTANTS", "VARIANTS"]

MUTANTS: Final[dict[str, tuple[str, ...]]] = {
    "shape": (
        "shape-get-no-address", "shape-created-date-only", "shape-search-no-paging", "shape-total-text",
        "shape-items-null", "shape-credit-limit-text", "shape-consent-status-text", "shape-address-type-other",
        "shape-contact-no-display-name", "shape-list-bare", "status-create-200", "status-delete-200",
        "status-extension-delete-200", "type-list-html", "shape-search-page-text", "shape-organization-number",
        "shape-consent-day",
    ),
    "input": (
        "unchecked-paymentTerms", "accepts-other-extension", "extension-without-store",
        "extension-delete-without-store", "batch-update-unchecked", "refuses-empty-pricelist",
        "refuses-leading-zeros", "refuses-descending", "refuses-part", "refuses-underscore", "refuses-no-days",
        "search-needs-query",
    ),
    "access": (
        "no-token-reads", "no-token-exports", "no-token-batch", "no-token-store-view", "any-token-searches",
        "any-token-extends", "clerk-deletes", "token-half-read", "other-tenant-read", "no-token-updates",
        "any-token-lists", "any-token-deletes",
    ),
    "crash": (
        "crash-unicode-query", "crash-query-pattern", "crash-unknown-sort", "crash-batch-unknown",
        "crash-empty-batch", "crash-long-note", "crash-empty-query", "crash-beyond", "crash-extension-twice",
        "crash-sorted-search",
    ),
    "state": (
        "create-lost", "create-loses-origin", "update-lost", "single-clears-rest", "update-loses-postal",
        "update-cuts-note", "update-touches-next", "update-zero-ignored", "delete-kept", "delete-still-listed",
        "delete-still-found", "delete-takes-next", "export-first", "export-as-created", "store-view-as-created",
        "store-view-invents", "extension-clears-groups", "list-as-created", "created-moves", "upsert-only-updates",
        "upsert-only-creates", "batch-delete-ignored", "batch-update-lost", "batch-first-only",
        "batch-create-loses-last", "batch-delete-first-only", "batch-create-loses-email", "create-swaps-city",
        "create-cuts-postal", "update-lastname-clears-first", "batch-delete-takes-next", "batch-first-values-for-all",
        "upsert-makes-another", "batch-ends-at-failure", "batch-update-creates", "extension-renames",
        "extension-delete-takes-customer", "store-view-without-mobile",
    ),
    "rules": (
        "batch-always-200", "batch-always-207", "filter-external-ignored", "filter-external-or-uid",
        "filter-external-lost-on-sort", "sort-ignored", "sort-descending-ignored", "sort-reversed",
        "search-sort-ignored", "search-descending-ignored", "page-ignored", "page-size-ignored", "page-one-more",
        "page-one-more-when-large", "page-skips-one", "page-overlaps-one", "page-repeats-one", "last-page-cut",
        "total-of-page", "total-one-less-when-filtered", "page-number-fixed", "search-page-ignored",
        "search-page-size-ignored", "search-total-of-all", "search-query-ignored", "search-not-city",
        "search-not-postalCode", "search-not-companyName", "search-not-vatNumber", "search-not-lastname",
        "search-mobile-ignored", "search-email-ignored", "search-vatNumber-ignored", "search-second-own-ignored",
        "search-query-also-email", "search-query-also-mobile", "search-own-without-query", "scope-default-contact",
        "list-hides-companies", "filter-lost-on-page-two", "direction-lost-on-page-two",
        "search-order-lost-on-page-two", "page-size-lost-on-page-two", "list-ends-at-thirty", "search-counts-to-ten",
        "search-mobile-loose", "search-email-without-query", "search-query-also-vatNumber", "search-not-mobile",
        "search-not-email", "search-not-firstname",
    ),
}  # fmt: skip
"""Every mutant once; what only breaks what is read between the lines of the page is a variant."""

VARIANTS: Final = (
    "newest-first", "pages-from-zero", "lenient-pages", "small-pages", "pages-capped", "beyond-is-404", "strict-sort",
    "sorts-folded", "one-phrase", "any-word", "exact-by-default", "store-filters", "created-that-day",
    "created-before", "own-members-any", "more-members", "absent-when-empty", "statuses", "status-422",
    "trims-strings", "normal-phones", "strict", "uid-by-server", "unique-external", "upper-uids", "delete-again-204",
    "seconds-late", "batch-other-body", "batch-whole", "external-empty", "country-upper", "empty-answers",
    "filter-external-folds", "deleted-410", "foreign-is-404", "descending-alone", "known-references",
    "create-lowers-email", "upsert-clears-rest", "update-clears-rest", "filter-external-prefix",
    "sort-lastname-ignored", "tells-size-of-page", "accepts-any-direction", "accepts-odd-page",
)  # fmt: skip
