"""The client and a mock that misbehaves: what may be asked again is, what may not is asked once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from generated_client import call, client, module
from mock_world import APIS
from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.mock.front import Mock
from truespec.mock.transport import ServiceTransport

PATIENCE = 20.0
"""Seconds: nothing in process takes as long, however busy the machine is."""
HASTE = 1.0
"""Seconds: for what is to take too long."""

SAFE = [
    pytest.param(api, operation, id=f"{api.name}-{operation.id}")
    for api in APIS
    for operation in api.operations
    if operation.method == "GET"
]
UNSAFE = [
    pytest.param(api, operation, id=f"{api.name}-{operation.id}")
    for api in APIS
    for operation in api.operations
    if operation.method == "POST" and api.behaviour is not None
    for action in [api.behaviour.action(operation.id)]
    if action is not None and action.kind in {"create", "upsert"} and action.batch is None
]


def calling(api: Api, operation: Operation, fault: str, timeout: float = PATIENCE) -> tuple[Callable[[], Any], Mock]:
    """Return a call of an operation through a client in process, and the mock with the fault for it."""
    mock = Mock(api, faults=[fault.replace("*", f"@{operation.id}", 1)], control=True)
    transport = module(api, "_runtime.transport").HttpTransport(client=httpx2.Client(transport=ServiceTransport(mock)))
    owner = client(api, transport=transport, base_url="http://mock", timeout=timeout, deadline=20.0, max_retries=2)
    values = {item.wire: item.examples[0].value for item in operation.parameters if item.required}
    body = operation.body.content[0].examples[0].value if operation.body is not None else None
    return lambda: call(owner, api, operation, values, body), mock


def outcome(made: Callable[[], Any]) -> str:
    """Make a call; return the name of what it raised, empty where it did not."""
    try:
        found = made()
        if hasattr(found, "pages"):
            list(found)
    except Exception as error:  # noqa: BLE001 -- the name of it is what is compared
        return type(error).__name__
    return ""


def asked(mock: Mock, operation: Operation) -> int:
    return len(mock.journal.entries(operation.id))


@pytest.mark.parametrize(("api", "operation"), SAFE)
@pytest.mark.parametrize(
    "fault", ["unavailable*:0:2x", "too-many-requests*:0:1x", "reset-before*:1x", "reset-after*:1x"]
)
def test_what_only_reads_is_asked_again(api: Api, operation: Operation, fault: str) -> None:
    healthy, unharmed = calling(api, operation, "latency*:0ms")
    made, mock = calling(api, operation, fault)
    assert outcome(healthy) == outcome(made)
    assert asked(unharmed, operation) + int(fault[-2]) == asked(mock, operation)


@pytest.mark.parametrize(("api", "operation"), UNSAFE)
@pytest.mark.parametrize(
    ("fault", "name"), [("reset-after*:1x", "ConnectionFailed"), ("half-body*:1x", "IncompleteResponse")]
)
def test_what_makes_a_record_is_asked_once(api: Api, operation: Operation, fault: str, name: str) -> None:
    made, mock = calling(api, operation, fault)
    assert name == outcome(made)
    assert 1 == asked(mock, operation)
    assert 1 == sum(len(records) for table, records in mock.store.snapshot().items() if not table.startswith("("))


@pytest.mark.parametrize(("api", "operation"), UNSAFE)
@pytest.mark.parametrize(
    ("fault", "name"),
    [
        ("latency*:30s", "TimedOut"),
        ("malformed-json*", "DecodeError"),
        ("content-type*:text/html", "UnexpectedContentType"),
        ("status*:500", "ServerError"),
        ("oversized-body*:200MiB", "ResponseTooLarge"),
    ],
)
def test_an_answer_that_is_no_use_has_its_error(api: Api, operation: Operation, fault: str, name: str) -> None:
    made, mock = calling(api, operation, fault, HASTE if name == "TimedOut" else PATIENCE)
    assert name == outcome(made)
    assert 1 == asked(mock, operation)
