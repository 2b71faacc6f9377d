"""Without any rules written down: what contradicts itself in bounds, orders, words, entity tags and answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api

KINDS = ["saw", "drill", "rake"]
SENT: dict[str, Any] = {
    "label": {"type": "string", "minLength": 1, "maxLength": 90},
    "grams": {"type": "integer", "minimum": 1, "maximum": 900},
    "boughtOn": {"type": "string", "format": "date"},
    "kind": {"type": "string", "enum": KINDS},
    "maker": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "maxLength": 90}}},
}
TOOL = {"id": {"type": "integer"}, "lent": {"type": "boolean"}, **SENT}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _tool(description: str = "A tool.") -> dict[str, Any]:
    content = _json({"$ref": "#/components/schemas/Tool"})
    return {"description": description, "headers": {"ETag": {"schema": {"type": "string"}}}, "content": content}


def shed_api(folder: Path) -> Api:
    """Return the contract of a shed of tools that are kept, changed, lent, bounded and ordered."""
    query = {
        "grams[gte]": {"type": "integer"},
        "maxGrams": {"type": "integer"},
        "boughtFrom": {"type": "string", "format": "date"},
        "kind": {"type": "string", "enum": KINDS},
        "sort": {"type": "string", "enum": ["grams:asc", "grams:desc", "label:asc", "label:desc"]},
    }
    tools = {"type": "array", "items": {"$ref": "#/components/schemas/Tool"}}
    parameters: list[dict[str, Any]] = [{"name": name, "in": "query", "schema": one} for name, one in query.items()]
    no = {"description": "No."}
    body = {"required": True, "content": _json({"$ref": "#/components/schemas/NewTool"})}
    part = {"required": True, "content": _json({"type": "object", "properties": SENT})}
    one = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    match = {"name": "If-Match", "in": "header", "schema": {"type": "string"}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shed", "version": "1"},
        "paths": {
            "/tools": {
                "get": {
                    "operationId": "listTools",
                    "parameters": parameters,
                    "responses": {"200": {"description": "Tools.", "content": _json(tools)}, "400": no},
                },
                "post": {"operationId": "addTool", "requestBody": body, "responses": {"201": _tool(), "400": no}},
            },
            "/tools/{id}": {
                "parameters": [one],
                "get": {"operationId": "getTool", "responses": {"200": _tool(), "404": no}},
                "patch": {
                    "operationId": "changeTool",
                    "parameters": [match],
                    "requestBody": part,
                    "responses": {"200": _tool(), "400": no, "404": no, "412": no},
                },
            },
            "/tools/{id}/lend": {
                "parameters": [one],
                "post": {"operationId": "lendTool", "responses": {"200": _tool("It is lent."), "404": no}},
            },
        },
        "components": {
            "schemas": {
                "Tool": {"type": "object", "required": list(TOOL), "properties": TOOL},
                "NewTool": {"type": "object", "required": list(SENT), "properties": SENT},
            }
        },
    }
    (folder / "shed.json").write_text(json.dumps(document))
    report = Report()
    api = load_api(str(folder / "shed.json"), report)
    assert api is not None, "\n".join(map(str, report))
    return api


class Shed:
    """Keeps tools; ``fault`` is what it does wrong."""

    def __init__(self, fault: str = "") -> None:
        """Start empty."""
        self.fault = fault
        self.tools: dict[int, dict[str, Any]] = {}
        self.versions: dict[int, int] = {}

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        status, value, tag = self._route(request)
        headers = [("Content-Type", "application/json"), *([("ETag", tag)] if tag else [])]
        return Response(status, tuple(headers), json.dumps(value).encode())

    def _route(self, request: Request) -> tuple[int, Any, str]:
        path = request.path.split("/")[2:]
        if not path and request.method == "GET":
            return self._list(dict(request.query))
        if not path:
            return self._add(request.json())
        tool = self.tools.get(int(path[0])) if path[0].isdigit() else None
        if tool is None:
            return 404, {}, ""
        if request.method == "GET":
            return 200, tool, self._tag(tool)
        if request.method == "POST":
            return self._lend(tool)
        return self._change(tool, request)

    def _tag(self, tool: dict[str, Any]) -> str:
        version = 1 if self.fault == "tag stays" else self.versions[tool["id"]]
        return f'"{tool["id"]}-{version}"'

    def new_key(self) -> int:
        """Return the next number."""
        return len(self.tools) + 1

    def _add(self, body: Any) -> tuple[int, Any, str]:
        if not _fits(body, whole=True):
            return 400, {}, ""
        tool = {"id": self.new_key(), "lent": False, **{name: body[name] for name in SENT}}
        if self.fault == "number lost":
            tool["grams"] = tool["grams"] % 7 + 901
        if self.fault == "inner text lost":
            tool["maker"] = {"name": "somebody"}
        self.tools[tool["id"]], self.versions[tool["id"]] = tool, 1
        return 201, tool, self._tag(tool)

    def _lend(self, tool: dict[str, Any]) -> tuple[int, Any, str]:
        if self.fault != "lends nothing":
            tool["lent"] = True
            self.versions[tool["id"]] += 1
        return 200, {**tool, "lent": True}, self._tag(tool)

    def _change(self, tool: dict[str, Any], request: Request) -> tuple[int, Any, str]:
        body: Any = request.json()
        if not _fits(body, whole=False):
            return 400, {}, ""
        match = request.header("If-Match")
        if match is not None and ((match != self._tag(tool)) != (self.fault == "tags turned")):
            return 412, {}, ""
        tool.update({name: body[name] for name in SENT if name in body})
        if self.fault == "word forgotten":
            tool["grams"] = body.get("grams", 1)
        self.versions[tool["id"]] += 1
        return 200, tool, self._tag(tool)

    def _list(self, query: dict[str, str]) -> tuple[int, Any, str]:
        found = list(self.tools.values())
        try:
            low, high = int(query.get("grams[gte]", 0)), int(query.get("maxGrams", 1000))
        except ValueError:
            return 400, {}, ""
        if self.fault != "bound ignored":
            found = [tool for tool in found if tool["grams"] >= low + (self.fault == "bound strict")]
        turned = self.fault == "bound turned" and "maxGrams" in query
        found = [tool for tool in found if (tool["grams"] > high if turned else tool["grams"] <= high)]
        if self.fault != "day ignored":
            found = [tool for tool in found if tool["boughtOn"] >= query.get("boughtFrom", "")]
        kind = query.get("kind")
        loose = "rake" if self.fault == "word loose" else kind
        found = [tool for tool in found if kind is None or tool["kind"] in {kind, loose}]
        member, _, way = query.get("sort", "id:asc").partition(":")
        if member not in TOOL:
            return 400, {}, ""
        if self.fault == "sorts by number":
            member = "id"
        return 200, sorted(found, key=lambda tool: str(tool[member]).zfill(4), reverse=way == "desc"), ""


def _fits(body: Any, *, whole: bool) -> bool:
    known: dict[str, Any] = body if isinstance(body, dict) else {"kind": ""}
    kinds = {"label": str, "grams": int, "boughtOn": str, "kind": str, "maker": dict}
    typed = all(isinstance(known[name], kind) for name, kind in kinds.items() if name in known)
    return typed and known.get("kind", KINDS[0]) in KINDS and (set(SENT) <= set(known) or not whole)


def told(folder: Path, server: Callable[[Request], Response], seed: int = 0) -> set[str]:
    """Return the facts about consistency that a server breaks."""
    api = shed_api(folder)
    verdict = check(api, function_target(api, server, Access(Credentials({}))), parts=("rules",), seed=seed)
    return {finding.fact.id for finding in verdict.broken if ".consistent." in finding.fact.id}


@pytest.mark.parametrize(
    ("fault", "fact"),
    [
        ("bound ignored", "listTools.consistent.range.grams[gte]"),
        ("bound strict", "listTools.consistent.range.grams[gte]"),
        ("bound turned", "listTools.consistent.range.maxGrams"),
        ("day ignored", "listTools.consistent.range.boughtFrom"),
        ("word loose", "listTools.consistent.filter.kind.exact"),
        ("sorts by number", "listTools.consistent.order.sort.grams"),
        ("number lost", "addTool.consistent.kept"),
        ("inner text lost", "addTool.consistent.kept"),
        ("word forgotten", "changeTool.consistent.rest"),
        ("lends nothing", "lendTool.consistent.answer"),
        ("tag stays", "changeTool.consistent.etag"),
        ("tags turned", "changeTool.consistent.if-match"),
    ],
)
def test_what_contradicts_itself_breaks_a_fact(tmp_path: Path, fault: str, fact: str) -> None:
    assert fact in told(tmp_path, Shed(fault))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_shed_that_keeps_its_word_breaks_none(tmp_path: Path, seed: int) -> None:
    assert set() == told(tmp_path, Shed(), seed)


class Tags(Shed):
    """Has tags that are weak, so that they may stay."""

    def _tag(self, tool: dict[str, Any]) -> str:
        return f'W/"{tool["id"]}"'


def test_weak_tags_may_stay(tmp_path: Path) -> None:
    assert set() == told(tmp_path, Tags())


class Lent(Shed):
    """Others take away what is heaviest whenever somebody looks for tools of a weight."""

    def _list(self, query: dict[str, str]) -> tuple[int, Any, str]:
        if any("rams" in name for name in query) and len(self.tools) > 1:
            self.tools.pop(max(self.tools, key=lambda key: self.tools[key]["grams"]))
        return super()._list(query)


def test_what_others_take_away_meanwhile_is_within_no_bound(tmp_path: Path) -> None:
    assert not [fact for fact in told(tmp_path, Lent()) if ".range." in fact]
