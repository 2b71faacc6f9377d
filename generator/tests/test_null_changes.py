"""What a member does that is sent as null in a change: it clears the one of the record, or leaves it alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import pytest
from mock_apis import Caller, api_of
from truespec.checking.run import check
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api
from truespec.mock.service import Service
from truespec.mutation.judging import healthy_target, judge
from truespec.mutation.table import mutants

Null = Literal["clears", "leaves"]
_TEXT: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 60}
_OPEN: dict[str, Any] = {**_TEXT, "type": ["string", "null"]}
_OTHER: dict[Null, Null] = {"clears": "leaves", "leaves": "clears"}


def documents(null: str, rule: str = "partial") -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the spec and the behaviour of notes of which the mark and the colour may be null."""
    sent = {"text": _TEXT, "mark": _OPEN, "colour": _OPEN}
    kept = {"id": {"type": "string"}, "text": _TEXT, "mark": _OPEN, "colour": _TEXT}
    answer = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Note"}}}, "description": "It."}
    no = {"404": {"description": "No."}, "422": {"description": "No."}}
    new, part = (
        {
            "required": True,
            "content": {"application/json": {"schema": {"type": "object", "properties": sent, "required": needed}}},
        }
        for needed in (["text"], [])
    )
    one = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
    openapi = {
        "openapi": "3.1.0",
        "info": {"title": "Notes", "version": "1"},
        "paths": {
            "/notes": {"post": {"operationId": "make", "requestBody": new, "responses": {"201": answer, **no}}},
            "/notes/{id}": {
                "parameters": one,
                "get": {"operationId": "get", "responses": {"200": answer, **no}},
                "patch": {"operationId": "change", "requestBody": part, "responses": {"200": answer, **no}},
            },
        },
        "components": {"schemas": {"Note": {"type": "object", "required": ["id", "text"], "properties": kept}}},
    }
    act = {"resource": "note", "key": "path.id", "missing": {"status": 404, "states": "Others are unknown."}}
    change = {"rule": rule, "null": null, "states": f"The rest stays; null {null} a member."}
    behaviour = {
        "behaviour": 1,
        "resources": {"note": {"schema": "Note", "key": "id", "states": "A note.", "sets": {"id": "uuid"}}},
        "operations": {
            "make": {"action": "create", "resource": "note", "states": "A note is made."},
            "get": {"action": "read", "states": "The note.", **act},
            "change": {"action": "update", "states": "What is sent is changed.", "change": change, **act},
        },
        "refusals": [{"when": "request-invalid", "status": 422, "states": "Wrong forms are refused with 422."}],
    }
    return openapi, behaviour


def notes(folder: Path, null: str) -> Api:
    return api_of(folder, *documents(null))


@pytest.mark.parametrize(("null", "mark"), [("clears", None), ("leaves", "red")])
def test_the_mock_does_what_null_does(tmp_path: Path, null: Null, mark: str | None) -> None:
    caller = Caller(Service(notes(tmp_path, null)), {})
    key = json.loads(caller.send("POST", "/notes", body={"text": "a", "mark": "red"}).body)["id"]
    changed = caller.send("PATCH", f"/notes/{key}", body={"text": "b", "mark": None})
    assert (200, "b", mark) == (changed.status, *(json.loads(changed.body).get(name) for name in ("text", "mark")))


@pytest.mark.parametrize("null", ["clears", "leaves"])
def test_a_server_that_does_the_other_thing_is_told_and_one_that_does_this_is_not(tmp_path: Path, null: Null) -> None:
    api = notes(tmp_path, null)
    verdict = check(api, healthy_target(api), "quick")
    assert [] == [(one.fact.id, one.detail) for one in (*verdict.broken, *verdict.differs)]
    assert "change.change.null" in {one.id for one in verdict.holds}
    trial = judge(api, mutants(api)[f"change.change/null-{_OTHER[null]}"], "quick")
    assert "killed" == trial.outcome


def test_what_is_cleared_when_it_is_not_sent_cannot_be_left_alone_by_null(tmp_path: Path) -> None:
    openapi, behaviour = documents("leaves", "replace")
    (tmp_path / "openapi.yaml").write_text(json.dumps(openapi), encoding="utf-8")
    (tmp_path / "behaviour.yaml").write_text(json.dumps(behaviour), encoding="utf-8")
    report = Report()
    load_api(str(tmp_path / "openapi.yaml"), report)
    assert report.failed
