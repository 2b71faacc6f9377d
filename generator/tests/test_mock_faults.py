"""Every planted fault changes what it says it changes, and a healthy mock shows none of it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from mock_apis import CREDENTIALS, Caller, fullwhere
from truespec.mock.errors import UnknownFaultError
from truespec.mock.faults import list_faults, plan_faults
from truespec.mock.service import Service
from truespec.mock.wire_faults import ON_THE_WIRE

ELSEWHERE = {
    "field-enum",
    "field-extra",
    "field-format",
    "field-null",
    "page-duplicated",
    "page-skipped",
    "rule-forgotten",
}
"""Faults whose tests stand with those of the way between server and client, or with the rules that are forgotten."""

ADA = {"email": "ada@example.com", "phoneNumber": "+33199001234"}


def _status_without(header: str) -> Callable[[Caller], object]:
    others = {name: value for name, value in CREDENTIALS.items() if name != header}
    return lambda caller: caller.send("POST", "/partners/customer", body=ADA, headers=others).status


def _ids_of_one_pair(caller: Caller) -> int:
    return len({caller.imported(**ADA)["id"] for _ in range(2)})


def _first_name_after_two_imports(caller: Caller) -> object:
    caller.imported(**ADA, firstName="Ada")
    return caller.imported(**ADA, firstName="Eve")["firstName"]


def _page(caller: Caller, *, limit: int, page: int) -> object:
    ids = [caller.imported(email=f"{number}@example.com")["id"] for number in range(3)]
    return [ids.index(item["id"]) for item in caller.listed(limit=limit, page=page)["items"]]


def _totals(caller: Caller) -> object:
    caller.imported(**ADA)
    meta = caller.listed()["meta"]
    return meta["itemCount"], meta["totalItems"]


def _member(name: str) -> Callable[[Caller], object]:
    return lambda caller: caller.imported(**ADA, metadata={"a": "b"}).get(name, "left out")


def _statuses(caller: Caller) -> object:
    imported = caller.send("POST", "/partners/customer", body=ADA).status
    return imported, caller.send("POST", "/partners/customer/list", body={}).status


def _missing_customer(caller: Caller) -> object:
    response = caller.customer("nobody")
    return response.status, response.body


def _status_of_nonsense(caller: Caller) -> object:
    return caller.send("POST", "/partners/customer", body={"email": 7, "language": "xx"}).status


def _kept(caller: Caller) -> object:
    made = caller.imported(**ADA)
    return "id" in made, caller.customer(made["id"]).status


def _content_type(caller: Caller) -> object:
    return caller.send("POST", "/partners/customer", body=ADA).header("content-type")


def _order(caller: Caller) -> object:
    clock = itertools.count(1_700_000_000)
    caller = Caller(
        Service(fullwhere(), faults=caller.service.plan, clock=lambda: datetime.fromtimestamp(next(clock), UTC))
    )
    ids = [caller.imported(email=f"{number}@example.com")["id"] for number in range(2)]
    return [ids.index(item["id"]) for item in caller.listed()["items"]]


CASES: list[tuple[str, Callable[[Caller], object], object, object]] = [
    ("credential-ignored:X-API-SECRET", _status_without("X-API-SECRET"), 401, 201),
    ("credential-ignored:apiKey", _status_without("X-API-KEY"), 401, 201),
    ("dedupe-off", _ids_of_one_pair, 1, 2),
    ("fill-null-overwrites", _first_name_after_two_imports, "Ada", "Eve"),
    ("limit-ignored", lambda caller: _page(caller, limit=1, page=1), [0], [0, 1, 2]),
    ("page-ignored", lambda caller: _page(caller, limit=1, page=2), [1], [0]),
    ("totals-wrong", _totals, (1, 1), (2, 2)),
    ("field-type:email", _member("email"), "ada@example.com", {"unexpected": True}),
    ("field-type:metadata", _member("metadata"), {"import": {"a": "b"}}, "unexpected"),
    ("field-type:feedbackCount", _member("feedbackCount"), 0, {"unexpected": True}),
    ("field-missing:email", _member("email"), "ada@example.com", "left out"),
    ("status:importCustomer=200", _statuses, (201, 201), (200, 201)),
    ("status:200", _statuses, (201, 201), (200, 200)),
    ("not-found-200", _missing_customer, (404, b""), (200, b"{}")),
    ("invalid-accepted", _status_of_nonsense, 400, 201),
    ("write-lost", _kept, (True, 200), (True, 404)),
    ("content-type:text/html", _content_type, "application/json", "text/html"),
    ("rule-forgotten:listCustomers.sort", _order, [0, 1], [1, 0]),
]


@pytest.mark.parametrize(("fault", "look", "healthy", "faulty"), CASES, ids=[case[0] for case in CASES])
def test_a_fault_shows_and_a_healthy_mock_does_not_have_it(
    fault: str, look: Callable[[Caller], object], healthy: object, faulty: object
) -> None:
    assert healthy == look(Caller(Service(fullwhere())))
    assert faulty == look(Caller(Service(fullwhere(), faults=[fault])))


def test_every_fault_of_the_table_is_tested_above() -> None:
    elsewhere = {fault.name for fault in ON_THE_WIRE} | ELSEWHERE
    assert {fault.name for fault in list_faults()} == {case[0].partition(":")[0] for case in CASES} | elsewhere


def test_without_an_argument_the_first_text_of_an_answer_is_mistyped() -> None:
    caller = Caller(Service(fullwhere(), faults=["field-type"]))
    assert {"unexpected": True} == caller.imported(**ADA)["id"]
    assert [{"unexpected": True}] == [item["id"] for item in caller.listed()["items"]]


def test_a_member_is_mistyped_wherever_it_stands() -> None:
    caller = Caller(Service(fullwhere(), faults=["field-type:totalItems", "field-missing:email"]))
    caller.imported(**ADA)
    page = caller.listed()
    assert {"unexpected": True} == page["meta"]["totalItems"]
    assert "email" not in page["items"][0]


def test_a_status_without_a_body_takes_the_body_away() -> None:
    response = Caller(Service(fullwhere(), faults=["status:204"])).send("POST", "/partners/customer", body=ADA)
    assert (204, b"") == (response.status, response.body)


def test_refusals_keep_their_status() -> None:
    caller = Caller(Service(fullwhere(), faults=["status:200"]))
    assert 404 == caller.customer("nobody").status
    assert 401 == caller.send("POST", "/partners/customer", body=ADA, headers={}).status


@pytest.mark.parametrize("raw", [b"[]", b"7", b'{"batch": 7}', b'{"batch": [7, null, {"email": {}}]}', b"nonsense"])
@pytest.mark.parametrize("path", ["/partners/customer", "/partners/customer/list", "/partners/customer/batch"])
def test_a_mock_that_accepts_anything_still_answers(path: str, raw: bytes) -> None:
    response = Caller(Service(fullwhere(), faults=["invalid-accepted"])).send("POST", path, raw=raw)
    assert 201 == response.status
    json.loads(response.body)


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        ("dedupe-of", "there is no fault 'dedupe-of'", "known: dedupe-off"),
        ("dedupe-off:x", "the fault dedupe-off takes no argument", "write just dedupe-off"),
        ("field-missing", "the fault field-missing needs an argument", "write field-missing:MEMBER"),
        ("status", "the fault status needs an argument", "write status:[OPERATION=]CODE"),
        ("status:99", "'99' is not a status", "give one from 200 to 599: status:OPERATION=CODE"),
        (
            "status:importCustome=200",
            "the API has no operation 'importCustome'",
            "known: importCustomer, importCustomers",
        ),
        ("field-type:emial", "no answer of the API has a member 'emial'", "known: email"),
        ("content-type:html", "'html' is not a media type", "give one such as content-type:text/html"),
        ("content-type:a/b\r\nx: y", "'a/b\\r\\nx: y' is not a media type", "give one such as content-type:text/html"),
        ("credential-ignored:X-KEY", "the API has no credential 'X-KEY'", "known: X-API-KEY"),
        ("", "there is no fault ''", "known: content-type"),
    ],
)
def test_a_fault_nobody_knows_is_refused_with_advice(text: str, message: str, advice: str) -> None:
    with pytest.raises(UnknownFaultError) as caught:
        plan_faults([text], fullwhere())
    assert message == caught.value.message
    assert caught.value.advice.startswith(advice)
