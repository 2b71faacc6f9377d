"""What is documented and seldom done: odd limits, requests that say nothing, and what comes of it."""

from __future__ import annotations

from typing import Any

import pytest
from test_checking_single import told_by
from truespec.checking.exchange import Request
from truespec.checking.rules import paging
from twisted import refusing

ROUND = {1, 5, 10, 20, 25, 50, 100}


def lists(request: Request) -> bool:
    return request.path.endswith("/list")


def test_limits_out_of_a_choice_of_the_server_are_told() -> None:
    def of_a_choice(request: Request, sent: dict[str, Any]) -> bool:
        return lists(request) and sent.get("limit", 1) in set(range(6, 100)) - ROUND

    between = "listCustomers.paging.limit-between"
    assert between in told_by(paging.FAMILY, refusing(422, of_a_choice), name="fullwhere")


@pytest.mark.parametrize(
    ("refused", "fact"),
    [
        (lambda sent: not sent, "optional"),
        (lambda sent: "page" in sent and "limit" not in sent, "limit-optional"),
        (lambda sent: "limit" in sent and "page" not in sent, "page-optional"),
    ],
)
def test_what_may_be_left_out_of_a_page_that_is_asked_for_may_be_left_out_in_any_company(
    refused: Any, fact: str
) -> None:
    told = told_by(
        paging.FAMILY, refusing(422, lambda request, sent: lists(request) and refused(sent)), name="fullwhere"
    )
    assert [f"listCustomers.paging.{fact}"] == [one for one in told if one.endswith("optional")]


def test_a_list_that_is_not_to_be_had_says_nothing_of_what_may_be_left_out() -> None:
    assert [] == told_by(paging.FAMILY, refusing(422, lambda request, _: lists(request)), name="fullwhere")
