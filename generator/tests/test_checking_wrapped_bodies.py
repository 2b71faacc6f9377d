"""What stands deep inside a body, as where all of a record is wrapped, is made and compared like what stands alone."""

from __future__ import annotations

import json
from pathlib import Path

from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.values import same_value
from truespec.contract.schema import Json
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api

_SPEC = {
    "openapi": "3.1.0",
    "info": {"title": "Readers", "version": "1"},
    "paths": {},
    "components": {
        "schemas": {
            "Reader": {
                "type": "object",
                "required": ["data"],
                "properties": {
                    "data": {
                        "type": "object",
                        "required": ["type", "attributes"],
                        "properties": {
                            "type": {"const": "readers"},
                            "attributes": {
                                "type": "object",
                                "required": ["email", "card"],
                                "properties": {
                                    "email": {"type": "string", "format": "email"},
                                    "card": {"type": "string", "pattern": "^[0-9]{9}$"},
                                },
                            },
                        },
                    }
                },
            }
        }
    },
}


def _attributes(made: Json) -> dict[str, Json]:
    for name in ("data", "attributes"):
        assert isinstance(made, dict)
        made = made[name]
    assert isinstance(made, dict)
    return made


def test_no_two_records_have_one_address_or_one_code_however_deep_it_is(tmp_path: Path) -> None:
    file = tmp_path / "openapi.yaml"
    file.write_text(json.dumps(_SPEC), encoding="utf-8")
    api = load_api(str(file), Report())
    assert api is not None
    schema, maker = api.schema("Reader").schema, RecordMaker(api, "test", 0)
    made = [maker.make(schema, ["data"]) for _ in range(20)]
    assert all(isinstance(one, dict) and maker.is_valid(schema, one) for one in made)
    records = [_attributes(one) for one in made if isinstance(one, dict)]
    assert 20 == len({str(record["email"]) for record in records}) == len({str(record["card"]) for record in records})


def test_null_within_an_object_may_be_left_out_and_a_text_may_not() -> None:
    sent: Json = {"city": "Oslo", "street": None}
    assert same_value(sent, {"city": "Oslo"})
    assert same_value(sent, {"city": "Oslo", "street": None, "country": "NO"})
    assert not same_value(sent, {"street": None})
    assert not same_value(sent, {"city": "Oslo", "street": "Main"})
