"""What goes wrong with one record that is changed, deleted, asked for from elsewhere or put in order is told early."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from truespec.checking.exchange import Request, Response
from twisted import Twist, Twisted, asking, query_of, sending, told_after


def _sent(request: Request) -> dict[str, Any]:
    body = json.loads(request.body or b"null") if request.method == "PUT" else None
    return body if isinstance(body, dict) else {}


def forgets_the_phone(server: Twisted, request: Request) -> Response:
    """Leave the telephone number of a change out."""
    sent = _sent(request)
    kept = {name: sent[name] for name in sent if name != "phone"}
    return server.healthy(sending(request, kept) if sent else request)


def empties_what_is_not_sent(server: Twisted, request: Request) -> Response:
    """Take what a change does not send for empty."""
    sent = _sent(request)
    return server.healthy(sending(request, {"city": "", **sent}) if sent else request)


def lets_every_tenant_in(server: Twisted, request: Request) -> Response:
    """Read one record whoever asks."""
    known = server.kept.setdefault("tenant", request.target.split("/")[2] if "/tenants/" in request.target else "")
    one = request.method == "GET" and re.search(r"/customers/[^/?]+$", request.target)
    target = re.sub(r"/tenants/[^/]+/", f"/tenants/{known}/", request.target) if one else request.target
    return server.healthy(replace(request, target=target))


def knows_one_direction(server: Twisted, request: Request) -> Response:
    """Put a list in ascending order, whichever was asked for."""
    query = query_of(request)
    return server.healthy(
        asking(request, {**query, "sortDirection": "ASC"}) if query.get("sortDirection") == "DESC" else request
    )


EARLY = [
    ("collins", forgets_the_phone, "UpdateCustomer", 90),
    ("flowretail", empties_what_is_not_sent, "updateCustomer.change", 110),
    ("flowretail", lets_every_tenant_in, "customer.scope", 110),
    ("flowretail", knows_one_direction, "listCustomers.order", 250),
]


@pytest.mark.parametrize(("name", "twist", "rule", "most"), EARLY)
def test_what_one_look_shows_is_told_early(name: str, twist: Twist, rule: str, most: int) -> None:
    assert 0 < told_after(name, twist, rule) < most
