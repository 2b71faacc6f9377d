"""Which of the clearest requests are one and the same: a name in two bodies, but not in a body and in a query."""

from __future__ import annotations

import random
from pathlib import Path

from mock_apis import catalogued
from truespec.checking.cases import Cases
from truespec.checking.ledger import Ledger
from truespec.checking.parameters import json_schema
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.world import World
from truespec.checking.session import Session
from truespec.checking.targets import mock_target
from truespec.checking.variations import variations
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api

_SPEC = """
openapi: 3.1.0
info: {title: Guests, version: "1"}
paths:
  /guests:
    get:
      operationId: listGuests
      parameters:
        - {name: phone, in: query, schema: {type: string, pattern: "^[0-9]+$"}}
      responses: {"200": {description: The guests.}, "400": {description: A wrong request.}}
    post:
      operationId: createGuest
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                phone: {type: string, pattern: "^[0-9]+$"}
                tags: {type: array, items: {type: string, maxLength: 20}}
                codes: {type: array, items: {type: string, maxLength: 8}}
                born: {type: string, format: date}
      responses: {"201": {description: Made.}, "400": {description: A wrong request.}}
"""


def _kinds(tmp_path: Path) -> dict[str, list[str]]:
    file = tmp_path / "openapi.yaml"
    file.write_text(_SPEC)
    api = load_api(str(file), Report())
    assert api is not None
    target = mock_target(api)
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    return {
        operation.id: [kind for kind, _ in Cases(world, operation, random.Random(0)).clearest(sure=True)]
        for operation in api.operations
    }


def test_a_parameter_and_a_member_of_one_name_are_two_places(tmp_path: Path) -> None:
    kinds = _kinds(tmp_path)
    assert "query.phone pattern" in kinds["listGuests"]
    assert "phone pattern" in kinds["createGuest"]


def test_items_of_two_lists_are_two_places(tmp_path: Path) -> None:
    assert {"tags.0 maxLength", "codes.0 maxLength"} <= set(_kinds(tmp_path)["createGuest"])


def test_the_plainest_wrong_day_is_none_at_all() -> None:
    api = catalogued("collins")
    maker, operation = RecordMaker(api, "test", 0), api.operation("CreateCustomer")
    assert operation is not None
    schema = json_schema(operation)
    assert schema is not None
    born = maker.shape(schema).properties["dob"].schema
    wrong = [
        value for value in variations(maker, "dob", born) if isinstance(value, str) and not maker.is_valid(born, value)
    ]
    assert wrong.index("no day") < wrong.index("2024-02-30")
