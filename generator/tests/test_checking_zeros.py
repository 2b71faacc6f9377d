"""A record that is made with zero holds no other number there; none at all is another way to write it."""

from __future__ import annotations

import pytest
from test_checking_between import members
from test_checking_closely import accused
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.records import zeros
from truespec.contract.schema import Json
from twisted import Twist, Twisted, sending


def _made_with(other: Json) -> Twist:
    """Return a twist by which a record that is made with zero terms has others."""

    def twisted(server: Twisted, request: Request) -> Response:
        body = members(request)
        if request.method == "POST" and request.path.endswith("/customers") and body.get("paymentTerms") == 0:
            body = {name: value for name, value in body.items() if name != "paymentTerms"}
            request = sending(request, body if other is None else {**body, "paymentTerms": other})
        return server.healthy(request)

    return twisted


def test_zero_is_not_taken_for_what_is_left_out() -> None:
    assert ["createCustomer.keeps.paymentTerms"] == accused("flowretail", _made_with(30), zeros.FAMILY, 1)


@pytest.mark.parametrize("kept", [0, None])
def test_zero_may_be_kept_or_left_out(kept: Json) -> None:
    assert [] == accused("flowretail", _made_with(kept), zeros.FAMILY, 1)
