"""However a server misbehaves, and whenever it begins to, a run ends in time and small, with what it could tell."""

from __future__ import annotations

import asyncio
import logging
import math
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
from checked_server import SECRET, GuestServer, guest_api, guest_target
from truespec.checking.conversation import Conversation
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Exchange, Request, Response
from truespec.checking.no_answer import Silent
from truespec.checking.reports.files import REPORTS, ReportFile
from truespec.checking.run import Part, check
from truespec.checking.targets import Access, Target, url_target
from truespec.checking.verdict import Verdict
from truespec.contract.schema import ABSENT, Absent
from truespec.diagnostics import Report
from unruly_server import Trouble, UnrulyServer
from unruly_ways import WAYS

RULES: tuple[Part, ...] = ("rules",)
TIMEOUT = 1.0
BUDGET = 6.0
NOT_TOLD = (
    "hangs", "hangs-after-headers", "hangs-in-chunk", "drips-headers", "drips-body", "endless-body", "endless-header",
    "endless-hints", "closes", "binary", "http-0.9", "http-2", "tls-alert", "status-word", "length-long",
    "length-and-chunks", "chunk-size-word", "gzip-corrupt",
)  # fmt: skip
"""Of these nothing can be told but that there is no answer; the rest are answers, and wrong ones."""

WRONG = (
    "status-600", "gzip-bomb", "json-100-mb", "json-many-items", "json-deep-300", "json-deep-900", "json-deep-10000",
    "json-deep-members", "json-half-characters", "json-nul", "json-long-number", "cookies-many", "kind-bytes",
    "redirect-loop", "retry-soon", "crashed",
)  # fmt: skip


def target_at(url: str, timeout: float = TIMEOUT) -> Target:
    target = url_target(url, Access(Credentials({"key": SECRET})), Report(), timeout=timeout)
    assert target is not None
    return target


def verdict_on(folder: Path, trouble: Trouble, budget: float = BUDGET, timeout: float = TIMEOUT) -> Verdict:
    """Run with every report, and see that it ends in time."""
    started = time.monotonic()
    with UnrulyServer(GuestServer(), trouble) as server:
        listeners = [ReportFile(kind, folder / "out") for kind in REPORTS]
        found = check(guest_api(folder), target_at(server.url, timeout), listeners=listeners, budget=budget)
    assert time.monotonic() - started < budget + 12
    assert {name for name, _ in REPORTS.values()} == {path.name for path in (folder / "out").iterdir()}
    return found


@pytest.mark.parametrize("name", NOT_TOLD)
def test_a_server_that_begins_to_misbehave_leaves_what_was_found_before(tmp_path: Path, name: str) -> None:
    found = verdict_on(tmp_path, Trouble(WAYS[name], after=20))
    assert (3, 20, ()) == (found.exit_code(), found.requests, found.broken)
    assert found.holds
    assert found.left


@pytest.mark.parametrize("name", WRONG)
def test_answers_of_every_kind_are_judged_or_left_alone(tmp_path: Path, name: str) -> None:
    found = verdict_on(tmp_path, Trouble(WAYS[name], after=12))
    assert found.exit_code() in ({0, 3} if name == "retry-soon" else {1, 3})


async def _drop_by_drop(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n")
    for _ in range(40):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(TIMEOUT / 20)


def test_answers_that_come_drop_by_drop_are_no_answers_though_each_has_an_end(tmp_path: Path) -> None:
    started = time.monotonic()
    found = verdict_on(tmp_path, Trouble(_drop_by_drop), 60)
    assert (3, True) == (found.exit_code(), "drop by drop" in found.lost)
    assert time.monotonic() - started < 10


def test_an_operation_alone_that_hangs_is_told_of_and_left_alone(tmp_path: Path) -> None:
    trouble = Trouble(WAYS["hangs"], only=lambda request: request.method == "GET" and request.path != "/guests")
    found = verdict_on(tmp_path, trouble, 12, 0.3)
    assert ("getGuest.answers", "") == (found.broken[0].fact.id, found.lost)


def test_time_that_is_up_while_a_server_hangs_tells_nothing(tmp_path: Path) -> None:
    started = time.monotonic()
    found = verdict_on(tmp_path, Trouble(WAYS["hangs"], after=10), 2, 60)
    assert (3, True) == (found.exit_code(), "until the time was used up" in found.lost)
    assert time.monotonic() - started < 10


def test_a_port_where_nobody_listens_any_more_ends_the_run_at_once(tmp_path: Path) -> None:
    found = verdict_on(tmp_path, Trouble(after=20, gone=60))
    assert (3, True, 20) == (found.exit_code(), found.lost.endswith("ConnectError"), found.requests)


def test_a_list_that_is_all_wrong_is_judged_by_its_first_items(tmp_path: Path) -> None:
    api, server = guest_api(tmp_path), GuestServer()
    body = b'{"total":1,"items":[' + b",".join([b'{"id":"1","email":null}'] * 20_000) + b"]}"

    def long(request: Request) -> Response:
        answer = server(request)
        return Response(200, answer.headers, body) if request.path == "/guests" and not request.body else answer

    started = time.process_time()
    found = check(api, guest_target(api, long), parts=RULES, budget=3)
    assert "listGuests.200.body.items[].createdAt.required" in {finding.fact.id for finding in found.broken}
    assert time.process_time() - started < 30


def test_what_is_remembered_of_long_answers_is_bounded(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    operation, conversation = api.operations[0], Conversation(api)
    for _ in range(50):
        conversation.hear(Exchange(operation, Request("GET", "/guests"), Response(200, (), bytes(1 << 20))), ABSENT)
    assert len(conversation._recent) <= 16


@pytest.mark.parametrize("depth", [150, 199, 250, 900, 100_000])
def test_json_is_read_to_a_depth_that_nobody_runs_out_of_stack_at(depth: int) -> None:
    read = Response(200, (), b"[" * depth + b"]" * depth).json()
    assert isinstance(read, Absent) == (depth > 200)


def test_a_server_that_is_busy_breaks_no_rule(tmp_path: Path) -> None:
    api, server = guest_api(tmp_path), GuestServer()

    def busy(request: Request) -> Response:
        return Response(503) if len(server.seen) % 3 else server(request)

    def counted(request: Request) -> Response:
        server.seen.append(request)
        return busy(request)

    assert [] == [
        item.detail for item in check(api, guest_target(api, counted), parts=RULES).broken if "503" in item.detail
    ]


def asked_twice(url: str, body: Callable[[], object]) -> None:
    client = target_at(url).connect()
    for _ in range(2):
        client.send(Request("GET", "/guests", (("X-Key", SECRET),)))
    body()
    client.close()


def test_a_cookie_of_the_server_is_not_sent_back() -> None:
    seen: list[Request] = []

    def answer(request: Request) -> Response:
        seen.append(request)
        return Response(200, (("Set-Cookie", "session=1; Path=/"),), b"{}")

    with UnrulyServer(answer, Trouble(after=9)) as server:
        asked_twice(server.url, lambda: None)
    assert [None, None] == [request.header("cookie") for request in seen]


def test_the_http_library_logs_nothing_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), UnrulyServer(GuestServer(), Trouble(after=9)) as server:
        asked_twice(server.url, lambda: None)
    assert [] == [record.name for record in caplog.records if record.name.startswith(("httpx2", "httpcore2"))]


def test_a_client_waits_no_longer_than_it_is_told() -> None:
    with UnrulyServer(GuestServer(), Trouble(WAYS["hangs"])) as server:
        client, started = target_at(server.url, 60).connect(), time.monotonic()
        with pytest.raises(Silent):
            client.send(Request("GET", "/guests"), lambda: started + 0.5)
        assert 0.4 < time.monotonic() - started < math.sqrt(25)
        client.close()


STOPPABLE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from truespec.cli.main import main
main()
"""


@pytest.mark.parametrize("moment", [9, 41, 97, 240])
def test_a_user_who_stops_the_run_finds_none_of_its_records(tmp_path: Path, moment: int) -> None:
    guest_api(tmp_path)
    guests = GuestServer()
    before, clock = set(guests.guests), format_datetime(datetime.now(UTC), usegmt=True)

    def slow(request: Request) -> Response:
        time.sleep(0.01)
        found = guests(request)
        # The list dates its records from when it was started on, a second later each: so does its clock.
        return replace(found, headers=(*found.headers, ("Date", clock)))

    with UnrulyServer(slow, Trouble(after=1_000_000)) as server:
        words = ["test", str(tmp_path / "guests.json"), "--url", server.url, "--auth", f"key={SECRET}"]
        with subprocess.Popen(
            [sys.executable, "-c", STOPPABLE, *words], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as run:
            deadline = time.monotonic() + 30
            while server.requests < moment and time.monotonic() < deadline:
                time.sleep(0.001)
            run.send_signal(signal.SIGINT)
            told, complaints = run.communicate(timeout=60)
    assert (3, b"") == (run.returncode, complaints)
    assert b"stopped by the user" in told
    assert before == set(guests.guests)
