"""A record that has nothing in it is made and read, and one has nothing of the record before."""

from __future__ import annotations

from test_checking_between import members
from test_checking_single import told_by
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.records import at_a_glance, optional
from twisted import Twisted, sending

FAILED = Response(500, (("Content-Type", "application/json"),), b"{}")


def trips_over_nulls(server: Twisted, request: Request) -> Response:
    """Fail where all that is sent is null."""
    sent = members(request)
    return FAILED if sent and not any(value is not None for value in sent.values()) else server.healthy(request)


def needs_an_address_to_export(server: Twisted, request: Request) -> Response:
    """Fail to export who has no address for mail."""
    response = server.healthy(request)
    return FAILED if request.path.endswith("/export") and b"@" not in response.body else response


def folds_letters(server: Twisted, request: Request) -> Response:
    """Fail at a letter that is two in small letters."""
    letter = "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}"
    return FAILED if letter in str(members(request)) else server.healthy(request)


def goes_on_with_the_last(server: Twisted, request: Request) -> Response:
    """Take the description of the last import where none is sent."""
    sent = members(request)
    if request.method == "POST" and request.path == "/partners/customer":
        server.kept["description"] = sent.get("description") or server.kept.get("description")
        request = sending(request, {**sent, "description": server.kept["description"]})
    return server.healthy(request)


def test_what_is_null_throughout_breaks_nothing() -> None:
    assert "importCustomer.server-error" in told_by(at_a_glance.FAMILY, trips_over_nulls, name="fullwhere")


def test_a_record_with_nothing_in_it_is_read_in_every_way() -> None:
    assert ["exportCustomer.server-error"] == told_by(at_a_glance.FAMILY, needs_an_address_to_export, name="flowretail")


def test_a_letter_that_is_two_in_the_other_case_breaks_nothing() -> None:
    assert "createCustomer.server-error" in told_by(at_a_glance.FAMILY, folds_letters, name="flowretail")


def test_an_import_has_nothing_of_the_one_before() -> None:
    assert "importCustomer.own" in told_by(optional.FAMILY, goes_on_with_the_last, name="fullwhere")
