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
from truespec.contract.behaviour import Action, Resource
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


def _action(api: Api, operation: Operation) -> tuple[Action, Resource] | None:
    action = api.behaviour.action(operation.id) if api.behaviour is not None else None
    resource = api.behaviour.resource(action.resource) if api.behaviour is not None and action is not None else None
    named = action is not None and action.key is not None and action.kind not in {"create", "upsert"}
    return (action, resource) if action is not None and resource is not None and named else None


def _required(operation: Operation) -> dict[str, Any]:
    return {item.wire: item.examples[0].value for item in operation.parameters if item.required}


def _making(owner: Any, api: Api, operation: Operation) -> Callable[[], Any] | None:
    """Return what makes a record for an operation to name, ``None`` where it names none."""
    found = _action(api, operation)
    if found is None or api.behaviour is None:
        return None
    kinds = {"create", "upsert"}
    makers = (one for one in api.behaviour.actions if one.kind in kinds and one.resource == found[1].name)
    maker = next(makers)
    making = api.operation(maker.id)
    assert making is not None
    body = {key: value for key, value in _example(making).items() if key != found[1].key}
    return lambda: call(owner, api, making, _required(making), body)


def _key(api: Api, operation: Operation, made: Any) -> Any:
    """Return the key of a record as the client answered it: the record itself, whatever the server wraps it in."""
    found = _action(api, operation)
    assert found is not None
    answer = made.to_wire() if hasattr(made, "to_wire") else made.model_dump(mode="json", by_alias=True)
    return answer[found[1].key]


def _asking(owner: Any, api: Api, operation: Operation, *made: Any) -> Any:
    """Call an operation with examples, and with the keys of records that are there."""
    values, body, found = _required(operation), _example(operation), _action(api, operation)
    if found is not None:
        action, keys = found[0], [_key(api, operation, one) for one in made]
        assert action.key is not None
        name = action.key.path[0]
        many = isinstance(body, dict) and isinstance(body.get(name), list)
        if action.key.part == "body":
            body = {**body, name: keys[:1] if many else keys[0]}
        else:
            values[name] = keys[0]
        if action.merge is not None:
            body = {**body, action.merge.others.path[0]: keys[1:]}
    return call(owner, api, operation, values, body)


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
        make = _making(made, api, operation)
        records = [make(), make()] if make is not None else []
        _items(_asking(made, api, operation, *records))


@pytest.mark.parametrize(("api", "operation"), OPERATIONS)
def test_every_operation_is_done_asynchronously(addresses: dict[str, str], api: Api, operation: Operation) -> None:
    async def done() -> None:
        async with client(api, asynchronous=True, base_url=addresses[api.name], validation="strict") as made:
            make = _making(made, api, operation)
            records = [await make(), await make()] if make is not None else []
            result = _asking(made, api, operation, *records)
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
