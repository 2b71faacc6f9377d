"""What a search is asked for in its body: a cursor that nobody was given would be refused, and hide all else."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.subjects import prepared
from truespec.checking.rules.ground.world import World
from truespec.checking.session import Session
from truespec.checking.targets import mock_target
from truespec.contract.schema import Json
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api

_SPEC = """
openapi: 3.1.0
info: {title: Guests, version: "1"}
paths:
  /guests:
    get: {operationId: listGuests, responses: {"200": {description: The guests.}}}
    post:
      operationId: createGuest
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Guest"}}}}
      responses: {"201": {description: Made.}}
  /guests/search:
    post:
      operationId: searchGuests
      requestBody: {content: {application/json: {schema: %s}}}
      responses: {"200": {description: Those that are found.}}
components:
  schemas:
    Guest:
      type: object
      required: [id]
      properties: {id: {type: string}, name: {type: string}, cursor: {type: string}}
"""
_CURSOR = "cursor: {type: [string, 'null']}"


def _body(tmp_path: Path, search: str, operation: str = "searchGuests") -> Json:
    file = tmp_path / "openapi.yaml"
    file.write_text(_SPEC % search)
    api = load_api(str(file), Report())
    assert api is not None
    found, target = api.operation(operation), mock_target(api)
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    assert found is not None
    made = prepared(World(session, RecordMaker(api, "test", 0), random.Random(0), 1), found)
    assert made is not None
    return dict(made.body) if isinstance(made.body, dict) else None


@pytest.mark.parametrize(
    ("search", "asked"),
    [
        (f"{{type: object, properties: {{query: {{type: string}}, {_CURSOR}}}}}", {"query"}),
        (f"{{type: object, minProperties: 1, properties: {{{_CURSOR}}}}}", {"cursor"}),
        (f"{{type: object, required: [cursor], properties: {{{_CURSOR}}}}}", {"cursor"}),
        ("{type: object, properties: {after: {type: string, format: date}}}", {"after"}),
    ],
)
def test_a_search_is_asked_from_its_beginning(tmp_path: Path, search: str, asked: set[str]) -> None:
    body = _body(tmp_path, search)
    assert isinstance(body, dict)
    assert set(body) == asked


def test_a_cursor_within_an_object_is_left_out_too(tmp_path: Path) -> None:
    page = f"{{type: object, properties: {{size: {{type: integer}}, {_CURSOR}}}}}"
    body = _body(tmp_path, f"{{type: object, properties: {{page: {page}}}}}")
    assert isinstance(body, dict)
    assert isinstance(body["page"], dict)
    assert set(body["page"]) == {"size"}


def test_a_record_keeps_a_member_of_that_name(tmp_path: Path) -> None:
    body = _body(tmp_path, "{type: object}", "createGuest")
    assert isinstance(body, dict)
    assert "cursor" in body
