"""A batch that stands beside the records, not below them, and answers with a status for each element."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from mock_apis import written_api
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target

SENT = {name: {"type": "string", "minLength": 1, "maxLength": 90} for name in ("mail", "name")}
WHOLE = {"type": "integer", "minimum": 0, "maximum": 50}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _document() -> dict[str, Any]:
    new, kept = {"$ref": "#/components/schemas/NewMember"}, {"$ref": "#/components/schemas/Member"}
    many = {"type": "object", "required": ["items"], "properties": {"items": {"type": "array", "items": new}}}
    places = {
        "line": {"type": "integer", "minimum": 1},
        "place": {"type": "integer", "description": "Position of the item in the request."},
    }
    told = {"type": "object", "properties": {"status": {"type": "integer"}, "member": kept, **places}}
    number = {"type": "integer"}
    counted = {"results": {"type": "array", "items": told}, "created": number, "failed": number}
    results = {"type": "object", "properties": counted}
    one = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    no = {"description": "No."}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Club", "version": "1"},
        "paths": {
            "/members": {
                "get": {
                    "operationId": "list",
                    "parameters": [{"name": name, "in": "query", "schema": WHOLE} for name in ("limit", "offset")],
                    "responses": {"200": {"description": "All.", "content": _json({"type": "array", "items": kept})}},
                },
                "post": {
                    "operationId": "join",
                    "requestBody": {"required": True, "content": _json(new)},
                    "responses": {"201": {"description": "Made.", "content": _json(kept)}, "409": no},
                },
            },
            "/members/{id}": {
                "parameters": [one],
                "get": {
                    "operationId": "get",
                    "responses": {"200": {"description": "It.", "content": _json(kept)}, "404": no},
                },
            },
            "/member-imports": {
                "post": {
                    "operationId": "import",
                    "description": "One that is refused does not keep the others from being made.",
                    "requestBody": {"required": True, "content": _json(many)},
                    "responses": {"207": {"description": "Each.", "content": _json(results)}},
                },
            },
        },
        "components": {
            "schemas": {
                "NewMember": {"type": "object", "required": list(SENT), "properties": SENT},
                "Member": {
                    "type": "object",
                    "required": ["id", *SENT],
                    "properties": {"id": {"type": "string"}, **SENT},
                },
            }
        },
    }


class Club:
    """Keeps members; no two have one address."""

    def __init__(self, fault: str) -> None:
        self.fault, self.members, self.begun = fault, dict[str, dict[str, Any]](), set[str]()

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        try:
            status, value = self._done(request)
        except (KeyError, TypeError, ValueError, AttributeError):
            status, value = 400, {}
        return Response(status, (("Content-Type", "application/json"),), json.dumps(value).encode())

    def _done(self, request: Request) -> tuple[int, Any]:
        if request.method == "GET" and request.path == "/members":
            query = {name: int(value) for name, value in request.query}
            start = query.get("offset", 0)
            return 200, list(self.members.values())[start : start + query.get("limit", 50)]
        if request.method == "GET":
            found = self.members.get(request.path.removeprefix("/members/"))
            return (200, found) if found else (404, {})
        body = json.loads(request.body)
        if request.path == "/members":
            self.begun.clear()
            return self._join(body)
        results, items = list[Any](), body["items"]
        self.begun.clear()
        for number, item in enumerate(items):
            lost = self.fault == "last lost" and 0 < number == len(items) - 1
            self.begun = self.begun if self.fault == "twins" else set()
            whole = item.keys() >= set(SENT)
            status, made = (201, None) if lost else self._join(item) if whole else (400, None)
            places = {"line": number + (self.fault != "lines from none"), "place": number}
            places |= {"place": 0} if self.fault in {"one place", "place of its own"} else {}
            results.append({"status": status, **places, **({"member": made} if status == 201 and made else {})})
            if self.fault == "stops" and status != 201:
                break
        made = sum(one["status"] == 201 for one in results)
        lacking = sum(one["status"] == 400 for one in results) if self.fault == "counts lacking" else 0
        counted = len(results) if self.fault == "counts all" else made + lacking
        return 207, {"results": results, "created": counted, "failed": len(results) - made}

    def _join(self, body: Any) -> tuple[int, Any]:
        sent = {name: body[name] for name in SENT}
        if not all(isinstance(value, str) and 0 < len(value) <= 90 for value in sent.values()):
            return 400, {}
        taken = {one["mail"] for one in self.members.values()} - self.begun
        if sent["mail"] in taken:
            return 409, {}
        made = {"id": f"m{len(self.members)}", **sent, **({"place": 0} if self.fault == "place of its own" else {})}
        self.members[made["id"]] = made
        self.begun.add(sent["mail"])
        return 201, made


@pytest.mark.parametrize(
    ("fault", "facts"),
    [
        ("", set()),
        ("last lost", {"import.consistent.alike", "import.consistent.apart"}),
        ("stops", {"import.consistent.apart"}),
        ("counts all", {"import.consistent.counts.created"}),
        ("counts lacking", {"import.consistent.counts.created"}),
        ("lines from none", {"import.207.body.results[].line.minimum", "import.consistent.numbered.line"}),
        ("one place", {"import.consistent.numbered.place"}),
        ("place of its own", set()),
    ],
)
def test_a_batch_beside_the_records_is_held_to_what_it_tells(tmp_path: Path, fault: str, facts: set[str]) -> None:
    api = written_api(tmp_path / "club.json", _document(), None)
    found = check(api, function_target(api, Club(fault), Access(Credentials({}))), parts=("rules",))
    assert {finding.fact.id for finding in found.broken} == facts


@pytest.mark.parametrize(
    ("fault", "fact"), [("stops", "import.consistent.apart"), ("twins", "import.consistent.unique.mail"), ("", "")]
)
def test_what_a_batch_takes_may_be_told_by_the_name_of_an_operation(tmp_path: Path, fault: str, fact: str) -> None:
    document = _document()
    document["paths"]["/members"]["post"]["description"] = "The mail must be unique."
    items: dict[str, Any] = {"type": "object", "description": "A member as for join."}
    wanted = {"type": "object", "required": ["items"], "properties": {"items": {"type": "array", "items": items}}}
    document["paths"]["/member-imports"]["post"]["requestBody"]["content"] = _json(wanted)
    api = written_api(tmp_path / "club.json", document, None)
    found = check(api, function_target(api, Club(fault), Access(Credentials({}))), parts=("rules",))
    assert {finding.fact.id for finding in found.broken} == ({fact} if fact else set())
