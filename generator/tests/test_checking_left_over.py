"""An object that is put together from parts and takes no other members: what is wrong with it, and what seems so."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

from checked_server import OPENAPI, guest_api
from truespec.checking.records import RecordMaker
from truespec.checking.schema_check import SchemaCheck
from truespec.checking.variations import UNHEARD_OF, spots
from truespec.contract.api import Api
from truespec.contract.schema import Json, Schema

PART: dict[str, Any] = {"properties": {"mail": {"type": "string", "format": "email"}, "nights": {"type": "integer"}}}
WHOLE: dict[str, Any] = {
    "allOf": [PART, {"properties": {"floor": {"type": "integer"}}}],
    "unevaluatedProperties": False,
}
DOCUMENT: dict[str, Any] = deepcopy(OPENAPI)
DOCUMENT["paths"]["/stays"] = {
    "post": {
        "operationId": "addStay",
        "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Stay"}}}},
        "responses": {"201": {"description": "It was made."}, "400": {"description": "No."}},
    }
}
DOCUMENT["components"]["schemas"]["Stay"] = WHOLE


def stay(tmp_path: Path) -> tuple[Api, Schema]:
    api = guest_api(tmp_path, behaviour=False, openapi=DOCUMENT)
    operation = api.operation("addStay")
    assert operation is not None
    assert operation.body is not None
    schema = operation.body.content[0].schema
    assert schema is not None
    return api, schema


def told(tmp_path: Path, body: Json) -> list[tuple[str, str]]:
    api, schema = stay(tmp_path)
    return [(one.path, one.keyword) for one in SchemaCheck(api, "request").violations(schema, body)]


def test_members_are_not_left_over_because_one_beside_them_is_wrong(tmp_path: Path) -> None:
    assert told(tmp_path, {"mail": "nobody", "nights": 2, "floor": 1}) == [("mail", "format")]


def test_a_member_that_no_part_knows_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, {"mail": "ada@example.com", "pets": 1}) == [("", "unevaluatedProperties")]


def test_an_object_of_parts_that_takes_no_others_is_sent_one_that_nobody_knows(tmp_path: Path) -> None:
    api, schema = stay(tmp_path)
    assert (UNHEARD_OF,) in {spot.path for spot in spots(RecordMaker(api, "tag", 0), schema)}


def test_a_country_within_an_address_is_not_the_same_in_all_that_is_made(tmp_path: Path) -> None:
    document = deepcopy(DOCUMENT)
    country = {"type": "string", "pattern": "^[A-Z]{2}$"}
    home = {"type": "object", "required": ["country"], "properties": {"country": country}}
    document["components"]["schemas"]["Stay"] = {"type": "object", "properties": {"home": home}}
    api = guest_api(tmp_path, behaviour=False, openapi=document)
    operation = api.operation("addStay")
    assert operation is not None
    assert operation.body is not None
    maker, schema = RecordMaker(api, "tag", 0), operation.body.content[0].schema
    assert schema is not None
    made = [maker.make(schema, ["home"]) for _ in range(12)]
    assert len({str(one) for one in made}) > 1
