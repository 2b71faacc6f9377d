"""One member alone, one word alone, one more time: what goes wrong only there is told, and what is nobody's is not."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from mock_apis import catalogued
from test_checking_between import REFUSED, members
from truespec.checking.events import Event, Found
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.identity import joining
from truespec.checking.rules.records import consenting, lettering, optional
from truespec.checking.session import Session
from truespec.checking.targets import function_target, mock_target
from truespec.checking.verdict import Finding
from twisted import Twist, Twisted, answering, refusing, sending, told


def told_by(family: Family, twist: Twist, rounds: int = 1, name: str = "resdiary") -> list[str]:
    """Return the ids of what one family of rules tells of a mock that is twisted."""
    return [finding.fact.id for finding in findings_of(family, twist, rounds, name)]


def findings_of(family: Family, twist: Twist, rounds: int = 1, name: str = "resdiary") -> list[Finding]:
    """Return what one family of rules tells of a mock that is twisted."""
    api, found = catalogued(name), list[Finding]()

    def hear(event: Event) -> None:
        found.extend([event.finding] if isinstance(event, Found) else [])

    server = Twisted(mock_target(api).connect().send, twist)
    target = replace(function_target(api, server), disposable=True)
    session = Session(api, target, target.connect(), Ledger(api, target, hear))
    family.check(World(session, RecordMaker(api, "test", 0), random.Random(0), rounds))
    return found


def _key(request: Request) -> int:
    last = request.path.rpartition("/")[2]
    return int(last) if last.isdigit() else 0


def another_for_a_small_number(server: Twisted, request: Request) -> Response:
    """Give somebody else for a number that nobody has, unless it is far out."""
    response = server.healthy(request)
    shown: Any = response.json()
    if request.method == "POST" and request.path.endswith("/Customer") and response.success:
        server.kept["one"] = shown["Id"]
    if request.method == "GET" and response.status == 404 and 0 < _key(request) < 10**6 and "one" in server.kept:
        path = request.target.rpartition("/")[0]
        return server.healthy(Request("GET", f"{path}/{server.kept['one']}", request.headers))
    return response


def a_new_one_for_a_far_number(server: Twisted, request: Request) -> Response:
    """Make somebody new where somebody who is not there is changed."""
    response = server.healthy(request)
    if request.method == "PUT" and response.status == 404:
        return server.healthy(
            Request("POST", request.target.rpartition("/")[0], request.headers, request.body),
        )
    return response


@pytest.mark.parametrize(
    ("twist", "rule"),
    [(another_for_a_small_number, "getCustomer.right"), (a_new_one_for_a_far_number, "updateCustomer.right")],
)
def test_a_record_with_another_key_is_no_answer_for_a_key_that_nobody_has(twist: Any, rule: str) -> None:
    assert [rule] == told("resdiary", twist, rule)


def subscribing_by_the_second_time(server: Twisted, request: Request) -> Response:
    """Turn a consent round, whatever it was."""
    response = server.healthy(request)
    shown: Any = response.json()
    sent: Any = members(request)
    if request.path.endswith("/Unsubscribe"):
        for key in sent.get("CustomerIds", ()):
            server.kept[str(key)] = server.kept.get(str(key), 0) + 1
    if isinstance(shown, dict) and server.kept.get(str(shown.get("Id")), 0) == 2:
        return answering(response, {**shown, "ReceiveSmsMarketing": True})
    return response


def test_who_is_unsubscribed_twice_stays_unsubscribed() -> None:
    rule = "unsubscribeCustomers.again"
    assert [rule] == told("resdiary", subscribing_by_the_second_time, rule)


def test_a_default_that_is_refused_is_told_where_another_word_is_taken() -> None:
    refused = refusing(400, lambda _, sent: sent.get("CustomerValidationType") == "Normal")
    rule = "createCustomer.takes.CustomerValidationType.default"
    assert [rule] == told("resdiary", refused, rule)


def test_a_server_may_not_know_a_member_whose_name_is_a_guess_nor_its_default() -> None:
    refused = refusing(400, lambda _, sent: "CustomerValidationType" in sent)
    assert "createCustomer.takes.CustomerValidationType.default" not in told_by(optional.FAMILY, refused)


def test_a_no_that_every_update_refuses_is_told() -> None:
    refused = refusing(400, lambda request, sent: request.method == "PUT" and False in sent.values())
    rule = "updateCustomer.takes.IsVip.false"
    assert [rule] == told("resdiary", refused, rule)


def test_a_member_that_is_never_changed_alone_is_told() -> None:
    def ignoring(server: Twisted, request: Request) -> Response:
        alone = request.method == "PUT" and members(request).keys() == {"Anniversary"}
        return server.healthy(sending(request, {}) if alone else request)

    rule = "updateCustomer.keeps.Anniversary"
    assert [rule] == told("resdiary", ignoring, rule)


def _in_one_line(*names: str) -> Callable[[Twisted, Request], Response]:
    """Return what writes some texts in one line, or all of them."""

    def joined(server: Twisted, request: Request) -> Response:
        sent = members(request)
        change = request.method == "POST" and request.path.endswith("/Customer")
        texts = {
            name: " ".join(text.split())
            for name, text in sent.items()
            if isinstance(text, str) and name in (names or sent)
        }
        return server.healthy(sending(request, {**sent, **texts}) if change else request)

    return joined


def test_two_lines_of_comments_that_come_back_as_one_are_told() -> None:
    rule = "createCustomer.keeps.Comments"
    assert [rule] == told("resdiary", _in_one_line("Comments"), rule)


def refusing_two_lines_of_names(server: Twisted, request: Request) -> Response:
    """Take two lines for a mistake in what is a name, and comments in one line."""
    two = "\n" in str(members(request).get("Surname"))
    return REFUSED if two else _in_one_line("Comments")(server, request)


@pytest.mark.parametrize("twist", [_in_one_line(), refusing_two_lines_of_names], ids=["one for all", "refused"])
def test_a_server_may_write_all_texts_in_one_line_or_take_only_one(twist: Any) -> None:
    assert [] == told_by(lettering.FAMILY, twist)


def _first_twelve(server: Twisted, request: Request) -> Response:
    ids = members(request).get("CustomerIds")
    if request.path.endswith(("/Delete", "/Unsubscribe")) and isinstance(ids, list):
        request = sending(request, {**members(request), "CustomerIds": ids[:12]})
    return server.healthy(request)


@pytest.mark.parametrize(
    ("family", "fact"),
    [(joining.FAMILY, "scheduleCustomerDeletion.deletion"), (consenting.FAMILY, "unsubscribeCustomers.each")],
)
def test_where_there_is_time_each_of_many_records_is_marked_or_unsubscribed(family: Family, fact: str) -> None:
    assert fact in told_by(family, _first_twelve, rounds=2)


def _codes(change: Callable[[list[int]], list[int]]) -> Twist:
    def changed(server: Twisted, request: Request) -> Response:
        sent: Any = members(request)
        codes = sent.get("CustomerCodes")
        made = request.method == "POST" and isinstance(codes, list)
        return server.healthy(sending(request, {**sent, "CustomerCodes": change(codes)}) if made else request)

    return changed


def test_an_element_that_is_kept_by_itself_is_kept_beside_another() -> None:
    assert "createCustomer.keeps.CustomerCodes" in told_by(lettering.FAMILY, _codes(lambda codes: codes[:1]))


def test_a_server_may_keep_only_the_elements_that_it_knows() -> None:
    assert [] == told_by(lettering.FAMILY, _codes(lambda codes: [code for code in codes if code % 3 == 0]))


def test_many_elements_of_a_list_that_nobody_limits_are_no_reason_to_fail() -> None:
    failing = refusing(500, lambda _, sent: len(sent.get("CustomerCodes") or ()) > 5)
    assert "createCustomer.server-error" in told_by(lettering.FAMILY, failing)


def made_anew_by_leaving(server: Twisted, request: Request) -> Response:
    """Tell another time of making once somebody was unsubscribed."""
    response = server.healthy(request)
    shown: Any = response.json()
    server.kept["left"] = server.kept.get("left", False) or request.path.endswith("/Unsubscribe")
    told_anew = isinstance(shown, dict) and "CreatedDateTime" in shown and server.kept["left"]
    return answering(response, {**shown, "CreatedDateTime": "2031-02-03T04:05:06Z"}) if told_anew else response


def test_who_is_unsubscribed_was_made_when_they_were_made() -> None:
    assert "customer.sets.CreatedDateTime.stays" in told_by(consenting.FAMILY, made_anew_by_leaving)
