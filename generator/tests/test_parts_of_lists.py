"""Lists by offset and by cursor, whole lists, and bounds: the mock keeps to them, and the checks tell who does not."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import quote

import pytest
from interpreting import interpreted
from mock_apis import Caller, api_of
from truespec.checking.run import check
from truespec.contract.api import Api
from truespec.mock.service import Service
from truespec.mutation.judging import healthy_target, judge
from truespec.mutation.table import mutants

OPENAPI: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Things", "version": "1"},
    "paths": {"/things": {"get": {"operationId": "list", "responses": {"200": {"description": "Things."}}}}},
}
STYLES: dict[str, dict[str, Any]] = {
    "offset": {"style": "offset", "offset": "query.skip", "totals": {"items": "body.total"}},
    "cursor": {"style": "cursor", "cursor": "query.after", "next": "body.next", "more": "body.more"},
}
FILTERS = {
    "query.weight[gte]": ("weight", "at-least"),
    "query.weight[lt]": ("weight", "below"),
    "query.made[gt]": ("madeAt", "above"),
    "query.made[lte]": ("madeAt", "at-most"),
}
SENT: dict[str, Any] = {
    "name": {"type": "string", "maxLength": 80},
    "weight": {"type": "number", "minimum": 0, "maximum": 900},
    "madeAt": {"type": "string", "format": "date-time"},
}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


@cache
def things_api(style: str) -> Api:
    """Return an API of things that are listed in a style; all at once, where the style is ``whole``."""
    ref = {"$ref": "#/components/schemas/Thing"}
    listed: dict[str, Any] = {
        "things": {"type": "array", "items": ref},
        "total": {"type": "integer"},
        "next": {"type": ["string", "null"]},
        "more": {"type": "boolean"},
    }
    number, text, time = {"type": "number"}, {"type": "string"}, {"type": "string", "format": "date-time"}
    limit = {"type": "integer", "minimum": 1, "maximum": 50, "default": 3}
    query: dict[str, Any] = {"weight[gte]": number, "weight[lt]": number, "made[gt]": time, "made[lte]": time}
    query |= {"skip": {"type": "integer", "minimum": 0}, "after": text, "limit": limit} if style != "whole" else {}
    parameters = [{"name": name, "in": "query", "schema": schema} for name, schema in query.items()]
    kept = {"200": {"description": "It.", "content": _json(ref)}, "404": {"description": "None."}}
    needed = ["things"] if style == "whole" else ["things", *(("more", "next") if style == "cursor" else ("total",))]
    page = {"type": "object", "required": needed, "properties": {name: listed[name] for name in needed}}
    openapi = {
        "paths": {
            "/things": {
                "get": {
                    "operationId": "list",
                    "parameters": parameters,
                    "responses": {"200": {"description": "Things.", "content": _json(page)}},
                },
                "post": {
                    "operationId": "make",
                    "requestBody": {"required": True, "content": _json({"$ref": "#/components/schemas/NewThing"})},
                    "responses": {"201": {"description": "Made.", "content": _json(ref)}},
                },
            },
            "/things/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "get": {"operationId": "get", "responses": kept},
            },
        },
        "components": {
            "schemas": {
                "NewThing": {"type": "object", "required": list(SENT), "properties": SENT},
                "Thing": {"type": "object", "required": ["id", *SENT], "properties": {"id": text, **SENT}},
            }
        },
    }
    paging = {"items": "body.things", "limit": "query.limit", "states": "Things come in parts."}
    filters = {
        place: {"members": [member], "operator": operator, "states": f"`{member}` is {operator}."}
        for place, (member, operator) in FILTERS.items()
    }
    parts = {"answer": "body.things"} if style == "whole" else {"paging": {**STYLES[style], **paging}}
    listing = {"action": "list", "resource": "thing", "states": "Things are listed.", "filters": filters, **parts}
    missing = {"status": 404, "states": "Others are unknown."}
    behaviour = {
        "resources": {"thing": {"schema": "Thing", "key": "id", "states": "A thing.", "sets": {"id": "uuid"}}},
        "operations": {
            "list": listing,
            "make": {"action": "create", "resource": "thing", "states": "A thing is made."},
            "get": {"action": "read", "resource": "thing", "key": "path.id", "states": "It.", "missing": missing},
        },
    }
    return api_of(Path(mkdtemp()), openapi, behaviour)


def listed(style: str, **query: object) -> tuple[list[Any], dict[str, Any]]:
    """Return the numbers of the things that the mock lists, and what else it answers; there are seven of them."""
    caller = Caller(Service(things_api(style)), {})
    made = [{"id": str(n), "name": "x", "weight": n * 1.5, "madeAt": f"2024-05-17T0{n}:00:00+02:00"} for n in range(7)]
    caller.service.store.restore({"thing": {str(one["id"]): dict(one) for one in made}})
    response = caller.send(
        "GET", "/things", "&".join(f"{quote(name)}={quote(str(value))}" for name, value in query.items())
    )
    body: dict[str, Any] = json.loads(response.body)
    return [int(one["id"]) for one in body.pop("things")], body


def test_an_offset_leaves_out_so_many() -> None:
    assert ([0, 1, 2], {"total": 7}) == listed("offset")
    assert ([5, 6], {"total": 7}) == listed("offset", skip=5, limit=4)
    assert ([], {"total": 7}) == listed("offset", skip=9)


def test_a_cursor_leads_from_one_part_to_the_next_and_ends_with_null() -> None:
    told, body = listed("cursor")
    walked = [told]
    while body["next"] is not None:
        assert body["more"]
        told, body = listed("cursor", after=body["next"])
        walked.append(told)
    assert ([[0, 1, 2], [3, 4, 5], [6]], False) == (walked, body["more"])


def test_a_cursor_that_nobody_gave_is_the_beginning() -> None:
    assert [0, 1, 2] == listed("cursor", after="YWZ0ZXI6")[0]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"weight[gte]": 3}, [2, 3, 4, 5, 6]),
        ({"weight[lt]": 3}, [0, 1]),
        ({"weight[gte]": 1.5, "weight[lt]": 4.5}, [1, 2]),
        ({"made[gt]": "2024-05-17T02:00:00Z"}, [5, 6]),
        ({"made[lte]": "2024-05-16T22:00:00Z"}, [0]),
    ],
)
def test_bounds_compare_numbers_and_points_in_time(query: dict[str, object], expected: list[int]) -> None:
    assert expected == listed("whole", **query)[0]


@pytest.mark.parametrize("style", [*STYLES, "whole"])
def test_a_healthy_mock_is_not_accused(style: str) -> None:
    api = things_api(style)
    verdict = check(api, healthy_target(api, seed=3), "quick", seed=3)
    assert [] == [(finding.fact.id, finding.detail) for finding in (*verdict.broken, *verdict.differs)]


@pytest.mark.parametrize("style", [*STYLES, "whole"])
def test_every_mutant_of_its_pages_and_bounds_is_killed(style: str) -> None:
    api = things_api(style)
    wanted = {name: mutant for name, mutant in mutants(api).items() if ".paging/" in name or ".filters." in name}
    told = {name: judge(api, mutant, "quick").outcome for name, mutant in wanted.items()}
    assert {} == {name: outcome for name, outcome in told.items() if outcome != "killed"}
    assert len(told) >= len(FILTERS) * 2


def test_a_style_needs_its_own_places(tmp_path: Path) -> None:
    paging = "{style: cursor, page: query.after, items: body, states: Things come in parts.}"
    rules = f"{{action: list, resource: thing, states: Things are listed., paging: {paging}}}"
    said = interpreted(tmp_path, OPENAPI, behaviour=f"behaviour: 1\noperations: {{list: {rules}}}\n").said
    assert any("cursor" in line for line in said), said
