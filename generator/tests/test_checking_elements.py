"""Batches that answer each of their elements, and bodies that name records by numbers."""

from __future__ import annotations

import itertools
import json
import random
from copy import deepcopy
from pathlib import Path
from typing import Any

import checked_server
import pytest
from checked_server import OPENAPI, GuestServer, guest_api, guest_target
from truespec.checking.acceptance import Acceptance
from truespec.checking.cases import Cases
from truespec.checking.exchange import Exchange, Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.request_check import RequestCheck
from truespec.checking.rules.ground.world import World
from truespec.checking.session import Session
from truespec.checking.variations import ODD_TEXTS

_DONE = {"description": "It was done."}


def _posted(name: str, members: dict[str, Any], *headers: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object", "required": [*members], "properties": members}}}
    answers = dict.fromkeys(("200", "207", "400", "422"), _DONE)
    parameters = [{"name": header, "in": "header", "schema": {"type": "string"}} for header in headers]
    body = {"required": True, "content": content}
    return {"post": {"operationId": name, "parameters": parameters, "requestBody": body, "responses": answers}}


NOTES = {"type": ["string", "null"]}
NUMBER = {"type": "integer", "minimum": 1}
DOCUMENT: dict[str, Any] = deepcopy(OPENAPI)
HOME = {"type": "object", "required": ["country"], "properties": {"country": {"type": "string"}, "city": NOTES}}
TURNED = {"home": {"anyOf": [HOME, {"type": "null"}]}, "notes": NOTES, "nights": NUMBER}
DOCUMENT["paths"] |= {
    "/batch": _posted(
        "batch", {"items": {"type": "array", "items": {"type": "object", "properties": {"age": NUMBER}}}}
    ),
    "/turn": _posted("turn", TURNED, "If-Match"),
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
        (200, {"accepted": 0, "rejected": [{"index": 0, "reason": "No."}]}, False),
        (200, {"accepted": 1, "rejected": []}, True),
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


_KEYS = "a-key-of-one", "a-key-of-another"


@pytest.mark.parametrize(
    ("statuses", "members", "accused"),
    [
        ((409, 201), ("", ""), True),
        ((201, 422), ("", ""), False),
        ((409, 201), _KEYS, True),
        ((409, 201), _KEYS[::-1], False),
        ((409, 201, 409), ("", "", ""), False),
    ],
)
def test_what_is_told_of_one_element_is_no_refusal_of_another(
    tmp_path: Path, statuses: tuple[int, ...], members: tuple[str, ...], *, accused: bool
) -> None:
    api = guest_api(tmp_path, behaviour=False, openapi=DOCUMENT)
    operation = api.operation("batch")
    assert operation is not None
    kind = (("Content-Type", "application/json"),)
    items = [{"age": 7, "name": _KEYS[0]}, _KEYS[1]]
    request = Request("POST", "/batch", kind, json.dumps({"items": items}).encode())
    results = [{"status": status, "name": name} for status, name in zip(statuses, members, strict=True)]
    answer = json.dumps({"results": results}).encode()
    judgement = Acceptance(api).judge(Exchange(operation, request, Response(207, kind, answer)))
    assert accused is (judgement is not None and "request.items[]" in judgement.fact.id)


def test_each_place_of_a_long_body_has_its_turn_before_any_has_its_second(tmp_path: Path) -> None:
    cases = _cases(tmp_path, "turn")
    wrong = [body for request in cases.singles() if isinstance(body := request.json(), dict)][1:8]
    nights = [number for number, body in enumerate(wrong) if not isinstance(body.get("nights"), int)]
    homes = [number for number, body in enumerate(wrong) if not isinstance(body.get("home"), dict)]
    assert [4] == nights
    assert [5] == homes


def test_a_list_is_replaced_by_what_is_none_before_something_in_it_is_wrong(tmp_path: Path) -> None:
    sent = [made for _, made in _cases(tmp_path, "batch").clearest()]
    bodies = [request.json() for made in sent for request in made()]
    assert any(isinstance(body, dict) and isinstance(body.get("items"), str) for body in bodies)


def _cases(folder: Path, operation_id: str, seed: int = 0, *, behaviour: bool = False) -> Cases:
    api = guest_api(folder, behaviour=behaviour, openapi=DOCUMENT)
    target = guest_target(api, GuestServer())
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", seed), random.Random(seed), 2)
    operation = api.operation(operation_id)
    assert operation is not None
    return Cases(world, operation, random.Random(seed))


def test_what_many_values_are_tried_with_is_no_condition_that_is_not_met(tmp_path: Path) -> None:
    cases = _cases(tmp_path, "turn")
    crowds = [next(made()) for kind, made in cases.clearest() if kind.startswith("body ")]
    sent = [*crowds, *itertools.islice(cases.mixed(), 100)]
    assert len(crowds) > 2
    assert [None] * len(sent) == [request.header("If-Match") for request in sent]
    assert any(request.header("If-Match") for request in cases.singles())


def test_what_is_null_as_a_whole_has_no_null_in_it(tmp_path: Path) -> None:
    cases = _cases(tmp_path, "turn")
    nulls = next(next(made()).json() for kind, made in cases.clearest() if kind == "body null 0")
    assert isinstance(nulls, dict)
    assert (None, None) == (nulls["home"], nulls["notes"])


def test_either_of_two_statuses_refuses_what_has_the_wrong_form(tmp_path: Path) -> None:
    api = guest_api(tmp_path, behaviour=False, openapi=DOCUMENT)
    operation = api.operation("turn")
    assert operation is not None
    assert ("400", "422") == RequestCheck(api).refusal(operation).statuses


@pytest.mark.parametrize("seed", range(3))
def test_no_number_that_is_made_up_in_a_body_names_a_record_of_others(tmp_path: Path, seed: int) -> None:
    cases = _cases(tmp_path, "join", seed)
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


def test_what_no_two_records_have_is_not_tried_with_what_all_are_tried_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    behaviour = deepcopy(checked_server.BEHAVIOUR)
    taken = {"by": ["name"], "status": 400, "states": "No two guests have the same name."}
    behaviour["operations"]["createGuest"]["unique"] = [taken]
    monkeypatch.setattr(checked_server, "BEHAVIOUR", behaviour)
    cases = _cases(tmp_path, "createGuest", behaviour=True)
    odd = [next(made()).json() for kind, made in cases.clearest() if kind.startswith("body odd")]
    bodies = [body for body in odd if isinstance(body, dict)]
    assert len(bodies) == 2
    assert not {body["city"] for body in bodies} - ODD_TEXTS
    assert not {body["name"] for body in bodies} & ODD_TEXTS
