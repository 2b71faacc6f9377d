"""A request that is sent again with the same key makes nothing new, and no two requests that are new have one key."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from checked_server import OPENAPI, SECRET, GuestServer, guest_api, guest_target
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.contract.api import Api


def repeatable_api(folder: Path, *, required: bool = False) -> Api:
    """Return the guest list without rules, whose new guests may be sent again with a key."""
    openapi: dict[str, Any] = copy.deepcopy(OPENAPI)
    key = {"name": "Idempotency-Key", "in": "header", "required": required, "schema": {"type": "string"}}
    openapi["paths"]["/guests"]["post"]["parameters"] = [{**key, "example": "5f3c"}]
    return guest_api(folder, behaviour=False, openapi=openapi)


class Remembering(GuestServer):
    """Answers a key that it has heard before as it did then, whatever is sent with it."""

    def __init__(self, *faults: str) -> None:
        """Start with no key."""
        super().__init__(*faults, "dedupe-off")
        self.needed = False
        self.answered: dict[str, Response] = {}

    def __call__(self, request: Request) -> Response:
        """Answer from memory where there is any."""
        key = request.header("Idempotency-Key") if request.method == "POST" else None
        if self.needed and key is None and request.method == "POST" and request.header("X-Key") == SECRET:
            return Response(400, (("Content-Type", "application/json"),), b"{}")
        if key is None or "forgetful" in self.faults:
            return super().__call__(request)
        known = "" if "one-for-all" in self.faults else key
        response = self.answered.get(known) or super().__call__(request)
        if response.success:
            self.answered[known] = response
        return response


@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize("seed", [0, 1])
def test_a_server_that_answers_a_known_key_as_before_is_not_accused(
    tmp_path: Path, seed: int, *, required: bool
) -> None:
    api, server = repeatable_api(tmp_path, required=required), Remembering()
    server.needed = required
    assert () == check(api, guest_target(api, server), seed=seed).broken


@pytest.mark.parametrize(("fault", "fact"), [("forgetful", "repeated"), ("one-for-all", "not-repeated")])
def test_a_server_that_takes_no_notice_of_the_key_is_told(tmp_path: Path, fault: str, fact: str) -> None:
    api = repeatable_api(tmp_path)
    verdict = check(api, guest_target(api, Remembering(fault)), parts=("rules",))
    assert f"createGuest.consistent.{fact}" in [finding.fact.id for finding in verdict.broken]
