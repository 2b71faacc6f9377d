"""What lies on the edge of what is documented is taken; a server's own reasons to refuse something are none of ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from collins_told import Between, told
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.consistency import in_pieces
from truespec.checking.rules.records import edges, lettering

REFUSAL = Response(422, (("Content-Type", "application/json"),), b"{}")


def refusing(refuses: Callable[[Request, dict[str, Any]], bool]) -> Between:
    """Return what refuses some bodies."""

    def between(server: Callable[[Request], Response], request: Request) -> Response:
        body = json.loads(request.body) if request.body else None
        return REFUSAL if isinstance(body, dict) and refuses(request, body) else server(request)

    return between


def never(_request: Request, _body: dict[str, Any]) -> bool:
    """Refuse nothing."""
    return False


def longer(most: int) -> Callable[[Request, dict[str, Any]], bool]:
    """Refuse longer telephone numbers and longer postal codes."""
    return lambda _request, body: (
        len(str(body.get("phone", ""))) > most
        or len(str((body.get("company_address") or {}).get("post_code", ""))) > most
    )


@pytest.mark.parametrize(
    ("refuses", "fact"),
    [
        (longer(19), "CreateCustomer.takes.phone.maxLength"),
        (longer(9), "CreateCustomer.takes.company_address.post_code.maxLength"),
        (lambda _, body: str(body.get("dob", "")).endswith("02-29"), "CreateCustomer.takes.dob.format"),
        (lambda request, body: request.method == "PUT" and "email" in body, "UpdateCustomer.takes.email.type"),
    ],
)
def test_what_is_refused_on_the_edge_alone_is_told(
    refuses: Callable[[Request, dict[str, Any]], bool], fact: str
) -> None:
    assert fact in told(edges.FAMILY, refusing(refuses))


@pytest.mark.parametrize(
    "refuses",
    [
        never,
        longer(7),
        lambda _, body: str(body.get("dob", "")) > "1990",
        lambda _, body: "email" in body and not str(body["email"]).endswith("@example.org"),
    ],
)
def test_a_server_may_refuse_what_it_has_its_own_reasons_for(
    refuses: Callable[[Request, dict[str, Any]], bool],
) -> None:
    assert not told(edges.FAMILY, refusing(refuses))


def test_a_month_that_is_never_taken_is_told_where_there_is_time() -> None:
    in_december = refusing(lambda _, body: str(body.get("dob", ""))[5:7] == "12")
    assert "CreateCustomer.takes.dob.months" in told(edges.FAMILY, in_december, rounds=3)
    assert not told(edges.FAMILY, refusing(lambda _, body: str(body.get("dob", "")) > "1990"), rounds=3)


def cutting(name: str, most: int) -> Between:
    """Return what keeps so much of a member of a new record, and says nothing of it."""

    def between(server: Callable[[Request], Response], request: Request) -> Response:
        body = json.loads(request.body) if request.method == "POST" else {}
        if isinstance(body, dict) and name in body:
            request = replace(request, body=json.dumps({**body, name: body[name][:most]}).encode())
        return server(request)

    return between


def test_what_is_cut_without_a_word_is_told() -> None:
    assert "CreateCustomer.keeps.phone" in told(edges.FAMILY, cutting("phone", 15))
    assert "CreateCustomer.keeps.labels" in told(lettering.FAMILY, cutting("labels", 5))
    assert not told(lettering.FAMILY, cutting("labels", 10))


def test_a_day_that_is_in_no_calendar_is_only_assumed_not_to_be_kept() -> None:
    assert "CreateCustomer.request.dob.days" in told(edges.FAMILY, mutant="accepts-dob-no-day", assumed=True)
    assert not told(edges.FAMILY, mutant="accepts-dob-no-day")
    assert "CreateCustomer.request.dob.days" not in told(edges.FAMILY, variant="loose-put", assumed=True)


def test_a_record_that_can_be_read_with_a_credential_and_neither_changed_nor_removed_is_told() -> None:
    assert "GetCustomer.consistent.hidden" in told(in_pieces.OTHERS, mutant="others-read")
    assert not told(in_pieces.OTHERS)
