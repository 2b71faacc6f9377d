"""What goes wrong only where several things are sent at once, named twice, or stand beside each other, is told."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from test_checking_between import members
from truespec.checking.exchange import Request, Response
from truespec.contract.schema import Json
from twisted import Twisted, answering, refusing, sending, told


def swapping_two(server: Twisted, request: Request) -> Response:
    """Take one number for the other where an update has both."""
    sent = members(request)
    if request.method == "PUT" and {"Phone", "Mobile", "Title", "Surname", "Comments", "Birthday"} <= sent.keys():
        request = sending(request, {**sent, "Phone": sent["Mobile"], "Mobile": sent["Phone"]})
    return server.healthy(request)


def test_members_that_are_taken_for_each_other_are_told_where_all_are_changed_at_once() -> None:
    assert ["updateCustomer"] == told("resdiary", swapping_two, "updateCustomer")


def losing_a_yes(server: Twisted, request: Request) -> Response:
    """Lose one flag of an update where it was to become a no."""
    sent = members(request)
    if request.method == "PUT" and sent.get("ReceiveRestaurantSmsMarketing") is False:
        sent = {name: value for name, value in sent.items() if name != "ReceiveRestaurantSmsMarketing"}
        request = sending(request, sent)
    return server.healthy(request)


def test_a_flag_is_turned_round_by_an_update() -> None:
    assert ["updateCustomer"] == told("resdiary", losing_a_yes, "updateCustomer")


def _ids(request: Request) -> list[Json]:
    sent = members(request)
    ids = sent.get("CustomerIds")
    return [sent.get("MasterCustomerId"), *(ids if isinstance(ids, list) else [])]


def taking_the_next_one(server: Twisted, request: Request) -> Response:
    """Remove the record that was made after the last of those that are merged."""
    response = server.healthy(request)
    if request.path.endswith("/Merge") and response.success:
        server.kept["gone"] = max(one for one in _ids(request) if isinstance(one, int)) + 1
    gone = server.kept.get("gone")
    if gone is not None and request.path.endswith(f"/Customer/{gone}"):
        return Response(404, (("Content-Type", "application/json"),), b"{}")
    return response


def test_a_record_that_was_made_after_those_that_are_merged_stays() -> None:
    assert ["mergeCustomers.only"] == told("resdiary", taking_the_next_one, "mergeCustomers.only")


def test_a_record_that_is_merged_with_itself_is_no_reason_to_fail() -> None:
    def failing(server: Twisted, request: Request) -> Response:
        ids = _ids(request)
        wrong = request.path.endswith("/Merge") and ids[0] in ids[1:]
        return Response(500) if wrong else server.healthy(request)

    assert ["mergeCustomers.server-error"] == told("resdiary", failing, "mergeCustomers.server-error")


class Renaming:
    """Gives a record another key whenever it is imported again."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.pairs: dict[str, str] = {}
        self.keys: dict[str, str] = {}

    def __call__(self, server: Twisted, request: Request) -> Response:
        """Answer a request."""
        asked = dict(request.query).get("id", "")
        if request.method == "GET" and asked in self.keys.values():
            return Response(404, (("Content-Type", "application/json"),), b"{}")
        known = self.keys.get(asked)
        response = server.healthy(
            replace(request, target=f"{request.path}?id={known}") if known is not None else request
        )
        shown: Any = response.json()
        if not response.success or not isinstance(shown, dict) or "id" not in shown:
            return response
        if request.method == "GET":
            return answering(response, {**shown, "id": asked})
        pair = json.dumps([shown["email"], shown["phoneNumber"]])
        if self.pairs.setdefault(pair, shown["id"]) == shown["id"] and pair in server.kept:
            other = shown["id"][:-12] + "f" * 12
            self.keys[other] = shown["id"]
            return answering(response, {**shown, "id": other})
        server.kept[pair] = True
        return response


def test_a_record_that_has_another_key_after_it_was_imported_again_is_told() -> None:
    rule = "importCustomer.dedupe.existing.key"
    assert [rule] == told("fullwhere", Renaming(), rule)


def test_an_answer_that_every_flag_refuses_is_told() -> None:
    refused = refusing(400, lambda request, sent: request.method == "POST" and False in sent.values())
    rule = "createCustomer.takes.IsVip.false"
    assert [rule] == told("resdiary", refused, rule)


def test_a_server_may_insist_on_one_flag() -> None:
    refused = refusing(400, lambda request, sent: request.method == "POST" and sent.get("IsDrinkingAge") is False)
    assert [] == told("resdiary", refused, "createCustomer.takes.IsDrinkingAge")
