"""What a tester with nothing but the documentation would try: a server that is wrong in one such thing is told of."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from mock_apis import catalogued, fullwhere
from test_checking_between import REFUSED, Send, broken, changing_texts, members, verdict_on
from truespec.checking.exchange import Request, Response
from truespec.checking.records import RecordMaker
from truespec.checking.run import check
from truespec.checking.targets import function_target, mock_target

Between = Callable[[Request, Send], Response]


def answering(found: Response, value: object) -> Response:
    """Return an answer with another body."""
    return replace(found, body=json.dumps(value).encode())


def body_of(found: Response) -> dict[str, Any]:
    """Return the object that an answer holds, an empty one where it holds none."""
    value = found.json()
    return dict(value) if isinstance(value, dict) else {}


def knowing(is_known: Callable[[str, str], bool]) -> Between:
    """Return a server that lets in the pairs of key and secret that ``is_known`` takes, which are sent as they are."""

    def between(request: Request, send: Send) -> Response:
        key, secret = request.header("X-API-KEY") or "", request.header("X-API-SECRET") or ""
        return send(request) if is_known(key, secret) else replace(REFUSED, status=401)

    return between


KEY, SECRET = "truespec-dummy-credential-apiKey", "truespec-dummy-credential-apiSecret"


@pytest.mark.parametrize(
    ("is_known", "expected"),
    [
        (lambda key, secret: key == KEY and secret == SECRET, set[str]()),
        (lambda key, secret: key == KEY and secret in {KEY, SECRET}, {"apiSecret"}),
        (lambda key, secret: key.startswith(KEY) and secret == SECRET, {"apiKey"}),
    ],
    ids=["all-right", "the-key-for-the-secret", "what-begins-like-the-key"],
)
def test_what_only_resembles_a_credential_is_none(is_known: Callable[[str, str], bool], expected: set[str]) -> None:
    told = [id_ for id_ in broken(verdict_on("fullwhere", knowing(is_known))) if ".needs." in id_]
    assert expected == {id_.rpartition(".")[2] for id_ in told}


def test_a_reproduction_with_what_resembles_a_credential_does_not_show_it() -> None:
    verdict = verdict_on("fullwhere", knowing(lambda key, secret: key.startswith(KEY) and secret == SECRET))
    shown = next(finding.reproduction for finding in verdict.broken if finding.fact.id.endswith(".needs.apiKey"))
    assert (True, False) == ("X-API-KEY: ${X_API_KEY}" in shown, KEY in shown)


def needing(*names: str) -> Between:
    """Return a server that refuses an import without any of some members."""

    def between(request: Request, send: Send) -> Response:
        sent = members(request)
        imports = request.method == "POST" and request.path == "/partners/customer"
        return REFUSED if imports and not any(sent.get(name) for name in names) else send(request)

    return between


def test_a_member_that_a_server_needs_though_it_may_be_left_out_is_told() -> None:
    assert {"importCustomer.optional.lastName"} == broken(verdict_on("fullwhere", needing("lastName")))


def test_a_server_may_need_one_of_several() -> None:
    assert set() == broken(verdict_on("fullwhere", needing("email", "phoneNumber")))


@pytest.mark.parametrize("refused", [{1}, {2, 3}, {1, 2, 3}], ids=["one", "several", "any"])
def test_a_batch_that_is_refused_for_its_length_is_told(refused: set[int]) -> None:
    def between(request: Request, send: Send) -> Response:
        elements = members(request).get("batch")
        return REFUSED if isinstance(elements, list) and len(elements) in refused else send(request)

    assert "importCustomers.count" in broken(verdict_on("fullwhere", between))


def test_a_map_of_texts_that_is_refused_whatever_it_holds_is_told() -> None:
    def between(request: Request, send: Send) -> Response:
        return REFUSED if members(request).get("metadata") else send(request)

    assert "importCustomer.takes.metadata" in broken(verdict_on("fullwhere", between))


def test_a_map_of_texts_that_is_made_up_is_not_empty() -> None:
    api = fullwhere()
    schema = api.schema("CustomerImport").schema
    made = RecordMaker(api, "tag", 1).make(schema, ["metadata"])
    assert isinstance(made, dict)
    assert isinstance(held := made["metadata"], dict)
    assert [str] == [type(text) for text in held.values()]


def paging(change: Callable[[list[Any], dict[str, Any]], tuple[list[Any], dict[str, Any]]]) -> Between:
    """Return a server that changes the items and the counts of a page."""

    def between(request: Request, send: Send) -> Response:
        found = send(request)
        page = body_of(found)
        if not request.path.endswith("/list") or "meta" not in page:
            return found
        items, meta = change(page["items"], page["meta"])
        return answering(found, {**page, "items": items, "meta": meta})

    return between


def test_a_count_of_fewer_items_than_there_are_is_wrong_in_any_reading() -> None:
    told = broken(verdict_on("fullwhere", paging(lambda items, meta: (items, {**meta, "itemCount": 0}))))
    assert "listCustomers.paging.totals.page_items" in told


def test_a_page_that_is_cut_below_the_largest_limit_is_told_though_the_answer_says_so() -> None:
    def cut(items: list[Any], meta: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        return items[:4], {**meta, "itemsPerPage": min(4, meta["itemsPerPage"]), "itemCount": min(4, len(items))}

    assert "listCustomers.paging.full" in broken(verdict_on("fullwhere", paging(cut)))


def answered_by(suffix: str, change: Callable[[dict[str, Any]], dict[str, Any]], method: str = "POST") -> Between:
    """Return a server that changes what some requests are answered with."""

    def between(request: Request, send: Send) -> Response:
        found = send(request)
        meant = request.method == method and re.search(suffix, request.path)
        return answering(found, change(body_of(found))) if meant and found.success and found.body else found

    return between


def twice(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the lists of an answer with everything in them twice."""
    return {name: [*value, *value] for name, value in answer.items()}


def without_key(answer: dict[str, Any]) -> dict[str, Any]:
    """Return a customer without the id."""
    return {name: value for name, value in answer.items() if name != "Id"}


@pytest.mark.parametrize(
    ("between", "id_"),
    [
        (answered_by("/Merge$", without_key), "customer.key.mergeCustomers"),
        (answered_by("/Merge$", lambda answer: {**answer, "Id": 77}), "mergeCustomers.named"),
        (answered_by("/Customer/", without_key, "PUT"), "customer.key.updateCustomer"),
        (answered_by("/Delete$", twice), "scheduleCustomerDeletion.deletion"),
    ],
    ids=["merged-without-key", "merged-with-another-key", "updated-without-key", "deleted-twice"],
)
def test_an_answer_that_tells_of_no_record_that_was_named_is_told(between: Between, id_: str) -> None:
    assert id_ in broken(verdict_on("resdiary", between))


def days_later(days: int, hours: int = 0) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return what shows birthdays at another time."""

    def change(answer: dict[str, Any]) -> dict[str, Any]:
        if not isinstance(answer.get("Birthday"), str):
            return answer
        moved = datetime.fromisoformat(answer["Birthday"]) + timedelta(days=days, hours=hours)
        return {**answer, "Birthday": moved.replace(tzinfo=None).isoformat()}

    return change


@pytest.mark.parametrize(
    ("days", "hours", "told"), [(1, 0, True), (-1, 0, True), (0, 5, False), (0, 0, False)], ids=str
)
def test_a_day_that_is_kept_as_the_next_one_is_told_and_a_time_zone_is_not(
    days: int, hours: int, *, told: bool
) -> None:
    found = broken(verdict_on("resdiary", answered_by("/Customer", days_later(days, hours), "GET")))
    assert told == ("createCustomer.keeps.Birthday" in found)


def test_an_operation_that_is_not_there_while_others_know_what_it_names_is_told() -> None:
    api = catalogued("resdiary")
    target = mock_target(api)
    client = target.connect()

    def answer(request: Request) -> Response:
        return replace(REFUSED, status=404) if request.path.endswith("/Setup") else client.send(request)

    access = replace(target.access, parameters=(("micrositeName", "bistro"),))
    assert "getCustomerSetup.200.status" in broken(check(api, function_target(api, answer, access), parts=("rules",)))


@pytest.mark.parametrize(
    "kept", [lambda sent: sent[:10], lambda sent: [one for one in sent if one.get("email")]], ids=["first", "mail"]
)
def test_elements_of_a_long_batch_that_are_forgotten_are_told(kept: Callable[[list[Any]], list[Any]]) -> None:
    def between(request: Request, send: Send) -> Response:
        sent = members(request).get("batch")
        if isinstance(sent, list) and all(isinstance(one, dict) for one in sent):
            request = replace(request, body=json.dumps({"batch": kept(sent)}).encode())
        return send(request)

    assert "importCustomers.all" in broken(verdict_on("fullwhere", between))


@pytest.mark.parametrize(("looks", "expected"), [(4, False), (10**6, True)], ids=["later", "never"])
def test_the_elements_of_a_long_batch_may_be_listed_a_little_later(*, looks: int, expected: bool) -> None:
    names, left = set[str](), [0]

    def between(request: Request, send: Send) -> Response:
        found, sent = send(request), members(request).get("batch")
        if isinstance(sent, list) and len(sent) > 10:
            names.update(one.get("lastName") for one in sent)
            left[0] = looks
        page = body_of(found)
        if left[0] > 0 and request.path.endswith("/list") and "items" in page:
            left[0] -= 1
            return answering(found, page | {"items": [one for one in page["items"] if one["lastName"] not in names]})
        return found

    assert expected == ("importCustomers.all" in broken(verdict_on("fullwhere", between)))


def test_a_server_may_refuse_a_long_batch() -> None:
    def between(request: Request, send: Send) -> Response:
        sent = members(request).get("batch")
        return REFUSED if isinstance(sent, list) and len(sent) > 10 else send(request)

    assert set() == broken(verdict_on("fullwhere", between))


def test_letters_of_four_bytes_that_are_lost_are_told() -> None:
    def without(text: str) -> str:
        return "".join(letter for letter in text if ord(letter) < 0x10000)

    assert "createCustomer.keeps.Surname" in broken(verdict_on("resdiary", changing_texts(without)))


@pytest.mark.parametrize("deletes", [True, False], ids=["the-record", "a-mark-of-it"])
def test_unsubscribing_that_takes_away_more_than_consents_is_told(*, deletes: bool) -> None:
    unsubscribed: set[int] = set()

    def between(request: Request, send: Send) -> Response:
        found = send(request)
        if request.path.endswith("/Unsubscribe") and found.success:
            sent = members(request)["CustomerIds"]
            unsubscribed.update(key for key in (sent if isinstance(sent, list) else []) if isinstance(key, int))
        if request.method != "GET" or body_of(found).get("Id") not in unsubscribed:
            return found
        return replace(REFUSED, status=404) if deletes else answering(found, {**body_of(found), "IsVip": None})

    assert "unsubscribeCustomers.leaves-rest" in broken(verdict_on("resdiary", between))


def test_a_parameter_that_a_server_needs_though_it_may_be_left_out_is_told() -> None:
    def between(request: Request, send: Send) -> Response:
        return send(request) if dict(request.query).get("api-version") else REFUSED

    assert "getCustomerSetup.optional.api-version" in broken(verdict_on("resdiary", between))


def test_a_list_that_shows_records_as_they_were_first_listed_is_told() -> None:
    first: dict[str, Any] = {}

    def kept(items: list[Any], meta: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        return [first.setdefault(item["id"], item) for item in items], meta

    assert "listCustomers.shows-changes" in broken(verdict_on("fullwhere", paging(kept)))


def test_a_list_that_tells_another_day_on_which_records_were_made_is_told() -> None:
    def moved(items: list[Any], meta: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        return [{**item, "createdAt": "2001-01-01T00:00:00Z"} for item in items], meta

    assert "listCustomers.shows" in broken(verdict_on("fullwhere", paging(moved)))
