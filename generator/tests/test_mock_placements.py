"""Where nobody says how an answer carries a record, it is put where its members are known, and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from mock_apis import Caller, api_of
from truespec.checking.run import check
from truespec.checking.targets import mock_target
from truespec.contract.api import Api
from truespec.contract.schema import Json
from truespec.mock.service import Service

_TEXT: dict[str, Json] = {"type": "string"}
_THING: dict[str, Json] = {
    "type": "object",
    "required": ["name"],
    "properties": {"id": {**_TEXT, "readOnly": True}, "name": _TEXT},
}
_ERRORS: dict[str, Json] = {"type": "array", "items": _TEXT}
_ABOUT: dict[str, Json] = {"type": "object", "properties": {"page": {"type": "integer"}}}
_ANY: dict[str, Json] = {"type": "object"}
_LISTED: dict[str, Json] = {
    "type": "object",
    "properties": {"errors": _ERRORS, "about": _ABOUT, "free": _ANY, "data": {"type": "array", "items": _THING}},
}
_WITHIN: dict[str, Json] = {"type": "object", "properties": {"errors": _ERRORS, "about": _ABOUT, "thing": _THING}}
_GONE: dict[str, Json] = {"type": "object", "properties": {"deletedId": _TEXT}}


def _api(folder: Path, made: Json, gone: Json = None) -> Api:
    def answer(schema: Json) -> Json:
        return {"200": {"description": "Done.", "content": {"application/json": {"schema": schema}}}}

    body: Json = {"required": True, "content": {"application/json": {"schema": _THING}}}
    key: Json = [{"name": "id", "in": "path", "required": True, "schema": _TEXT}]
    paths: dict[str, Json] = {
        "/things": {"post": {"operationId": "make", "requestBody": body, "responses": answer(made)}},
        "/things/{id}": {
            "get": {"operationId": "read", "parameters": key, "responses": answer(_THING)},
            "delete": {"operationId": "end", "parameters": key, "responses": answer(gone or _GONE)},
        },
    }
    return api_of(folder, {"paths": paths})


@pytest.mark.parametrize(
    ("schema", "where"),
    [(_THING, ()), (_WITHIN, ("thing",)), (_LISTED, ("data", 0)), (_ANY, ())],
)
def test_a_record_is_put_where_its_members_are_known(
    tmp_path: Path, schema: Json, where: tuple[str | int, ...]
) -> None:
    api = _api(tmp_path, schema)
    value: Json = json.loads(Caller(Service(api), {}).send("POST", "/things", body={"name": "Ada"}).body)
    for step in where:
        value = value[step]  # type: ignore[index,call-overload]
    assert isinstance(value, dict)
    assert "Ada" == value["name"]
    assert () == check(api, mock_target(api)).broken


def test_an_answer_that_knows_no_member_of_a_record_has_none(tmp_path: Path) -> None:
    api = _api(tmp_path, _THING)
    caller = Caller(Service(api), {})
    made = json.loads(caller.send("POST", "/things", body={"name": "Ada"}).body)
    gone = json.loads(caller.send("DELETE", f"/things/{made['id']}").body)
    assert not gone.keys() & {"id", "name"}
    assert () == check(api, mock_target(api)).broken
