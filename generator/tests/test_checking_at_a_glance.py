"""What one crowded request shows is looked at closer at once, so that it is told early."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from truespec.checking.exchange import Request, Response
from twisted import Twist, Twisted, asking, query_of, sending, told_after

_BROKEN_DOWN = Response(500, (("Content-Type", "application/json"),), b'{"message":"it broke down"}')


def _body(request: Request) -> Any:
    return json.loads(request.body or b"null")


def breaks_down(condition: Callable[[str], object]) -> Twist:
    """Return a twist that fails where a text of the request meets a condition."""

    def broken(server: Twisted, request: Request) -> Response:
        text = "\n".join((*query_of(request).values(), json.dumps(_body(request), ensure_ascii=False)))
        return _BROKEN_DOWN if condition(text) else server.healthy(request)

    return broken


def _changed(change: Callable[[dict[str, Any]], object]) -> Twist:
    """Return a twist that changes what is sent in a new record, and in a change of one."""

    def changed(server: Twisted, request: Request) -> Response:
        body = _body(request) if request.method in {"POST", "PUT", "PATCH"} else None
        if not isinstance(body, dict):
            return server.healthy(request)
        change(body)
        return server.healthy(sending(request, body))

    return changed


def _without_marks(body: dict[str, Any]) -> None:
    body.update({name: text.replace("&", "&amp;") for name, text in body.items() if isinstance(text, str)})


def _leap_days_moved(body: dict[str, Any]) -> None:
    if str(body.get("dob", "")).endswith("-02-29"):
        body["dob"] = body["dob"].replace("-02-29", "-03-01")


def _three_labels(body: dict[str, Any]) -> None:
    if "labels" in body:
        body["labels"] = body["labels"][:3]


def too_few_pages(server: Twisted, request: Request) -> Response:
    """Count only the pages that are full."""
    response, size = server.healthy(request), int(query_of(request).get("limit", "30"))
    counts = dict(response.headers)
    if "X-Pagination-Total-Results" not in counts:
        return response
    full = max(1, int(counts["X-Pagination-Total-Results"]) // size)
    others = tuple(header for header in response.headers if header[0] != "X-Pagination-Total-Pages")
    return replace(response, headers=(*others, ("X-Pagination-Total-Pages", str(full))))


def takes_what_begins_alike(server: Twisted, request: Request) -> Response:
    """Look at the first letters of a token only."""
    sent = request.header("Authorization") or ""
    known = server.kept.setdefault("known", sent) if sent else ""
    if not sent.startswith(known) or not known:
        return Response(401, (("Content-Type", "application/json"),), b'{"message":"who are you"}')
    others = tuple(header for header in request.headers if header[0] != "Authorization")
    return server.healthy(replace(request, headers=(*others, ("Authorization", known))))


EARLY = [
    ("collins", breaks_down(lambda text: "\N{WRAPPED PRESENT}" in text), "CreateCustomer.server-error", 120),
    ("collins", breaks_down(lambda text: '"labels": []' in text), "CreateCustomer.server-error", 120),
    ("collins", breaks_down(lambda text: "-02-29" in text), "CreateCustomer.server-error", 120),
    ("collins", breaks_down(lambda text: "50%" in text and "{" not in text), "GetAllCustomers.server-error", 130),
    ("collins", _changed(_without_marks), "CreateCustomer.keeps.", 140),
    ("collins", _changed(_leap_days_moved), "CreateCustomer.keeps.dob", 140),
    ("collins", _changed(_three_labels), "CreateCustomer.keeps.labels", 140),
    ("flowretail", breaks_down(lambda text: "O'Neil" in text), "createCustomer.server-error", 140),
    ("collins", too_few_pages, "GetAllCustomers.paging.totals.pages", 100),
    ("collins", takes_what_begins_alike, "Get", 190),
]


@pytest.mark.parametrize(("name", "twist", "rule", "most"), EARLY)
def test_what_shows_in_a_crowd_is_told_early(name: str, twist: Twist, rule: str, most: int) -> None:
    assert 0 < told_after(name, twist, rule) < most


def the_second_page_the_other_way(server: Twisted, request: Request) -> Response:
    """Turn an order round on the second page, where records without the member stand then."""
    query = query_of(request)
    turned = query.get("sortDirection") == "DESC" and query.get("pageNumber") == "2" and query.get("pageSize") == "2"
    return server.healthy(asking(request, {**query, "sortDirection": "ASC"}) if turned else request)


def test_pages_whose_order_turns_round_are_told_where_records_have_no_value_to_order_by() -> None:
    assert 0 < told_after("flowretail", the_second_page_the_other_way, "listCustomers.order.pages")
