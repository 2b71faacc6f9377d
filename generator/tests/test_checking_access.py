"""How a run treats a server that is not ours: at its pace, with a second role, and nothing of its own left behind."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from checked_server import OPENAPI, SECRET, GuestServer, guest_api, guest_target
from truespec.checking.credentials import Credentials
from truespec.checking.events import Event, Exchanged, PhaseFinished
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api
from truespec.mock.doors import running
from truespec.mock.service import Service

ROOT = Path(__file__).resolve().parents[2]


def truespec(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "truespec", *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=400
    )


def test_clean_up_is_counted_and_told_as_a_phase(tmp_path: Path) -> None:
    api, server, events = guest_api(tmp_path), GuestServer(), list[Event]()
    verdict = check(api, guest_target(api, server), listeners=[events.append], parts=("rules",))
    assert (len(server.seen), True) == (verdict.requests, verdict.removed > 0)
    assert verdict.requests == sum(isinstance(event, Exchanged) for event in events)
    phases = {event.phase: event.requests for event in events if isinstance(event, PhaseFinished)}
    assert phases["clean-up"] >= verdict.removed
    assert verdict.requests == sum(phases.values())


def test_a_record_without_what_others_are_told_apart_by_is_taken_away_too(tmp_path: Path) -> None:
    api, server = guest_api(tmp_path), GuestServer()
    before, stops = set(server.guests), iter([KeyboardInterrupt])

    def stopped(request: Request) -> Response:
        if len(server.seen) == 300:
            for stop in stops:
                raise stop
        return server(request)

    verdict = check(api, guest_target(api, stopped))
    assert (True, 0, True) == (verdict.interrupted, verdict.left, verdict.removed > 10)
    assert before == set(server.guests)


def test_records_that_were_there_before_stay_whatever_is_sent_for_them(tmp_path: Path) -> None:
    api, server = guest_api(tmp_path), GuestServer()
    for number, email in enumerate(("null", "../..", "<b>&amp;", "0", "a", "' OR '1'='1", "ada@example.com")):
        old = {"id": f"old-{number}", "email": email, "createdAt": "2024-01-02T03:04:05Z", "visits": 0}
        server.guests[f"old-{number}"] = {"name": None, "city": None, "vip": None, **old}
    before = set(server.guests)
    verdict = check(api, guest_target(api, server))
    assert (before, True, 0) == (set(server.guests), verdict.removed > 10, verdict.left)


def test_every_request_keeps_to_the_rate_those_of_the_clean_up_too(tmp_path: Path) -> None:
    api, server, sent = guest_api(tmp_path), GuestServer(), list[tuple[str, float]]()

    def timed(request: Request) -> Response:
        sent.append((request.method, time.monotonic()))
        return server(request)

    access = Access(Credentials({"key": SECRET}), rate=50)
    verdict = check(api, function_target(api, timed, access), parts=("rules",), budget=1)
    assert len(sent) == verdict.requests
    cleaning = [moment for method, moment in sent[-verdict.removed :] if method == "DELETE"]
    assert 2 < verdict.removed == len(cleaning)
    for moments in ([moment for _, moment in sent], cleaning):
        assert moments[-1] - moments[0] > 0.9 * (len(moments) - 1) / 50 - 0.02


def test_time_for_the_clean_up_is_kept_by_how_long_it_takes_and_not_by_long_lists(tmp_path: Path) -> None:
    api, server, ended = guest_api(tmp_path), GuestServer(), list[str]()

    def slow_to_list(request: Request) -> Response:
        ended.extend([request.path] if request.method == "DELETE" else [])
        long = request.path == "/guests" and len(ended) > 9
        return replace(server(request), seconds=60.0 if long else 0.001)

    verdict = check(api, guest_target(api, slow_to_list), parts=("rules",), budget=300)
    assert (False, 0) == (verdict.out_of_time, verdict.left)


def test_the_rate_of_the_command_is_kept() -> None:
    api = load_api("fullwhere", Report(), ROOT)
    assert api is not None
    moments: list[float] = []
    service = Service(api)

    def timed(request: object) -> object:
        moments.append(time.monotonic())
        return service(request)  # type: ignore[arg-type]  # it is what the door hands on

    with running(timed) as url:  # type: ignore[arg-type]  # any function from request to response will do
        words = ("--auth", "X-API-KEY=k", "--auth", "X-API-SECRET=s", "--budget", "4", "--format", "json")
        done = truespec("test", "fullwhere", "--url", url, "--rate", "20/s", *words)
    assert 0 == done.returncode, done.stderr
    assert len(moments) == json.loads(done.stdout)["requests"]
    assert 20 < len(moments) <= 20 * (moments[-1] - moments[0]) + 2


@pytest.mark.parametrize("rate", ["0/s", "-1/s", "fast", "5", "5/h", "\u0665/s"])
def test_a_rate_of_another_form_is_refused(rate: str) -> None:
    done = truespec("test", "fullwhere", "--url", "http://127.0.0.1:9", "--rate", rate)
    assert 2 == done.returncode
    assert "rate-form" in done.stderr


def test_with_a_second_role_the_rules_of_permissions_are_checked() -> None:
    api = load_api("collins", Report(), ROOT)
    assert api is not None
    told: list[set[str]] = []
    words = ("--auth", "BearerAuth=known", "--format", "json", "--budget", "200")
    for second in ((), ("--second-auth", "BearerAuth=limited-role")):
        with running(Service(api)) as url:
            done = truespec("test", "collins", "--url", url, *words, *second)
        assert 0 == done.returncode, done.stderr
        assert "limited-role" not in done.stdout + done.stderr
        told.append({item["id"] for item in json.loads(done.stdout)["not_checked"]})
    without, with_second = told
    assert without > with_second
    assert any("permission" in id_ or "forbidden" in id_ for id_ in without - with_second)


def test_a_second_role_for_no_scheme_is_refused() -> None:
    done = truespec("test", "collins", "--url", "http://127.0.0.1:9", "--second-auth", "Nobody=canary-5")
    assert (2, False) == (done.returncode, "canary-5" in done.stderr)
    assert "--second-auth" in done.stderr
    assert "auth-unknown-scheme" in done.stderr


@pytest.mark.parametrize(("listed", "faults"), [("401", ["wrong-refusal"]), ("403", [])])
def test_a_403_alone_is_not_taken_for_the_answer_to_nobody(tmp_path: Path, listed: str, faults: list[str]) -> None:
    openapi = json.loads(json.dumps(OPENAPI).replace('"401"', f'"{listed}"'))
    api = guest_api(tmp_path, behaviour=False, openapi=openapi)
    server = GuestServer(*faults)
    told = {finding.fact.id for finding in check(api, guest_target(api, server), parts=("rules",)).broken}
    assert bool(faults) == any("refuses-credentials-missing" in id_ for id_ in told)


def test_who_is_refused_and_served_all_the_same_is_told(tmp_path: Path) -> None:
    api, guests = guest_api(tmp_path), GuestServer()

    def belated(request: Request) -> Response:
        answer = guests(request)
        if answer.status == 401 and request.method == "POST":
            guests(replace(request, headers=(*request.headers, ("X-Key", SECRET))))
        return answer

    target = function_target(api, belated, Access(Credentials({"key": SECRET})))
    told = {item.detail for item in check(api, target, parts=("rules",)).broken}
    assert {"it answered 401 without it, and made the record all the same"} == told
