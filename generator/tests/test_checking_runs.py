"""How a run goes: targets that go away, budgets, users who stop it, and secrets that stay secret."""

from __future__ import annotations

import base64
import json
import logging
import socket
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from checked_server import PERSONAL, SECRET, GuestServer, guest_api, guest_target
from mock_apis import catalogued
from truespec.checking.credentials import Credentials, dummies, read_credentials
from truespec.checking.events import Event, Exchanged, Found, PhaseFinished, PhaseStarted, RunFinished, RunStarted
from truespec.checking.exchange import Request, Response
from truespec.checking.no_answer import TargetLost
from truespec.checking.reports.junit import junit
from truespec.checking.run import Part, check
from truespec.checking.targets import Access, function_target, mock_target, url_target
from truespec.checking.text import text_lines
from truespec.checking.verdict import Fact, NotChecked, Verdict
from truespec.diagnostics import Location, Report
from truespec.mock.doors import running
from truespec.mock.exchange import Request as MockRequest
from truespec.mock.exchange import Response as MockResponse

RULES: tuple[Part, ...] = ("rules",)
MADE_UP: tuple[Part, ...] = ("made-up",)


PHASES = ["reachability", "behaviour", "boundaries", "journeys", "behaviour again", "mixed", "clean-up"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def access(value: str = SECRET) -> Access:
    return Access(Credentials({"key": value}))


def test_a_port_where_nobody_listens_is_a_lost_target(tmp_path: Path) -> None:
    target = url_target(f"http://127.0.0.1:{free_port()}", access(), Report())
    assert target is not None
    verdict = check(guest_api(tmp_path), target)
    assert (3, 0, "POST /guests: ConnectError") == (
        verdict.exit_code(),
        verdict.requests,
        verdict.lost.replace("GET", "POST"),
    )


@pytest.mark.parametrize("after", [3, 200])
def test_a_server_that_dies_leaves_a_verdict_on_what_was_done(tmp_path: Path, after: int) -> None:
    server = GuestServer("name-number")

    def dying(request: Request) -> Response:
        if len(server.seen) == after:
            raise TargetLost("ReadError")
        return server(request)

    api = guest_api(tmp_path)
    verdict = check(api, guest_target(api, dying))
    assert (3, after, "ReadError") == (verdict.exit_code(), verdict.requests, verdict.lost.rpartition(": ")[2])
    assert any(finding.fact.kind == "body" for finding in verdict.broken)


def test_wrong_credentials_are_no_verdict_on_the_server(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    verdict = check(api, function_target(api, GuestServer(), access("wrong")))
    assert (3, "every operation refuses the credentials with 401") == (verdict.exit_code(), verdict.lost)


def test_a_run_without_any_credentials_says_which_it_takes(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    verdict = check(api, function_target(api, GuestServer(), Access(Credentials({}))))
    assert verdict.exit_code() == 3
    assert (verdict.lost or "").endswith("credentials that were given: it takes --auth key=...")


def test_a_server_that_knows_nothing_at_all_is_taken_for_another_place(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    target = function_target(api, lambda _: Response(404, (("Content-Type", "application/json"),), b"{}"))
    verdict = check(api, target)
    assert (3, True) == (verdict.exit_code(), "is it another URL?" in verdict.lost)
    assert verdict.requests < 30


@pytest.mark.parametrize("name", ["flowretail", "resdiary"])
def test_a_wrong_place_is_known_where_every_operation_names_whose_records_it_is_about(name: str) -> None:
    api = catalogued(name)
    verdict = check(api, function_target(api, lambda _: Response(404, (), b""), Access(dummies(api))))
    owner = {"flowretail": "tenantUid", "resdiary": "micrositeName"}[name]
    told = f"is it another URL? Or give --param {owner}=... of what is there"
    assert (3, True) == (verdict.exit_code(), verdict.lost.endswith(told))
    assert verdict.requests < 50


def test_a_budget_ends_the_run_without_calling_it_a_failure(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    server = GuestServer()

    def tiring(request: Request) -> Response:
        time.sleep(1.0 * (len(server.seen) > 30))
        return server(request)

    verdict = check(api, guest_target(api, tiring), budget=3)
    assert (0, "", True) == (verdict.exit_code(), verdict.lost, verdict.out_of_time)
    assert verdict.holds
    assert text_lines(verdict)[-1].endswith("the time budget was used up")


def test_a_run_that_checked_nothing_could_not_tell(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    nothing = check(api, guest_target(api, GuestServer()), budget=0.0)
    assert (3, 0, "", True) == (nothing.exit_code(), nothing.requests, nothing.lost, nothing.out_of_time)
    assert "nothing was checked before the time budget was used up" == nothing.untold
    assert nothing.untold in text_lines(nothing)[-1]
    fact = Fact("a.b", "it is so", Location("spec.yaml", 1, 1), "a", "body")
    open_ = Verdict("api", "http://x", "quick", not_checked=(NotChecked(fact, "nobody says how"),))
    assert (3, "nothing was checked: nobody says how") == (open_.exit_code(), open_.untold)
    assert (3, "nothing was checked") == (Verdict("api", "http://x", "quick").exit_code(), Verdict("", "", "").untold)
    assert 0 == Verdict("api", "http://x", "quick", (fact,)).exit_code()


def test_a_share_in_which_there_is_nothing_to_do_is_no_trouble() -> None:
    assert 0 == Verdict("api", "http://x", "quick", shard="7/9").exit_code()
    assert 3 == Verdict("api", "http://x", "quick", shard="7/9", unfinished=("mixed: getGuest",)).exit_code()


@pytest.mark.parametrize("after", [5, 250])
def test_a_user_who_stops_the_run_keeps_what_was_found(tmp_path: Path, after: int) -> None:
    server = GuestServer("status")

    def stopped(request: Request) -> Response:
        if len(server.seen) == after:
            raise KeyboardInterrupt
        return server(request)

    api = guest_api(tmp_path)
    verdict = check(api, guest_target(api, stopped))
    assert (True, 3, after) == (verdict.interrupted, verdict.exit_code(), verdict.requests)
    assert "createGuest.201.status" in {finding.fact.id for finding in verdict.broken}


def test_a_run_that_only_reads_changes_nothing(tmp_path: Path) -> None:
    api, server = guest_api(tmp_path), GuestServer()
    verdict = check(api, function_target(api, server, Access(Credentials({"key": SECRET}), read_only=True)))
    assert {"GET"} == {request.method for request in server.seen}
    assert 1 == len(server.guests)
    assert "createGuest.201.status" in {item.fact.id for item in verdict.not_checked}


def test_a_run_that_only_reads_reads_what_is_listed(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    verdict = check(api, function_target(api, GuestServer(), Access(Credentials({"key": SECRET}), read_only=True)))
    assert "getGuest" in {fact.id for fact in verdict.holds}
    assert "getGuest" not in {item.fact.id for item in verdict.not_checked}


def test_a_run_that_only_reads_and_finds_nothing_says_what_it_needs() -> None:
    api = catalogued("resdiary")
    target = mock_target(api)
    verdict = check(api, replace(target, access=replace(target.access, read_only=True)), parts=MADE_UP)
    told = next(item.reason for item in verdict.not_checked if item.fact.id == "getCustomer.200.status")
    assert told.endswith(
        "a run that only reads takes --param micrositeName=... --param customerId=... of what is there"
    )


def test_fixed_values_and_headers_are_sent_every_time(tmp_path: Path) -> None:
    api, server = guest_api(tmp_path), GuestServer()
    fixed = Access(Credentials({"key": SECRET}), headers=(("X-Tenant", "north"),), parameters=(("limit", "7"),))
    check(api, function_target(api, server, fixed), parts=MADE_UP)
    listed = [request for request in server.seen if request.method == "GET" and request.path == "/guests"]
    assert {"north"} == {request.header("X-Tenant") for request in server.seen}
    assert {"7"} <= {value for request in listed for name, value in request.query if name == "limit"}


def test_the_events_of_a_run_come_in_order(tmp_path: Path) -> None:
    api, heard = guest_api(tmp_path), list[Event]()
    verdict = check(api, guest_target(api, GuestServer("status")), listeners=[heard.append])
    started = [event.phase for event in heard if isinstance(event, PhaseStarted)]
    assert PHASES == started
    assert started == [event.phase for event in heard if isinstance(event, PhaseFinished)]
    assert (RunStarted, RunFinished(verdict)) == (type(heard[0]), heard[-1])
    assert verdict.requests == sum(isinstance(event, Exchanged) for event in heard)
    assert {item.fact for item in verdict.broken} == {event.finding.fact for event in heard if isinstance(event, Found)}


def everything_shown(verdict: Verdict) -> str:
    shown = [repr(verdict), json.dumps(verdict.as_json()), junit(verdict), junit(verdict, strict=True)]
    return "\n".join([*shown, *text_lines(verdict)])


def test_no_secret_and_no_personal_value_is_shown_anywhere(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    faults = ("key-ignored", "dedupe-off", "name-number", "email-missing", "crash", "status", "created-text")
    api, heard = guest_api(tmp_path), list[Event]()
    target = guest_target(api, GuestServer(*faults))
    verdict = check(api, target, listeners=[heard.append])
    shown = everything_shown(verdict) + repr(heard) + repr(target) + caplog.text + "".join(capfd.readouterr())
    assert 5 < len(verdict.broken)
    for secret in (SECRET, PERSONAL, "Canary"):
        spellings = {secret, quote(secret, safe=""), base64.b64encode(secret.encode()).decode()}
        assert set() == {spelling for spelling in spellings if spelling in shown}
    assert "$X_KEY" in shown


def test_a_server_behind_a_socket_is_judged_like_one_in_process(tmp_path: Path) -> None:
    api, server = guest_api(tmp_path), GuestServer("name-number")

    def service(request: MockRequest) -> MockResponse:
        target = f"{request.path}?{request.query}" if request.query else request.path
        response = server(Request(request.method, target, request.headers, request.body))
        return MockResponse(response.status, response.headers, response.body)

    with running(service) as url:  # type: ignore[arg-type]  # any function from request to response will do
        target = url_target(url, access(), Report())
        assert target is not None
        verdict = check(api, target, parts=RULES, tag="test")
    in_process = check(api, guest_target(api, GuestServer("name-number")), parts=RULES, tag="test")
    assert [item.fact for item in in_process.broken] == [item.fact for item in verdict.broken]
    assert in_process.requests == verdict.requests


@pytest.mark.parametrize("url", ["ftp://host", "127.0.0.1:80", "http://", "http://user:word@host", "http://host/?a=1"])
def test_an_address_that_is_no_plain_url_is_refused(url: str) -> None:
    report = Report()
    assert url_target(url, access(), report) is None
    assert ["url-unusable"] == [diagnostic.id for diagnostic in report]
    assert "word" not in "".join(map(str, report))


def test_credentials_are_found_by_scheme_or_header_and_never_shown(tmp_path: Path) -> None:
    api, report = guest_api(tmp_path), Report()
    given = [read_credentials(api, {name: SECRET}, report) for name in ("key", "X-Key", "x-key")]
    assert ["Credentials(key)"] * 3 == [repr(credentials) for credentials in given]
    assert not report.failed
    assert "key" in dummies(api)


def test_a_credential_for_nothing_and_one_no_header_can_hold_are_refused(tmp_path: Path) -> None:
    report = Report()
    read_credentials(guest_api(tmp_path), {"X-Other": SECRET, "key": "a\r\nb: c"}, report)
    assert ["auth-unknown-scheme", "auth-unusable"] == sorted(diagnostic.id for diagnostic in report)
    assert SECRET not in "".join(map(str, report))


def test_a_run_begins_with_an_answer_of_every_operation_to_a_good_request(tmp_path: Path) -> None:
    api, heard = guest_api(tmp_path), list[Event]()
    check(api, guest_target(api, GuestServer()), "quick", [heard.append], tag="test")
    first = [event for event in heard if isinstance(event, Exchanged)][: 3 * len(api.operations)]
    assert {operation.id for operation in api.operations} == {e.operation for e in first if 200 <= e.status < 300}


def test_rules_and_what_is_made_up_take_turns(tmp_path: Path) -> None:
    api = guest_api(tmp_path)

    def until(fault: str) -> int:
        heard = list[Event]()
        check(api, guest_target(api, GuestServer(fault)), "quick", [heard.append], tag="test")
        first = next(number for number, event in enumerate(heard) if isinstance(event, Found))
        return sum(isinstance(event, Exchanged) for event in heard[:first])

    found = {fault: until(fault) for fault in ("invalid-accepted", "dedupe-off", "created-text")}
    assert all(count < 125 for count in found.values()), found
