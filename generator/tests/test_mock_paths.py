"""Where an operation is found: at its path, and below the path of each server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from mock_apis import Caller, api_of, catalogued
from truespec.mock.service import Service


def get(id_: str, **more: Any) -> dict[str, Any]:
    return {"get": {"operationId": id_, "responses": {"200": {"description": id_}}, **more}}


def statuses(tmp_path: Path, document: dict[str, Any], *paths: str) -> list[int]:
    caller = Caller(Service(api_of(tmp_path, document)), {})
    return [caller.send("GET", path).status for path in paths]


@pytest.mark.parametrize("path", ["/customers", "/api/customers"])
def test_a_client_may_be_told_the_address_with_the_path_of_the_server(path: str) -> None:
    caller = Caller(Service(catalogued("collins")), {"Authorization": "Bearer t"})
    made = caller.post(path, {})["customer"]
    assert 200 == caller.send("GET", f"{path}/{made['id']}").status


def test_no_other_prefix_is_served(tmp_path: Path) -> None:
    document = {"servers": [{"url": "https://x.example/a/b/"}], "paths": {"/things": get("things")}}
    paths = ("/things", "/a/b/things", "/a/things", "/b/things", "/a/b", "/a/b/a/b/things", "/a//b/things")
    assert [200, 200, 404, 404, 404, 404, 404] == statuses(tmp_path, document, *paths)


def test_variables_of_a_server_take_their_default_and_every_listed_value(tmp_path: Path) -> None:
    variables = {"version": {"default": "v1", "enum": ["v1", "v2"]}, "host": {"default": "x", "enum": ["x", "y"]}}
    servers = [{"url": "https://{host}.example/{version}", "variables": variables}]
    document = {"servers": servers, "paths": {"/things": get("things")}}
    assert [200, 200, 404] == statuses(tmp_path, document, "/v1/things", "/v2/things", "/v3/things")


def test_a_server_of_an_operation_takes_the_place_of_the_others(tmp_path: Path) -> None:
    own = get("own", servers=[{"url": "/files"}])
    document = {"servers": [{"url": "/api"}], "paths": {"/own": own, "/other": get("other")}}
    paths = ("/files/own", "/api/own", "/api/other", "/files/other", "/own")
    assert [200, 404, 200, 404, 200] == statuses(tmp_path, document, *paths)


@pytest.mark.parametrize("url", ["https://[", "{base}", "https://x.example/{version}", "/%zz", "", ".", "/.."])
def test_a_server_that_is_no_address_serves_nothing_more(tmp_path: Path, url: str) -> None:
    document = {"servers": [{"url": url}], "paths": {"/things": get("things")}}
    assert [200, 404, 404] == statuses(tmp_path, document, "/things", "/v1/things", "/%2e%2e/things")


def test_a_path_with_a_slash_at_its_end_is_served_if_it_is_declared(tmp_path: Path) -> None:
    document = {"paths": {"/things/": get("things"), "/others": get("others"), "/others/{id}": get("other")}}
    document["paths"]["/others/{id}"]["get"]["parameters"] = [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    ]
    paths = ("/things/", "/things", "/others", "/others/", "/others//")
    assert [200, 404, 200, 404, 404] == statuses(tmp_path, document, *paths)


def told(caller: Caller, path: str) -> object:
    """Return which operation answered: each of these answers its own name."""
    return json.loads(caller.send("GET", *path.split("?")).body)


def named(id_: str, *parameters: dict[str, Any]) -> dict[str, Any]:
    media = {"application/json": {"schema": {"type": "string", "enum": [id_]}}}
    answers = {"200": {"description": id_, "content": media}}
    return {"get": {"operationId": id_, "parameters": list(parameters), "responses": answers}}


def test_a_query_in_a_path_tells_operations_apart(tmp_path: Path) -> None:
    month = {"name": "month", "in": "path", "required": True, "schema": {"type": "integer"}}
    paths = {
        "/notes": named("plain"),
        "/notes?beta=true": named("beta"),
        "/notes?month={month}": named("monthly", month),
    }
    caller = Caller(Service(api_of(tmp_path, {"servers": [{"url": "/v1"}], "paths": paths})), {})
    asked = ("/notes", "/notes?beta=true", "/v1/notes?x=1&beta=true", "/notes?month=7", "/notes?beta=false")
    assert ["plain", "beta", "beta", "monthly", "plain"] == [told(caller, path) for path in asked]
    assert 400 == caller.send("GET", "/notes", "month=May").status


def test_a_fragment_is_never_sent_and_a_parameter_of_one_value_says_which_is_meant(tmp_path: Path) -> None:
    def action(value: str) -> dict[str, Any]:
        return {"name": "Action", "in": "query", "required": True, "schema": {"type": "string", "enum": [value]}}

    paths = {f"/#Action={name}": named(name, action(name)) for name in ("Start", "Stop")}
    caller = Caller(Service(api_of(tmp_path, {"paths": paths})), {})
    assert ["Start", "Stop"] == [told(caller, f"/?Action={name}") for name in ("Start", "Stop")]
    assert 400 == caller.send("GET", "/", "Action=Pause").status
