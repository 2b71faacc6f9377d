"""Where another's shop is documented to be refused, nothing is done there; its owner shows what is seen of it here."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from checked_server import BEHAVIOUR, OPENAPI, SECRET, GuestServer
from mock_apis import written_api
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target
from truespec.contract.api import Api

OWNER = "owner-of-the-other"
SAID = "Every path begins with a shop. Any other shop than yours is answered with 403."


def shops(folder: Path, words: str) -> Api:
    """Return the guest list below shops, described in these words."""
    document, behaviour = deepcopy(OPENAPI), deepcopy(BEHAVIOUR)
    document["info"]["description"] = words
    shop = {"name": "shopId", "in": "path", "required": True, "schema": {"type": "string"}}
    document["paths"] = {f"/shops/{{shopId}}{path}": item for path, item in document["paths"].items()}
    for item in document["paths"].values():
        item["parameters"] = [*item.get("parameters", ()), shop]
        for method in {"get", "post", "patch", "delete"} & item.keys():
            item[method]["responses"]["403"] = {"description": "It is refused."}
    scope = {"place": "path.shopId", "states": "A guest belongs to one shop."}
    behaviour["resources"]["guest"]["scope"] = scope
    return written_api(folder / "shops.json", document, behaviour)


class Shops:
    """Two shops; ``let-in`` lists another's, ``allowed`` lists every shop, ``any-key`` reads a guest of any shop.

    ``shown`` shows a guest of another shop to whoever knows it.
    """

    def __init__(self, fault: str = "") -> None:
        """Start with both."""
        self.fault = fault
        self.owners = {"ours": (SECRET, GuestServer()), "theirs": (OWNER, GuestServer())}
        self.owners["theirs"][1].guests.clear()
        self.owners["theirs"][1]._made = 1000

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        _, _, shop, rest = request.target.split("/", 3)
        if shop not in self.owners:
            return Response(404)
        owner, server = self.owners[shop]
        given = request.header("X-Key")
        lists = request.method == "GET" and request.path.endswith("/guests")
        if given not in {SECRET, OWNER}:
            return Response(401)
        reads = request.method == "GET" and not lists
        if given != owner and not (lists and self.fault == "let-in") and not (reads and self.fault == "shown"):
            return Response(403)
        key = request.path.rpartition("/")[2]
        if self.fault == "any-key" and request.method == "GET" and not lists:
            server = next((one for _, one in self.owners.values() if key in one.guests), server)
        headers = (*((k, v) for k, v in request.headers if k != "X-Key"), ("X-Key", SECRET))
        return server(replace(request, target=f"/{rest}", headers=headers))


def told(api: Api, fault: str) -> list[str]:
    """Return the facts about places that are broken."""
    places = (("shopId", "ours"), ("shopId", "theirs"))
    access = Access(Credentials({"key": SECRET}), second=Credentials({"key": OWNER}), parameters=places)
    verdict = check(api, function_target(api, Shops(fault), access), parts=("rules",))
    return [finding.fact.id for finding in verdict.broken if ".scope" in finding.fact.id]


@pytest.mark.parametrize(
    ("words", "fault", "facts"),
    [
        (SAID, "", []),
        (SAID, "let-in", ["guest.scope.refused"]),
        (SAID, "shown", ["guest.scope.refused"]),
        (SAID, "any-key", ["guest.scope.made"]),
        ("Every path begins with a shop.", "let-in", []),
        ("Another shop is answered with 403, unless it may be seen.", "let-in", []),
    ],
)
def test_another_shop_is_refused_where_it_is_said(tmp_path: Path, words: str, fault: str, facts: list[str]) -> None:
    api: Any = shops(tmp_path, words)
    assert facts == told(api, fault)
