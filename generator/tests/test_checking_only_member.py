"""The only member of what is asked with may be left out, where nothing says that it is required."""

from __future__ import annotations

import pytest
from test_checking_between import members
from test_checking_closely import accused
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.records import optional
from twisted import Twist, Twisted


def _refusing(path: str, status: int, *, always: bool = False) -> Twist:
    """Return a twist by which a search without a text to look for is refused."""

    def twisted(server: Twisted, request: Request) -> Response:
        if request.path.endswith(path) and (always or not members(request).get("query")):
            return Response(status, (("Content-Type", "application/json"),), b'{"message": "no"}')
        return server.healthy(request)

    return twisted


def test_the_only_member_may_be_left_out() -> None:
    told = accused("flowretail", _refusing("/search/external", 400), optional.FAMILY, 1)
    assert ["searchExternalCustomers.optional.query"] == told


@pytest.mark.parametrize(
    "twist",
    [
        pytest.param(_refusing("/customers/search", 400), id="one-of-several-is-wanted"),
        pytest.param(_refusing("/search/external", 400, always=True), id="nothing-is-taken"),
        pytest.param(_refusing("/search/external", 403), id="not-for-this-tenant"),
    ],
)
def test_what_says_no_for_another_reason_is_not_accused(twist: Twist) -> None:
    assert [] == accused("flowretail", twist, optional.FAMILY, 1)
