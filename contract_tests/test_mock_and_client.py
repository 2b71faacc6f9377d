"""The client speaks with the mock: every operation, sync and async, over a socket; every declared error is typed."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from generated_client import call, client, module
from mock_world import APIS
from truespec.contract.api import Api
from truespec.contract.behaviour import Action
from truespec.contract.operation import Operation
from truespec.mock.doors import running
from truespec.mock.service import Service

OPERATIONS = [
    pytest.param(api, operation, id=f"{api.name}-{operation.id}") for api in APIS for operation in api.operations
]
REFUSALS = [
    pytest.param(api, operation, answer.status, id=f"{api.name}-{operation.id}-{answer.status}")
    for api in APIS
    for operation in api.operations
    for answer in operation.answers
    if answer.status.isdigit() and not answer.success
]


@pytest.fixture(scope="module")
def addresses() -> Iterator[dict[str, str]]:
    """Serve a mock of every API on a socket of its own."""
    servers = {api.name: running(Service(api)) for api in APIS}
    yield {name: server.__enter__() for name, server in servers.items()}
    for server in servers.values():
        server.__exit__(None, None, None)


def _example(operation: Operation) -> Any:
    content = operation.body.content if operation.body is not None else ()
    examples = content[0].examples if content else ()
    return examples[0].value if examples else None


def _makes(api: Api, resource: str) -> Operation | None:
    actions: tuple[Action, ...] = api.behaviour.actions if api.behaviour is not None else ()
    found = (action for action in actions if action.resource == resource and action.kind in {"create", "upsert"})
    action = next(found, None)
    return api.operation(action.id) if action is not None else None


def _values(api: Api, operation: Operation, made: Any) -> dict[str, Any]:
    """Return a value for each required parameter: the key of a record that is there, or an example."""
    action = api.behaviour.action(operation.id) if api.behaviour is not None else None
    resource = api.behaviour.resource(action.resource) if api.behaviour is not None and action is not None else None
    found: dict[str, Any] = {}
    for parameter in operation.parameters:
        is_key = action is not None and action.key is not None and action.key.path == (parameter.wire,)
        if is_key and resource is not None:
            found[parameter.wire] = getattr(made, resource.key)
        elif parameter.required:
            found[parameter.wire] = parameter.examples[0].value
    return found


def _made(owner: Any, api: Api, operation: Operation) -> Any:
    action = api.behaviour.action(operation.id) if api.behaviour is not None else None
    maker = _makes(api, action.resource) if action is not None and action.key is not None else None
    return call(owner, api, maker, {}, _example(maker)) if maker is not None else None


def _answered(ask: Callable[[], Any], fine: type[Exception]) -> Any:
    """Return an answer; that there is no such record is one, too: the credentials were taken."""
    try:
        return ask()
    except fine:
        return None


def _items(result: Any) -> list[Any]:
    return list(result) if type(result).__name__ == "Pager" else [result]


@pytest.mark.parametrize(("api", "operation"), OPERATIONS)
def test_every_operation_is_done(addresses: dict[str, str], api: Api, operation: Operation) -> None:
    with client(api, base_url=addresses[api.name], validation="strict") as made:
        values = _values(api, operation, _made(made, api, operation))
        _items(call(made, api, operation, values, _example(operation)))


@pytest.mark.parametrize(("api", "operation"), OPERATIONS)
def test_every_operation_is_done_asynchronously(addresses: dict[str, str], api: Api, operation: Operation) -> None:
    async def done() -> None:
        async with client(api, asynchronous=True, base_url=addresses[api.name], validation="strict") as made:
            record = _made(made, api, operation)
            record = await record if inspect.isawaitable(record) else record
            result = call(made, api, operation, _values(api, operation, record), _example(operation))
            if inspect.isawaitable(result):
                await result
            else:
                assert isinstance([item async for item in result], list)

    asyncio.run(done())


@pytest.mark.parametrize(("api", "operation", "status"), REFUSALS)
def test_every_declared_error_is_raised_as_its_type(api: Api, operation: Operation, status: str) -> None:
    errors = module(api, "errors")
    fake = module(api, "testing").Fake()
    fake.answer(f"{operation.resource}.{operation.name}", status=int(status), json={})
    values = {item.wire: item.examples[0].value for item in operation.parameters if item.required}
    with client(api, transport=fake, max_retries=0) as made, pytest.raises(errors.ApiError) as raised:
        _items(call(made, api, operation, values, _example(operation)))
    assert raised.value.status == int(status)
    assert raised.type is not errors.UnexpectedStatus
    assert raised.type is not errors.ApiError


@pytest.mark.parametrize("api", APIS, ids=lambda api: api.name)
def test_without_its_credentials_the_mock_refuses_the_client(addresses: dict[str, str], api: Api) -> None:
    errors = module(api, "errors")
    made = client(api, base_url=addresses[api.name])
    operation = api.operations[0]
    values = {item.wire: item.examples[0].value for item in operation.parameters if item.required}
    blank = getattr(module(api), api.names.client)(
        base_url=addresses[api.name], **{scheme.name: " " for scheme in api.security_schemes}
    )
    with made, blank:
        _items(_answered(lambda: call(made, api, operation, values, _example(operation)), errors.NotFound))
        with pytest.raises(errors.Unauthorized):
            _items(call(blank, api, operation, values, _example(operation)))
