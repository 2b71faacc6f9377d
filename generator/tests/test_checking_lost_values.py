"""Of several values in one filter, and of several filters, none can be lost unseen beside the others."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from collins_told import told
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.filters import keeping

Server = Callable[[Request], Response]


def keeping_only(which: int | None) -> Callable[[Server, Request], Response]:
    """Return what keeps only one of several preferences that a list is asked for.

    Who is made with a list of preferences to agree to, and others besides, agrees to those that are listed.
    """

    def answer(server: Server, request: Request) -> Response:
        body: Any = request.json() if request.body else {}
        if request.method == "POST" and "marketing_preference_ids" in body:
            listed = {name: value for name, value in body.items() if name != "marketing_preferences"}
            return server(replace(request, body=json.dumps(listed).encode()))
        if request.method != "GET" or which is None or not request.query:
            return server(request)
        query = [(name, text.split(",")[which] if name == "opted_in" else text) for name, text in request.query]
        return server(replace(request, target=f"{request.path}?{urlencode(query)}"))

    return answer


@pytest.mark.parametrize("which", [0, -1], ids=["the first", "the last"])
def test_a_list_that_looks_for_one_of_several_values_is_told(which: int) -> None:
    assert "GetAllCustomers.filters.query.opted_in" in told(keeping.FAMILY, keeping_only(which))


def test_a_list_that_looks_for_all_of_them_is_not() -> None:
    assert not told(keeping.FAMILY, keeping_only(None))


def apart(server: Server, request: Request) -> Response:
    """Look for nobody where a list is asked for an address and a name at once."""
    query = dict(request.query)
    if request.method == "GET" and {"email", "full_name"} <= query.keys():
        query["email"] = "nobody@example.org"
        return server(replace(request, target=f"{request.path}?{urlencode(query)}"))
    return server(request)


def test_filters_that_find_a_record_apart_and_not_together_are_told() -> None:
    lost = [one for one in told(keeping.FAMILY, apart) if "GetAllCustomers.filters." in one]
    assert lost
