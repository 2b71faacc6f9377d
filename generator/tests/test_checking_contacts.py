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
    assert behaviour or "getContact.consistent.hidden" in {fact.id for fact in verdict.holds}


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


@pytest.mark.parametrize(
    ("fault", "fact"),
    [
        ("any key", "listContacts.refuses-credentials-unknown"),
        ("GET by all", "getContact.consistent.hidden"),
        ("PATCH by all", "changeContact.consistent.hidden"),
        ("DELETE by all", "removeContact.consistent.hidden"),
        ("found by all", "searchContacts.consistent.hidden"),
        ("lost phone", "addContact.consistent.kept"),
        ("lost home", "addContact.consistent.kept"),
        ("all changed", "changeContact.consistent.others"),
        ("old answered", "changeContact.consistent.answered"),
        ("PATCH unknown", "changeContact.consistent.unknown"),
        ("DELETE unknown", "removeContact.consistent.unknown"),
        ("twice", "addContact.unique.email"),
        ("turned round", "addContacts.consistent.order"),
    ],
)
def test_what_a_spec_says_by_itself_is_held_to(tmp_path: Path, fault: str, fact: str) -> None:
    assert fact in broken_facts(contacts_verdict(tmp_path, fault, behaviour=False))


def test_a_batch_of_which_one_is_refused_answers_all_of_its_elements(tmp_path: Path) -> None:
    assert "addContacts.answers" in broken_facts(contacts_verdict(tmp_path, "stops", behaviour=True))
