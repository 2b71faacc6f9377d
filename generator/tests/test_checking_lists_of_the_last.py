"""A record that was made without a list does not have the list of the record before."""

from __future__ import annotations

from test_checking_between import members
from test_checking_closely import accused
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.records import optional
from twisted import Twisted, sending


def _going_on_with_the_last(server: Twisted, request: Request) -> Response:
    body = members(request)
    if request.method == "POST" and body:
        labels = body.get("labels", server.kept.get("labels"))
        server.kept["labels"] = labels
        request = sending(request, {**body, "labels": labels} if labels else body)
    return server.healthy(request)


def _usual_labels(server: Twisted, request: Request) -> Response:
    """Give every new record a label that is the server's own."""
    body = members(request)
    if request.method == "POST" and body and "labels" not in body:
        request = sending(request, {**body, "labels": ["New"]})
    return server.healthy(request)


def test_a_list_that_was_not_sent_is_not_that_of_another() -> None:
    assert "CreateCustomer.own" in accused("collins", _going_on_with_the_last, optional.FAMILY, 1)


def test_a_list_may_have_what_the_server_puts_there() -> None:
    assert "CreateCustomer.own" not in accused("collins", _usual_labels, optional.FAMILY, 1)
