"""Batches that answer each of their elements, and bodies that name records by numbers."""

from __future__ import annotations

import itertools
import json
import random
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from checked_server import OPENAPI, GuestServer, guest_api, guest_target
from truespec.checking.acceptance import Acceptance
from truespec.checking.cases import Cases
from truespec.checking.exchange import Exchange, Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.world import World
from truespec.checking.session import Session

_DONE = {"description": "It was done."}


def _posted(name: str, members: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object", "required": [*members], "properties": members}}}
    answers = dict.fromkeys(("200", "207", "422"), _DONE)
    return {"post": {"operationId": name, "requestBody": {"required": True, "content": content}, "responses": answers}}


NUMBER = {"type": "integer", "minimum": 1}
DOCUMENT: dict[str, Any] = deepcopy(OPENAPI)
DOCUMENT["paths"] |= {
    "/batch": _posted(
        "batch", {"items": {"type": "array", "items": {"type": "object", "properties": {"age": NUMBER}}}}
    ),
    "/join": _posted(
        "join", {"primaryId": NUMBER, "otherIds": {"type": "array", "maxItems": 3, "items": NUMBER}, "nights": NUMBER}
    ),
}


@pytest.mark.parametrize(
    ("status", "answer", "accused"),
    [
        (207, {"results": [{"index": 0, "status": 422, "guest": None}]}, False),
        (207, {"results": [{"index": 0, "statusCode": "400"}]}, False),
        (200, {"results": [{"index": 0, "success": False}]}, False),
        (200, [{"guest": None, "error": {"title": "No."}}], False),
        (200, {"results": [], "errors": [{"index": 0}]}, False),
        (207, {"results": ["left open"]}, False),
        (207, {"results": [{"index": 0, "status": 201, "error": None}]}, True),
        (200, {"results": [{"id": 7, "age": 500}], "errors": []}, True),
        (200, {"results": [{"id": 7}], "status": 400}, True),
    ],
)
def test_an_element_may_be_refused_in_an_answer_of_success(
    tmp_path: Path, status: int, answer: object, *, accused: bool
) -> None:
    api = guest_api(tmp_path, behaviour=False, openapi=DOCUMENT)
    operation = api.operation("batch")
    assert operation is not None
    kind = (("Content-Type", "application/json"),)
    request = Request("POST", "/batch", kind, b'{"items": [7]}')
    seen = Exchange(operation, request, Response(status, kind, json.dumps(answer).encode()))
    judgement = Acceptance(api).judge(seen)
    assert accused is (judgement is not None and "request.items[]" in judgement.fact.id)


@pytest.mark.parametrize("seed", range(3))
def test_no_number_that_is_made_up_in_a_body_names_a_record_of_others(tmp_path: Path, seed: int) -> None:
    api = guest_api(tmp_path, behaviour=False, openapi=DOCUMENT)
    target = guest_target(api, GuestServer())
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", seed), random.Random(seed), 2)
    operation = api.operation("join")
    assert operation is not None
    cases = Cases(world, operation, random.Random(seed))
    bodies = [request.json() for request in itertools.chain(cases.singles(), itertools.islice(cases.mixed(), 200))]
    sent = [body for body in bodies if isinstance(body, dict)]
    named = [body.get("primaryId") for body in sent]
    for others in (body.get("otherIds") for body in sent):
        named += others if isinstance(others, list) else [others]
    assert len(named) > 100
    assert [] == [
        key for key in named if isinstance(key, int | float) and not isinstance(key, bool) and 0 < key < 10**9
    ]
    assert {1, 2} <= {nights for body in sent if isinstance(nights := body.get("nights"), int)}
