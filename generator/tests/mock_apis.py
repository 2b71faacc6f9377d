"""Contracts and calls for the tests of the mock: Fullwhere as the catalogue has it, and small APIs written in place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api
from truespec.mock.exchange import Request, Response
from truespec.mock.service import Service

__all__ = ["CREDENTIALS", "Caller", "api_of", "catalogued", "fullwhere", "written_api"]

ROOT = Path(__file__).parents[2]
CREDENTIALS = {"X-API-KEY": "key", "X-API-SECRET": "secret"}


@cache
def fullwhere() -> Api:
    """Return the contract of the catalogue's first API."""
    return _loaded(str(ROOT / "specs" / "fullwhere"))


@cache
def catalogued(name: str) -> Api:
    """Return the contract of an API of the catalogue."""
    return _loaded(str(ROOT / "specs" / name))


def api_of(folder: Path, openapi: Mapping[str, Any], behaviour: Mapping[str, Any] | None = None) -> Api:
    """Return the contract of a document written in a test."""
    document = {"openapi": "3.1.0", "info": {"title": "Test", "version": "1"}, **openapi}
    return written_api(folder / "openapi.json", document, None if behaviour is None else {"behaviour": 1, **behaviour})


def written_api(path: Path, openapi: Mapping[str, Any], behaviour: Mapping[str, Any] | None) -> Api:
    """Write a document of a test, and its rules beside it where it has any, and return their contract."""
    path.write_text(json.dumps(openapi), encoding="utf-8")
    if behaviour is not None:
        (path.parent / "behaviour.yaml").write_text(json.dumps(behaviour), encoding="utf-8")
    return _loaded(str(path))


def _loaded(word: str) -> Api:
    report = Report()
    api = load_api(word, report, ROOT)
    assert api is not None, "\n".join(map(str, report))
    assert not report.failed, "\n".join(map(str, report))
    return api


class Caller:
    """A client of a service in process, with JSON in and out."""

    def __init__(self, service: Service, headers: Mapping[str, str] = CREDENTIALS) -> None:
        """Send ``headers`` with every call."""
        self.service = service
        self.headers = dict(headers)

    def send(  # noqa: PLR0913 - a request has that many parts
        self,
        method: str,
        path: str,
        query: str = "",
        body: object = None,
        *,
        raw: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        content_type: str = "application/json",
    ) -> Response:
        """Send one request; ``raw`` goes as it is, ``body`` as JSON."""
        data = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        sent = {**(self.headers if headers is None else headers)}
        if data and content_type:
            sent["Content-Type"] = content_type
        return self.service(Request(method, path, query, tuple(sent.items()), data))

    def post(self, path: str, body: object) -> Any:
        """Send JSON and return the JSON of a success."""
        response = self.send("POST", path, body=body)
        assert 200 <= response.status < 300, response.status
        return json.loads(response.body)

    def imported(self, **members: object) -> Any:
        """Import a Fullwhere customer and return the answer."""
        return self.post("/partners/customer", members)

    def listed(self, **members: object) -> Any:
        """List Fullwhere customers and return the page."""
        return self.post("/partners/customer/list", members)

    def customer(self, id_: str) -> Response:
        """Read a Fullwhere customer."""
        return self.send("GET", "/partners/customer", f"id={id_}")
