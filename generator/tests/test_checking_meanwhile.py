"""Others make records meanwhile, and a server has reasons of its own: neither is told, what no reason excuses is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from checked_server import GuestServer, guest_api, guest_target
from mock_apis import catalogued
from test_checking_between import REFUSED, Send, broken, members, verdict_on
from truespec.checking.exchange import Request, Response
from truespec.checking.records import RecordMaker
from truespec.checking.run import check
from truespec.checking.schema_check import SPELLING, SchemaCheck
from truespec.checking.variations import variations
from truespec.contract.schema import Json
from twisted import Twisted, answering, sending, told

_IMPORT = "/partners/customer"
_LIST = f"{_IMPORT}/list"


class Busy(GuestServer):
    """Takes in a guest of long ago before every fourth page, who stands at the front of the list."""

    pages = 0

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        if request.path == "/guests" and request.method == "GET":
            self.pages += 1
            if self.pages % 4 == 0 and self.pages < 200:
                guest = self._create({"name": f"Other {self.pages}"})
                early = {**guest, "createdAt": f"{2000 - self.pages}-01-01T00:00:00Z"}
                self.guests = {guest["id"]: early, **self.guests, guest["id"]: early}
        return super().__call__(request)


def test_a_page_that_others_have_moved_on_by_a_new_record_repeats_nothing(tmp_path: Path) -> None:
    api, busy = guest_api(tmp_path), Busy()
    target = guest_target(api, busy)
    assert set() == {fact for fact in broken(check(api, target, parts=("rules",))) if ".paging" in fact}
    assert busy.pages > 40


def _named_alone(left_out: str, other: str) -> Any:
    def ignored(server: Twisted, request: Request) -> Response:
        sent = members(request)
        kept = {} if request.path == _LIST and left_out not in sent and other in sent else sent
        return server.healthy(request if kept == sent else sending(request, kept))

    return ignored


@pytest.mark.parametrize(("left_out", "other"), [("page", "limit"), ("limit", "page")])
def test_a_limit_and_a_page_count_each_without_the_other(left_out: str, other: str) -> None:
    rule = "listCustomers.paging.alone"
    assert [rule] == told("fullwhere", _named_alone(left_out, other), rule)


def found_by_a_part(server: Twisted, request: Request) -> Response:
    """Find a customer by the first letters of an id."""
    response, id_ = server.healthy(request), dict(request.query).get("id", "")
    if request.method == "GET" and response.success:
        server.kept[id_[:8]] = id_
    if request.method == "GET" and response.status == 404 and id_[:8] in server.kept:
        return server.healthy(replace(request, target=f"{request.path}?id={server.kept[id_[:8]]}"))
    return response


def test_a_record_that_is_found_by_a_part_of_its_key_is_told() -> None:
    assert ["getCustomer.whole-key"] == told("fullwhere", found_by_a_part, "getCustomer.whole-key")


def stopping_at_what_is_known(server: Twisted, request: Request) -> Response:
    """Do no more of a batch after an element that is there already."""
    elements, done = members(request).get("batch"), list[Any]()
    for element in elements if isinstance(elements, list) else []:
        done.append(element)
        name = json.dumps([element.get("email"), element.get("phoneNumber")]) if isinstance(element, dict) else ""
        if name in server.kept:
            break
        server.kept[name] = True
    return server.healthy(sending(request, {"batch": done}) if isinstance(elements, list) else request)


def test_elements_after_one_that_is_there_already_are_done() -> None:
    assert ["importCustomers.goes-on"] == told("fullwhere", stopping_at_what_is_known, "importCustomers.goes-on")


def test_a_text_whose_name_only_contains_another_word_is_kept_to_its_end() -> None:
    def cut(server: Twisted, request: Request) -> Response:
        text = members(request).get("description")
        cutting = request.path == _IMPORT and isinstance(text, str)
        shorter = {**members(request), "description": str(text)[:40]}
        return server.healthy(sending(request, shorter) if cutting else request)

    rule = "importCustomer.keeps.description"
    assert [rule] == told("fullwhere", cut, rule)


def test_letters_that_are_written_from_the_right_are_no_reason_to_fail() -> None:
    def failing(server: Twisted, request: Request) -> Response:
        texts = [text for text in members(request).values() if isinstance(text, str)]
        wrong = any("\u0590" <= letter < "\u0700" for text in texts for letter in text)
        return Response(500) if wrong else server.healthy(request)

    assert ["importCustomer.server-error"] == told("fullwhere", failing, "importCustomer.server-error")


def _ids(request: Request) -> list[Json]:
    ids = members(request).get("CustomerIds")
    return ids if isinstance(ids, list) else []


def unsubscribing_the_first(server: Twisted, request: Request) -> Response:
    """Withdraw from the first of those that are named."""
    if request.path.endswith("/Unsubscribe") and _ids(request):
        request = sending(request, {**members(request), "CustomerIds": _ids(request)[:1]})
    return server.healthy(request)


def unsubscribing_nobody(server: Twisted, request: Request) -> Response:
    """Answer as if all was done."""
    response = server.healthy(replace(request, method="GET", target=_setup(request), body=b""))
    return response if request.path.endswith("/Unsubscribe") and _ids(request) else server.healthy(request)


def _setup(request: Request) -> str:
    return request.path.replace("/Unsubscribe", "/Setup")


def clearing_the_group_only(server: Twisted, request: Request) -> Response:
    """Call the consents of the restaurant something else: which are withdrawn is nowhere said."""
    response = server.healthy(request)
    shown = response.json()
    if request.method in {"PUT", "POST"} and isinstance(shown, dict) and "Id" in shown:
        sent = {name: value for name, value in members(request).items() if name.startswith("ReceiveRestaurant")}
        server.kept.setdefault(str(shown["Id"]), {}).update(sent)
    if isinstance(shown, dict) and "Id" in shown:
        return answering(response, {**shown, **server.kept.get(str(shown["Id"]), {})})
    return response


@pytest.mark.parametrize(
    ("twist", "rule"), [(unsubscribing_the_first, "each"), (unsubscribing_nobody, "withdraws")], ids=["first", "nobody"]
)
def test_whoever_is_named_is_unsubscribed_from_something(twist: Any, rule: str) -> None:
    assert [f"unsubscribeCustomers.{rule}"] == told("resdiary", twist, f"unsubscribeCustomers.{rule}")


def test_which_consents_are_withdrawn_is_the_servers_to_say() -> None:
    verdict = verdict_on("resdiary", _between(Twisted(lambda _: REFUSED, clearing_the_group_only)))
    assert set() == broken(verdict)


def _between(server: Twisted) -> Any:
    def between(request: Request, send: Send) -> Response:
        server.healthy = send
        return server(request)

    return between


def _passing_over(server: Twisted, request: Request, member: str) -> Response:
    """Skip what has a value in one member when customers are to be deleted."""
    response = server.healthy(request)
    shown = response.json()
    if isinstance(shown, dict) and "Id" in shown and shown.get(member):
        server.kept[str(shown["Id"])] = True
    if not request.path.endswith("/Delete") or not isinstance(shown, dict) or not response.success:
        return response
    marked = shown["DeletedCustomerIds"]
    skipped = shown["SkippedCustomerIds"]
    assert isinstance(marked, list)
    assert isinstance(skipped, list)
    spared = [key for key in marked if str(key) in server.kept]
    rest = [key for key in marked if key not in spared]
    return answering(response, {"DeletedCustomerIds": rest, "SkippedCustomerIds": [*skipped, *spared]})


@pytest.mark.parametrize(("member", "expected"), [("MembershipId", 0), ("Id", 1)])
def test_a_server_may_pass_over_those_that_hold_something_but_not_everybody(member: str, expected: int) -> None:
    rule = "scheduleCustomerDeletion"
    between = _between(Twisted(lambda _: REFUSED, lambda server, request: _passing_over(server, request, member)))
    assert expected == len({rule} & broken(verdict_on("resdiary", between)))


def test_a_member_with_a_documented_default_may_be_left_out_whoever_made_up_its_name() -> None:
    def between(request: Request, send: Send) -> Response:
        creates = request.method == "POST" and request.path.endswith("/Customer")
        return REFUSED if creates and "CustomerValidationType" not in members(request) else send(request)

    assert "createCustomer.optional.CustomerValidationType" in broken(verdict_on("resdiary", between))


def test_a_word_of_a_list_in_other_letters_is_sent_and_only_spelled_otherwise() -> None:
    api = catalogued("fullwhere")
    schema, check = api.schema("CustomerImport").schema, SchemaCheck(api, "request")
    maker = RecordMaker(api, "tag", 1)
    language = maker.shape(schema).properties["language"].schema
    assert "AF" in variations(maker, "language", language)
    assert [SPELLING] == [one.keyword for one in check.violations(schema, {"language": "AF"})]
    assert [SPELLING] != [one.keyword for one in check.violations(schema, {"language": "QQ"})]


def test_flags_are_sent_as_numbers_and_times_on_a_leap_day() -> None:
    api = catalogued("resdiary")
    maker = RecordMaker(api, "tag", 1)
    properties = maker.shape(api.schema("CustomerRequest").schema).properties
    assert {1, "true"} <= {
        value for value in variations(maker, "IsVip", properties["IsVip"].schema) if isinstance(value, str | int)
    }
    assert "2000-02-29T00:00:00Z" in variations(maker, "Birthday", properties["Birthday"].schema)
    assert ["text"] in variations(maker, "CustomerCodes", properties["CustomerCodes"].schema)
