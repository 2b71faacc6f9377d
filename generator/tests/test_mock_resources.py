"""An API of another make: change and end, keys in paths, pages in the query, totals in headers, no behaviour at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from mock_apis import Caller, api_of
from truespec.contract.api import Api
from truespec.mock.service import Service
from truespec.mock.validators import Validators

NOTE = {
    "type": "object",
    "required": ["id", "text", "stars"],
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "text": {"type": "string"},
        "stars": {"type": "integer", "minimum": 1},
        "done": {"type": "boolean", "default": False},
        "due": {"type": "string", "format": "date"},
        "secret": {"type": "string", "writeOnly": True},
        "changed": {"type": ["string", "null"], "format": "date-time"},
        "parent": {"$ref": "#/components/schemas/Note"},
    },
}
REFERENCE = {"$ref": "#/components/schemas/Note"}
ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}


def answers(*codes: str, schema: object = REFERENCE, headers: object = None) -> dict[str, Any]:
    """Return responses: a body for successes but 204, a problem for 400, nothing else."""
    problem = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string", "minLength": 3}}}
    bodies = {"2": schema, "4": problem}
    made: dict[str, Any] = {}
    for code in codes:
        made[code] = {"description": code}
        if code not in {"204", "404"}:
            made[code]["content"] = {"application/json": {"schema": bodies[code[0]]}}
        if headers and code[0] == "2":
            made[code]["headers"] = headers
    return made


def body(schema: object = REFERENCE) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


NOTES = {
    "paths": {
        "/notes": {
            "get": {
                "operationId": "list",
                "parameters": [
                    {"name": "page", "in": "query", "schema": {"type": "integer", "default": 1}},
                    {"name": "size", "in": "query", "schema": {"type": "integer", "minimum": 1}},
                ],
                "responses": answers(
                    "200",
                    schema={"type": "array", "items": REFERENCE},
                    headers={"X-Total": {"required": True, "schema": {"type": "integer"}}},
                ),
            },
            "post": {"operationId": "create", "requestBody": body(), "responses": answers("200", "201", "422")},
        },
        "/notes/{id}": {
            "parameters": [ID],
            "get": {"operationId": "read", "responses": answers("200", "404")},
            "put": {"operationId": "replace", "requestBody": body(), "responses": answers("200", "404")},
            "patch": {
                "operationId": "change",
                "requestBody": body({"type": "object"}),
                "responses": answers("200", "404"),
            },
            "delete": {"operationId": "end", "responses": answers("204", "404")},
        },
        "/notes/count": {"get": {"operationId": "count", "responses": answers("200", schema={"const": 7})}},
    },
    "components": {"schemas": {"Note": NOTE}},
}
BEHAVIOUR = {
    "resources": {"note": {"schema": "Note", "key": "id", "sets": {"id": "count", "changed": "updated"}}},
    "operations": {
        "create": {"action": "create", "resource": "note", "states": "A note is made."},
        "read": {
            "action": "read",
            "resource": "note",
            "key": "path.id",
            "states": "A note is read.",
            "missing": {"status": 404, "states": "Or not."},
        },
        "replace": {"action": "update", "resource": "note", "key": "path.id", "states": "A note is written anew."},
        "change": {"action": "update", "resource": "note", "key": "path.id", "states": "A note is changed."},
        "end": {"action": "delete", "resource": "note", "key": "path.id", "states": "A note is gone."},
        "list": {
            "action": "list",
            "resource": "note",
            "states": "Notes are listed.",
            "paging": {
                "style": "page",
                "page": "query.page",
                "limit": "query.size",
                "items": "body",
                "totals": {"items": "header.X-Total"},
                "states": "In pages.",
            },
            "sort": {"by": "stars", "direction": "descending", "states": "The best first."},
        },
    },
}


@pytest.fixture
def api(tmp_path: Path) -> Api:
    return api_of(tmp_path, NOTES, BEHAVIOUR)


@pytest.fixture
def caller(api: Api) -> Caller:
    return Caller(Service(api), {})


def note(caller: Caller, **members: object) -> Any:
    return caller.post("/notes", {"text": "hello", "stars": 1, **members})


def test_a_new_record_has_every_member_that_can_be_filled_without_inventing(caller: Caller) -> None:
    made = note(caller, secret="hidden")  # noqa: S106 - the name of a member
    assert {"id": 1, "text": "hello", "stars": 1, "done": False, "changed": made["changed"]} == {
        name: value for name, value in made.items() if name != "secret"
    }


def test_a_create_answers_201_where_that_is_declared(caller: Caller) -> None:
    assert 201 == caller.send("POST", "/notes", body={"text": "a", "stars": 1}).status


def test_keys_are_counted_on_from_the_highest(caller: Caller) -> None:
    assert [1, 2] == [note(caller)["id"], note(caller)["id"]]
    caller.send("DELETE", "/notes/1")
    assert 3 == note(caller)["id"]


def test_an_ended_record_is_gone(caller: Caller) -> None:
    note(caller)
    gone = caller.send("DELETE", "/notes/1")
    assert (204, b"") == (gone.status, gone.body)
    assert [404, 404, 404] == [
        caller.send("GET", "/notes/1").status,
        caller.send("DELETE", "/notes/1").status,
        caller.send("PATCH", "/notes/1", body={"text": "x"}).status,
    ]


def test_a_change_takes_what_is_sent_and_a_replacement_everything(caller: Caller) -> None:
    note(caller, done=True)
    changed = json.loads(caller.send("PATCH", "/notes/1", body={"text": "bye", "id": 9}).body)
    assert (1, "bye", True) == (changed["id"], changed["text"], changed["done"])
    replaced = json.loads(caller.send("PUT", "/notes/1", body={"text": "new", "stars": 2}).body)
    assert (1, "new", 2, False) == (replaced["id"], replaced["text"], replaced["stars"], replaced["done"])


def test_a_value_the_record_cannot_have_is_made_neutral(caller: Caller, api: Api) -> None:
    note(caller)
    changed = json.loads(caller.send("PATCH", "/notes/1", body={"stars": "many", "text": 7}).body)
    assert Validators(api, "response").is_valid(api.schema("Note").schema, changed)
    assert ("", 1) == (changed["text"], changed["stars"])


def test_a_list_is_sorted_paged_and_counted_in_a_header(caller: Caller) -> None:
    for stars in (2, 3, 1, 3):
        note(caller, stars=stars)
    response = caller.send("GET", "/notes", "size=3&page=1")
    assert [(3, 2), (3, 4), (2, 1)] == [(item["stars"], item["id"]) for item in json.loads(response.body)]
    assert ("4", None) == (response.header("x-total"), response.header("content-length"))
    assert [3] == [item["id"] for item in json.loads(caller.send("GET", "/notes", "size=3&page=2").body)]


def test_a_literal_path_wins_over_a_template(caller: Caller) -> None:
    assert b"7" == caller.send("GET", "/notes/count").body
    assert 404 == caller.send("GET", "/notes/2").status
    assert 400 == caller.send("GET", "/notes/counts").status


def test_a_refusal_takes_a_declared_status_and_a_body_that_fits(caller: Caller) -> None:
    response = caller.send("POST", "/notes", body={})
    assert 422 == response.status
    assert len(json.loads(response.body)["error"]) >= 3


def test_a_member_only_the_server_sets_is_not_required_of_a_client(caller: Caller) -> None:
    assert 1 == note(caller)["id"]


def test_without_behaviour_every_operation_answers_as_its_schema_says(tmp_path: Path) -> None:
    # Nothing is made where records are only read, so no convention is recognised.
    paths = {**NOTES["paths"], "/notes": {"get": NOTES["paths"]["/notes"]["get"]}}
    api = api_of(tmp_path, {**NOTES, "paths": paths})
    caller = Caller(Service(api), {})
    validators = Validators(api, "response")
    calls = {"list": ("GET", "/notes"), "read": ("GET", "/notes/1"), "replace": ("PUT", "/notes/1")}
    for id_, (method, path) in calls.items():
        response = caller.send(method, path, body={"text": "a", "stars": 2} if method == "PUT" else None)
        operation = api.operation(id_)
        answer = operation.answer(response.status) if operation else None
        assert answer is not None
        schema = answer.content[0].schema
        assert schema is not None
        assert () == validators.problems(schema, json.loads(response.body), "body")
        assert response == caller.send(method, path, body={"text": "b", "stars": 3} if method == "PUT" else None)


def test_an_example_of_the_spec_is_preferred_unless_it_breaks_the_schema(tmp_path: Path) -> None:
    def answered(example: object) -> object:
        content = {"application/json": {"schema": {"type": "integer"}, "example": example}}
        responses = {"200": {"description": "x", "content": content}}
        api = api_of(tmp_path, {"paths": {"/x": {"get": {"operationId": "x", "responses": responses}}}})
        return json.loads(Caller(Service(api), {}).send("GET", "/x").body)

    assert 42 == answered(42)
    assert 0 == answered(0)
    assert isinstance(answered("wrong"), int)
