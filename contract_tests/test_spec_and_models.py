"""What a schema of the spec allows, its model takes and gives back; what the schema forbids, strict mode refuses."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from generated_client import client, module
from hypothesis import given, settings
from mock_world import APIS
from truespec.contract.api import Api
from truespec.contract.json_schema import standalone
from truespec.contract.operation import MediaType, Operation, is_json
from truespec.contract.schema import NamedSchema
from truespec.mock.samples import Sampler
from truespec.mock.shapes import Shapes
from truespec.mock.validators import Validators
from wire_properties import allowed, check_allowed, check_forbidden, equal_on_the_wire, refused

SCHEMAS = [
    pytest.param(api, named, id=f"{api.name}-{named.name}")
    for api in APIS
    for named in api.schemas
    if named.schema.properties
]
EVERY_SCHEMA = [pytest.param(api, named, id=f"{api.name}-{named.name}") for api in APIS for named in api.schemas]
ROWS = [
    (api, operation, answer.status, media, media.schema)
    for api in APIS
    for operation in api.operations
    for answer in operation.answers
    for media in answer.content
    if media.schema is not None and is_json(media.name) and answer.success
]
TALK = {"$defs", "$schema", "default", "description", "examples", "title"}
ANSWERS = [
    pytest.param(api, operation, status, media, id=f"{operation.id}-{status}")
    for api, operation, status, media, _ in ROWS
]
# What is documented as anything at all forbids nothing.
FORBIDDING = [
    pytest.param(api, operation, status, media, id=f"{operation.id}-{status}")
    for api, operation, status, media, schema in ROWS
    if standalone(schema, api).keys() - TALK
]
EXAMPLES = int(os.environ.get("TRUESPEC_EXAMPLES", "10"))
SEED = int(os.environ["TRUESPEC_SEED"]) if "TRUESPEC_SEED" in os.environ else None
"""For more than continuous integration tries: how many values for each schema, and where chance begins."""


def _sample(api: Api, named: NamedSchema, seed: int) -> Any:
    return Sampler(Shapes(api), Validators(api, "response"), seed).sample(named.schema)


def _model(api: Api, named: NamedSchema) -> Any:
    return getattr(module(api, "models"), named.name)


@pytest.mark.parametrize(("api", "named"), EVERY_SCHEMA)
def test_what_the_schema_allows_comes_back_equal(api: Api, named: NamedSchema) -> None:
    members = [member for one in api.schemas for member in one.schema.properties]
    python = {member.name for member in members} - {member.wire for member in members}
    check_allowed(standalone(named.schema, api), _model(api, named), examples=EXAMPLES, number=SEED, python=python)


@pytest.mark.parametrize(("api", "named"), EVERY_SCHEMA)
def test_what_the_schema_forbids_is_refused_when_strict(api: Api, named: NamedSchema) -> None:
    check_forbidden(standalone(named.schema, api), _model(api, named), examples=EXAMPLES, number=SEED)


@pytest.mark.parametrize(("api", "operation", "status", "media"), ANSWERS)
def test_an_answer_that_is_allowed_is_read_in_every_mode_and_sent_back_equal(
    api: Api, operation: Operation, status: str, media: MediaType
) -> None:
    assert media.schema is not None
    read = _reader(api, operation, status, media)

    @settings(max_examples=max(EXAMPLES // 3, 3), deadline=None, database=None, derandomize=True)
    @given(allowed(standalone(media.schema, api)))
    def holds(value: Any) -> None:
        for validation in ("lenient", "strict", "report"):
            assert equal_on_the_wire(value, read(json.dumps(value), validation))

    holds()


@pytest.mark.parametrize(("api", "operation", "status", "media"), FORBIDDING)
def test_an_answer_that_is_forbidden_fails_when_strict_and_never_when_lenient(
    api: Api, operation: Operation, status: str, media: MediaType
) -> None:
    assert media.schema is not None
    read = _reader(api, operation, status, media)

    @settings(max_examples=max(EXAMPLES // 3, 3), deadline=None, database=None, derandomize=True)
    @given(refused(standalone(media.schema, api)))
    def holds(value: Any) -> None:
        text = json.dumps(value)
        read(text, "lenient")
        with pytest.raises(module(api, "errors").DecodeError):
            read(text, "strict")

    holds()


def _reader(api: Api, operation: Operation, status: str, media: MediaType) -> Callable[[str, str], Any]:
    """Return what reads a body as the client does, and gives what would be sent if it were sent back."""
    runtime = module(api, "_runtime")
    decode, values = module(api, "_runtime.decoding").decode, module(api, "_runtime.values")
    table = vars(sys.modules[type(getattr(client(api), operation.resource)).__module__])
    name = f"{operation.resource}.{operation.name}"
    declared = next(each for each in table.values() if isinstance(each, runtime.Operation) and each.id == name)
    code = 200 if status == "default" else int(status.replace("X", "0"))

    def read(text: str, validation: str) -> Any:
        answer = runtime.HttpAnswer(code, runtime.Headers([("content-type", media.name)]), text.encode())
        return json.loads(values.json_bytes(decode(declared, answer, validation, lambda _: None)))

    return read


def test_a_documented_sample_of_collins_stays_as_the_vendor_writes_it() -> None:
    (collins,) = (api for api in APIS if api.name == "collins")
    customer = module(collins, "models").Customer
    text = '{"id":"1","created_date":"2019-03-06 17:00:00"}'
    for strict in (False, True):
        made = customer.model_validate_json(text, strict=strict)
        assert datetime(2019, 3, 6, 17) == datetime.fromisoformat(made.created_date)  # noqa: DTZ001  # no zone is sent
        assert text == made.model_dump_json(exclude_unset=True)
    with pytest.raises(ValueError, match="created_date"):
        customer.model_validate_json('{"id":"1","created_date":"2019-03-06"}', strict=True)


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
