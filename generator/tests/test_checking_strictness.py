"""A server that looks at how one text is written is not excused for another that nobody could read."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from checked_server import OPENAPI, guest_api
from truespec.checking.acceptance import Acceptance
from truespec.checking.exchange import Exchange, Request, Response
from truespec.contract.api import Api

TEXT = {"type": "string"}
DOCUMENT: dict[str, Any] = deepcopy(OPENAPI)
QUERY = {
    "since": {**TEXT, "format": "date-time"},
    "country": {**TEXT, "pattern": "^[A-Z]{2}$"},
    "phone": {**TEXT, "pattern": "^[0-9]+$"},
}
DOCUMENT["paths"]["/stays"] = {
    "get": {
        "operationId": "listStays",
        "parameters": [{"name": name, "in": "query", "schema": schema} for name, schema in QUERY.items()],
        "responses": {"200": {"description": "Stays."}, "400": {"description": "No."}},
    }
}


def judged(api: Api, acceptance: Acceptance, query: str, status: int) -> str:
    operation = api.operation("listStays")
    assert operation is not None
    found = acceptance.judge(Exchange(operation, Request("GET", f"/stays?{query}"), Response(status)))
    return "" if found is None else found.detail


@pytest.mark.parametrize(
    ("refused", "query", "accused"),
    [
        ("", "since=someday", False),
        ("country=x", "since=someday", True),
        ("country=x", "since=2024-01-05+10:00", False),
        ("country=x", "phone=none", True),
        ("phone=none", "country=xyz", True),
        ("phone=none", "country=de", False),
        ("phone=none", "country=DE%20", False),
        ("since=someday", "phone=none", False),
    ],
)
def test_a_moment_that_is_none_is_told_where_another_text_of_the_query_was_looked_at(
    tmp_path: Path, refused: str, query: str, *, accused: bool
) -> None:
    api = guest_api(tmp_path, behaviour=False, openapi=DOCUMENT)
    acceptance = Acceptance(api)
    if refused:
        assert not judged(api, acceptance, refused, 400)
    assert accused is bool(judged(api, acceptance, query, 200))
