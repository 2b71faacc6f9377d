"""The mock as its users run it, attacked with all that a hostile client can send: it goes on, within 300 MiB."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MIB = 1024 * 1024
MOST_MEMORY = 300 * MIB
HEAD = "POST /customers HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer x\r\nContent-Type: application/json\r\n"


class Mock:
    """A mock in a process of its own."""

    def __init__(self, process: int, address: str) -> None:
        self.process = process
        self.address = address

    def opened(self) -> socket.socket:
        """Return a new connection."""
        host, _, port = self.address.removeprefix("http://").rpartition(":")
        return socket.create_connection((host, int(port)), timeout=60)

    def said(self, raw: bytes, *, times: int = 1) -> bytes:
        """Send bytes, several times over, and return the beginning of what comes back."""
        with self.opened() as connection, contextlib.suppress(ConnectionResetError):
            with contextlib.suppress(ConnectionError):
                for _ in range(times):
                    connection.sendall(raw)
            return connection.recv(65536)
        return b""

    def seconds_to_answer(self) -> float:
        """Return how long a plain request takes, which has to be answered as ever."""
        began = time.monotonic()
        request = urllib.request.Request(f"{self.address}/customers?limit=1", headers={"Authorization": "Bearer x"})  # noqa: S310 - our own loopback address
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 - as above
            assert 200 == response.status
        return time.monotonic() - began

    def seconds_worked(self) -> float:
        """Return how long the process has worked so far, which tells more than a clock where much else is done."""
        fields = Path(f"/proc/{self.process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Return the most memory the process ever held."""
        status = Path(f"/proc/{self.process}/status").read_text(encoding="utf-8")
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) * 1024


@pytest.fixture(scope="module")
def mock() -> Iterator[Mock]:
    command = [sys.executable, "-m", "truespec", "mock", "collins", "--port", "0", "--quiet"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generator")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            yield Mock(process.pid, process.stdout.readline().split()[-1])
            assert process.poll() is None
        finally:
            process.terminate()


@pytest.fixture(autouse=True)
def goes_on(mock: Mock, request: pytest.FixtureRequest) -> Iterator[None]:
    """After every attack the mock answers, and never held more than it may."""
    yield
    seconds, memory = mock.seconds_to_answer(), mock.memory()
    print(f"\n{request.node.name}: answers in {seconds * 1000:.0f} ms, {memory / MIB:.0f} MiB at most")
    assert memory < MOST_MEMORY


def at_once(number: int, attack: Callable[[], object]) -> list[object]:
    """Do the same from several threads and return what came of it."""
    results = list[object]()
    threads = [threading.Thread(target=lambda: results.append(attack())) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_500_connections_that_send_a_byte_a_second(mock: Mock) -> None:
    slow = [mock.opened() for _ in range(500)]
    longest = 0.0
    try:
        for byte in b"GET /customers HTTP/1.1":
            for connection in slow:
                with contextlib.suppress(ConnectionError):
                    connection.send(bytes((byte,)))
            longest = max(longest, mock.seconds_to_answer())
            time.sleep(0.7)
        print(f"\nothers waited {longest * 1000:.0f} ms at most")
        assert longest < 5
        for connection in slow:
            with contextlib.suppress(ConnectionResetError):
                assert connection.recv(100)[:12] in {b"HTTP/1.1 408", b""}
    finally:
        for connection in slow:
            connection.close()


def test_bodies_of_64_mib(mock: Mock) -> None:
    body = b" " * MIB
    announced = f"{HEAD}Content-Length: {64 * MIB}\r\n\r\n".encode()
    chunked = f"{HEAD}Transfer-Encoding: chunked\r\n\r\n".encode()

    def send(head: bytes, piece: bytes) -> bytes:
        with mock.opened() as connection, contextlib.suppress(ConnectionResetError):
            with contextlib.suppress(ConnectionError):
                connection.sendall(head)
                for _ in range(64):
                    connection.sendall(piece)
            return connection.recv(100)
        return b""

    answers = at_once(10, lambda: send(announced, body))
    answers += at_once(10, lambda: send(chunked, f"{MIB:x}\r\n".encode() + body + b"\r\n"))
    assert {bytes(str(answer)[2:14], "ascii") for answer in answers} <= {b"HTTP/1.1 413", b"HTTP/1.1 503", b"'"}


def test_bodies_that_stop_before_their_end(mock: Mock) -> None:
    held = [mock.opened() for _ in range(100)]
    try:
        for connection in held:
            with contextlib.suppress(ConnectionError):
                connection.sendall(f"{HEAD}Content-Length: {4 * MIB}\r\n\r\n".encode() + b" " * (4 * MIB - 10))
        assert mock.seconds_to_answer() < 5
    finally:
        for connection in held:
            connection.close()


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"first_name":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b"[" + b"[]," * 1_300_000 + b"[]]",
        b"[" + b"{}," * 1_300_000 + b"{}]",
        b'{"notes":"' + b"\\u0000" * 600_000 + b'"}',
        b"[" + b"1e9," * 1_000_000 + b"1]",
        b'{"first_name":' + b"9" * 4_000_000 + b"}",
    ],
    ids=[
        "deep lists",
        "deep objects",
        "deep member",
        "many lists",
        "many objects",
        "escapes",
        "numbers",
        "long number",
    ],
)
def test_json_that_is_hard_to_read(mock: Mock, body: bytes) -> None:
    answer = mock.said(f"{HEAD}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    assert answer.split(b" ")[1] in {b"400", b"422", b"413"}


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("GET /%2e%2e/customers HTTP/1.1\r\nHost: 127.0.0.1", b"404"),
        ("GET /customers/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: 127.0.0.1", b"404"),
        ("GET /customers/..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer x", b"404"),
        (f"{HEAD}Content-Length: 2\r\nContent-Length: 3", b"400"),
        (f"{HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked", b"400"),
        ("GET /customers HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer x", b"421"),
        ("GET /customers HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example", b"400"),
        ("GET http://evil.example/customers HTTP/1.1\r\nHost: 127.0.0.1", b"400"),
    ],
)
def test_heads_that_are_no_honest_requests(mock: Mock, head: str, status: bytes) -> None:
    answers = at_once(20, lambda: mock.said(f"{head}\r\n\r\n".encode()))
    assert [status] * 20 == [bytes(str(answer)[11:14], "ascii") for answer in answers]


def test_endless_heads(mock: Mock) -> None:
    flood = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X-Flood: " + b"a" * 60_000 + b"\r\n"
    at_once(20, lambda: mock.said(flood + b"X: b\r\n" * 10_000, times=20))


def test_a_hundred_thousand_requests_in_a_row(mock: Mock) -> None:
    at_once(10, lambda: mock.said(b"GET /nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 1_000, times=100))


def test_long_lists_for_clients_that_do_not_read(mock: Mock) -> None:
    body = b'{"first_name":"Ada","last_name":"Lovelace","notes":"' + b"n" * 900 + b'"}'
    for _ in range(30):
        assert mock.said(f"{HEAD}Content-Length: {len(body)}\r\n\r\n".encode() + body).startswith(b"HTTP/1.1 201")
    ask = b"GET /customers?limit=30 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer x\r\n\r\n"
    held = [mock.opened() for _ in range(500)]
    try:
        for connection in held:
            with contextlib.suppress(ConnectionError):
                connection.sendall(ask * 30)
        before = mock.seconds_worked()
        waited, worked = mock.seconds_to_answer(), mock.seconds_worked() - before
        print(f"\nanother one waited {waited * 1000:.0f} ms, in which {worked * 1000:.0f} ms were spent on the 500")
        assert worked < 5
    finally:
        for connection in held:
            connection.close()


def test_a_thousand_connections_at_once(mock: Mock) -> None:
    held = list[socket.socket]()
    try:
        with contextlib.suppress(OSError):  # this process may open fewer
            held.extend(mock.opened() for _ in range(1_000))
    finally:
        for connection in held:
            connection.close()
