"""One request makes one record, and who may not see it does not find it by asking for what it is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from collins_told import told
from foreign.collins.server import MY_KEY, OTHERS_KEY
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.consistency import in_pieces
from truespec.checking.rules.filters import found_again
from twisted import query_of

Server = Callable[[Request], Response]


def _makes(request: Request) -> bool:
    return request.method == "POST" and request.path.endswith("/customers")


def made_twice(server: Server, request: Request) -> Response:
    """Make two records of all that is sent."""
    if _makes(request):
        server(request)
    return server(request)


def made_twice_once() -> Callable[[Server, Request], Response]:
    """Return what makes two records of what is sent first, as somebody may who sends the same from elsewhere."""
    waiting = [made_twice]

    def between(server: Server, request: Request) -> Response:
        return waiting.pop()(server, request) if _makes(request) and waiting else server(request)

    return between


def found_by_others(server: Server, request: Request) -> Response:
    """Look for an email address among the customers of everybody."""
    asked = request.method == "GET" and "email" in query_of(request)
    theirs = tuple((name, value.replace(OTHERS_KEY, MY_KEY) if asked else value) for name, value in request.headers)
    return server(replace(request, headers=theirs))


def test_one_request_that_makes_two_records_is_told() -> None:
    assert "CreateCustomer.once" in told(found_again.FAMILY, made_twice)
    assert "CreateCustomer.once" not in told(found_again.FAMILY, made_twice_once())


def test_a_hidden_record_that_is_found_by_what_it_is_called_is_told() -> None:
    assert "GetAllCustomers.consistent.hidden" in told(in_pieces.OTHERS, found_by_others)
