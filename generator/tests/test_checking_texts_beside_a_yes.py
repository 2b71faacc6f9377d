"""A text that somebody was shown who agreed is taken only together with the yes, also where something is changed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from test_checking_closely import accused, healthy
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.records import alone
from twisted import Twist, Twisted, sending

_YES = {
    "GroupEmailMarketingOptInText": "ReceiveEmailMarketing",
    "GroupSmsMarketingOptInText": "ReceiveSmsMarketing",
    "RestaurantEmailMarketingOptInText": "ReceiveRestaurantEmailMarketing",
    "RestaurantSmsMarketingOptInText": "ReceiveRestaurantSmsMarketing",
}


def _takes_texts_with_a_yes(server: Twisted, request: Request) -> Response:
    """Pass over a text that comes without its yes."""
    body: dict[str, Any] = json.loads(request.body or b"{}")
    if request.method == "PUT":
        body = {name: value for name, value in body.items() if name not in _YES or body.get(_YES[name]) is True}
        request = sending(request, body)
    return server.healthy(request)


def _never_takes_a_text(server: Twisted, request: Request) -> Response:
    """Pass over one text, whatever comes with it."""
    body: dict[str, Any] = json.loads(request.body or b"{}")
    if request.method == "PUT":
        body.pop("GroupSmsMarketingOptInText", None)
        request = sending(request, body)
    return server.healthy(request)


@pytest.mark.parametrize(
    ("twist", "expected"), [(healthy, False), (_takes_texts_with_a_yes, False), (_never_takes_a_text, True)]
)
def test_a_text_that_is_only_taken_with_its_yes_is_not_accused(twist: Twist, *, expected: bool) -> None:
    found = accused("resdiary", twist, alone.FAMILY, 1)
    assert expected == any(fact.startswith("updateCustomer.keeps") for fact in found)
