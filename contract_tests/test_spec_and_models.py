"""What a schema of the spec allows, its model takes and gives back; what the schema forbids, strict mode refuses."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from generated_client import client, module
from hypothesis import given, settings
from hypothesis import strategies as st
from mock_world import APIS
from truespec.contract.api import Api
from truespec.contract.schema import NamedSchema
from truespec.mock.samples import Sampler
from truespec.mock.shapes import Shapes
from truespec.mock.validators import Validators

SCHEMAS = [
    pytest.param(api, named, id=f"{api.name}-{named.name}")
    for api in APIS
    for named in api.schemas
    if named.schema.properties
]
SEEDS = st.integers(min_value=0, max_value=2**32)


def _sample(api: Api, named: NamedSchema, seed: int) -> Any:
    return Sampler(Shapes(api), Validators(api, "response"), seed).sample(named.schema)


def _model(api: Api, named: NamedSchema) -> Any:
    return getattr(module(api, "models"), named.name)


def _with_equal_instants(value: Any) -> Any:
    """Write every RFC 3339 instant in one way: ``Z`` and ``+00:00`` mean the same, and so do fractions of zero."""
    if isinstance(value, dict):
        return {key: _with_equal_instants(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_equal_instants(inner) for inner in value]
    if isinstance(value, str) and len(value) >= 19 and value[10:11] in {"T", "t"}:
        try:
            return datetime.fromisoformat(value.upper()).isoformat()
        except ValueError:
            return value
    return value


@pytest.mark.parametrize(("api", "named"), SCHEMAS)
def test_what_the_schema_allows_comes_back_equal(api: Api, named: NamedSchema) -> None:
    @settings(max_examples=20, deadline=None, database=None, derandomize=True)
    @given(SEEDS)
    def holds(seed: int) -> None:
        value = _sample(api, named, seed)
        model = _model(api, named).model_validate_json(json.dumps(value))
        back = json.loads(model.model_dump_json(by_alias=True, exclude_unset=True))
        assert _with_equal_instants(value) == _with_equal_instants(back)

    holds()


@pytest.mark.parametrize(("api", "named"), SCHEMAS)
def test_unknown_members_are_kept(api: Api, named: NamedSchema) -> None:
    value = {**_sample(api, named, 1), "memberOfTomorrow": {"deep": [1, None]}}
    model = _model(api, named).model_validate(value)
    assert json.loads(model.model_dump_json(by_alias=True, exclude_unset=True))["memberOfTomorrow"] == {
        "deep": [1, None]
    }


@pytest.mark.parametrize(("api", "named"), SCHEMAS)
def test_a_member_of_another_type_is_refused_when_strict(api: Api, named: NamedSchema) -> None:
    model = _model(api, named)
    refused = 0
    for member in named.schema.properties:
        schema = api.target(member.schema)
        if not schema.types:
            continue
        wrong: Any = [] if "array" not in schema.types else "no array"
        value = {**_sample(api, named, 2), member.wire: wrong}
        with pytest.raises(ValueError, match=member.wire):
            model.model_validate_json(json.dumps(value), strict=True)
        refused += 1
    assert refused or all(not api.target(member.schema).types for member in named.schema.properties)


@pytest.mark.parametrize(("api", "named"), SCHEMAS)
def test_a_required_member_that_is_missing_is_refused(api: Api, named: NamedSchema) -> None:
    sample = _sample(api, named, 3)
    for member in named.schema.properties:
        if member.required:
            value = {wire: inner for wire, inner in sample.items() if wire != member.wire}
            with pytest.raises(ValueError, match=member.wire):
                _model(api, named).model_validate_json(json.dumps(value))


@pytest.mark.parametrize(("api", "named"), SCHEMAS)
def test_no_value_shows_in_a_repr(api: Api, named: NamedSchema) -> None:
    wire = next((m.wire for m in named.schema.properties if "string" in api.target(m.schema).types), None)
    if wire is None:
        assert all("string" not in api.target(member.schema).types for member in named.schema.properties)
        return
    model = _model(api, named).model_construct(**{wire: "canary-4711"})
    assert "canary-4711" not in repr(model) + str(model)


@pytest.mark.parametrize("api", APIS, ids=lambda api: api.name)
def test_no_credential_shows_in_the_repr_of_a_client(api: Api) -> None:
    made = client(api)
    for scheme in api.security_schemes:
        assert f"{scheme.name}-value" not in repr(made) + repr(vars(made))
