"""Documents that say more than HTTP can carry: paths that look alike, one header for two, twins to choose from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from truespec.checking.exchange import Request, Response
from truespec.checking.lookalikes import Lookalikes
from truespec.checking.parameters import build, path_values
from truespec.checking.run import check
from truespec.checking.schema_check import SchemaCheck
from truespec.checking.targets import function_target, mock_target
from truespec.checking.verdict import Verdict
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api

ID: dict[str, Any] = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}


def loaded(folder: Path, paths: dict[str, Any], **more: Any) -> Api:
    document = {"openapi": "3.1.0", "info": {"title": "Shelf", "version": "1"}, "paths": paths, **more}
    path = folder / "openapi.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    api = load_api(str(path), Report(), folder)
    assert api is not None
    return api


def of_kind(id_: str, kind: str) -> dict[str, Any]:
    schema = {"type": "object", "required": ["kind"], "properties": {"kind": {"const": kind}}}
    answers = {"200": {"description": "It.", "content": {"application/json": {"schema": schema}}}}
    return {"get": {"operationId": id_, "parameters": [ID], "responses": answers}}


def verdict_on(api: Api, kind: str) -> Verdict:
    def answer(request: Request) -> Response:
        del request
        return Response(200, (("Content-Type", "application/json"),), json.dumps({"kind": kind}).encode())

    return check(api, function_target(api, answer))


@pytest.mark.parametrize(
    ("template", "sent", "expected"),
    [
        ("/files/{id}#share", "/v2/files/a%2Fb", {"id": "a/b"}),
        ("/files/{id}?kind=film", "/files/7", {"id": "7"}),
        ("/files/{id}/page.{kind}", "/files/7/page.png", {"id": "7", "kind": "png"}),
        ("/{from}-{to}.{kind}", "/1-2.csv", {"from": "1", "to": "2", "kind": "csv"}),
        ("/{from}-{to}", "/12", {}),
    ],
)
def test_values_are_found_in_whatever_is_sent_of_a_path(
    tmp_path: Path, template: str, sent: str, expected: dict[str, str]
) -> None:
    parameters = [{**ID, "name": name} for name in ("id", "kind", "from", "to") if "{" + name + "}" in template]
    item = {"get": {"operationId": "one", "parameters": parameters, "responses": {"200": {"description": "It."}}}}
    operation = loaded(tmp_path, {template: item}).operations[0]
    assert expected == path_values(operation, sent)


def test_operations_look_alike_that_differ_behind_a_mark_or_by_a_name(tmp_path: Path) -> None:
    paths: dict[str, Any] = {
        "/items/{id}": of_kind("getBook", "book"),
        "/items/{key}#film": {
            "get": {**of_kind("getFilm", "film")["get"], "parameters": [{**ID, "name": "key"}]},
            "put": {**of_kind("putFilm", "film")["get"], "operationId": "putFilm", "parameters": []},
        },
        "/items/all": {"get": {"operationId": "listAll", "responses": {"200": {"description": "All."}}}},
    }
    api = loaded(tmp_path, paths)
    alike = {one.id: [other.id for other in Lookalikes(api).of(one)] for one in api.operations}
    assert {"getBook": ["getFilm"], "getFilm": ["getBook"], "putFilm": [], "listAll": []} == alike


def test_an_answer_is_right_that_is_right_for_an_operation_that_looks_the_same(tmp_path: Path) -> None:
    paths = {"/items/{id}": of_kind("getBook", "book"), "/items/{id}#film": of_kind("getFilm", "film")}
    api = loaded(tmp_path, paths)
    right, wrong = verdict_on(api, "film"), verdict_on(api, "song")
    assert () == right.broken
    assert any("looks the same" in item.reason for item in right.not_checked)
    assert {"getBook.200.body.kind.enum", "getFilm.200.body.kind.enum"} <= {one.fact.id for one in wrong.broken}


def test_a_value_that_fits_several_of_one_of_breaks_nothing_and_one_that_fits_none_does(tmp_path: Path) -> None:
    schema = {"oneOf": [{"type": "string"}, {"type": "string"}, {"type": "string", "format": "date"}]}
    content = {"application/json": {"schema": schema}}
    answers = {"200": {"description": "It.", "content": content}}
    api = loaded(tmp_path, {"/one": {"get": {"operationId": "one", "responses": answers}}})
    answered = api.operations[0].answers[0].content[0].schema
    assert answered is not None
    checks = SchemaCheck(api, "response")
    assert ([], True) == (checks.violations(answered, "2024-01-01"), bool(checks.violations(answered, 7)))


def test_credentials_that_share_a_header_are_one_enough_for_the_mock_and_the_checks(tmp_path: Path) -> None:
    schemes = {
        "key": {"type": "apiKey", "in": "header", "name": "Authorization"},
        "token": {"type": "http", "scheme": "bearer"},
    }
    secured: dict[str, Any] = {"security": [{"key": [], "token": []}], "components": {"securitySchemes": schemes}}
    item = of_kind("getBook", "book")
    item["get"]["responses"]["401"] = {"description": "Who are you?"}
    api = loaded(tmp_path, {"/items/{id}": item}, **secured)
    found = check(api, mock_target(api))
    assert (0, ()) == (found.exit_code(), found.broken)


def test_what_is_behind_a_mark_is_not_sent(tmp_path: Path) -> None:
    operation = loaded(tmp_path, {"/items/{id}#film": of_kind("getFilm", "film")}).operations[0]
    assert "/items/7" == build(operation, {("path", "id"): "7"}).target


class Tasks:
    """Tasks that are done at once when they are made; only those that are open are listed."""

    def __init__(self) -> None:
        self.tasks = {"0": {"id": "0", "name": "first", "state": "open"}}

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        key, found = request.path.rpartition("/")[2], 200
        body: Any = {"items": [task for task in self.tasks.values() if task["state"] == "open"]}
        if request.method == "POST":
            sent = request.json()
            key, found = str(len(self.tasks)), 201
            name = sent.get("name") if isinstance(sent, dict) else None
            if not isinstance(name, str):
                return Response(400)
            # Now and then one is not done yet, so that some of our own are listed.
            body = self.tasks[key] = {"id": key, "name": name, "state": "done" if int(key) % 3 else "open"}
        elif key in self.tasks:
            body = self.tasks[key]
        elif key != "tasks":
            return Response(404)
        elif ("state", "open") not in request.query:
            return Response(400)
        return Response(found, (("Content-Type", "application/json"),), json.dumps(body).encode())


def test_a_list_of_what_is_in_one_state_need_not_have_what_was_just_made(tmp_path: Path) -> None:
    text, state = {"type": "string"}, {"type": "string", "enum": ["open", "done"]}
    task = {"type": "object", "properties": {"id": text, "name": text, "state": {**state, "readOnly": True}}}
    page = {
        "type": "object",
        "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Task"}}},
    }
    whole = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Task"}}}, "description": "It."}
    wanted = {"name": "state", "in": "query", "required": True, "schema": {"type": "string", "enum": ["open"]}}
    new = {"type": "object", "required": ["name"], "properties": {"name": text}}
    refused = {"400": {"description": "No."}}
    paths: dict[str, Any] = {
        "/tasks": {
            "get": {
                "operationId": "listTasks",
                "parameters": [wanted],
                "responses": {
                    "200": {"description": "All.", "content": {"application/json": {"schema": page}}},
                    **refused,
                },
            },
            "post": {
                "operationId": "createTask",
                "requestBody": {"required": True, "content": {"application/json": {"schema": new}}},
                "responses": {"201": whole, **refused},
            },
        },
        "/tasks/{id}": {
            "get": {"operationId": "getTask", "parameters": [ID], "responses": {"200": whole, "404": refused["400"]}}
        },
    }
    api = loaded(tmp_path, paths, components={"schemas": {"Task": task}})
    assert () == check(api, function_target(api, Tasks()), parts=("rules",)).broken


def test_where_no_success_is_listed_none_is_wrong(tmp_path: Path) -> None:
    call = {"operationId": "call", "responses": {"400": {"description": "No."}}}
    api = loaded(tmp_path, {"/call": {"post": call}})
    found = check(api, function_target(api, lambda _: Response(200)))
    assert () == found.broken
    assert any("lists no success" in item.reason for item in found.not_checked)
