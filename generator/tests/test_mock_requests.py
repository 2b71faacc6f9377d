"""Hostile, broken and careless requests are refused for the right reason, and nothing they hold is repeated."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mock_apis import CREDENTIALS, Caller, fullwhere
from truespec.mock.exchange import Request
from truespec.mock.served import Served
from truespec.mock.service import Service

PATH = "/partners/customer"
ANY_CLIENT = Service(fullwhere())


@pytest.fixture
def caller() -> Caller:
    return Caller(Service(fullwhere()))


@pytest.mark.parametrize("path", [PATH, f"{PATH}/list", f"{PATH}/batch"])
@pytest.mark.parametrize("left_out", CREDENTIALS)
@pytest.mark.parametrize("instead", [None, "", "  "])
def test_nobody_gets_in_without_both_credentials(caller: Caller, path: str, left_out: str, instead: str | None) -> None:
    headers = {name: value for name, value in CREDENTIALS.items() if name != left_out}
    if instead is not None:
        headers[left_out] = instead
    assert 401 == caller.send("POST", path, body={"batch": []}, headers=headers).status
    assert 401 == caller.send("GET", PATH, "id=1", headers=headers).status


def test_a_credential_sent_twice_lets_nobody_in() -> None:
    headers = (("X-API-KEY", "a"), ("X-API-KEY", "b"), ("X-API-SECRET", "s"))
    assert 401 == Service(fullwhere())(Request("GET", PATH, "id=1", headers)).status


@pytest.mark.parametrize("names", [("X-API-KEY", "X-API-SECRET"), ("apiKey", "apiSecret")])
def test_known_credentials_let_nobody_else_in(names: tuple[str, str]) -> None:
    service = Service(fullwhere(), credentials=dict(zip(names, ("right", "secret"), strict=True)))
    assert 401 == Caller(service).customer("1").status
    assert 404 == Caller(service, {"x-api-key": "right", "x-api-secret": "secret"}).customer("1").status


def test_credentials_are_asked_for_before_anything_else_is_looked_at(caller: Caller) -> None:
    assert 401 == caller.send("POST", PATH, raw=b"nonsense", headers={}).status


@pytest.mark.parametrize(
    "path",
    [
        "/", "", "*", "/partners", "/partners/", "/partners/customer/", "//partners/customer", "/partners//customer",
        "/Partners/customer", "/partners/customer/list/", "/partners%2Fcustomer", "/partners/customer%00",
        "/partners/customer;a=b", "/partners/./customer", "/partners/x/../customer", "/partners/customer%2flist",
        "/partners/%2e%2e/partners/customer", "/partners/customer%", "/partners/%FF", "/partners/customer\\list",
        "partners/customer", "http://evil/partners/customer", "/" + "a/" * 4000,
    ],
)  # fmt: skip
def test_no_spelling_of_a_path_reaches_an_operation_that_is_not_there(caller: Caller, path: str) -> None:
    for method in ("GET", "POST"):
        assert 404 == caller.send(method, path, "id=1", {"batch": []} if method == "POST" else None).status


def test_an_escaped_letter_is_still_that_letter(caller: Caller) -> None:
    assert 201 == caller.send("POST", "/partners/%63ustomer", body={}).status


def test_a_method_the_path_does_not_have_is_told_which_there_are(caller: Caller) -> None:
    for method in ("PUT", "DELETE", "TRACE", "get", "BREW"):
        response = caller.send(method, PATH)
        assert (405, "GET, HEAD, OPTIONS, POST") == (response.status, response.header("allow"))
    response = caller.send("OPTIONS", f"{PATH}/list")
    assert (204, "OPTIONS, POST", b"") == (response.status, response.header("allow"), response.body)


def test_head_answers_as_get_does(caller: Caller) -> None:
    assert 404 == caller.send("HEAD", PATH, "id=1").status
    assert 401 == caller.send("HEAD", PATH, "id=1", headers={}).status


@pytest.mark.parametrize("query", ["", "id", "ID=1", "id=1&id=2", "id[]=1"])
def test_a_parameter_left_out_or_given_twice_is_refused(caller: Caller, query: str) -> None:
    assert (404 if query == "id" else 400) == caller.send("GET", PATH, query).status


@pytest.mark.parametrize(
    "raw",
    [
        b"{", b"", b"null", b"[]", b"7", b'"text"', b"{'a': 1}", b'{"a": 1,}', b'{"email": NaN}', b"[Infinity]",
        b'{"email": "a@b.c", "email": "d@e.f"}', b"\xff\xfe{\x00}\x00", b"\xef\xbb\xbf{}", b'{"description": "\xff"}',
        b'{"description": "\\ud800"}', b'{"description": 1e999}', b'{"x": ' + b"9" * 5000 + b"}", b"[" * 100_000,
        b'{"a":' * 5000 + b"1" + b"}" * 5000, b'{"x": ' + b"[" * 300 + b"]" * 300 + b"}",
        b'{"email": "Ada <ada@example.com>"}', b'{"email": "ada"}', b'{"email": 7}', b'{"language": "xx"}',
        b'{"email": "a..b@c.d"}', b'{"email": "a@b c"}', b'{"email": "a@-b"}', b'{"email": "a@b."}', b'{"email": "@b"}',
        b'{"metadata": {"a": 1}}', b'{"metadata": null}', b'{"smsOptin": "true"}', b'{"smsOptin": 1}',
    ],
)  # fmt: skip
def test_a_body_that_is_not_what_was_asked_for_is_refused(caller: Caller, raw: bytes) -> None:
    assert 400 == caller.send("POST", PATH, raw=raw).status
    assert 0 == caller.listed()["meta"]["totalItems"]


@pytest.mark.parametrize(
    "body", [{"limit": 0}, {"limit": 101}, {"limit": "1"}, {"page": 0}, {"page": None}, {"limit": True}]
)
def test_a_page_nobody_can_have_is_refused(caller: Caller, body: dict[str, object]) -> None:
    assert 400 == caller.send("POST", f"{PATH}/list", body=body).status


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "json",
        ";",
    ],
)
def test_a_body_of_another_media_type_is_refused(caller: Caller, content_type: str) -> None:
    assert 400 == caller.send("POST", PATH, body={}, content_type=content_type).status


@pytest.mark.parametrize(
    "content_type", ["application/json", "Application/JSON; charset=UTF-8", "application/json;x=y"]
)
def test_the_media_type_may_be_written_in_any_case_with_parameters(caller: Caller, content_type: str) -> None:
    assert 201 == caller.send("POST", PATH, body={}, content_type=content_type).status


@pytest.mark.parametrize("email", ["a@b", "a.b+c@example.com", '"a b"@example.com', "a@[127.0.0.1]", "a@xn--0.b"])
def test_every_address_the_standard_knows_is_an_address(caller: Caller, email: str) -> None:
    assert email == caller.imported(email=email)["email"]


def test_a_problem_names_the_place_in_the_spec_and_nothing_that_was_sent() -> None:
    log = list[Served]()
    caller = Caller(Service(fullwhere(), log=log.append))
    caller.send("POST", PATH, body={"email": "hidden-1", "metadata": {"hidden-2": 3}, "phoneNumber": ["hidden-4"]})
    caller.send("GET", PATH, "hidden-5=1")
    caller.send("GET", PATH, "id=hidden-6", headers={"X-API-KEY": "hidden-7"})
    text = "\n".join(map(str, log))
    assert "hidden" not in text
    assert 'body.email value is not a "email" (' in text
    assert "openapi.yaml:" in text
    assert "body.metadata.* value is not of type" in text
    assert "query.id is required" in text
    assert "credentials-missing: apiSecret" in text
    assert [400, 400, 401] == [line.status for line in log]
    assert [PATH, PATH, PATH] == [line.route for line in log]


def test_requests_and_responses_do_not_show_what_they_carry() -> None:
    request = Request("POST", "/p/hidden", "q=hidden", (("X-API-KEY", "hidden"),), b"hidden")
    assert "Request(method='POST')" == repr(request)
    assert "hidden" not in repr(Caller(Service(fullwhere())).send("POST", PATH, body={"firstName": "hidden"}))


@settings(max_examples=200, deadline=None)
@given(email=st.emails())
def test_any_address_is_taken(email: str) -> None:
    raw = json.dumps({"email": email}).encode()
    assert 201 == Caller(ANY_CLIENT).send("POST", PATH, raw=raw).status


@settings(max_examples=150, deadline=None)
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "HEAD", "OPTIONS", ""]),
    path=st.one_of(st.text(), st.sampled_from([PATH, f"{PATH}/list", f"{PATH}/batch"])),
    query=st.text(),
    body=st.one_of(
        st.binary(),
        st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists).map(
            lambda value: json.dumps({"batch": value, "limit": value, "email": value}).encode()
        ),
    ),
    headers=st.lists(st.tuples(st.text(), st.text()), max_size=3),
)
def test_nothing_a_client_sends_raises(
    method: str, path: str, query: str, body: bytes, headers: list[tuple[str, str]]
) -> None:
    sent = (*CREDENTIALS.items(), ("content-type", "application/json"), *headers)
    response = ANY_CLIENT(Request(method, path, query, sent, body))
    assert response.status in {200, 201, 204, 400, 401, 404, 405}
