"""Parameters are read by style and explode, typed by their schema, and judged by what they then are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from mock_apis import Caller, api_of
from truespec.mock.exchange import Request
from truespec.mock.parameters import BadParameterError, decode, query_pairs
from truespec.mock.service import Service
from truespec.mock.shapes import Shapes

INTEGERS = {"type": "array", "items": {"type": "integer"}}
POINT = {"type": "object", "properties": {"x": {"type": "integer"}, "y": {"type": "boolean"}}}
FORM = "application/x-www-form-urlencoded"
CASES: list[tuple[dict[str, Any], str, object]] = [
    ({"in": "query", "schema": {"type": "integer"}}, "p=007", "007"),
    ({"in": "query", "schema": {"type": "integer"}}, "p=-12", -12),
    ({"in": "query", "schema": {"type": "number"}}, "p=1.50", 1.5),
    ({"in": "query", "schema": {"type": "number"}}, "p=NaN", "NaN"),
    ({"in": "query", "schema": {"type": "boolean"}}, "p=true", True),
    ({"in": "query", "schema": {"type": "boolean"}}, "p=True", "True"),
    ({"in": "query", "schema": {"type": "string"}}, "p=a+b%2Bc%20d", "a b+c d"),
    ({"in": "query", "schema": {"type": ["string", "null"]}}, "p=null", "null"),
    ({"in": "query", "schema": {"type": ["integer", "null"]}}, "p=", None),
    ({"in": "query", "schema": {"enum": [1, "b", True]}}, "p=1", 1),
    ({"in": "query", "schema": {"anyOf": [{"type": "integer"}, {"type": "boolean"}]}}, "p=false", False),
    ({"in": "query", "schema": {}}, "p=1", "1"),
    ({"in": "query", "schema": INTEGERS}, "p=1&p=2", [1, 2]),
    ({"in": "query", "schema": INTEGERS}, "q=1&p=x", ["x"]),
    ({"in": "query", "schema": INTEGERS, "explode": False}, "p=1,2", [1, 2]),
    ({"in": "query", "schema": INTEGERS, "explode": False}, "p=1%2C2", [1, 2]),
    ({"in": "query", "schema": INTEGERS, "explode": False}, "p=", []),
    ({"in": "query", "schema": INTEGERS, "style": "pipeDelimited", "explode": False}, "p=1%7C2", [1, 2]),
    ({"in": "query", "schema": INTEGERS, "style": "spaceDelimited", "explode": False}, "p=1%202", [1, 2]),
    ({"in": "query", "schema": POINT}, "x=1&y=true&z=2", {"x": 1, "y": True}),
    ({"in": "query", "schema": POINT, "explode": False}, "p=x,1,y,false", {"x": 1, "y": False}),
    ({"in": "query", "schema": POINT, "style": "deepObject"}, "p[x]=1&p%5By%5D=true", {"x": 1, "y": True}),
    ({"in": "query", "content": {"application/json": {"schema": POINT}}}, "p=%7B%22x%22%3A1%7D", {"x": 1}),
    ({"in": "path", "schema": {"type": "string"}}, "a%2Fb", "a/b"),
    ({"in": "path", "schema": INTEGERS}, "1,2", [1, 2]),
    ({"in": "path", "schema": INTEGERS, "style": "label", "explode": True}, ".1.2", [1, 2]),
    ({"in": "path", "schema": INTEGERS, "style": "matrix"}, ";p=1,2", [1, 2]),
    ({"in": "path", "schema": INTEGERS, "style": "matrix", "explode": True}, ";p=1;p=2", [1, 2]),
    ({"in": "path", "schema": POINT, "explode": True}, "x=1,y=true", {"x": 1, "y": True}),
    ({"in": "header", "schema": INTEGERS}, "1, 2", [1, 2]),
    ({"in": "header", "schema": {"type": "string"}}, "a, b", "a, b"),
    ({"in": "cookie", "schema": {"type": "integer"}}, "q=2; p=1", 1),
    ({"in": "querystring", "content": {FORM: {"schema": POINT}}}, "x=1&y=true&z=a+b", {"x": 1, "y": True, "z": "a b"}),
    ({"in": "querystring", "content": {"application/json": {"schema": POINT}}}, "%7B%22x%22%3A1%7D", {"x": 1}),
    ({"in": "querystring", "content": {"application/jsonpath": {"schema": {"type": "string"}}}}, "%24.a+b", "$.a+b"),
]


@pytest.mark.parametrize(("parameter", "text", "expected"), CASES)
def test_a_parameter_is_read_as_its_style_says(
    tmp_path: Path, parameter: dict[str, Any], text: str, expected: object
) -> None:
    assert expected == read(tmp_path, parameter, text)


@pytest.mark.parametrize(
    ("parameter", "text"),
    [
        ({"in": "query", "schema": {"type": "integer"}}, "p=1&p=2"),
        ({"in": "query", "schema": POINT, "explode": False}, "p=x,1,y"),
        ({"in": "query", "schema": POINT}, "x=1&x=2"),
        ({"in": "query", "content": {"application/json": {"schema": POINT}}}, "p={"),
        ({"in": "path", "schema": INTEGERS, "style": "label"}, "1"),
        ({"in": "path", "schema": INTEGERS, "style": "matrix"}, "1"),
        ({"in": "path", "schema": INTEGERS, "style": "matrix"}, ";q=1"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_not_guessed(tmp_path: Path, parameter: dict[str, Any], text: str) -> None:
    with pytest.raises(BadParameterError):
        read(tmp_path, parameter, text)


def read(folder: Path, parameter: dict[str, Any], text: str) -> object:
    """Declare one parameter, send ``text`` for it, and return what is read."""
    place = parameter["in"]
    declared = {"name": "p", "required": place == "path", **parameter}
    path = "/x/{p}" if place == "path" else "/x"
    operation = {"operationId": "x", "parameters": [declared], "responses": {"204": {"description": "x"}}}
    api = api_of(folder, {"paths": {path: {"get": operation}}})
    headers = {"header": (("P", text),), "cookie": (("Cookie", text),)}.get(place, ())
    query = text if place.startswith("query") else ""
    request = Request("GET", f"/x/{text}" if place == "path" else "/x", query, headers)
    matched = Service(api)._router.match("GET", request.path)
    values = getattr(matched, "values", {})
    return decode(api.operations[0].parameters[0], request, values, query_pairs(query), Shapes(api))


@pytest.mark.parametrize(
    ("encoding", "sent", "status"),
    [
        ({}, b"o=%7B%22x%22%3A1%7D&l=1&l=2&s=a", 204),
        ({}, b"o=%7B%22x%22%3A%22one%22%7D", 400),
        ({"o": {"style": "deepObject"}}, b"o%5Bx%5D=1&s=a", 204),
        ({"o": {"style": "deepObject"}}, b"o%5Bx%5D=one", 400),
        ({"o": {"explode": True}, "l": {"explode": False}}, b"x=1&y=true&l=1,2&s=a", 204),
        ({"l": {"style": "pipeDelimited", "explode": False}}, b"l=1%7Cx", 400),
        ({"s": {"contentType": "application/json"}}, b"s=%22a%22", 204),
        ({"s": {"contentType": "application/json"}}, b"s=%22abc%22", 400),
    ],
)
def test_the_members_of_a_form_are_read_as_its_encoding_says(
    tmp_path: Path, encoding: dict[str, Any], sent: bytes, status: int
) -> None:
    properties = {"o": POINT, "l": INTEGERS, "s": {"type": "string", "maxLength": 1}}
    schema = {"type": "object", "additionalProperties": False, "properties": properties}
    content = {FORM: {"schema": schema, "encoding": encoding}}
    answers = {"204": {"description": "x"}, "400": {"description": "x"}}
    operation = {"operationId": "x", "requestBody": {"content": content}, "responses": answers}
    service = Service(api_of(tmp_path, {"paths": {"/x": {"post": operation}}}))
    request = Request("POST", "/x", "", (("Content-Type", FORM),), sent)
    assert status == service(request).status


def test_a_form_is_read_like_an_object(tmp_path: Path) -> None:
    schema = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}, "tags": INTEGERS}}
    content = {"application/x-www-form-urlencoded": {"schema": schema}}
    operation = {"operationId": "x", "requestBody": {"content": content}, "responses": {"204": {"description": "x"}}}
    caller = Caller(Service(api_of(tmp_path, {"paths": {"/x": {"post": operation}}})), {})
    form = "application/x-www-form-urlencoded"
    assert 204 == caller.send("POST", "/x", raw=b"n=1&tags=1&tags=2", content_type=form).status
    assert 400 == caller.send("POST", "/x", raw=b"n=one", content_type=form).status
    assert 400 == caller.send("POST", "/x", raw=json.dumps({"n": 1}).encode()).status
