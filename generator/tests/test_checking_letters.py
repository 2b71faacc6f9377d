"""Searches in letters of the other case, links to what follows, and what an upsert leaves alone: as is stated."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import function_target, mock_target
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api

MEMBERS: dict[str, Any] = {
    "code": {"type": "string", "minLength": 1},
    "label": {"type": "string", "minLength": 1},
    "notes": {"type": ["string", "null"]},
    "shade": {"type": ["string", "null"]},
}


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _answer(name: str) -> dict[str, Any]:
    return {"description": "Done.", "content": _json(name)}


def _number(name: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "integer", "minimum": 0 if name == "offset" else 1}}


NO = {"description": "No."}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Paints", "version": "1"},
    "paths": {
        "/paints": {
            "parameters": [{"name": "X-Shop", "in": "header", "required": True, "schema": {"type": "string"}}],
            "get": {
                "operationId": "listPaints",
                "parameters": [
                    _number("offset"),
                    _number("limit"),
                    {"name": "q", "in": "query", "schema": {"type": "string"}},
                ],
                "responses": {"200": _answer("Paints"), "400": NO},
            },
            "post": {
                "operationId": "mixPaint",
                "requestBody": {"required": True, "content": _json("NewPaint")},
                "responses": {"201": _answer("Paint"), "400": NO},
            },
        },
        "/paints/{id}": {
            "get": {
                "operationId": "getPaint",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}},
                    {"name": "X-Shop", "in": "header", "required": True, "schema": {"type": "string"}},
                ],
                "responses": {"200": _answer("Paint"), "404": NO},
            }
        },
    },
    "components": {
        "schemas": {
            "NewPaint": {"type": "object", "required": ["code", "label"], "properties": MEMBERS},
            "Paint": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}, **MEMBERS}},
            "Paints": {
                "type": "object",
                "required": ["data", "links"],
                "properties": {
                    "data": {"type": "array", "items": {"$ref": "#/components/schemas/Paint"}},
                    "links": {"type": "object", "properties": {"next": {"type": ["string", "null"]}}},
                },
            },
        }
    },
}


def paints(folder: Path, *, letters: str = "alike") -> Api:
    """Return the contract of a shop of paints, each known by its code, and each shop's apart."""
    behaviour = {
        "behaviour": 1,
        "resources": {
            "paint": {
                "schema": "Paint",
                "key": "id",
                "sets": {"id": "count"},
                "scope": {"place": "header.X-Shop", "states": "A paint is of one shop."},
            }
        },
        "operations": {
            "mixPaint": {
                "action": "upsert",
                "resource": "paint",
                "states": "A paint is kept.",
                "dedupe": {
                    "by": ["code"],
                    "when": "all-equal",
                    "states": "There is one paint for a code.",
                    "existing": {"rule": "partial", "states": "What is sent is changed, all else is left alone."},
                },
            },
            "getPaint": {
                "action": "read",
                "resource": "paint",
                "key": "path.id",
                "states": "The paint is the answer.",
                "missing": {"status": 404, "states": "There is no such paint."},
            },
            "listPaints": {
                "action": "list",
                "resource": "paint",
                "states": "All paints are listed.",
                "paging": {
                    "style": "offset",
                    "offset": "query.offset",
                    "limit": "query.limit",
                    "items": "body.data",
                    "more": "body.links.next",
                    "states": "A part begins at the offset.",
                },
                "search": {
                    "query": "query.q",
                    "members": ["label", "notes"],
                    "letters": letters,
                    "states": "The text is looked for.",
                },
            },
        },
    }
    (folder / "paints.json").write_text(json.dumps(DOCUMENT))
    (folder / "behaviour.yaml").write_text(json.dumps(behaviour))
    report = Report()
    api = load_api(str(folder / "paints.json"), report)
    assert api is not None, "\n".join(map(str, report))
    return api


def broken(api: Api, answer: Callable[[Request], Response]) -> list[str]:
    """Return what is told of a server."""
    target = replace(mock_target(api), connect=function_target(api, answer).connect)
    return [finding.fact.id for finding in check(api, target, parts={"rules"}).broken]


def sender(api: Api) -> Callable[[Request], Response]:
    """Return what the mock answers."""
    return mock_target(api).connect().send


@pytest.mark.parametrize("letters", ["alike", "apart"])
def test_a_server_that_does_as_is_stated_is_accused_of_nothing(tmp_path: Path, letters: str) -> None:
    api = paints(tmp_path, letters=letters)
    assert [] == broken(api, sender(api))


@pytest.mark.parametrize(("stated", "done"), [("alike", "apart"), ("apart", "alike")])
def test_letters_of_the_other_case_are_looked_for_as_is_stated(tmp_path: Path, stated: str, done: str) -> None:
    (tmp_path / "other").mkdir()
    other = paints(tmp_path / "other", letters=done)
    assert ["listPaints.search.letters"] == broken(paints(tmp_path, letters=stated), sender(other))


@pytest.mark.parametrize("link", ["?offset=7", None])
def test_a_link_says_whether_more_follows(tmp_path: Path, link: str | None) -> None:
    api = paints(tmp_path)
    send = sender(api)

    def answer(request: Request) -> Response:
        response = send(request)
        told = response.json()
        if not isinstance(told, dict) or "links" not in told:
            return response
        return Response(200, response.headers, json.dumps({**told, "links": {"next": link}}).encode())

    assert "listPaints.paging.more" in broken(api, answer)


def test_what_an_upsert_was_not_sent_is_left_alone(tmp_path: Path) -> None:
    api = paints(tmp_path)
    send = sender(api)

    def answer(request: Request) -> Response:
        body = request.json() if request.method == "POST" else None
        cleared = {"notes": None, "shade": None, **body} if isinstance(body, dict) else None
        return send(request if cleared is None else replace(request, body=json.dumps(cleared).encode()))

    assert "mixPaint.dedupe.existing" in broken(api, answer)
