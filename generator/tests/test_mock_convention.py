"""An API without behaviour keeps state where it follows the conventions, and answers examples elsewhere."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from mock_apis import Caller, api_of, catalogued
from truespec.mock.convention import with_conventions
from truespec.mock.service import Service

PET = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "name": {"type": "string"},
        "tag": {"type": ["string", "null"]},
        "createdAt": {"type": "string", "format": "date-time", "readOnly": True},
    },
}
PET_REFERENCE = {"$ref": "#/components/schemas/Pet"}


def operation(id_: str, status: str, answer: object = None, body: object = None, *others: str) -> dict[str, Any]:
    made: dict[str, Any] = {"operationId": id_, "responses": {other: {"description": "x"} for other in others}}
    made["responses"][status] = {"description": "x"}
    if answer is not None:
        made["responses"][status]["content"] = {"application/json": {"schema": answer}}
    if body is not None:
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return made


def document(
    *, pet: Any = PET, name: str = "petId", listed: Any = None, collection: str = "/pets", put: str = "200"
) -> dict[str, Any]:
    """Return a document with one conventional resource."""
    names = [*(part[1:-1] for part in collection.split("/") if part.startswith("{")), name]
    parameters = [{"name": one, "in": "path", "required": True, "schema": {"type": "string"}} for one in names]
    listed = {"type": "array", "items": PET_REFERENCE} if listed is None else listed
    paths: dict[str, Any] = {
        collection: {
            "parameters": parameters[:-1],
            "get": operation("list", "200", listed),
            "post": operation("create", "201", PET_REFERENCE, PET_REFERENCE, "400", "409"),
        },
        f"{collection}/{{{name}}}": {
            "parameters": parameters,
            "get": operation("read", "200", PET_REFERENCE, None, "404"),
            "put": operation("write", put, PET_REFERENCE, PET_REFERENCE, "404"),
            "patch": operation("change", "200", PET_REFERENCE, {"type": "object"}, "404"),
            "delete": operation("end", "204", None, None, "404"),
        },
    }
    return {"paths": paths, "components": {"schemas": {"Pet": pet}}}


def caller_of(folder: Path, openapi: dict[str, Any], clock: datetime | None = None) -> Caller:
    moment = clock or datetime(2026, 5, 4, tzinfo=UTC)
    return Caller(Service(api_of(folder, openapi), clock=lambda: moment), {})


def got(caller: Caller, path: str) -> Any:
    response = caller.send("GET", path)
    return json.loads(response.body) if response.status == 200 else response.status


def test_what_is_made_is_found_listed_changed_and_gone(tmp_path: Path) -> None:
    caller = caller_of(tmp_path, document())
    assert ([], 404) == (got(caller, "/pets"), got(caller, "/pets/1"))
    rex = caller.post("/pets", {"name": "Rex", "tag": "dog"})
    assert {"id": 1, "name": "Rex", "tag": "dog", "createdAt": "2026-05-04T00:00:00.000Z"} == rex
    tom = caller.post("/pets", {"name": "Tom"})
    assert (rex, [rex, tom]) == (got(caller, "/pets/1"), got(caller, "/pets"))
    changed = json.loads(caller.send("PATCH", "/pets/1", body={"name": "Max"}).body)
    assert {**rex, "name": "Max"} == changed == got(caller, "/pets/1")
    written = json.loads(caller.send("PUT", "/pets/1", body={"name": "Leo", "id": 7}).body)
    assert {**rex, "name": "Leo", "tag": None} == written
    assert 204 == caller.send("DELETE", "/pets/1").status
    assert (404, [tom]) == (got(caller, "/pets/1"), got(caller, "/pets"))
    gone = [caller.send(method, "/pets/1", body={"name": "x"}).status for method in ("PUT", "PATCH", "DELETE")]
    assert [404, 404, 404] == gone


def test_a_list_may_stand_in_an_envelope(tmp_path: Path) -> None:
    members = {"data": {"type": "array", "items": PET_REFERENCE}, "next": {"type": ["string", "null"]}}
    caller = caller_of(tmp_path, document(listed={"type": "object", "properties": members}))
    rex = caller.post("/pets", {"name": "Rex"})
    assert [rex] == got(caller, "/pets")["data"]


@pytest.mark.parametrize(("around", "beside"), [("data", "meta"), ("pet", "warnings"), ("x", "")])
def test_a_record_may_stand_in_an_envelope(tmp_path: Path, around: str, beside: str) -> None:
    openapi = document()
    members = {around: PET_REFERENCE, beside: {"type": "object"}} if beside else {around: PET_REFERENCE}
    envelope = {"type": "object", "properties": members}
    for one in openapi["paths"].values():
        for made in one.values():
            for answer in made.get("responses", {}).values() if isinstance(made, dict) else ():
                if answer.get("content", {}).get("application/json", {}).get("schema") == PET_REFERENCE:
                    answer["content"] = {"application/json": {"schema": envelope}}
    caller = caller_of(tmp_path, openapi)
    rex = caller.post("/pets", {"name": "Rex"})
    assert ("Rex", rex) == (rex[around]["name"], got(caller, "/pets/1"))
    caller.send("PATCH", "/pets/1", body={"name": "Max"})
    assert ("Max", ["Max"]) == (got(caller, "/pets/1")[around]["name"], [pet["name"] for pet in got(caller, "/pets")])
    assert 404 == got(caller, "/pets/7")


def test_what_belongs_to_a_record_is_not_taken_for_it(tmp_path: Path) -> None:
    api = api_of(tmp_path, document(pet={"type": "object", "properties": {"name": {"type": "string"}, "owner": PET}}))
    assert api is with_conventions(api)


@pytest.mark.parametrize(
    ("member", "parameter"), [("id", "id"), ("id", "petId"), ("petId", "id"), ("pet_id", "petId"), ("code", "code")]
)
def test_a_record_is_known_by_the_parameter_by_id_or_by_the_name_of_the_thing(
    tmp_path: Path, member: str, parameter: str
) -> None:
    pet = {"type": "object", "properties": {member: {"type": "string"}, "name": {"type": "string"}}}
    caller = caller_of(tmp_path, document(pet=pet, name=parameter))
    made = caller.post("/pets", {"name": "Rex"})
    assert made == got(caller, f"/pets/{made[member]}")
    assert "mine" == caller.post("/pets", {member: "mine"})[member]
    assert 409 == caller.send("POST", "/pets", body={member: "mine"}).status


@pytest.mark.parametrize(
    ("limits", "fits"),
    [
        ({"pattern": "^[0-9a-f]{24}$"}, 24),
        ({"maxLength": 8}, 8),
        ({"pattern": "^[0-9]+$"}, 1),
        ({"format": "uuid"}, 36),
    ],
)
def test_a_key_made_here_fits_its_schema(tmp_path: Path, limits: dict[str, Any], fits: int) -> None:
    key = {"type": "string", "readOnly": True, **limits}
    caller = caller_of(tmp_path, document(pet={"type": "object", "properties": {"id": key, "name": {}}}))
    first, second = (caller.post("/pets", {"name": "x"})["id"] for _ in range(2))
    assert (fits, True) == (len(first), first != second)


def test_records_belong_to_what_the_path_names(tmp_path: Path) -> None:
    caller = caller_of(tmp_path, document(collection="/owners/{ownerId}/pets"))
    rex = caller.post("/owners/ada/pets", {"name": "Rex"})
    assert ([rex], []) == (got(caller, "/owners/ada/pets"), got(caller, "/owners/eve/pets"))
    assert 404 == got(caller, f"/owners/eve/pets/{rex['id']}")


def test_a_put_that_may_make_a_record_does(tmp_path: Path) -> None:
    caller = caller_of(tmp_path, document(put="201"))
    made = caller.send("PUT", "/pets/7", body={"name": "Rex"})
    assert (201, "Rex") == (made.status, got(caller, "/pets/7")["name"])
    caller.send("PUT", "/pets/7", body={"name": "Max", "tag": "dog"})
    caller.send("PUT", "/pets/7", body={"name": "Leo"})
    assert ("Leo", None, 1) == (
        got(caller, "/pets/7")["name"],
        got(caller, "/pets/7")["tag"],
        len(got(caller, "/pets")),
    )


def without(openapi: dict[str, Any], path: str, method: str) -> dict[str, Any]:
    del openapi["paths"][path][method]
    return openapi


@pytest.mark.parametrize(
    "openapi",
    [
        without(document(), "/pets", "post"),
        document(pet={"type": "object", "properties": {"name": {"type": "string"}}}),
        document(pet={"type": "object", "properties": {"id": {"type": "object"}, "name": {}}}),
        {"paths": {}},
    ],
)
def test_where_a_convention_is_not_kept_nothing_is_guessed(tmp_path: Path, openapi: dict[str, Any]) -> None:
    api = api_of(tmp_path, openapi)
    assert api is with_conventions(api)


def test_an_api_with_behaviour_is_taken_at_its_word() -> None:
    stated = catalogued("flowretail")
    assert stated is with_conventions(stated)
    assert with_conventions(replace(stated, behaviour=None)).behaviour is not None


def test_a_list_of_something_else_keeps_answering_its_example(tmp_path: Path) -> None:
    names = {"type": "array", "items": {"type": "string"}, "examples": [["Rex", "Tom"]]}
    caller = caller_of(tmp_path, document(listed=names))
    caller.post("/pets", {"name": "Max"})
    assert ["Rex", "Tom"] == got(caller, "/pets")


def test_without_a_declared_404_examples_are_answered_until_something_is_deleted(tmp_path: Path) -> None:
    openapi = document()
    for one in openapi["paths"]["/pets/{petId}"].values():
        if isinstance(one, dict):
            one["responses"].pop("404", None)
    caller = caller_of(tmp_path, openapi)
    assert "name" in got(caller, "/pets/7")
    assert 204 == caller.send("DELETE", "/pets/7").status
    caller.post("/pets", {"name": "Rex"})
    assert "name" in got(caller, "/pets/7")
    assert ("Rex", 204, 404) == (
        got(caller, "/pets/1")["name"],
        caller.send("DELETE", "/pets/1").status,
        got(caller, "/pets/1"),
    )


def test_an_envelope_whose_schema_names_no_type_holds_all_it_has_to(tmp_path: Path) -> None:
    pets = {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}
    envelope = {"required": ["kind", "data"], "properties": {"kind": {"type": "string"}, "data": pets}}
    caller = caller_of(tmp_path, document(listed=envelope))
    caller.post("/pets", {"name": "Rex"})
    found = got(caller, "/pets")
    assert ({"kind", "data"}, ["Rex"]) == (set(found), [pet["name"] for pet in found["data"]])
