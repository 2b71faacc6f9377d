"""What clients of a practice are like: a consent whose time the server sets, and an order such as ``name,desc``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from mock_apis import written_api
from test_checking_listings import consistent
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.records import RecordMaker
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target
from truespec.contract.api import Api

CONSENT: dict[str, Any] = {
    "type": "object",
    "required": ["given"],
    "properties": {
        "given": {"type": "boolean"},
        "consentedAt": {"type": "string", "format": "date-time", "readOnly": True},
        "ways": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "properties": {"id": {"readOnly": True}, "name": {"type": "string"}}},
        },
    },
}
CLIENT = {"type": "object", "required": ["number", "name"], "properties": {"number": {"type": "integer"}}}
CLIENT["properties"] |= {"name": {"type": "string"}, "consent": {"$ref": "#/components/schemas/Consent"}}
ORDER = {"type": "array", "items": {"type": "string", "pattern": "^(number|name)(,(asc|desc))?$"}}


def practice_api(folder: Path) -> Api:
    """Return the contract of a list of clients that can be ordered."""
    content = {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Client"}}}}
    listing = {
        "operationId": "listClients",
        "parameters": [{"name": "sort", "in": "query", "schema": ORDER}],
        "responses": {"200": {"description": "Clients.", "content": content}},
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Practice", "version": "1"},
        "paths": {"/clients": {"get": listing}},
        "components": {"schemas": {"Client": CLIENT, "Consent": CONSENT}},
    }
    return written_api(folder / "practice.json", document, None)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_only_read_is_sent_at_no_depth(tmp_path: Path, seed: int) -> None:
    api = practice_api(tmp_path)
    made = RecordMaker(api, "tag", seed).value("consent", api.schema("Consent").schema)
    assert isinstance(made, dict)
    assert set(made) == {"given", "ways"}
    assert [set(one) for one in made["ways"] if isinstance(one, dict)] == [{"name"}]


@pytest.mark.parametrize(("fault", "told"), [("", set()), ("upwards only", {"sort", "sort.number"})])
def test_an_order_of_several_may_turn_round_by_a_word_behind_each(tmp_path: Path, fault: str, told: set[str]) -> None:
    clients = [{"number": number, "name": f"client {number * 7 % 9}"} for number in range(9)]

    def answer(request: Request) -> Response:
        found = list(clients)
        for sort in reversed([value for name, value in request.query if name == "sort"]):
            name, _, way = sort.partition(",")
            found.sort(key=lambda one: str(one[name]), reverse=way == "desc" and not fault)
        return Response(200, (("Content-Type", "application/json"),), json.dumps(found).encode())

    api = practice_api(tmp_path)
    verdict = check(api, function_target(api, answer, Access(Credentials({}))), parts=("rules",))
    assert consistent(verdict) == {f"listClients.consistent.order.{part}" for part in told}
