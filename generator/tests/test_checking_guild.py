"""What a spec says in words of versions, addresses, searches and imports is put to the test, and nothing beyond it."""

from __future__ import annotations

from pathlib import Path

import pytest
from guild_server import Guild, guild_api
from truespec.checking.credentials import Credentials
from truespec.checking.rules.ground.sentences import members_named, says_any_case, with_what_follows
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target

_RULES = """
behaviour: 1
resources:
  member: {schema: Member, key: id, states: A member has a number., sets: {id: count, version: {constant: 1}}}
operations:
  listMembers:
    action: list
    resource: member
    states: All members are listed.
    paging: {style: page, page: query.page, limit: query.perPage, items: body.data, states: Pages are counted from 1.}
    order:
      by: query.sortBy
      direction: query.order
      ascending: asc
      descending: desc
      states: The order is asked for by name.
  addMember: {action: create, resource: member, answer: body, states: A member is kept.}
  getMember: {action: read, resource: member, key: path.memberId, answer: body, states: A member is read.}
  changeMember:
    action: update
    resource: member
    key: path.memberId
    answer: body
    states: A member is changed.
    change: {rule: partial, states: Nothing else changes.}
    unique: [{by: [email], status: 409, states: No two have one address.}]
"""


_ALL = ("id", "version", "email", "firstName", "lastName", "points")


def broken(folder: Path, fault: str, behaviour: str = "", shown: tuple[str, ...] = _ALL) -> set[str]:
    api = guild_api(folder, behaviour, shown)
    verdict = check(api, function_target(api, Guild(fault, shown), Access(Credentials({}))), seed=1)
    return {finding.fact.id for finding in verdict.broken}


@pytest.mark.parametrize("behaviour", ["", _RULES], ids=["without rules", "with rules"])
def test_a_guild_that_does_what_its_spec_says_breaks_nothing(tmp_path: Path, behaviour: str) -> None:
    assert set() == broken(tmp_path, "", behaviour)


@pytest.mark.parametrize(
    ("fault", "fact"),
    [
        ("any version", "changeMember.consistent.version.version"),
        ("version stays", "changeMember.consistent.version.version.rises"),
        ("case counts", "addMember.unique.email.letters"),
        ("taken when changed", "changeMember.unique.email"),
        ("taken in imports", "importMembers.consistent.unique.email"),
        ("email unsearched", "searchMembers.consistent.search.q.email"),
        ("counts all", "importMembers.consistent.counts.meta.created"),
        ("stops", "importMembers.consistent.apart"),
        ("last is lost", "importMembers.consistent.alike"),
    ],
)
def test_what_the_words_of_a_spec_say_is_held_to(tmp_path: Path, fault: str, fact: str) -> None:
    assert fact in broken(tmp_path, fault)


@pytest.mark.parametrize(
    ("fault", "facts"),
    [
        ("", set[str]()),
        ("email unsearched", {"searchMembers.consistent.search.q.email"}),
        ("stops", {"importMembers.consistent.apart"}),
    ],
    ids=["nothing wrong", "search", "import"],
)
def test_lists_that_show_little_of_a_record_are_lists_of_it(tmp_path: Path, fault: str, facts: set[str]) -> None:
    assert facts == broken(tmp_path, fault, shown=("id", "points", "email"))


def test_a_version_that_is_made_up_does_not_hide_what_else_an_update_takes(tmp_path: Path) -> None:
    assert "changeMember.unique.1" in broken(tmp_path, "taken when changed", _RULES)


def test_numbers_that_a_list_names_as_an_order_are_looked_at_where_rules_are_written(tmp_path: Path) -> None:
    assert {"listMembers.order.ascending", "listMembers.order.descending"} & broken(tmp_path, "points no order", _RULES)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Case is ignored", True),
        ("It is found whatever the case", True),
        ("Case is not ignored", False),
        ("The case is ignored, except in codes", False),
        ("It must not be that of another (compared without regard to case)", True),
        ("It is not to be had twice, ignoring case", True),
        ("It is not compared without regard to case", False),
        ("It must not be in use, upper and lower case are not distinguished", True),
        ("Small and capital letters are the same", True),
        ("Nowhere are upper and lower case the same", False),
        ("It is compared with others, not case-sensitive", True),
        ("Upper and lower case are distinguished", False),
        ("Whether upper and lower case are not distinguished depends on the shop", False),
    ],
)
def test_only_a_firm_sentence_says_that_the_case_of_letters_is_nothing(sentence: str, *, said: bool) -> None:
    assert said == says_any_case(sentence)


def test_a_short_sentence_of_the_case_of_letters_is_about_what_was_said_before() -> None:
    said = ["The name is unique", " case is ignored", "It is kept"]
    assert ["The name is unique, case is ignored", "It is kept"] == with_what_follows(said)


def test_an_e_mail_address_is_no_address() -> None:
    names = ["name", "email", "address"]
    assert ["name", "email"] == members_named("the name or e-mail address", names)
    assert ["address", "email"] == members_named("the address or e-mail", names)
