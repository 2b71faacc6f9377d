"""Records that go from state to state: the mock takes the steps that are stated, the checks tell who takes others."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from mock_apis import Caller, api_of
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target
from truespec.contract.api import Api
from truespec.mock.service import Service
from truespec.mutation.judging import healthy_target, judge
from truespec.mutation.table import mutants

STEPS = {"draft": ["sent"], "sent": ["paid", "draft"], "paid": []}
STATE = {"type": "string", "enum": list(STEPS)}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


@cache
def bills_api() -> Api:
    """Return an API of bills that are drafts at first, are moved by a word, and voided by an operation of its own."""
    sent: dict[str, Any] = {"text": {"type": "string", "maxLength": 90}}
    kept = {"id": {"type": "string"}, "state": STATE, **sent}
    ref, no = {"$ref": "#/components/schemas/Bill"}, {"description": "No."}
    done = {"200": {"description": "It.", "content": _json(ref)}, "404": no, "409": no, "422": no}
    made = {"201": {"description": "Made.", "content": _json(ref)}, "422": no}
    word = {"type": "object", "required": ["to"], "properties": {"to": STATE}}
    one = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
    new = {"required": True, "content": _json({"$ref": "#/components/schemas/NewBill"})}
    moved = {"required": True, "content": _json(word)}
    openapi = {
        "paths": {
            "/bills": {"post": {"operationId": "make", "requestBody": new, "responses": made}},
            "/bills/{id}": {"parameters": one, "get": {"operationId": "get", "responses": done}},
            "/bills/{id}/state": {
                "parameters": one,
                "post": {"operationId": "move", "requestBody": moved, "responses": done},
            },
            "/bills/{id}/send": {"parameters": one, "post": {"operationId": "send", "responses": done}},
        },
        "components": {
            "schemas": {
                "NewBill": {"type": "object", "required": list(sent), "properties": sent},
                "Bill": {"type": "object", "required": list(kept), "properties": kept},
            }
        },
    }
    missing = {"status": 404, "states": "Others are unknown."}
    act = {"resource": "bill", "key": "path.id", "missing": missing}
    free = {"member": "state", "to": "body.to", "steps": STEPS, "status": 409, "states": "Only these steps."}
    fixed = {"member": "state", "to": {"constant": "sent"}, "steps": {"draft": ["sent"]}, "status": 409}
    behaviour = {
        "resources": {
            "bill": {
                "schema": "Bill",
                "key": "id",
                "states": "A bill.",
                "sets": {"id": "uuid", "state": {"constant": "draft"}},
            }
        },
        "operations": {
            "make": {"action": "create", "resource": "bill", "states": "A bill is made."},
            "get": {"action": "read", "states": "It.", **act},
            "move": {"action": "move", "states": "It is moved.", "move": free, **act},
            "send": {"action": "move", "states": "It is sent.", "move": {**fixed, "states": "A draft is sent."}, **act},
        },
    }
    return api_of(Path(mkdtemp()), openapi, behaviour)


def walked(*words: str) -> list[tuple[int, str]]:
    """Return the statuses and the states of a bill that is asked to go to one state after the other."""
    caller = Caller(Service(bills_api()), {})
    made = json.loads(caller.send("POST", "/bills", "", {"text": "a"}).body)
    told: list[tuple[int, str]] = []
    for word in words:
        path, body = ("state", {"to": word}) if word in STEPS else (word, None)
        status = caller.send("POST", f"/bills/{made['id']}/{path}", "", body).status
        now = json.loads(caller.send("GET", f"/bills/{made['id']}", "").body)["state"]
        told.append((status, now))
    return told


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("sent", "paid", "draft"), [(200, "sent"), (200, "paid"), (409, "paid")]),
        (("paid",), [(409, "draft")]),
        (("send", "send", "draft", "send"), [(200, "sent"), (409, "sent"), (200, "draft"), (200, "sent")]),
    ],
)
def test_the_mock_takes_the_steps_that_are_stated(words: tuple[str, ...], expected: list[tuple[int, str]]) -> None:
    assert expected == walked(*words)


def test_a_healthy_mock_is_not_accused() -> None:
    verdict = check(bills_api(), healthy_target(bills_api(), seed=5), "quick", seed=5)
    assert [] == [(finding.fact.id, finding.detail) for finding in (*verdict.broken, *verdict.differs)]
    assert {"move.move", "move.move.steps", "move.move.refused", "send.move.refused"} <= {
        one.id for one in verdict.holds
    }


def test_every_mutant_of_its_steps_is_killed() -> None:
    api = bills_api()
    wanted = {name: mutant for name, mutant in mutants(api).items() if name.startswith(("move.move/", "send.move/"))}
    told = {name: judge(api, mutant, "quick").outcome for name, mutant in wanted.items()}
    assert {} == {name: outcome for name, outcome in told.items() if outcome != "killed"}
    assert {"move.move/any-step", "move.move/not-sent-paid", "move.move/undone", "send.move/any-step"} <= set(told)


def test_a_step_that_changes_something_else_breaks_a_fact() -> None:
    api = bills_api()
    service = Service(api)

    def answer(request: Request) -> Response:
        path, _, query = request.target.partition("?")
        caller = Caller(service, {})
        answered = caller.send(request.method, path, query, json.loads(request.body) if request.body else None)
        if path.endswith("/send") and answered.status == 200:
            kept: Any = service.store.snapshot()
            for key, record in kept["bill"].items():
                record["text"] = "gone" if key in path else record["text"]
            service.store.restore(kept)
        return Response(answered.status, answered.headers, answered.body)

    verdict = check(api, function_target(api, answer, Access(Credentials({}))), parts=("rules",))
    assert "send.move.rest" in {finding.fact.id for finding in verdict.broken}
