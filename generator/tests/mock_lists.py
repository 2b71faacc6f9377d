"""Lists for the tests of the mock: APIs of the catalogue with records put in, and small ones written in place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mock_apis import ROOT, Caller, api_of
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api
from truespec.mock.records import partition
from truespec.mock.service import Service

__all__ = ["TOKEN", "Lister", "catalogue", "collins", "flowretail", "small_api"]

TOKEN = {"Authorization": "Bearer token"}


@cache
def catalogue(name: str) -> Api:
    """Return the contract of an API of the catalogue."""
    report = Report()
    api = load_api(str(ROOT / "specs" / name), report, ROOT)
    assert api is not None, "\n".join(map(str, report))
    return api


class Lister(Caller):
    """A caller that asks for one list and tells which records came, by the member that names them."""

    def __init__(self, service: Service, path: str, items: Sequence[str], key: str, *, table: str = "customer") -> None:
        """List at ``path`` with GET; ``items`` is where the body of an answer has the list, ``table`` what is kept."""
        super().__init__(service, TOKEN)
        self.path = path
        self.items = items
        self.key = key
        self.table = table

    def keep(self, *records: Mapping[str, Any]) -> None:
        """Keep these records, and no others, in their order."""
        self.service.store.restore({self.table: {str(record[self.key]): dict(record) for record in records}})

    def names(self, body: object = None, /, **query: object) -> list[Any]:
        """Return the names of the records on the page that a query (or a POST with a body) is answered with."""
        text = "&".join(f"{name}={quote(str(value), safe=',')}" for name, value in query.items())
        response = self.send("GET" if body is None else "POST", self.path, text, body)
        assert 200 == response.status, response.status
        listed: Any = json.loads(response.body)
        for member in self.items:
            listed = listed[member]
        return [record[self.key] for record in listed]


def collins(**options: Any) -> Lister:
    """Return a lister of Collins' customers."""
    return Lister(Service(catalogue("collins"), **options), "/customers", ["customers"], "id")


def flowretail(path: str = "", **options: Any) -> Lister:
    """Return a lister of the customers of one Flow Retail tenant."""
    service = Service(catalogue("flowretail"), **options)
    table = partition("customer", "north")
    return Lister(service, f"/tenants/north/customers{path}", ["items"], "customerUid", table=table)


def small_api(
    folder: Path,
    rules: Mapping[str, Any],
    parameters: Mapping[str, Any],
    *,
    responses: Mapping[str, Any] | None = None,
    extra: Mapping[str, Any] | None = None,
) -> Api:
    """Return an API that lists things at ``/things`` by these rules, and takes these query parameters."""
    thing = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": ["string", "null"]}}}
    listed = {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}
    answers = responses or {"200": {"description": "x", "content": {"application/json": {"schema": listed}}}}
    query = [{"name": name, "in": "query", "schema": schema} for name, schema in parameters.items()]
    openapi = {
        "paths": {"/things": {"get": {"operationId": "list", "parameters": query, "responses": answers}}},
        "components": {"schemas": {"Thing": thing}},
    }
    behaviour = {
        "resources": {"thing": {"schema": "Thing", "key": "id", "states": "A thing has an id."}},
        "operations": {"list": {"action": "list", "resource": "thing", "states": "Things are listed.", **rules}},
        **(extra or {}),
    }
    return api_of(folder, openapi, behaviour)
