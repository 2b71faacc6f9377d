"""Who gets in: credentials that are missing, unknown or without permission, each refused as the contract declares."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from mock_apis import Caller, api_of, catalogued
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.mock.exchange import Response
from truespec.mock.security import read_known
from truespec.mock.service import Service
from truespec.mock.validators import Validators

LIST = {"collins": "/customers", "flowretail": "/tenants/t/customers", "resdiary": "/api/ConsumerApi/v1/Restaurant/r"}


def bearer(value: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {value}"}


def status(service: Service, path: str, headers: dict[str, str], method: str = "GET") -> int:
    return Caller(service, headers).send(method, path).status


def is_declared(api: Api, operation_id: str, response: Response) -> bool:
    """Say whether a response has the body and the headers that its operation declares for its status."""
    operation = api.operation(operation_id)
    answer = None if operation is None else operation.answer(response.status)
    assert answer is not None
    if any(header.required and response.header(header.wire) is None for header in answer.headers):
        return False
    if not answer.content:
        return not response.body
    schema = answer.content[0].schema
    fits = schema is None or Validators(api, "response").is_valid(schema, json.loads(response.body))
    return fits and response.header("content-type") == answer.content[0].name


@pytest.mark.parametrize(("name", "operation"), [("collins", "GetAllCustomers"), ("flowretail", "listCustomers")])
@pytest.mark.parametrize(("value", "code"), [("any", 200), ("unknown-1", 401), ("limited-1", 403), ("  ", 401)])
def test_a_credential_is_judged_by_how_it_begins(name: str, operation: str, value: str, code: int) -> None:
    api = catalogued(name)
    response = Caller(Service(api), bearer(value)).send("GET", LIST[name])
    assert (code, True) == (response.status, is_declared(api, operation, response))


def test_a_limited_caller_may_do_what_asks_for_no_permission() -> None:
    service = Service(catalogued("flowretail"))
    assert 403 == status(service, "/tenants/t/customers/c", bearer("limited-x"))
    assert 403 == status(service, "/tenants/t/customers/c", bearer("limited-x"), "DELETE")
    assert 404 == status(service, "/tenants/t/customers/c/export", bearer("limited-x"))
    assert 404 == status(Service(catalogued("resdiary")), f"{LIST['resdiary']}/Customer/1", bearer("limited-x"))


def test_what_a_mock_was_told_is_all_it_knows() -> None:
    for name in ("integrationToken", "Authorization"):
        service = Service(catalogued("flowretail"), credentials={name: ("right", "limited-right")})
        codes = [status(service, LIST["flowretail"], bearer(value)) for value in ("right", "limited-right", "left")]
        assert [200, 403, 401] == codes
    told = Service(catalogued("flowretail"), credentials={"authToken": "unknown-but-told"})
    assert 200 == status(told, LIST["flowretail"], bearer("unknown-but-told"))


def test_either_half_of_basic_and_a_key_itself_may_be_unknown(tmp_path: Path) -> None:
    schemes = {"basic": {"type": "http", "scheme": "basic"}, "key": {"type": "apiKey", "in": "query", "name": "key"}}
    paths = {
        f"/{name}": {"get": {"operationId": name, "security": [{name: []}], "responses": {"200": {"description": "x"}}}}
        for name in schemes
    }
    service = Service(api_of(tmp_path, {"paths": paths, "components": {"securitySchemes": schemes}}))

    def basic(text: str) -> dict[str, str]:
        return {"Authorization": f"Basic {base64.b64encode(text.encode()).decode()}"}

    pairs = ("a:b", "unknown-a:b", "a:unknown-b", "a:b:unknown-c")
    assert [200, 401, 401, 200] == [status(service, "/basic", basic(pair)) for pair in pairs]
    keys = ("a", "unknown-a", "a-unknown-")
    assert [200, 401, 200] == [Caller(service, {}).send("GET", "/key", f"key={key}").status for key in keys]


def test_a_refusal_covers_a_range_and_a_default(tmp_path: Path) -> None:
    def problem(word: str) -> dict[str, Any]:
        schema = {"type": "object", "required": ["kind"], "properties": {"kind": {"const": word}}}
        return {"description": word, "content": {"application/json": {"schema": schema}}}

    responses = {"2XX": problem("fine"), "4XX": problem("range"), "default": problem("default")}
    operation = {
        "security": [{"token": []}],
        "parameters": [{"name": "n", "in": "query", "schema": {"type": "integer"}}],
    }
    paths = {
        "/ranged": {"get": {**operation, "operationId": "ranged", "responses": responses}},
        "/rest": {"get": {**operation, "operationId": "rest", "responses": {"default": problem("default")}}},
    }
    schemes = {"token": {"type": "http", "scheme": "bearer"}}
    service = Service(api_of(tmp_path, {"paths": paths, "components": {"securitySchemes": schemes}}))

    def answered(path: str, query: str = "", **headers: str) -> tuple[int, Any]:
        response = Caller(service, headers).send("GET", path, query)
        return response.status, json.loads(response.body)["kind"]

    assert [(200, "fine"), (401, "range"), (400, "range"), (401, "default")] == [
        answered("/ranged", Authorization="Bearer t"),
        answered("/ranged"),
        answered("/ranged", "n=x", Authorization="Bearer t"),
        answered("/rest"),
    ]


def test_credentials_of_the_command_line_are_read_without_repeating_them() -> None:
    report = Report()
    known = read_known(catalogued("collins"), [("bearerauth", "a"), ("Authorization", "b")], report)
    assert ({"bearerauth": ("a",), "authorization": ("b",)}, []) == (known, list(report))
    assert {} == read_known(catalogued("collins"), [("Nope", "s3cret"), ("BearerAuth", "s3cret\n")], report)
    text = "\n".join(f"{diagnostic.id} {diagnostic}" for diagnostic in report)
    assert ["auth-unknown-scheme", "auth-unusable"] == [diagnostic.id for diagnostic in report]
    assert "s3cret" not in text
