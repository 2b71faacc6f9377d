"""The mock takes what the spec shows, answers as the spec declares, and refuses what the spec does not allow."""

from __future__ import annotations

import pytest
from mock_world import APIS, World
from truespec.contract.api import Api
from truespec.contract.operation import Example, Operation

OPERATIONS = [
    pytest.param(api, operation, id=f"{api.name}-{operation.id}") for api in APIS for operation in api.operations
]
EXAMPLES = [
    pytest.param(api, operation, example, id=f"{api.name}-{operation.id}-{example.name}")
    for api in APIS
    for operation in api.operations
    for media in (operation.body.content if operation.body else ())
    for example in media.examples
]
NEEDS = [
    pytest.param(api, operation, need.scheme, id=f"{api.name}-{operation.id}-{need.scheme}")
    for api in APIS
    for operation in api.operations
    for need in (operation.security[0] if operation.security else ())
]


@pytest.mark.parametrize(("api", "operation", "example"), EXAMPLES)
def test_every_example_of_a_body_is_taken(api: Api, operation: Operation, example: Example) -> None:
    world = World(api)
    world.done(operation, world.naming(operation), body=example.value)


@pytest.mark.parametrize(("api", "operation"), OPERATIONS)
def test_a_request_made_from_the_spec_is_answered_as_declared(api: Api, operation: Operation) -> None:
    world = World(api)
    response = world.ask(operation, world.naming(operation))
    assert [] == world.misfits(operation, response)
    assert 200 <= response.status < 300


@pytest.mark.parametrize(("api", "operation", "scheme"), NEEDS)
def test_without_one_of_its_credentials_an_operation_refuses(api: Api, operation: Operation, scheme: str) -> None:
    world = World(api)
    response = world.ask(operation, without=scheme)
    assert response.status in {401, 403}
    assert [] == world.misfits(operation, response)


@pytest.mark.parametrize(("api", "operation"), OPERATIONS)
def test_a_body_that_is_no_json_is_refused_as_declared(api: Api, operation: Operation) -> None:
    world = World(api)
    response = world.ask(operation, raw=b'{"a": ')
    assert (operation.body is not None) == (response.status in {400, 415, 422})
    assert [] == world.misfits(operation, response)


@pytest.mark.parametrize("api", [pytest.param(api, id=api.name) for api in APIS])
def test_every_schema_of_the_spec_can_be_checked(api: Api) -> None:
    world = World(api)
    for named in api.schemas:
        world.validators.is_valid(named.schema, None)
    assert [] == world.validators.unusable
