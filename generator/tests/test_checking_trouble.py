"""A server that dies, hangs or answers garbage: the run ends in time, tells what was done, and is no fault of ours."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from checked_server import SECRET, GuestServer, guest_api
from misbehaving_server import FAULTS, MisbehavingServer, Script, answer
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request
from truespec.checking.reports.files import REPORTS, ReportFile
from truespec.checking.run import check
from truespec.checking.targets import Access, url_target
from truespec.diagnostics import Report

UNREADABLE = {
    "reset-before-answer", "reset-in-body", "short-body", "cut-chunk", "slow-body", "slow-headers", "silence",
    "endless", "announced-too-long", "gzip-corrupt", "negative-length", "endless-headers", "other-protocol",
}  # fmt: skip
"""Answers that are none: nothing can be said about a server that gives them."""

_DEEP = b'{"items":' + b"[" * 700 + b"]" * 700 + b"}"
MORE: dict[str, Script] = {
    "deep": lambda client: client.sendall(answer(_DEEP)),
    "deep-members": lambda client: client.sendall(answer(b'{"a":' * 700 + b"1" + b"}" * 700)),
    "no-status": lambda client: client.sendall(b"HTTP/1.1 \r\n\r\n"),
    "status-99999": lambda client: client.sendall(b"HTTP/1.1 99999 Odd\r\nContent-Length: 0\r\n\r\n"),
    "bytes": lambda client: client.sendall(bytes(range(256)) * 40),
    "huge-number": lambda client: client.sendall(answer(b'{"items":[],"total":1e999}')),
    "lone-surrogate": lambda client: client.sendall(answer(b'{"items":["\\ud800"],"total":1,"id":"\\ud800"}')),
    "bad-header": lambda client: client.sendall(answer(b"{}", extra="Content-Type: \x80\xff; charset=\xfe\r\n")),
}


def endless_headers_one_by_one(client: socket.socket) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\nX-A: ")
    for _ in range(200):
        client.sendall(b"a")
        time.sleep(0.1)


@pytest.mark.parametrize("name", [*FAULTS, *MORE])
def test_an_answer_that_is_none_ends_the_run_in_time(tmp_path: Path, name: str) -> None:
    script = MORE[name] if name in MORE else FAULTS[name][0]
    started = time.monotonic()
    with MisbehavingServer(script) as server:
        target = url_target(server.url, Access(Credentials({"key": SECRET})), Report(), timeout=0.3)
        assert target is not None
        listeners = [ReportFile(kind, tmp_path / "reports") for kind in REPORTS]
        verdict = check(guest_api(tmp_path), target, listeners=listeners, parts=("rules",), budget=5)
    assert time.monotonic() - started < 20
    assert verdict.exit_code() in ({3} if name in UNREADABLE else {1, 3})
    assert (tmp_path / "reports" / "report.html").read_text().startswith("<!DOCTYPE html>")


def test_headers_that_never_end_are_not_waited_for(tmp_path: Path) -> None:
    started = time.monotonic()
    with MisbehavingServer(endless_headers_one_by_one) as server:
        target = url_target(server.url, Access(Credentials({"key": SECRET})), Report(), timeout=0.5)
        assert target is not None
        verdict = check(guest_api(tmp_path), target)
        assert time.monotonic() - started < 5
    assert (3, ": an answer that does not begin") == (verdict.exit_code(), verdict.lost[-31:])


def after(requests: int, then: Script) -> Script:
    """Return a server that answers well for so many requests; then something goes wrong."""
    guests, count = GuestServer(), [0]

    def serve(client: socket.socket) -> None:
        count[0] += 1
        if count[0] > requests:
            then(client)
            return
        found = guests(Request("GET", "/guests?limit=5", (("X-Key", SECRET),)))
        client.sendall(answer(found.body))

    return serve


def killed(client: socket.socket) -> None:
    client.close()


def half_a_body(client: socket.socket) -> None:
    client.sendall(answer(b'{"items": [', length=5000))


def wrong_length(client: socket.socket) -> None:
    client.sendall(answer(b'{"items": [], "total": 0}', length=3) + b"garbage")


def silent(client: socket.socket) -> None:
    client.recv(1)
    time.sleep(3)


@pytest.mark.parametrize("then", [killed, half_a_body, silent], ids=lambda then: then.__name__)
def test_the_command_reports_what_was_done_until_a_server_failed(tmp_path: Path, then: Script) -> None:
    guest_api(tmp_path)
    with MisbehavingServer(after(4, then)) as server:
        done = command(tmp_path, server.url)
    assert (3, "") == (done.returncode, traces(done.stderr))
    assert "could not tell" in done.stdout
    assert "the target was lost" in done.stdout
    verdict = json.loads((tmp_path / "out" / "verdict.json").read_text())
    assert (4, True) == (verdict["requests"], bool(verdict["lost"]))
    assert {name for name, _ in REPORTS.values()} == {path.name for path in (tmp_path / "out").iterdir()}


def test_a_wrong_length_is_an_answer_that_cannot_be_read(tmp_path: Path) -> None:
    guest_api(tmp_path)
    with MisbehavingServer(after(4, wrong_length)) as server:
        done = command(tmp_path, server.url)
    assert ("", True) == (traces(done.stderr), done.returncode in {1, 3})
    assert (tmp_path / "out" / "report.html").exists()


def command(folder: Path, url: str, *more: str) -> subprocess.CompletedProcess[str]:
    words = ["test", str(folder / "guests.json"), "--url", url, "--auth", f"key={SECRET}", "--timeout", "1"]
    words += [word for name in REPORTS for word in ("--report", name)]  # one by one: none may stand for all
    words += ["--report-dir", str(folder / "out"), *more]
    return subprocess.run(
        [sys.executable, "-m", "truespec", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "COLUMNS": "200"},
    )


def traces(text: str) -> str:
    return text if "Traceback" in text or "fault of ours" in text else ""


# A shell that starts the tests in its background has them ignore the key that stops a program, and so would the run.
INTERRUPTIBLE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from truespec.cli.main import main
main()
"""


def test_a_user_who_stops_the_run_gets_reports(tmp_path: Path) -> None:
    guest_api(tmp_path)

    def slow(client: socket.socket) -> None:
        time.sleep(0.05)
        client.sendall(answer(b'{"items": [], "total": 0}'))

    with MisbehavingServer(slow) as server:
        words = ["test", str(tmp_path / "guests.json"), "--url", server.url, "--auth", f"key={SECRET}"]
        words += ["--report", "json", "--report-dir", str(tmp_path / "out")]
        command = [sys.executable, "-c", INTERRUPTIBLE, *words]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as run:
            wait_for(lambda: len(server.requests) > 5)
            run.send_signal(signal.SIGINT)
            _, complaints = run.communicate(timeout=30)
    assert (3, "") == (run.returncode, traces(complaints))
    assert json.loads((tmp_path / "out" / "verdict.json").read_text())["interrupted"]


def wait_for(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not done() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert done()


def test_a_folder_that_cannot_be_made_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    guest_api(tmp_path)
    (tmp_path / "out").write_text("a file")
    with MisbehavingServer(killed) as server:
        done = command(tmp_path, server.url)
        assert [] == server.requests
    assert (2, "") == (done.returncode, traces(done.stderr))
    assert "report-unwritable" in done.stderr
