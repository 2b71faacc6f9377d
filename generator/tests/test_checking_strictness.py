"""A server that looks at how one text is written is not excused for another that nobody could read."""

from __future__ import annotations

import json
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
LABELS = {"type": "array", "items": {**TEXT, "pattern": "^[a-z]+$"}}
SENT: dict[str, Any] = {
    "labels": LABELS,
    "mail": {**TEXT, "format": "email"},
    "born": {**TEXT, "format": "date"},
    "home": {"type": "object"},
}
SENT["home"]["properties"] = {"since": {**TEXT, "format": "date"}}
DOCUMENT["paths"]["/stays"]["post"] = {
    "operationId": "addStay",
    "requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": SENT}}}},
    "responses": {"201": {"description": "It was made."}, "400": {"description": "No."}},
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


def told_of_bodies(tmp_path: Path, seen: list[tuple[dict[str, Any], int]]) -> list[str]:
    """Return the facts that are told broken where bodies were answered with these statuses."""
    api = guest_api(tmp_path, behaviour=False, openapi=DOCUMENT)
    acceptance, operation = Acceptance(api), api.operation("addStay")
    assert operation is not None
    told = []
    for body, status in seen:
        request = Request("POST", "/stays", (("Content-Type", "application/json"),), json.dumps(body).encode())
        found = acceptance.judge(Exchange(operation, request, Response(status)))
        told += [found, *(judgement for judgement, _ in acceptance.belated())]
    return [judgement.fact.id for judgement in told if judgement is not None and judgement.detail]


@pytest.mark.parametrize(
    ("seen", "accused"),
    [
        ([({"mail": "nobody"}, 201)], ""),
        ([({"born": "someday"}, 400), ({"mail": "nobody"}, 201)], "mail"),
        ([({"mail": "nobody"}, 201), ({"born": "someday"}, 400)], "mail"),
        ([({"mail": "nobody"}, 400), ({"born": "someday"}, 201)], "born"),
        ([({"born": "someday"}, 400), ({"mail": "a@b"}, 201)], ""),
        ([({"born": "1.2.2024"}, 400), ({"mail": "nobody"}, 201)], ""),
        ([({"born": "never"}, 201), ({"born": "someday"}, 400), ({"mail": "nobody"}, 201)], "born"),
        ([({"home": {"since": "someday"}}, 400), ({"mail": "nobody"}, 201)], ""),
    ],
)
def test_a_text_of_a_body_that_is_no_address_or_day_is_told_where_another_one_is_always_refused(
    tmp_path: Path, seen: list[tuple[dict[str, Any], int]], accused: str
) -> None:
    assert ([f"addStay.request.{accused}.format"] if accused else []) == told_of_bodies(tmp_path, seen)


@pytest.mark.parametrize(
    ("seen", "accused"),
    [
        ([({"labels": ["NO 7"]}, 201)], False),
        ([({"mail": "nobody"}, 400), ({"born": "someday"}, 400), ({"labels": ["NO 7"]}, 201)], False),
        ([({"labels": [{}]}, 400), ({"labels": ["NO 7"]}, 201)], False),
        (
            [
                ({"mail": "nobody"}, 400),
                ({"born": "someday"}, 400),
                ({"labels": [{}]}, 400),
                ({"labels": ["NO 7"]}, 201),
            ],
            True,
        ),
    ],
)
def test_a_text_in_a_list_is_told_where_its_elements_and_other_texts_are_looked_at(
    tmp_path: Path, seen: list[tuple[dict[str, Any], int]], *, accused: bool
) -> None:
    assert (["addStay.request.labels[].pattern"] if accused else []) == told_of_bodies(tmp_path, seen)
