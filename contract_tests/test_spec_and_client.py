"""Every operation of the spec is a method of the client, sync and async, with every parameter, and nothing else is."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from generated_client import body_members, client, method, module
from mock_world import APIS
from truespec.contract.api import Api
from truespec.contract.operation import Operation

OPERATIONS = [
    pytest.param(api, operation, id=f"{api.name}-{operation.id}") for api in APIS for operation in api.operations
]
ERRORS = {400: "Invalid", 401: "Unauthorized", 403: "Forbidden", 404: "NotFound", 409: "Conflict", 422: "Invalid"}


@pytest.mark.parametrize(("api", "operation"), OPERATIONS)
@pytest.mark.parametrize("asynchronous", [False, True])
def test_every_parameter_and_member_of_the_body_is_an_argument(
    api: Api, operation: Operation, *, asynchronous: bool
) -> None:
    found = method(client(api, asynchronous=asynchronous), operation)
    arguments = set(inspect.signature(found).parameters)
    expected = {item.name for item in (*operation.parameters, *body_members(api, operation))}
    assert expected - arguments == set()
    assert arguments - expected - {"options", "max_items", "body"} == set()


@pytest.mark.parametrize(("api", "operation"), OPERATIONS)
def test_required_arguments_are_those_the_spec_requires(api: Api, operation: Operation) -> None:
    signature = inspect.signature(method(client(api), operation))
    needed = {name for name, item in signature.parameters.items() if item.default is inspect.Parameter.empty}
    body_needed = operation.body is not None and operation.body.required
    members = body_members(api, operation) if body_needed else ()
    assert needed == {item.name for item in (*operation.parameters, *members) if item.required}


@pytest.mark.parametrize(("api", "operation"), OPERATIONS)
def test_the_docstring_says_the_wire_line_the_arguments_and_the_errors(api: Api, operation: Operation) -> None:
    words = inspect.getdoc(method(client(api), operation)) or ""
    assert f"``{operation.label}``" in words
    for item in (*operation.parameters, *body_members(api, operation)):
        assert f"\n    {item.name}: " in words
    for answer in operation.answers:
        if answer.status.isdigit() and int(answer.status) in ERRORS:
            assert f"\n    {ERRORS[int(answer.status)]}: " in words


@pytest.mark.parametrize(("api", "operation"), OPERATIONS)
def test_the_docstring_says_what_is_returned_and_which_status_raises_what(api: Api, operation: Operation) -> None:
    found = method(client(api), operation)
    words = inspect.getdoc(found) or ""
    assert ("\nReturns:\n" in words) == (inspect.signature(found).return_annotation != "None")
    failures = [answer.status for answer in operation.answers if answer.status.isdigit() and not answer.success]
    assert [] == [status for status in failures if f"({status})." not in words]


@pytest.mark.parametrize(("api", "operation"), OPERATIONS)
def test_a_call_returns_the_record_that_behaviour_names_and_pages_are_asked_for_by_number(
    api: Api, operation: Operation
) -> None:
    action = api.behaviour.action(operation.id) if api.behaviour is not None else None
    signature = inspect.signature(method(client(api), operation))
    if api.behaviour is None or action is None:
        return
    record = next((each.schema for each in api.behaviour.resources if each.name == action.resource), "")
    if action.paging is not None:
        page = next(
            p.name
            for p in (*operation.parameters, *body_members(api, operation))
            if (p.wire,) == action.paging.page.path
        )
        assert signature.return_annotation.startswith("Pager[")
        assert signature.parameters[page].annotation == "int | Omit"
    elif action.answer is not None and action.answer.path:
        assert signature.return_annotation == record


@pytest.mark.parametrize("api", APIS, ids=lambda api: api.name)
def test_the_client_has_no_operation_that_the_spec_has_not(api: Api) -> None:
    made: Any = client(api)
    for resource, operations in api.resources():
        methods = {name for name, _ in inspect.getmembers(getattr(made, resource), inspect.ismethod)}
        assert {name for name in methods if not name.startswith("_")} == {operation.name for operation in operations}


@pytest.mark.parametrize("api", APIS, ids=lambda api: api.name)
def test_public_names_are_those_that_are_there(api: Api) -> None:
    package = module(api)
    assert [name for name in package.__all__ if not hasattr(package, name)] == []
    assert {api.names.client, f"Async{api.names.client}"} <= set(package.__all__)
