"""A list of consents that shows what nobody was asked for says no to it, and nobody has said no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from collins_told import told
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.filters import keeping
from twisted import answering, query_of

_UNASKED = "5c8015f15dbf3bec42c4c6aa"


def _with_unasked(customer: dict[str, Any]) -> None:
    consents = customer.setdefault("marketing_preferences", [])
    consents.append({"id": _UNASKED, "opted_in": False})


def shows_unasked(server: Callable[[Request], Response], request: Request) -> Response:
    """Show one preference more that nobody has said anything of, and find nobody by it."""
    response = server(request)
    body: Any = response.json()
    if not response.success or not isinstance(body, dict):
        return response
    for customer in (*body.get("customers", ()), *([body["customer"]] if "customer" in body else ())):
        _with_unasked(customer)
    return answering(response, body)


def loses_refusals(server: Callable[[Request], Response], request: Request) -> Response:
    """Find nobody who has refused anything."""
    response = server(request)
    found = "opted_out" in query_of(request) and response.success
    return answering(response, {"customers": []}) if found else response


def test_who_was_never_asked_has_not_refused() -> None:
    assert "GetAllCustomers.filters.query.opted_out" not in told(keeping.FAMILY, shows_unasked)
    assert "GetAllCustomers.filters.query.opted_out" in told(keeping.FAMILY, loses_refusals)
