"""A server that is right but for one thing, which something on the way to it does: told of, or nobody's business."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from mock_apis import catalogued
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import function_target, mock_target
from truespec.checking.verdict import Verdict
from truespec.contract.schema import Json

Send = Callable[[Request], Response]
REFUSED = Response(400, (("Content-Type", "application/json"),), b"{}")


def verdict_on(name: str, between: Callable[[Request, Send], Response]) -> Verdict:
    """Check the rules of an API with something between the run and the mock."""
    api = catalogued(name)
    target = mock_target(api)
    client = target.connect()

    def answer(request: Request) -> Response:
        return between(request, client.send)

    return check(api, function_target(api, answer, target.access), parts=("rules",))


def broken(verdict: Verdict) -> set[str]:
    """Return the ids of the documented facts that were broken."""
    return {finding.fact.id for finding in verdict.broken}


def without(request: Request, *names: str) -> Request:
    """Return a request without some parameters of its query."""
    query = [(name, text) for name, text in request.query if name not in names]
    return replace(request, target=f"{request.path}?{urlencode(query)}" if query else request.path)


def showing_the_last_page_again(request: Request, send: Send) -> Response:
    """Answer with the last page whatever page is asked for after it."""
    found = send(request)
    asked = dict(request.query).get("page", "1")
    if request.method != "GET" or not asked.isdigit() or json.loads(found.body or b"{}").get("customers") != []:
        return found
    last = int(found.header("X-Pagination-Total-Pages") or 1)
    if last < 1 or int(asked) <= last:
        return found
    query = [("page", str(last)) if name == "page" else (name, text) for name, text in request.query]
    return send(replace(request, target=f"{request.path}?{urlencode(query)}"))


def members(request: Request) -> dict[str, Json]:
    """Return the members of a request's body."""
    try:
        value: Json = json.loads(request.body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def test_a_server_may_show_the_last_page_again_for_a_page_beyond_it() -> None:
    assert set() == broken(verdict_on("collins", showing_the_last_page_again))


def test_an_order_that_no_member_makes_a_difference_to_is_told_in_every_list() -> None:
    told = broken(verdict_on("flowretail", lambda request, send: send(without(request, "sortBy", "sortDirection"))))
    assert {"listCustomers.order", "searchCustomers.order"} <= told


def test_an_update_in_part_that_asks_for_more_than_one_member_is_told() -> None:
    def between(request: Request, send: Send) -> Response:
        return REFUSED if request.method == "PUT" and len(members(request)) < 3 else send(request)

    assert "updateCustomer.change" in broken(verdict_on("flowretail", between))


def test_an_empty_text_that_its_pattern_lets_through_has_to_be_taken() -> None:
    def between(request: Request, send: Send) -> Response:
        return REFUSED if members(request).get("pricelistUid") == "" else send(request)

    assert "updateCustomer.takes.pricelistUid.pattern" in broken(verdict_on("flowretail", between))


def changing_texts(change: Callable[[str], str]) -> Callable[[Request, Send], Response]:
    """Return what changes the texts of new records, and of changed ones, on their way to the server."""

    def between(request: Request, send: Send) -> Response:
        changed = {name: change(value) if isinstance(value, str) else value for name, value in members(request).items()}
        body = json.dumps(changed).encode() if changed else request.body
        return send(replace(request, body=body))

    return between


def test_letters_that_become_question_marks_are_told() -> None:
    told = broken(verdict_on("collins", changing_texts(lambda text: text.encode("ascii", "replace").decode())))
    assert {"CreateCustomer.keeps.first_name", "UpdateCustomer.keeps.notes"} <= told


def test_marks_that_are_escaped_are_told() -> None:
    told = broken(verdict_on("resdiary", changing_texts(lambda text: text.replace("&", "&amp;"))))
    assert {"createCustomer.keeps.Surname", "updateCustomer.keeps.Comments"} <= told


def test_a_text_that_is_cut_is_told() -> None:
    told = broken(verdict_on("flowretail", changing_texts(lambda text: text[:60])))
    assert "updateCustomer.keeps.lastname" in told


def test_texts_in_capital_letters_and_without_spaces_at_their_ends_are_kept() -> None:
    assert set() == broken(verdict_on("collins", changing_texts(lambda text: text.strip().upper())))


def test_removing_what_was_removed_may_be_answered_as_the_first_time() -> None:
    gone: set[str] = set()

    def between(request: Request, send: Send) -> Response:
        found = send(request)
        if request.method == "DELETE" and found.status == 204:
            gone.add(request.path)
        again = request.method == "DELETE" and request.path in gone
        return replace(found, status=204, body=b"") if again else found

    assert set() == broken(verdict_on("collins", between))


def test_a_list_that_says_something_else_than_reading_is_told() -> None:
    def between(request: Request, send: Send) -> Response:
        found = send(request)
        if request.method != "GET" or not request.path.endswith("/customers"):
            return found
        return replace(found, body=re.sub(rb'"city": ?"(?:[^"\\]|\\.)*"', b'"city": "Atlantis"', found.body))

    assert "listCustomers.shows" in broken(verdict_on("flowretail", between))


def test_a_server_may_take_one_word_of_several_and_refuse_the_others() -> None:
    def between(request: Request, send: Send) -> Response:
        return REFUSED if members(request).get("customerType", "COMPANY") != "COMPANY" else send(request)

    told = broken(verdict_on("flowretail", between))
    assert not [id_ for id_ in told if ".takes." in id_]


def test_a_page_that_is_refused_while_the_counts_say_there_is_more_is_told() -> None:
    def between(request: Request, send: Send) -> Response:
        return REFUSED if dict(request.query).get("pageNumber", "1") not in {"0", "1"} else send(request)

    assert "listCustomers.paging.next" in broken(verdict_on("flowretail", between))


def test_a_direction_that_is_refused_while_the_other_is_taken_is_told() -> None:
    def between(request: Request, send: Send) -> Response:
        return REFUSED if dict(request.query).get("sortDirection") == "DESC" else send(request)

    assert "listCustomers.order.descending" in broken(verdict_on("flowretail", between))


@pytest.mark.parametrize("header", ["Basic ", "unknown-"])
def test_a_credential_of_another_scheme_that_is_let_in_is_told(header: str) -> None:
    def between(request: Request, send: Send) -> Response:
        given = request.header("Authorization") or ""
        if not given.startswith(header):
            return send(request)
        others = tuple(pair for pair in request.headers if pair[0].lower() != "authorization")
        return send(replace(request, headers=(*others, ("Authorization", "Bearer let-in"))))

    assert {"getCustomer.needs.jwt", "mergeCustomers.needs.jwt"} <= broken(verdict_on("resdiary", between))


@pytest.mark.parametrize("name", ["IsVip", "Comments", "Birthday", "MobileCountryCode"])
def test_a_member_that_is_refused_whatever_it_says_is_told(name: str) -> None:
    def between(request: Request, send: Send) -> Response:
        return REFUSED if members(request).get(name) is not None else send(request)

    told = verdict_on("resdiary", between)
    assert f"createCustomer.takes.{name}" in broken(told)


@pytest.mark.parametrize("name", ["Title", "MembershipId", "CustomerCodes"])
def test_a_server_may_have_a_list_of_the_words_and_references_it_takes(name: str) -> None:
    def between(request: Request, send: Send) -> Response:
        return REFUSED if members(request).get(name) is not None else send(request)

    assert set() == broken(verdict_on("resdiary", between))


def test_what_a_list_may_be_asked_for_and_refuses_whatever_it_says_is_told() -> None:
    def between(request: Request, send: Send) -> Response:
        odd = "customerExternalId" in dict(request.query) or "exactMatch" in members(request)
        return REFUSED if odd else send(request)

    told = broken(verdict_on("flowretail", between))
    assert {"listCustomers.asks.customerExternalId", "searchCustomers.asks.exactMatch"} <= told


@pytest.mark.parametrize(("count", "id_"), [(1, "mergeCustomers.count"), (3, "unsubscribeCustomers.count")])
def test_a_list_of_one_or_of_several_that_is_refused_is_told(count: int, id_: str) -> None:
    def between(request: Request, send: Send) -> Response:
        named = members(request).get("CustomerIds")
        return REFUSED if isinstance(named, list) and len(named) == count else send(request)

    assert id_ in broken(verdict_on("resdiary", between))


def test_an_unknown_key_that_is_answered_with_success_is_told_though_its_refusal_is_a_guess() -> None:
    def between(request: Request, send: Send) -> Response:
        found = send(request)
        nothing = request.method == "GET" and found.status == 404
        return (
            replace(found, status=200, headers=(("Content-Type", "application/json"),), body=b"{}")
            if nothing
            else found
        )

    assert "getCustomer.missing" in broken(verdict_on("resdiary", between))


def test_an_update_that_answers_with_another_key_is_told() -> None:
    def between(request: Request, send: Send) -> Response:
        found = send(request)
        if request.method != "PUT" or found.status != 200:
            return found
        record = json.loads(found.body)
        return replace(found, body=json.dumps({**record, "Id": record["Id"] + 1}).encode())

    assert "updateCustomer.right" in broken(verdict_on("resdiary", between))


def test_a_record_that_no_request_named_stays_as_it_was() -> None:
    """What spoils the oldest record that is there is seen at the end."""
    made: list[int] = []

    def between(request: Request, send: Send) -> Response:
        found = send(request)
        if request.method == "POST" and request.path.endswith("/Customer") and found.status == 200:
            made.append(json.loads(found.body)["Id"])
        spoilt = made[:3]
        named = request.method == "GET" and any(request.path.endswith(f"/{key}") for key in spoilt)
        if not named or found.status != 200 or len(made) < 20:
            return found
        return replace(found, body=json.dumps({**json.loads(found.body), "Comments": "spoilt"}).encode())

    def told() -> bool:
        made.clear()
        return "customer.untouched" in broken(verdict_on("resdiary", between))

    # Keys are small numbers here: now and then one that is made up is just that record's, and then nothing is told.
    # Codes of a record that is changed are small numbers as well, and name no record.
    assert [told() for _ in range(3)].count(True) > 1


def test_unsubscribing_that_takes_a_name_away_is_told() -> None:
    gone: set[str] = set()

    def between(request: Request, send: Send) -> Response:
        found = send(request)
        if request.path.endswith("/Unsubscribe") and found.status == 200:
            gone.update(f"/{key}" for key in members(request).get("CustomerIds", []))
        if request.method != "GET" or not any(request.path.endswith(key) for key in gone) or found.status != 200:
            return found
        return replace(found, body=json.dumps({**json.loads(found.body), "Surname": None}).encode())

    assert "unsubscribeCustomers.leaves-rest" in broken(verdict_on("resdiary", between))


@pytest.mark.parametrize("name", ["limit", "page"])
def test_a_list_that_asks_for_what_may_be_left_out_is_told(name: str) -> None:
    def between(request: Request, send: Send) -> Response:
        refused = request.path.endswith("/list") and name not in members(request)
        return REFUSED if refused else send(request)

    assert f"listCustomers.paging.{name}-optional" in broken(verdict_on("fullwhere", between))


def test_no_request_names_the_records_that_an_example_was_written_for() -> None:
    named: set[int] = set()

    def between(request: Request, send: Send) -> Response:
        ids = members(request).get("CustomerIds")
        named.update(one for one in (ids if isinstance(ids, list) else []) if isinstance(one, int))
        return send(request)

    verdict_on("resdiary", between)
    assert not named & {48213, 48377}


def test_an_operation_that_is_documented_and_not_there_is_told() -> None:
    def between(request: Request, send: Send) -> Response:
        return Response(405) if request.path.endswith("/export") else send(request)

    assert "exportCustomer.200.status" in broken(verdict_on("flowretail", between))


def test_a_change_of_a_country_is_told_where_it_is_lost() -> None:
    def between(request: Request, send: Send) -> Response:
        kept = {name: value for name, value in members(request).items() if name != "countryCode"}
        return send(replace(request, body=json.dumps(kept).encode()) if request.method == "PUT" else request)

    assert "updateCustomer" in broken(verdict_on("flowretail", between))


def test_an_end_of_a_span_that_is_forgotten_for_the_other_is_told() -> None:
    def between(request: Request, send: Send) -> Response:
        both = {"created_date_from", "created_date_to"} <= dict(request.query).keys()
        return send(without(request, "created_date_to") if both else request)

    assert "GetAllCustomers.filters.query.created_date_to" in broken(verdict_on("collins", between))


def test_what_is_left_of_a_limit_is_a_number_of_requests() -> None:
    def between(request: Request, send: Send) -> Response:
        found = send(request)
        told = ("X-RateLimit-Remaining", "-5")
        return replace(found, headers=tuple(told if pair[0] == told[0] else pair for pair in found.headers))

    assert "rate_limit.number" in broken(verdict_on("collins", between))


def test_an_element_of_a_batch_that_is_kept_otherwise_than_it_was_sent_is_told() -> None:
    def between(request: Request, send: Send) -> Response:
        batch = members(request).get("batch")
        changed = (
            [{**one, "lastName": "Other"} for one in batch if isinstance(one, dict)] if isinstance(batch, list) else []
        )
        return send(replace(request, body=json.dumps({"batch": changed}).encode()) if changed else request)

    assert "importCustomer.keeps.lastName" in broken(verdict_on("fullwhere", between))
