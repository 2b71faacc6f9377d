"""Checks a book of contacts: lists that no rule divides, forms that are looked at, and what a spec alone tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from contacts_server import broken_facts, contacts_verdict


@pytest.mark.parametrize("behaviour", [False, True])
@pytest.mark.parametrize("seed", range(2))
def test_healthy_contacts_break_nothing(tmp_path: Path, seed: int, *, behaviour: bool) -> None:
    verdict = contacts_verdict(tmp_path, "", behaviour=behaviour, seed=seed)
    assert (set[str](), "") == (broken_facts(verdict), verdict.lost)


@pytest.mark.parametrize(
    ("fault", "fact"),
    [
        ("group", "listContacts.filters.query.group"),
        ("email not searched", "searchContacts.search.email"),
        ("found by all", "contact.scope.searchContacts"),
    ],
)
def test_lists_that_no_rule_divides_are_walked_as_their_names_suggest(tmp_path: Path, fault: str, fact: str) -> None:
    assert fact in broken_facts(contacts_verdict(tmp_path, fault, behaviour=True))


@pytest.mark.parametrize(
    ("fault", "fact"),
    [
        ("any email", "addContact.request.email.format"),
        ("any phone", "addContact.request.phone.pattern"),
        ("any country", "addContact.request.country.pattern"),
        ("unknown member", "addContact.request..additionalProperties"),
        ("empty body", "addContact.server-error"),
    ],
)
def test_a_form_that_is_looked_at_elsewhere_is_not_overlooked(tmp_path: Path, fault: str, fact: str) -> None:
    assert fact in broken_facts(contacts_verdict(tmp_path, fault, behaviour=False))
