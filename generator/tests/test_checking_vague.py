"""What documentation leaves vague: who is taken for whom, and what becomes of a page that cannot be asked for."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest
from mock_apis import catalogued
from test_checking_imports import IMPORT, body_of
from test_checking_journeys import travelled
from test_checking_long_runs import LONG
from test_checking_single import told_by
from truespec.checking.credentials import Credentials
from truespec.checking.events import Event, Found
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.consistency import in_pieces
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.pages import paging
from truespec.checking.rules.records import made_alone
from truespec.checking.session import Session
from truespec.checking.targets import function_target, mock_target
from twisted import Twist, Twisted, answering, sending

BLANK = {"email": None, "phoneNumber": None}


def is_import(request: Request) -> bool:
    return request.path == IMPORT and request.method == "POST"


def blanks_are_one(server: Twisted, request: Request) -> Response:
    """Take whoever has neither address nor number for the one that was there first, and fill nothing."""
    if not is_import(request) or any(body_of(request).get(name) is not None for name in BLANK):
        return server.healthy(request)
    first: Response = server.kept.setdefault("first", server.healthy(sending(request, {"company": "Whoever"})))
    return first


def companies_lost(server: Twisted, request: Request) -> Response:
    return server.healthy(sending(request, {**body_of(request), "company": None}) if is_import(request) else request)


@pytest.mark.parametrize(
    ("twist", "judged", "fact"),
    [
        (blanks_are_one, "differs", "importCustomer.dedupe.nulls"),
        (companies_lost, "broken", "importCustomer.keeps.company"),
    ],
)
def test_that_a_record_by_which_nothing_is_known_is_a_new_one_may_be_assumed(
    twist: Twist, judged: str, fact: str
) -> None:
    api = catalogued("fullwhere")
    client = mock_target(api).connect()
    verdict = travelled(api, function_target(api, Twisted(client.send, twist)))
    found = {"differs": verdict.differs, "broken": verdict.broken}[judged]
    assert fact in {finding.fact.id for finding in found}
    assert judged == "broken" or not verdict.broken


@pytest.mark.parametrize(
    ("twist", "told"),
    [(blanks_are_one, "importCustomer.dedupe.nulls"), (companies_lost, "importCustomer.keeps.company")],
)
def test_what_is_sent_alone_may_be_taken_for_a_record_of_which_nothing_is_known(twist: Twist, told: str) -> None:
    found = set(told_by(made_alone.FAMILY, twist, LONG, "fullwhere"))
    assert {told} == found - {"importCustomer.dedupe.existing"}


def asked_for(name: str, below: dict[str, Any], *, shown: Any = None) -> Twist:
    """Return a twist that answers a list with ``name`` at 0 as one with ``below``, whose ``meta`` says ``shown``."""

    def done(server: Twisted, request: Request) -> Response:
        body = body_of(request)
        if not request.path.endswith("/list") or body.get(name) != 0:
            return server.healthy(request)
        response = server.healthy(sending(request, {**body, **below}))
        page = json.loads(response.body)
        meta = {**page["meta"], **(shown or {})}
        items = [] if below.get("limit") == 1 else page["items"]
        return answering(response, {"items": items, "meta": meta})

    return done


@pytest.mark.parametrize(
    ("twist", "told"),
    [
        (asked_for("limit", {"limit": 1}), ["listCustomers.paging.least"]),
        (asked_for("page", {"page": 1}, shown={"currentPage": 0}), ["listCustomers.paging.before-first"]),
        (asked_for("limit", {"limit": 10}), []),
        (asked_for("page", {"page": 1}), []),
        (asked_for("none", {}), []),
    ],
    ids=["a page of nothing", "a page before the first", "the usual limit", "the first page", "refused"],
)
def test_a_page_below_what_can_be_asked_for_is_made_another_or_refused(twist: Twist, told: list[str]) -> None:
    assert told == told_by(paging.FAMILY, twist, name="fullwhere")


class TwoWorkspaces:
    """Two mocks, one for each key; the list of the second ``leaks`` what the first has."""

    def __init__(self, *, leaks: bool, apart: bool = True) -> None:
        """Begin with nobody; with ``apart`` unset, both keys are of one workspace."""
        api = catalogued("fullwhere")
        first = mock_target(api)
        self.access = replace(first.access, second=Credentials({"apiKey": "second", "apiSecret": "second"}))
        self.first = first.connect()
        self.second = mock_target(api).connect() if apart else self.first
        self.leaks = leaks

    def __call__(self, request: Request) -> Response:
        """Answer with what the workspace of the key has."""
        theirs = request.header("X-API-KEY") == request.header("X-API-SECRET") == "second"
        if not theirs:
            return self.first.send(request)
        known = tuple((name, "truespec-dummy-credential") for name in ("X-API-KEY", "X-API-SECRET"))
        others = tuple(header for header in request.headers if header[0].upper() not in dict(known))
        leaks = self.leaks and request.path.endswith("/list")
        return (self.first if leaks else self.second).send(replace(request, headers=(*others, *known)))


@pytest.mark.parametrize(
    ("server", "told"),
    [
        (TwoWorkspaces(leaks=True), ["listCustomers.consistent.hidden"]),
        (TwoWorkspaces(leaks=False), []),
        (TwoWorkspaces(leaks=False, apart=False), []),
    ],
    ids=["a list of everybody's", "a list of one's own", "two keys of one workspace"],
)
def test_what_a_second_key_cannot_read_is_on_none_of_its_pages(server: TwoWorkspaces, told: list[str]) -> None:
    api, found = catalogued("fullwhere"), list[str]()

    def hear(event: Event) -> None:
        found.extend([event.finding.fact.id] if isinstance(event, Found) and event.finding.assumed is None else [])

    target = function_target(api, server, server.access)
    session = Session(api, target, target.connect(), Ledger(api, target, hear))
    in_pieces.OTHERS.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 2))
    assert told == found
