"""What only the end of a list leaves out, and a record that only the body of an update names."""

from __future__ import annotations

import json
from dataclasses import replace

from test_checking_closely import accused, healthy
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.pages import paging
from truespec.checking.rules.records import ignoring
from twisted import Twisted, query_of

_TOTAL = "X-Pagination-Total-Results"


def _changes_what_the_body_names(server: Twisted, request: Request) -> Response:
    """Change the record whose key stands in the body, whatever the path says."""
    key = json.loads(request.body or b"{}").get("id") if request.method == "PUT" else None
    if key is not None:
        other = replace(request, target=f"/api/customers/{key}")
        if server.healthy(replace(other, method="GET", body=b"")).success:
            request = other
    return server.healthy(request)


def test_an_update_that_changes_what_its_body_names_is_told() -> None:
    assert "UpdateCustomer.only" in accused("collins", _changes_what_the_body_names, ignoring.FAMILY, 1)


def test_an_update_that_changes_what_its_path_names_is_not_accused() -> None:
    assert [] == accused("collins", healthy, ignoring.FAMILY, 1)


def _counts_all_but_the_last_page(server: Twisted, request: Request) -> Response:
    """Leave out how many records there are where no page follows."""
    response, query = server.healthy(request), query_of(request)
    total, limit = response.header(_TOTAL), int(query.get("limit", "30"))
    if total is None or not 1 < int(query.get("page", "1")) >= int(total) / limit:
        return response
    return replace(response, headers=tuple(pair for pair in response.headers if pair[0] != _TOTAL))


def test_a_last_page_that_does_not_count_what_the_others_count_is_told() -> None:
    found = accused("collins", _counts_all_but_the_last_page, paging.FAMILY, 1)
    assert "GetAllCustomers.paging.totals.items.there" in found
