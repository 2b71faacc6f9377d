"""Lists that come a little after the records, times that come with the first change, clocks: they contradict nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from collins_told import told
from test_checking_between import verdict_on
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.access import rates
from truespec.checking.rules.filters import found_again
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.lists.population import population
from truespec.checking.rules.records import changes, storing
from truespec.checking.rules.records.late_changes import LateChanges

Server = Callable[[Request], Response]
Send = Callable[[Request], Response]


class Behind:
    """Lists what was made after so many further requests, or never; all else is answered at once."""

    def __init__(self, requests: int | None) -> None:
        """Begin with nothing made."""
        self.requests = requests
        self.asked = 0
        self.made: dict[str, int] = {}

    def __call__(self, request: Request, send: Send) -> Response:
        """Answer one request."""
        self.asked += 1
        answer = send(request)
        value = json.loads(answer.body or b"{}")
        if request.path == "/partners/customer" and "id" in value:
            self.made.setdefault(value["id"], self.asked)
        if not request.path.endswith("/list") or "items" not in value:
            return answer
        shown = [item for item in value["items"] if self._is_listed(item["id"])]
        hidden = sum(not self._is_listed(key) for key in self.made)
        value["meta"] |= {"itemCount": len(shown), "totalItems": value["meta"]["totalItems"] - hidden}
        return replace(answer, body=json.dumps(value | {"items": shown}).encode())

    def _is_listed(self, key: str) -> bool:
        asked = self.made.get(key)
        return asked is None or (self.requests is not None and self.asked > asked + self.requests)


def of_lists(found: set[str]) -> set[str]:
    """Return which of some facts are told by what a list shows and what it does not."""
    return found & {"listCustomers", "importCustomers", "listCustomers.shows", "importCustomers.goes-on"}


@pytest.mark.parametrize(("requests", "expected"), [(3, False), (None, True)], ids=["later", "never"])
def test_a_list_that_is_a_little_late_is_not_accused_of_losing_records(*, requests: int | None, expected: bool) -> None:
    verdict = verdict_on("fullwhere", Behind(requests))
    assert expected == bool(of_lists({finding.fact.id for finding in verdict.broken}))
    assert of_lists({finding.fact.id for finding in (*verdict.broken, *verdict.differs)})


class BehindReading(Behind):
    """Reads what was made after so many further requests, or never; all else is answered at once."""

    def __call__(self, request: Request, send: Send) -> Response:
        """Answer one request."""
        self.asked += 1
        answer = send(request)
        if request.method == "POST" and request.path.endswith("/Customer") and answer.success:
            self.made[str(json.loads(answer.body)["Id"])] = self.asked
        made = self.made.get(request.path.rpartition("/")[2]) if request.method == "GET" else None
        is_there = made is None or (self.requests is not None and self.asked > made + self.requests)
        return answer if is_there else Response(404)


@pytest.mark.parametrize(("requests", "expected"), [(1, False), (None, True)], ids=["later", "never"])
def test_a_record_that_is_read_a_little_late_is_not_said_to_be_lost(*, requests: int | None, expected: bool) -> None:
    verdict = verdict_on("resdiary", BehindReading(requests))
    assert expected == ("createCustomer" in {finding.fact.id for finding in verdict.broken})
    assert "createCustomer" in {finding.fact.id for finding in (*verdict.broken, *verdict.differs)}
    assert expected or not verdict.broken


class BehindChanges:
    """Reads what was changed as it was for so many further requests; a new one is read at once."""

    def __init__(self, requests: int) -> None:
        """Begin with nothing changed."""
        self.requests = requests
        self.asked = 0
        self.before: dict[str, tuple[int, Response]] = {}

    def __call__(self, server: Server, request: Request) -> Response:
        """Answer one request."""
        self.asked += 1
        if request.method == "PUT" and request.path not in self.before:
            self.before[request.path] = self.asked, server(replace(request, method="GET", body=b""))
        answer = server(request)
        changed, before = self.before.get(request.path, (0, answer))
        if request.method != "GET" or not answer.success or not before.success:
            return answer
        if self.asked <= changed + self.requests:
            return before
        self.before.pop(request.path, None)
        return answer


def check_with_doubt(world: World) -> None:
    """Look at changes, and doubt what is told where they are read late."""
    late = LateChanges(world)
    world.session.ledger.doubt = lambda fact, seen, _: late(fact, seen)
    changes.FAMILY.check(world)


@pytest.mark.parametrize(("requests", "expected"), [(3, False), (10**6, True)], ids=["later", "never"])
def test_a_change_that_is_read_a_little_late_is_not_said_to_be_lost(*, requests: int, expected: bool) -> None:
    family = Family("changes", "as they are read", check_with_doubt)
    assert expected == bool(told(family, BehindChanges(requests)))
    assert "UpdateCustomer" in told(family, BehindChanges(requests), assumed=not expected)


def tell_afterwards(world: World) -> None:
    """Tell something of a record that was read a while ago, as the end of a journey does."""
    late = LateChanges(world)
    world.session.ledger.doubt = lambda fact, seen, _: late(fact, seen)
    action, operation = next(world.actions("read"))
    subject, resource = next(iter(population(world, world.behaviour.resources[0]))), world.behaviour.resources[0]
    read = world.read(resource, subject.key)
    lister, list_operation = next(world.actions("list"))
    world.session.ask(list_operation, world.values_for(list_operation, lister.key))
    assert read is not None
    world.session.ledger.broken(world.fact(action, operation), "it changed by itself", read[0])


@pytest.mark.parametrize("requests", [3, 10**6])
def test_what_is_told_of_a_reading_later_on_is_doubted_as_well(requests: int) -> None:
    family = Family("afterwards", "as it was read", tell_afterwards)
    assert bool(told(family, BehindChanges(requests))) == (requests > 3)


class InTurn:
    """Reads with the other of two servers every second time, which hears of changes some requests later."""

    def __init__(self, turn: int) -> None:
        """Begin with nothing changed."""
        self.turn = turn
        self.asked = 0
        self.before: dict[str, tuple[int, Response]] = {}

    def __call__(self, server: Server, request: Request) -> Response:
        """Answer one request."""
        self.asked += 1
        if request.method == "PUT":
            self.before[request.path] = self.asked, server(replace(request, method="GET", body=b""))
        answer = server(request)
        changed, before = self.before.get(request.path, (0, answer))
        stale = request.method == "GET" and self.asked % 2 == self.turn and self.asked < changed + 5
        return before if stale else answer


@pytest.mark.parametrize("turn", [0, 1])
def test_of_two_servers_that_read_in_turn_one_may_be_behind(turn: int) -> None:
    assert not told(Family("afterwards", "as it was read", tell_afterwards), InTurn(turn))


class BehindBatches(Behind):
    """Answers a batch at once and does it after so many further requests."""

    def __init__(self, requests: int) -> None:
        """Begin with nothing to do."""
        super().__init__(requests)
        self.waiting: list[tuple[int, Request]] = []

    def __call__(self, request: Request, send: Send) -> Response:
        """Do what is due, and answer one request."""
        self.asked += 1
        while self.waiting and self.asked > self.waiting[0][0] + (self.requests or 0):
            send(self.waiting.pop(0)[1])
        sent = request.json()
        if request.path.endswith("/batch") and isinstance(sent, dict) and isinstance(sent.get("batch"), list):
            self.waiting.append((self.asked, request))
            return Response(201)
        return send(request)


def test_a_batch_that_is_done_after_it_is_answered_is_not_accused() -> None:
    verdict = verdict_on("fullwhere", BehindBatches(6))
    told_of = {"importCustomers", "importCustomers.all", "importCustomer.dedupe.existing.in-batch"}
    assert told_of & {finding.fact.id for finding in verdict.differs}
    assert not told_of & {finding.fact.id for finding in verdict.broken}


def without_time(is_shown: Callable[[dict[str, Any]], bool], server: Server, request: Request) -> Response:
    """Leave the time of the last change out of single records, unless it is to be shown."""
    answer = server(request)
    record = json.loads(answer.body or b"{}").get("customer")
    if record is None or is_shown(record):
        return answer
    del record["last_updated"]
    return replace(answer, body=json.dumps({"customer": record}).encode())


def was_changed(record: dict[str, Any]) -> bool:
    """Say whether a record was changed since it was made."""
    return bool(record["last_updated"] != record["created_date"])


def test_what_was_never_changed_may_have_no_time_of_its_last_change() -> None:
    later = partial(without_time, was_changed)
    assert "customer.sets.last_updated" not in told(storing.FAMILY, later)
    assert "customer.sets.last_updated" in told(storing.FAMILY, later, assumed=True)
    assert "customer.sets.last_updated.told" not in told(changes.FAMILY, later)


def test_what_was_changed_has_a_time_of_its_last_change() -> None:
    assert "customer.sets.last_updated.told" in told(changes.FAMILY, partial(without_time, lambda _: False))


class LaterGone:
    """Lists what was removed for some more requests."""

    def __init__(self, requests: int) -> None:
        """Begin with nothing removed."""
        self.requests = requests
        self.gone: dict[str, tuple[int, Any]] = {}
        self.asked = 0

    def __call__(self, server: Server, request: Request) -> Response:
        """Answer one request."""
        self.asked += 1
        key = request.path.rpartition("/")[2]
        before = server(replace(request, method="GET", body=b"")) if request.method == "DELETE" else None
        answer = server(request)
        if before is not None and before.success and answer.success:
            self.gone[key] = self.asked, json.loads(before.body)["customer"]
        value = json.loads(answer.body or b"{}")
        if "customers" not in value or dict(request.query).get("page", "1") != "1":
            return answer
        still = [record for asked, record in self.gone.values() if self.asked <= asked + self.requests]
        return replace(answer, body=json.dumps({"customers": [*still, *value["customers"]]}).encode())


@pytest.mark.parametrize(("requests", "expected"), [(4, set[str]()), (99, {"DeleteCustomer"})], ids=["late", "never"])
def test_what_is_gone_may_be_listed_a_little_longer(requests: int, expected: set[str]) -> None:
    assert expected == told(changes.FAMILY, LaterGone(requests)) & {"DeleteCustomer"}
    assert expected == told(found_again.FAMILY, LaterGone(requests)) & {"DeleteCustomer"}


def of_another_year(server: Server, request: Request) -> Response:
    """Tell the next window by a clock that goes years behind, and let nobody make anything."""
    if request.method == "POST":
        return Response(403)
    answer = server(request)
    told = ((name, "2019-03-04T10:00:00Z" if name == "X-RateLimit-Reset" else value) for name, value in answer.headers)
    return replace(answer, headers=tuple(told))


def test_a_clock_that_no_record_of_ours_shows_is_not_judged_by_ours() -> None:
    assert "rate_limit.reset.time" not in told(rates.FAMILY, of_another_year)
    assert "rate_limit.reset.time" in told(rates.FAMILY, of_another_year, assumed=True)


def test_what_was_turned_away_when_it_was_to_be_read_is_not_taken_for_changed() -> None:
    before = list[Request]()

    def busy_after_updates(server: Server, request: Request) -> Response:
        before.append(request)
        return Response(429) if len(before) > 1 and before[-2].method == "PUT" else server(request)

    # How such an answer looks is documented.
    assert set() == {id_ for id_ in told(changes.FAMILY, busy_after_updates) if ".429." not in id_}


class BehindMerging:
    """Finds a record that others were merged into after so many further requests for it."""

    def __init__(self, requests: int) -> None:
        """Begin with nothing merged."""
        self.requests = requests
        self.waiting: dict[str, int] = {}

    def __call__(self, request: Request, send: Send) -> Response:
        """Answer one request."""
        answer, key = send(request), request.path.rpartition("/")[2]
        if request.path.endswith("/Merge") and answer.success:
            self.waiting[str(json.loads(answer.body)["Id"])] = self.requests
        if request.method == "GET" and self.waiting.get(key, 0) > 0:
            self.waiting[key] -= 1
            return send(replace(request, target=request.target.replace(key, "2000000123")))
        return answer


@pytest.mark.parametrize(("requests", "expected"), [(1, False), (10**6, True)], ids=["later", "never"])
def test_what_others_were_merged_into_may_be_read_a_little_later(*, requests: int, expected: bool) -> None:
    verdict = verdict_on("resdiary", BehindMerging(requests))
    assert expected == ("mergeCustomers" in {finding.fact.id for finding in verdict.broken})
    assert "mergeCustomers" in {finding.fact.id for finding in (*verdict.broken, *verdict.differs)}
