"""Web pages of named origins may use the mock from a browser, and no others."""

from __future__ import annotations

import pytest
from mock_apis import CREDENTIALS, fullwhere
from truespec.mock.errors import MockError
from truespec.mock.exchange import Request, Response
from truespec.mock.front import Mock

PAGE = "http://localhost:3000"
PATH = "/partners/customer"


def asked(mock: Mock, method: str, **headers: str) -> Response:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return mock(Request(method, PATH, "id=x", tuple({**CREDENTIALS, **sent}.items())))


def test_a_preflight_is_answered_with_what_may_be_sent() -> None:
    mock = Mock(fullwhere(), origins=[PAGE])
    answer = asked(
        mock, "OPTIONS", Origin=PAGE, Access_Control_Request_Method="POST", Access_Control_Request_Headers="x-api-key"
    )
    shown = {name: answer.header(name) for name, _ in answer.headers}
    assert 204 == answer.status
    assert {
        "access-control-allow-methods": "GET, HEAD, OPTIONS, POST",
        "access-control-allow-headers": "x-api-key",
        "access-control-allow-origin": PAGE,
        "access-control-allow-credentials": "true",
        "vary": "Origin",
    }.items() <= shown.items()


def test_an_answer_may_be_read_by_the_page_refusals_too() -> None:
    answer = asked(Mock(fullwhere(), origins=[PAGE]), "GET", Origin=PAGE)
    assert (404, PAGE, "Origin") == (
        answer.status,
        answer.header("access-control-allow-origin"),
        answer.header("vary"),
    )


@pytest.mark.parametrize("origin", ["http://localhost:3001", "https://localhost:3000", "null", "http://evil.example"])
def test_pages_of_other_origins_get_nothing(origin: str) -> None:
    mock = Mock(fullwhere(), origins=[PAGE])
    preflight = asked(mock, "OPTIONS", Origin=origin, Access_Control_Request_Method="POST")
    answer = asked(mock, "GET", Origin=origin)
    assert [None, None] == [one.header("access-control-allow-origin") for one in (preflight, answer)]


def test_any_origin_is_let_in_without_the_credentials_of_the_browser() -> None:
    answer = asked(Mock(fullwhere(), origins=["*"]), "GET", Origin="http://anywhere.example")
    assert ("*", None) == (
        answer.header("access-control-allow-origin"),
        answer.header("access-control-allow-credentials"),
    )


def test_without_the_switch_no_page_is_let_in() -> None:
    assert asked(Mock(fullwhere()), "GET", Origin=PAGE).header("access-control-allow-origin") is None


@pytest.mark.parametrize("origin", ["localhost", "http://localhost/", "http://", "http://a@b", "http://a/b"])
def test_what_is_no_origin_is_refused(origin: str) -> None:
    with pytest.raises(MockError, match="is not an origin"):
        Mock(fullwhere(), origins=[origin])
