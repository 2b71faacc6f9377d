"""What the words about a parameter say of a list is kept to: bounds, what is equal, all of several words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mock_apis import written_api
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target

TEXT = {"type": "string"}
BOATS: list[dict[str, Any]] = [
    {"id": f"b{number:02}", "tons": number % 5, "home": {"port": port}, "flags": flags}
    for number, (port, flags) in enumerate(
        [("Bergen", ["red", "new"]), ("Oslo", ["red"]), ("Bergen", ["new"]), ("Moss", ["old", "red"]), ("Oslo", [])] * 2
    )
]
PLAIN = {"min_tons": "Boats of at least this weight.", "port": "Boats by home port.", "flag": "Boats with all flags."}


def fleet(told: dict[str, str]) -> dict[str, Any]:
    home = {"type": "object", "properties": {"port": TEXT}}
    flags = {"type": "array", "items": TEXT}
    boat = {"id": TEXT, "tons": {"type": "integer"}, "home": home, "flags": flags}
    forms = {"min_tons": {"type": "integer"}, "port": TEXT, "flag": flags}
    query = [{"name": name, "in": "query", "description": told[name], "schema": forms[name]} for name in forms]
    boats = {"type": "array", "items": {"type": "object", "required": ["id"], "properties": boat}}
    answer = {"description": "Boats.", "content": {"application/json": {"schema": boats}}}
    listing = {"operationId": "listBoats", "parameters": query, "responses": {"200": answer}}
    return {"openapi": "3.1.0", "info": {"title": "Fleet", "version": "1"}, "paths": {"/boats": {"get": listing}}}


def harbour(fault: str) -> Callable[[Request], Response]:
    """Return a server of ten boats that are only read."""

    def answer(request: Request) -> Response:
        query, flags = dict(request.query), [value for name, value in request.query if name == "flag"]
        least = int(query.get("min_tons", 0))
        found = [one for one in BOATS if one["tons"] > least or (one["tons"] == least and fault != "equal left out")]
        found = found if "min_tons" in query else BOATS
        if fault != "port ignored" and "port" in query:
            found = [one for one in found if one["home"]["port"] == query["port"]]
        fits = any if fault == "any flag" else all
        found = [one for one in found if not flags or fits(flag in one["flags"] for flag in flags)]
        return Response(200, (("Content-Type", "application/json"),), json.dumps(found).encode())

    return answer


def broken(folder: Path, told: dict[str, str], fault: str) -> set[str]:
    api = written_api(folder / "fleet.json", fleet(told), None)
    found = check(api, function_target(api, harbour(fault), Access(Credentials({}))), parts=("rules",))
    return {finding.fact.id.removeprefix("listBoats.consistent.") for finding in found.broken}


@pytest.mark.parametrize(
    ("told", "fault", "facts"),
    [
        ({}, "", set()),
        ({}, "equal left out", {"range.min_tons"}),
        ({"min_tons": "Boats that weigh more than this."}, "", {"range.min_tons"}),
        ({"min_tons": "Boats that weigh no less than this."}, "equal left out", {"range.min_tons"}),
        ({"min_tons": "Boats greater than or equal to it."}, "equal left out", {"range.min_tons"}),
        ({"min_tons": "The weight."}, "equal left out", set()),
        ({}, "port ignored", {"filter.port"}),
        ({"port": "The port where a boat is."}, "port ignored", set()),
        ({}, "any flag", {"filter.flag.all"}),
        ({"flag": "Boats that have all the given flags."}, "any flag", {"filter.flag.all"}),
        ({"flag": "All boats with any of these flags."}, "any flag", set()),
        ({"flag": "Flags of boats."}, "any flag", set()),
    ],
)
def test_a_list_is_held_to_what_is_said_of_its_parameters(
    tmp_path: Path, told: dict[str, str], fault: str, facts: set[str]
) -> None:
    assert broken(tmp_path, {**PLAIN, **told}, fault) == facts
