"""The stated rules of the catalogue: a mock that forgets one is told by it, and open questions stay open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from checked_server import SECRET, GuestServer, guest_api
from mock_apis import catalogued
from truespec.checking.credentials import Credentials, dummies
from truespec.checking.exchange import Request
from truespec.checking.interruption import Interruption
from truespec.checking.rules.ground.fitting import fits, fits_all
from truespec.checking.rules.ground.values import same_value
from truespec.checking.run import Part, check
from truespec.checking.targets import Access, function_target, mock_target
from truespec.contract.behaviour import Place
from truespec.contract.schema import Json
from truespec.contract.selection import Filter, Operator, Within
from truespec.diagnostics import Location

RULES: tuple[Part, ...] = ("rules",)

FORGOTTEN = [
    ("collins", "GetAllCustomers.filters.query.labels"),
    ("collins", "GetAllCustomers.needs.1"),
    ("collins", "GetAllCustomers.order"),
    ("collins", "UpdateCustomer.change"),
    ("collins", "UpdateCustomer.ignores"),
    ("collins", "DeleteCustomer"),
    ("collins", "CreateCustomer.consents.body.marketing_preferences"),
    ("collins", "rate_limit"),
    ("flowretail", "customer.scope"),
    ("flowretail", "listCustomers.sort"),
    ("flowretail", "listCustomers.permission"),
    ("flowretail", "searchCustomers.search"),
    ("flowretail", "searchCustomers.search.scope"),
    ("flowretail", "addCustomerExtension.part"),
    ("flowretail", "batchCustomers.lists.body.upsert"),
    ("flowretail", "batchCustomers.outcome"),
    ("resdiary", "mergeCustomers.merge"),
    ("resdiary", "unsubscribeCustomers.clears"),
    ("resdiary", "scheduleCustomerDeletion.deletion"),
]


@pytest.mark.parametrize(("name", "rule"), FORGOTTEN, ids=[f"{name}-{rule}" for name, rule in FORGOTTEN])
def test_a_rule_that_a_server_forgets_is_the_one_that_is_told(name: str, rule: str) -> None:
    api = catalogued(name)
    verdict = check(api, mock_target(api, [f"rule-forgotten:{rule}"]), parts=RULES)
    told = [finding.fact.id for finding in (*verdict.broken, *verdict.differs)]
    assert [id_ for id_ in told if id_ == rule or id_.startswith(f"{rule}.")], told


@pytest.mark.parametrize("name", ["collins", "flowretail", "resdiary"])
def test_a_server_that_keeps_to_every_rule_is_not_accused(name: str) -> None:
    api = catalogued(name)
    verdict = check(api, mock_target(api), parts=RULES)
    assert ((), ()) == (verdict.broken, verdict.differs)
    assert [] == [item.reason for item in verdict.not_checked if not item.needs_setup]


def test_without_a_second_credential_permissions_are_listed_as_not_checked() -> None:
    api = catalogued("flowretail")
    target = mock_target(api)
    alone = function_target(api, target.connect().send)
    verdict = check(api, alone, parts=RULES)
    reasons = {item.fact.id: item.reason for item in verdict.not_checked if item.needs_setup}
    assert "it takes --second-auth with fewer permissions" == reasons["listCustomers.permission"]


def test_where_no_record_is_known_it_is_told_that_the_second_credential_could_not_be_tried() -> None:
    api = catalogued("collins")
    target = mock_target(api)
    reading = replace(target.access, read_only=True, second=dummies(api, "other-"))
    verdict = check(api, function_target(api, target.connect().send, reading), parts=RULES)
    reasons = {item.fact.id: item.reason for item in verdict.not_checked}
    told = reasons["GetCustomer.refuses-credentials-forbidden"]
    assert "no record is known that the second credential could be tried on" == told


def rule(operator: Operator, *members: str, within: Within | None = None, joined: bool = False) -> Filter:
    paths = tuple((member,) for member in members)
    place = Place("query", ("q",))
    return Filter("f", "Some.", Location("b.yaml"), (), place, paths, operator, "any", joined, within)


@pytest.mark.parametrize(
    ("one", "record", "value", "outcome"),
    [
        (rule("equal", "email"), {"email": "a@b.c"}, ["x@y.z", "a@b.c"], True),
        (rule("equal", "email"), {"email": "A@b.c "}, "a@b.c", None),
        (rule("equal", "email"), {"email": "d@e.f"}, "a@b.c", False),
        (rule("equal", "email"), {}, "a@b.c", None),
        (rule("equal", "labels"), {"labels": ["one", "two"]}, "two", True),
        (rule("equal", "labels"), {"labels": []}, "two", False),
        (rule("equal", "first", "last", joined=True), {"first": "Ada", "last": "Morel"}, "Ada Morel", True),
        (rule("contains", "first"), {"first": "Adamant"}, "MAN", True),
        (rule("month", "born"), {"born": "1990-03-04"}, 3, True),
        (rule("on", "at"), {"at": "2020-01-02 23:30:00"}, "2020-01-02", True),
        (rule("on", "at"), {"at": "2020-01-02 23:30:00"}, "2020-01-03", None),
        (rule("on", "at"), {"at": "2020-01-02 23:30:00"}, "2020-01-09", False),
        (rule("on-or-after", "day"), {"day": "2020-01-02"}, "2020-01-03", False),
        (rule("on-or-before", "day"), {"day": "2020-01-02"}, "2020-01-02", True),
    ],
)
def test_a_record_fits_a_filter_or_not_or_that_is_open(
    one: Filter, record: Json, value: Json, *, outcome: bool | None
) -> None:
    assert outcome is fits(record, one, value)


def test_filters_within_a_list_have_to_fit_the_same_element() -> None:
    within = Within("visits", (("kept", True),))
    venue, day = rule("equal", "venue", within=within), rule("on", "day", within=within)
    visits: list[Json] = [
        {"venue": "a", "day": "2020-01-01", "kept": True},
        {"venue": "b", "day": "2020-05-05", "kept": True},
        {"venue": "c", "day": "2020-07-07", "kept": False},
    ]
    record: Json = {"visits": visits}
    asked = (("a", "2020-01-01"), ("a", "2020-05-05"), ("c", "2020-07-07"))
    assert [True, False, False] == [fits_all(record, ((venue, one), (day, other))) for one, other in asked]


@pytest.mark.parametrize(
    ("sent", "found", "same"),
    [
        (" Ada  Morel", "Ada Morel", True),
        ("ADA@EXAMPLE.COM", "ada@example.com", True),
        ({"a": 1}, {"a": 1, "b": 2}, True),
        ([{"a": 1}], [{"a": 1, "b": 2}], True),
        (["a"], ["a", "b"], False),
        (["b", "a"], ["A", "b"], True),
        (["a", "a"], ["a", "b"], False),
        ([1], ["1"], False),
        (True, 1, False),
    ],
)
def test_what_a_server_may_tidy_up_counts_as_the_same(sent: Json, found: Json, *, same: bool) -> None:
    assert same == same_value(sent, found)


def test_what_a_run_has_made_is_taken_away_again_and_nothing_else(tmp_path: Path) -> None:
    api, server = guest_api(tmp_path), GuestServer()
    before = set(server.guests)
    verdict = check(api, function_target(api, server, Access(Credentials({"key": SECRET}))), parts=RULES)
    assert before == set(server.guests)
    assert (True, 0) == (verdict.removed > 0, verdict.left)


def test_a_run_keeps_to_the_rate_it_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("truespec.checking.session.time.sleep", waited.append)
    monkeypatch.setattr(Interruption, "sleep", lambda _, seconds: waited.append(seconds))
    api, server = guest_api(tmp_path), GuestServer()
    seen: list[Request] = server.seen
    check(api, function_target(api, server, Access(Credentials({"key": SECRET}), rate=10.0)), parts=RULES)
    # A second that is let pass, so that times tell, is no part of the rate.
    assert 0 < len([seconds for seconds in waited if seconds < 1]) < len(seen)
