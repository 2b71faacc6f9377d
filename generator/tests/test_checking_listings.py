"""Lists that come by page, offset, cursor or link: their parts fit together, and what is said of them has an effect."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import Access, Target, function_target
from truespec.checking.verdict import Verdict
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api


def consistent(verdict: Verdict) -> set[str]:
    """Return the facts about consistency that were broken."""
    return {finding.fact.id for finding in verdict.broken if ".consistent." in finding.fact.id}


WAYS: dict[str, list[dict[str, Any]]] = {
    "pages from zero": [{"name": "page", "schema": {"type": "integer", "minimum": 0}}],
    "pages from one": [{"name": "pageNumber", "schema": {"type": "integer"}}],
    "offset": [{"name": "offset", "schema": {"type": "integer", "minimum": 0, "default": 0}}],
    "cursor": [{"name": "cursor", "schema": {"type": "string"}}],
    "starting after": [{"name": "starting_after", "schema": {"type": "string"}}],
    "limit alone": [],
    "link": [{"name": "after", "schema": {"type": "string"}}],
    "address": [{"name": "after", "schema": {"type": "string"}}],
}


def shelf_api(folder: Path, way: str) -> Api:
    """Return the contract of a list of books that is only read, and comes in parts in some way."""
    book = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "title": {"type": "string"}}}
    limit = {"name": "limit", "schema": {"type": "integer", "minimum": 1, "maximum": 50, "default": 4}}
    kind = {"name": "title", "schema": {"type": "string"}}
    order = {"name": "sort", "schema": {"type": "string", "enum": ["id", "-id"]}}
    query = [{**one, "in": "query"} for one in (*WAYS[way], limit, kind, order)]
    page = {"type": "object", "properties": {"data": {"type": "array", "items": book}, "total": {"type": "integer"}}}
    answer = {"200": {"description": "Books.", "content": {"application/json": {"schema": page}}}}
    listing = {"operationId": "listBooks", "parameters": query, "responses": answer}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shelf", "version": "1"},
        "paths": {"/books": {"get": listing}},
    }
    (folder / "shelf.json").write_text(json.dumps(document))
    report = Report()
    api = load_api(str(folder / "shelf.json"), report)
    assert api is not None, "\n".join(map(str, report))
    return api


def shelf(way: str, fault: str) -> Callable[[Request], Response]:
    """Return a server of thirteen books."""
    books = [{"id": f"b{number:02}", "title": f"Volume {number % 4}"} for number in range(13)]

    def answer(request: Request) -> Response:
        query = dict(request.query)
        found = [one for one in books if fault == "filter ignored" or query.get("title", one["title"]) == one["title"]]
        if query.get("sort") == "-id" and fault != "order ignored":
            found.reverse()
        limit = int(query.get("limit", "6" if fault == "other default" else "4")) + (fault == "limit ignored")
        after = query.get("cursor") or query.get("starting_after") or query.get("after")
        start = next((number + 1 for number, one in enumerate(found) if one["id"] == after), 0)
        start += int(query.get("offset", 0))
        start += (int(query.get("pageNumber", 1)) - 1 + int(query.get("page", 0))) * limit
        start += {"overlaps": -1, "skips": 1}.get(fault, 0) if start else 0
        part = found[0:limit] if fault == "stays" else found[start : start + limit]
        total = len(part) if fault == "total of the part" else len(found)
        told: dict[str, Any] = {"data": part, "total": total, "has_more": start + limit < len(found)}
        headers = [("Content-Type", "application/json"), ("Link", '</docs>; rel="help"')]
        if told["has_more"] and part:
            address = f"/books?limit={limit}&after={part[-1]['id']}"
            if way == "cursor":
                told["meta"] = {"next_cursor": part[-1]["id"]}
            if way == "address":
                told["links"] = {"next": {"href": address}}
            if way == "link":
                headers[1:] = [("Link", f'<{address}>; rel="next"')]
        elif way == "cursor":
            told["meta"] = {"next_cursor": None}
        elif way == "address":
            told["links"] = {"next": None}
        return Response(200, tuple(headers), json.dumps(told).encode())

    return answer


def shelf_target(api: Api, way: str, fault: str) -> Target:
    """Return the server of books as a target."""
    return function_target(api, shelf(way, fault), Access(Credentials({})))


@pytest.mark.parametrize("way", WAYS)
def test_a_list_that_comes_in_parts_contradicts_nothing(tmp_path: Path, way: str) -> None:
    api = shelf_api(tmp_path, way)
    verdict = check(api, shelf_target(api, way, ""), parts=("rules",))
    held = {fact.id for fact in verdict.holds}
    assert () == verdict.broken
    assert {f"listBooks.consistent.{part}" for part in ("limit", "filter.title", "order.sort", "default.limit")} <= held


def test_a_filter_from_a_time_or_a_number_on_is_none_that_is_ignored(tmp_path: Path) -> None:
    api = shelf_api(tmp_path, "offset")
    serve = shelf("offset", "filter ignored")

    def answer(request: Request) -> Response:
        response = serve(request)
        return replace(response, body=response.body.replace(b"Volume ", b"2024-01-0"))

    assert set() == consistent(check(api, function_target(api, answer, Access(Credentials({}))), parts=("rules",)))


@pytest.mark.parametrize("way", [way for way in WAYS if way != "limit alone"])
@pytest.mark.parametrize(
    ("fault", "part"),
    [("overlaps", "parts"), ("skips", "parts"), ("limit ignored", "limit"), ("total of the part", "total")],
)
def test_parts_that_do_not_fit_together_break_a_fact(tmp_path: Path, way: str, fault: str, part: str) -> None:
    api = shelf_api(tmp_path, way)
    assert f"listBooks.consistent.{part}" in consistent(check(api, shelf_target(api, way, fault), parts=("rules",)))


@pytest.mark.parametrize(
    ("fault", "part"),
    [
        ("stays", "parts"),
        ("filter ignored", "filter.title"),
        ("order ignored", "order.sort"),
        ("other default", "default.limit"),
    ],
)
def test_what_a_request_says_in_vain_breaks_a_fact(tmp_path: Path, fault: str, part: str) -> None:
    api = shelf_api(tmp_path, "offset")
    assert f"listBooks.consistent.{part}" in consistent(
        check(api, shelf_target(api, "offset", fault), parts=("rules",))
    )
