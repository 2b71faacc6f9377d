"""A job of the server that fills what is empty is nobody's fault; a wrong value that an import fills in is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from test_checking_between import Send, broken, members, verdict_on
from truespec.checking.exchange import Request, Response

EXISTING = "importCustomer.dedupe.existing"
EVERY = 14


class Enriching:
    """Stands before the mock of the imports, and fills what everybody lacks whenever its time has come."""

    def __init__(self, filled: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        """Begin with nobody; ``filled`` tells what a record gets, of what it was made with."""
        self.filled = filled
        self.asked = 0
        self.sent: dict[str, dict[str, Any]] = {}
        self.found: dict[str, dict[str, Any]] = {}

    def __call__(self, request: Request, send: Send) -> Response:
        """Answer a request."""
        self.asked += 1
        if self.asked % EVERY == 0:
            self.look_for_more(request, send)
        answer = send(request)
        shown = answer.json()
        if not answer.success or not isinstance(shown, dict):
            return answer
        if request.method == "POST" and "id" in shown:
            self.sent.setdefault(shown["id"], members(request))
        items = shown.get("items")
        value = {**shown, "items": [*map(self.shown, items)]} if isinstance(items, list) else self.shown(shown)
        return replace(answer, body=json.dumps(value).encode())

    def look_for_more(self, request: Request, send: Send) -> None:
        """Fill what is empty, and have it for good: what is sent later meets what is there."""
        for id_, sent in self.sent.items():
            found = send(replace(request, method="GET", target=f"/partners/customer?id={id_}", body=b"")).json()
            record = found if isinstance(found, dict) else {}
            for name, value in self.filled(sent).items():
                if record.get(name, "") is None:
                    self.found.setdefault(id_, {}).setdefault(name, value)

    def shown(self, record: dict[str, Any]) -> dict[str, Any]:
        """Return a customer as it is shown."""
        return {**record, **self.found.get(str(record.get("id")), {})}


def test_what_a_job_has_filled_in_between_is_not_told() -> None:
    server = Enriching(
        lambda sent: {"displayName": f"{sent.get('firstName')} {sent.get('lastName')}", "language": "fr"}
    )
    assert not {found for found in broken(verdict_on("fullwhere", server)) if found.startswith(EXISTING)}


def test_what_an_import_fills_with_another_value_is_told() -> None:
    fresh: dict[str, Any] = {}

    def misplaces(request: Request, send: Send) -> Response:
        sent = members(request)
        if request.method == "POST" and "email" in sent and request.path == "/partners/customer":
            pair = str((sent.get("email"), sent.get("phoneNumber")))
            if pair in fresh and sent.get("firstName") is not None and sent.get("lastName") is not None:
                request = replace(request, body=json.dumps({**sent, "lastName": sent["firstName"]}).encode())
            fresh[pair] = sent
        return send(request)

    assert EXISTING in broken(verdict_on("fullwhere", misplaces))
