"""A guest list that tells what it should not: people's data in every part of its answers, and what it was sent."""

from __future__ import annotations

import base64
import copy
import json
from typing import Any, Final
from urllib.parse import quote

from checked_server import OPENAPI, GuestServer
from truespec.checking.exchange import Request, Response

__all__ = ["CREDENTIALS", "OPEN_TENANT", "PARAMETERS", "PEOPLE", "GossipServer", "gossip_openapi"]

CREDENTIALS: Final[dict[str, str]] = {
    "key": "canary-key-51f0c2/+=",
    "token": "canary.jwt.eyJhbGciOiJub25lIn0",
    "login": "canary-user:canary p@ss 4711",
    "code": "canary-query-77aa",
    "visit": "canary-cookie-88bb",
}
"""What each scheme is given."""

PARAMETERS: Final[dict[str, str]] = {"shareSecret": "canary-share-99cc", "ownerEmail": "canary.owner@example.com"}
OPEN_TENANT: Final = "tenant-that-may-be-shown"

PEOPLE: Final[dict[str, str]] = {
    "email": "canary.email@example.com",
    "name": "Zaphodina Quxworthy",
    "phone": "+33 1 98 76 54 32",
    "birth": "1961-07-13",
    "street": "77, rue du Canari ünï",
    "post code": "QX7 7ZZ",
    "header": "Trillianna Vogsphere",
    "member": "canary.member@example.com",
    "member name": "Wolfgang Canariensis",
    "cookie": "canary-session-of-the-server",
    "page": "Prostetnica Jeltz",
    "kind": "slartibartfast-canary",
    "place": "canary.place@example.com",
}
"""What the server says of people, by where it says it."""


def _scheme(kind: str, **more: str) -> dict[str, str]:
    return {"type": kind, **more}


def gossip_openapi() -> dict[str, Any]:
    """Return the guest list with a security scheme of every kind, parameters to fix, and a map of contacts."""
    document: dict[str, Any] = copy.deepcopy(OPENAPI)
    document["components"]["securitySchemes"] = {
        "key": _scheme("apiKey", **{"in": "header", "name": "X-Key"}),
        "token": _scheme("http", scheme="bearer"),
        "login": _scheme("http", scheme="basic"),
        "code": _scheme("apiKey", **{"in": "query", "name": "code"}),
        "visit": _scheme("apiKey", **{"in": "cookie", "name": "visit"}),
    }
    contact = {"type": "object", "required": ["phone"], "properties": {"phone": {"type": "string"}}}
    document["components"]["schemas"]["Guest"]["properties"]["contacts"] = {
        "type": "object",
        "additionalProperties": contact,
    }
    one, many = document["paths"]["/guests/{id}"], document["paths"]["/guests"]
    schemes = ("key", "token", "login", "code", "visit")
    for operation, scheme in zip(
        (many["get"], many["post"], one["get"], one["patch"], one["delete"]), schemes, strict=True
    ):
        operation["security"] = [{scheme: []}]
    for name in (*PARAMETERS, "tenantUid"):
        many["get"]["parameters"].append({"name": name, "in": "query", "schema": {"type": "string"}})
        one["parameters"].append({"name": name, "in": "query", "schema": {"type": "string"}})
    return document


class GossipServer(GuestServer):
    """Looks at no credential, and gives everything away that it knows."""

    def __init__(self, *faults: str) -> None:
        """Start with a guest of whom everything is known."""
        super().__init__("key-ignored", *faults)
        self.sent: set[str] = set()

    def __call__(self, request: Request) -> Response:
        """Answer, and tell."""
        self.sent.update((request.target, *(f"{name}: {value}" for name, value in request.headers)))
        answer = super().__call__(request)
        said = (*answer.headers, *self._aside(request))
        if answer.status == 404:
            return Response(404, (*said[1:], ("Content-Type", "text/html")), f"<p>no {PEOPLE['page']}</p>".encode())
        if not answer.body:
            return Response(answer.status, said)
        value: Any = json.loads(answer.body)
        for record in value.get("items", [value]):
            record.update(self._known(request))
        if request.method == "PATCH":
            said = (("Content-Type", f"text/{PEOPLE['kind']}; who={quote(PEOPLE['name'])}"), *said[1:])
        return Response(answer.status, said, json.dumps(value).encode())

    def _aside(self, request: Request) -> tuple[tuple[str, str], ...]:
        """Return header fields; one value is divided between two lines."""
        half = len(PEOPLE["header"]) // 2
        return (
            ("X-Person", PEOPLE["header"][:half]),
            ("X-Person", PEOPLE["header"][half:]),
            ("X-Asked", quote(request.target, safe="")),
            ("Set-Cookie", f"session={PEOPLE['cookie']}; Path=/"),
            ("Location", f"/guests?mail={quote(PEOPLE['place'])}"),
        )

    def _known(self, request: Request) -> dict[str, Any]:
        given = next((value for name, value in request.headers if name.lower() == "authorization"), "")
        return {
            "about": {"names": [{"first": PEOPLE["name"].split()[0], "whole": PEOPLE["name"]}]},
            "mail": PEOPLE["email"],
            "phone": PEOPLE["phone"],
            "birthDate": PEOPLE["birth"],
            "address": {"street": PEOPLE["street"], "lines": [PEOPLE["post code"]]},
            "contacts": {PEOPLE["member"]: {"phone": None}, PEOPLE["member name"]: {"phone": 5}},
            "coded": base64.b64encode(f"{PEOPLE['email']};{PEOPLE['name']}".encode()).decode(),
            "linked": f"https://people.example/?q={quote(PEOPLE['name'])}",
            "asked": request.target,
            "given": given,
        }
