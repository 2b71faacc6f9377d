"""Keys that the server makes are unlike each other and fit their schema, whatever that asks for."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from mock_apis import Caller, api_of
from truespec.checking.run import check
from truespec.checking.targets import mock_target
from truespec.contract.schema import Json
from truespec.mock.counted_texts import counted_text, places_to_count
from truespec.mock.service import Service


def _paths(key: dict[str, Json]) -> dict[str, Json]:
    thing: Json = {
        "type": "object",
        "required": ["id", "name"],
        "properties": {"id": {**key, "readOnly": True}, "name": {"type": "string"}},
    }
    content: Json = {"application/json": {"schema": thing}}
    taken: Json = {"required": True, "content": content}
    parameters: Json = [{"name": "id", "in": "path", "required": True, "schema": key}]
    return {
        "/things": {
            "post": {
                "operationId": "make",
                "requestBody": taken,
                "responses": {"201": {"description": "Made.", "content": content}},
            }
        },
        "/things/{id}": {
            "get": {
                "operationId": "read",
                "parameters": parameters,
                "responses": {"200": {"description": "It.", "content": content}, "404": {"description": "Unknown."}},
            }
        },
    }


@pytest.mark.parametrize(
    ("key", "form"),
    [
        ({"type": "string", "minLength": 32, "maxLength": 32}, ".{32}"),
        ({"type": "string", "pattern": "^[A-Z]{3}-[0-9]{5}$"}, "[A-Z]{3}-[0-9]{5}"),
        ({"type": "string", "pattern": "^cus_[a-z0-9]{14}$"}, "cus_[a-z0-9]{14}"),
        ({"type": "string", "pattern": "^[1-9][0-9]{5}$"}, "[1-9][0-9]{5}"),
        ({"type": "string", "format": "uuid"}, "[0-9a-f-]{36}"),
        ({"type": "string"}, ".+"),
        ({"type": "integer", "minimum": 100000}, "1[0-9]{5}"),
        ({"type": "integer", "minimum": 1}, "[0-9]+"),
    ],
)
def test_each_record_has_a_key_of_its_own(tmp_path: Path, key: dict[str, Json], form: str) -> None:
    api = api_of(tmp_path, {"paths": _paths(key)})
    caller = Caller(Service(api), {})
    made = [json.loads(caller.send("POST", "/things", body={"name": str(at)}).body)["id"] for at in range(70)]
    assert len(made) == len(set(made))
    assert all(re.fullmatch(form, str(one)) for one in made)
    names = [json.loads(caller.send("GET", f"/things/{one}").body)["name"] for one in made]
    assert [str(at) for at in range(70)] == names
    assert () == check(api, mock_target(api)).broken


def test_a_text_that_nothing_may_change_in_counts_to_nothing() -> None:
    places = places_to_count("one", lambda text: text == "one")
    assert ("o", "n", "e") == places
    assert "one" == counted_text(places, 0)
    assert counted_text(places, 1) is None


def test_no_two_numbers_share_a_text() -> None:
    places = places_to_count("A-1", lambda text: re.fullmatch("[AB]-[0-9]", text) is not None)
    texts = [counted_text(places, number) for number in range(21)]
    assert ["A-0", "A-1", "B-0", None] == [texts[0], texts[1], texts[10], texts[20]]
    assert 20 == len(set(texts[:20]))
