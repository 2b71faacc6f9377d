"""Clocks, time zones and the largest page are a server's own business; that its answers fit together is not."""

from __future__ import annotations

import importlib
import random
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from checked_server import GuestServer, guest_api, guest_target
from mock_apis import catalogued
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.filters import days
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.records import changes
from truespec.checking.rules.records.untouched import note_others
from truespec.checking.run import check
from truespec.checking.session import Session
from truespec.checking.targets import function_target, mock_target
from truespec.checking.verdict import Verdict

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

TIMES = re.compile(rb'"(created_date|last_updated)": ?"[^"]*"')
ENDS = ("created_date", "created_date_from", "created_date_to", "last_updated", "last_updated_from", "last_updated_to")


def as_it_is(request: Request) -> Request:
    """Return a request as it was sent."""
    return request


def standing(body: bytes) -> bytes:
    """Return an answer of a server whose clock always says the same."""
    return TIMES.sub(rb'"\1": "2021-03-04 05:06:07"', body)


def asking(names: tuple[str, ...], days: int) -> Callable[[Request], Request]:
    """Return what asks for days further than a request does, as if the server were in another time zone."""

    def later(request: Request) -> Request:
        if not any(name in names for name, _ in request.query):
            return request
        query = [(name, further(text, days) if name in names else text) for name, text in request.query]
        return replace(request, target=f"{request.path}?{urlencode(query)}")

    return later


def further(text: str, days: int) -> str:
    """Return the day some days after one; what is no day stays as it is."""
    try:
        return (date.fromisoformat(text) + timedelta(days=days)).isoformat()
    except ValueError:
        return text


def told(change: Callable[[Request], Request], spoil: Callable[[bytes], bytes] = bytes) -> Verdict:
    """Check the rules of Collins with something between the run and the mock."""
    api = catalogued("collins")
    target = mock_target(api)
    client = target.connect()

    def answer(request: Request) -> Response:
        found = client.send(change(request))
        return replace(found, body=spoil(found.body))

    return check(api, function_target(api, answer, target.access), parts=("rules",))


def broken(verdict: Verdict) -> set[str]:
    """Return the ids of the documented facts that were broken."""
    return {finding.fact.id for finding in verdict.broken}


def test_a_clock_that_stands_moves_no_time_on() -> None:
    assert "customer.sets.last_updated.moves" not in broken(told(as_it_is, standing))


def test_a_server_may_reckon_its_days_in_another_time_zone() -> None:
    assert set() == broken(told(asking(ENDS, -1)))


def test_a_day_that_its_own_filter_leaves_out_is_told_in_any_time_zone() -> None:
    assert "GetAllCustomers.filters.query.created_date_from.same-day" in broken(told(asking(("created_date_from",), 1)))
    assert "GetAllCustomers.filters.query.last_updated_to.same-day" in broken(told(asking(("last_updated_to",), -1)))


def test_a_record_that_was_given_back_does_not_tell_that_a_clock_stands(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    target = guest_target(api, GuestServer())
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    resource = world.behaviour.resources[0]
    earlier = fresh(world, resource)
    assert earlier is not None
    world.give_back(resource, earlier)
    assert not changes._stands(world, resource, "createdAt", earlier.record["createdAt"])


def days_told(change: Callable[[Any, Request, Response], Response], mutant: str = "") -> set[str]:
    """Return what the rules of days find broken by a server of Collins that already had records when the run began."""
    collins: Any = importlib.import_module("foreign.collins")
    api, server = catalogued("collins"), collins.Server(mutant)
    target = function_target(api, lambda request: change(server, request, server(request)), collins.ACCESS)
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    action, operation = next(iter(world.actions("list")))
    note_others(world, action, session.ask(operation, world.values_for(operation)))
    days.FAMILY.check(world)
    return {finding.fact.id for finding in session.ledger.verdict("quick").broken}


def test_a_day_is_asked_for_together_with_what_was_agreed_to_on_that_very_day() -> None:
    agreed = ("5c8015f15dbf3bec42c4c66f", "2019-03-06"), ("5c8015f15dbf3bec42c4c670", "2020-11-19")
    held = [{"id": key, "opt_in_date": f"{day} 12:00:00", "opted_in": True} for key, day in agreed]

    def agreeing(server: Any, _request: Request, answer: Response) -> Response:
        for record in server._records.kept.values():
            record["marketing_preferences"] = [dict(one) for one in held]
        return answer

    assert not days_told(agreeing)


def test_the_days_of_others_are_asked_for_though_what_was_made_since_hides_them() -> None:
    def hiding(_server: Any, request: Request, answer: Response) -> Response:
        hidden = "booking" not in request.target and _server._asked > 1
        return replace(answer, body=b'{"customers": []}') if hidden and request.path == "/customers" else answer

    assert "GetAllCustomers.filters.query.booking_date_to.same-day" in days_told(
        hiding, "filter-booking_date_to-exclusive"
    )


def test_what_a_server_decided_against_may_count_for_nothing() -> None:
    def counting(server: Any, request: Request, answer: Response) -> Response:
        day = dict(request.query).get("booking_date")
        for record in server._records.kept.values():
            for booking in record["bookings"]:
                booking["status"] = "deleted"
        return replace(answer, body=b'{"customers": []}') if day is not None else answer

    assert not days_told(counting)
