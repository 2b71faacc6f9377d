"""What the documentation leaves open is nobody's fault, and what no reading of it allows is."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest
from truespec.checking.credentials import Credentials, read_credentials
from truespec.checking.rules.ground.fitting import fits_plainly, holds_nothing_of
from truespec.checking.rules.ground.values import same_value
from truespec.checking.targets import Access
from truespec.contract.behaviour import Place
from truespec.contract.schema import ABSENT, Json
from truespec.contract.selection import Filter, Operator
from truespec.diagnostics import Location, Report
from truespec.interpretation.load import load_api

ADA: dict[str, Json] = {
    "name": "Ada Morel",
    "email": "ada@example.com",
    "made": "2024-05-17 18:30:00",
    "labels": ["VIP"],
}


def a_filter(operator: str, member: str) -> Filter:
    place, word = Place("query", ("q",)), cast("Operator", operator)
    return Filter("list.filters", "states", Location("x"), place=place, members=((member,),), operator=word)


@pytest.mark.parametrize(
    ("operator", "member", "sent", "expected"),
    [
        ("equal", "name", "qwzxvbnm", True),
        ("equal", "name", "ada", False),  # a part of it: some servers take that for the name
        ("contains", "email", "example", False),
        ("contains", "email", "xqzvkwpt", True),
        ("on", "made", "2024-05-18", False),  # it depends on the time zone
        ("on", "made", "2024-06-18", True),
    ],
)
def test_a_record_holds_nothing_of_what_no_reading_of_a_filter_finds_in_it(
    operator: str, member: str, sent: str, *, expected: bool
) -> None:
    assert expected == holds_nothing_of(ADA, a_filter(operator, member), sent)


def test_a_record_fits_plainly_whose_text_is_all_that_is_asked_for() -> None:
    assert fits_plainly(ADA, a_filter("contains", "name"), "ada morel")
    assert not fits_plainly(ADA, a_filter("contains", "name"), "morel")


def test_the_day_of_a_moment_is_never_plain() -> None:
    assert not fits_plainly(ADA, a_filter("on", "made"), "2024-05-17")
    assert fits_plainly({"born": "1990-04-12"}, a_filter("on", "born"), "1990-04-12")


def test_a_part_of_names_that_are_read_as_one_may_be_enough() -> None:
    record: dict[str, Json] = {"first": "Adele", "last": "Morel"}
    joined = replace(a_filter("equal", "first"), members=(("first",), ("last",)), joined=True)
    assert not holds_nothing_of(record, joined, "dele Morel")
    assert holds_nothing_of(record, joined, "Adele Xqzvkwpt")


def test_nothing_may_be_kept_as_null_or_left_out() -> None:
    assert same_value(None, None)
    assert same_value(None, ABSENT)
    assert not same_value(None, "")
    assert not same_value("", ABSENT)


def test_of_several_values_for_a_parameter_the_first_is_used_and_the_others_are_known() -> None:
    access = Access(Credentials({}), parameters=(("tenantUid", "north"), ("tenantUid", "south"), ("other", "x")))
    assert "north" == access.fixed("tenantUid")
    assert ("south",) == access.others("tenantUid")
    assert None is access.fixed("nothing")


def test_a_bearer_token_may_be_given_as_the_whole_header() -> None:
    report = Report()
    api = load_api("collins", report)
    assert api is not None
    assert "token" == read_credentials(api, {"Authorization": "Bearer token"}, report).value("BearerAuth")
    assert "token" == read_credentials(api, {"BearerAuth": "token"}, report).value("BearerAuth")
