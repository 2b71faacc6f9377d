"""A server may let every credential through; not where it keeps from somebody it knows what it then shows to all."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from mock_apis import catalogued
from truespec.checking.credentials import Credentials
from truespec.checking.events import Event, Found
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.access import credentials
from truespec.checking.rules.ground.world import World
from truespec.checking.session import Session
from truespec.checking.targets import Access, function_target, mock_target

MINE, THEIRS = "mine-4f1c77", "theirs-90ab3e"
KNOWN = ("Authorization", f"Bearer {MINE}")


def told_of_readers(reads: Callable[[str], int]) -> list[str]:
    """Return the facts that are broken by a server that takes any credential, and answers reads by it with a status."""
    api, found = catalogued("collins"), list[str]()
    mock = mock_target(api).connect()

    def answer(request: Request) -> Response:
        sent = (request.header("Authorization") or "").removeprefix("Bearer ")
        if not sent or sent.startswith("Basic "):
            return Response(401, (("Content-Type", "application/json"),), json.dumps({"error": "No."}).encode())
        status = reads(sent) if request.method == "GET" and request.path.count("/") > 1 else 200
        known = replace(request, headers=(*((k, v) for k, v in request.headers if k != "Authorization"), KNOWN))
        return mock.send(known) if status == 200 else Response(status)

    def hear(event: Event) -> None:
        if isinstance(event, Found) and event.finding.assumed is None:
            found.append(event.finding.fact.id)

    access = Access(Credentials({"BearerAuth": MINE}), second=Credentials({"BearerAuth": THEIRS}))
    target = function_target(api, answer, access)
    session = Session(api, target, target.connect(), Ledger(api, target, hear))
    credentials.FAMILY.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    return [name for name in found if ".needs." in name]


def test_what_somebody_is_not_shown_is_not_shown_to_nobody() -> None:
    assert ["GetCustomer.needs.BearerAuth"] == told_of_readers(lambda sent: 404 if sent == THEIRS else 200)


def one_shows_what_is_forbidden(sent: str) -> int:
    return 403 if sent == THEIRS else 200


def everybody_sees_what_is_theirs(sent: str) -> int:
    return 200 if sent == MINE else 404


def everybody_sees_all(_sent: str) -> int:
    return 200


@pytest.mark.parametrize("reads", [everybody_sees_all, everybody_sees_what_is_theirs, one_shows_what_is_forbidden])
def test_a_server_may_let_every_credential_through(reads: Callable[[str], int]) -> None:
    assert [] == told_of_readers(reads)
