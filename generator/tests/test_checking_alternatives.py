"""Of several credentials any one is enough: each of those at hand is let in wherever it is said to be."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from checked_server import OPENAPI, SECRET, GuestServer, guest_api
from truespec.checking.credentials import Credentials
from truespec.checking.customs import with_customs
from truespec.checking.events import Event, Found
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.access import first_credentials
from truespec.checking.rules.ground.world import World
from truespec.checking.run import check
from truespec.checking.session import Session
from truespec.checking.targets import Access, function_target
from truespec.checking.verdict import Verdict

BADGE = "badge-8d1e07"


def with_badges(server: GuestServer, refuses: Callable[[Request], int]) -> Callable[[Request], Response]:
    """Return the server as one that takes a badge instead of the key; ``refuses`` says with what it does not."""

    def answer(request: Request) -> Response:
        if request.header("X-Badge") != BADGE:
            return server(request)
        assert request.header("X-Key") is None
        if status := refuses(request):
            return Response(status, (("Content-Type", "application/json"),), b"{}")
        return server(replace(request, headers=(*request.headers, ("X-Key", SECRET))))

    return answer


def verdict_on(folder: Path, refuses: Callable[[Request], int]) -> Verdict:
    openapi: dict[str, Any] = copy.deepcopy(OPENAPI)
    openapi["components"]["securitySchemes"]["badge"] = {"type": "apiKey", "in": "header", "name": "X-Badge"}
    openapi["security"] = [{"key": []}, {"badge": []}]
    api, access = guest_api(folder, openapi=openapi), Access(Credentials({"key": SECRET, "badge": BADGE}))
    return check(api, function_target(api, with_badges(GuestServer(), refuses), access), parts=("rules",))


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_credential_that_is_let_in_elsewhere_is_enough_here_too(tmp_path: Path, method: str) -> None:
    verdict = verdict_on(tmp_path, lambda request: 401 if request.method == method else 0)
    told = {finding.fact.id for finding in verdict.broken}
    expected = {"DELETE": {"deleteGuest.lets-in.badge"}, "GET": {"getGuest.lets-in.badge", "listGuests.lets-in.badge"}}
    assert expected[method] == told
    assert not any(
        BADGE in f"{finding.reproduction}{finding.client_code}{finding.request}" for finding in verdict.broken
    )
    assert all("$BADGE" in finding.reproduction for finding in verdict.broken)


@pytest.mark.parametrize(
    "refuses",
    [
        pytest.param(lambda _: 0, id="nowhere"),
        pytest.param(lambda _: 401, id="everywhere"),
        pytest.param(lambda request: 403 if request.method == "DELETE" else 0, id="for-want-of-a-permission"),
    ],
)
def test_a_credential_that_is_unknown_or_may_do_less_is_no_fault_of_the_server(
    tmp_path: Path, refuses: Callable[[Request], int]
) -> None:
    assert () == verdict_on(tmp_path, refuses).broken


@pytest.mark.parametrize("ignored", ["X-Key", "X-Badge"])
def test_each_of_two_credentials_that_are_needed_together_is_left_out_at_the_first_look(
    tmp_path: Path, ignored: str
) -> None:
    openapi: dict[str, Any] = copy.deepcopy(OPENAPI)
    openapi["components"]["securitySchemes"]["badge"] = {"type": "apiKey", "in": "header", "name": "X-Badge"}
    openapi["security"] = [{"key": [], "badge": []}]
    api, server = guest_api(tmp_path, openapi=openapi), GuestServer()
    needed = {"X-Key": SECRET, "X-Badge": BADGE}

    def answer(request: Request) -> Response:
        if any(request.header(name) != value for name, value in needed.items() if name != ignored):
            return Response(401, (("Content-Type", "application/json"),), b"{}")
        return server(replace(request, headers=(*request.headers, ("X-Key", SECRET))))

    access, found = Access(Credentials({"key": SECRET, "badge": BADGE})), list[str]()
    target = function_target(api, answer, access)
    session = Session(api, target, target.connect(), Ledger(api, target, lambda event: found.extend(_facts(event))))
    first_credentials.FAMILY.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    assert {f"{id_}.needs.{ignored.removeprefix('X-').lower()}" for id_ in ("listGuests", "createGuest")} <= {*found}
    assert not [fact for fact in found if ".needs." in fact and not fact.endswith(ignored.removeprefix("X-").lower())]


@pytest.mark.parametrize(
    ("let_in", "told"),
    [(None, []), ("", ["listGuests.needs.token"]), ("Basic", ["listGuests.needs.token"])],
    ids=["nobody", "nothing", "another scheme"],
)
def test_a_bearer_token_is_left_empty_and_given_another_scheme_at_the_first_look(
    tmp_path: Path, let_in: str | None, told: list[str]
) -> None:
    openapi: dict[str, Any] = copy.deepcopy(OPENAPI)
    openapi["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    openapi["security"] = [{"token": []}]
    api, server = with_customs(guest_api(tmp_path, behaviour=False, openapi=openapi)), GuestServer()

    def answer(request: Request) -> Response:
        scheme, _, value = (request.header("Authorization") or "-").partition(" ")
        known = (scheme, value) == ("Bearer", SECRET)
        wrong = {"": scheme == "Bearer" and not value, "Basic": scheme == "Basic"}.get(let_in or "", False)
        if not known and not (wrong and let_in is not None):
            return Response(401, (("Content-Type", "application/json"),), b"{}")
        return server(replace(request, headers=(*request.headers, ("X-Key", SECRET))))

    found = list[str]()
    target = function_target(api, answer, Access(Credentials({"token": SECRET})))
    session = Session(api, target, target.connect(), Ledger(api, target, lambda event: found.extend(_facts(event))))
    first_credentials.FAMILY.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    assert told == found


def _facts(event: Event) -> list[str]:
    return [event.finding.fact.id] if isinstance(event, Found) else []
