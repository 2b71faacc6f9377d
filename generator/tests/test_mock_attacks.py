"""What hostile clients send to the socket door: all of it is refused or cut off, and the mock goes on serving."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from functools import partial

import pytest
from mock_apis import CREDENTIALS, fullwhere
from truespec.mock import doors
from truespec.mock.connections import connection_class
from truespec.mock.exchange import Response
from truespec.mock.limits import Limits
from truespec.mock.service import Service

PATH = "/partners/customer"
HEAD = f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nX-API-KEY: k\r\nX-API-SECRET: s\r\nContent-Type: application/json"
LIMITS = Limits(
    body=256 * 1024,
    under_way=1024 * 1024,
    head_seconds=0.4,
    body_seconds=0.4,
    answer_seconds=0.4,
    idle_seconds=1,
    connections=40,
)


@pytest.fixture(scope="module", params=["httptools", "h11"])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doors, "connection_class", partial(connection_class, fast=request.param == "httptools"))
        with doors.running(Service(fullwhere()), limits=LIMITS) as url:
            yield int(url.rpartition(":")[2])


def opened(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def heard(connection: socket.socket) -> bytes:
    """Return all that comes until the other side closes."""
    chunks = list[bytes]()
    with contextlib.suppress(ConnectionResetError):
        chunks.extend(iter(lambda: connection.recv(65536), b""))
    return b"".join(chunks)


def said(port: int, raw: bytes) -> bytes:
    """Send bytes and return all that comes back."""
    with opened(port) as connection:
        with contextlib.suppress(OSError):  # it may close while the rest is still being sent
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
        return heard(connection)


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def serves(port: int) -> bool:
    """Say whether a plain request is answered as ever."""
    lines = [f"GET {PATH}?id=none HTTP/1.1", "Host: localhost", *(f"{name}: x" for name in CREDENTIALS), "", ""]
    return 404 == status(said(port, "\r\n".join(lines).encode()))


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("GET / HTTP/1.1", {400}),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost", {400}),
        ("GET / HTTP/1.1\r\nHost: evil.example", {421}),
        ("GET http://localhost/partners/customer HTTP/1.1\r\nHost: localhost", {400}),
        ("GET http://evil.example/ HTTP/1.1\r\nHost: localhost", {400}),
        ("CONNECT localhost:80 HTTP/1.1\r\nHost: localhost", {400}),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2", {400}),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1", {400}),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999", {400, 413}),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding : chunked", {400}),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, identity", {400, 501}),
        ("GET /\x00 HTTP/1.1\r\nHost: localhost", {400}),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nX: a\x00b", {400}),
        ("GET / HTTP/1.1\r\nHost: localhost\r\n folded: yes", {400, 421}),
        (f"GET /{'a' * 9000} HTTP/1.1\r\nHost: localhost", {414}),
        ("GET /../../etc/passwd HTTP/1.1\r\nHost: localhost", {404}),
        ("GET /partners/%2e%2e/customer HTTP/1.1\r\nHost: localhost", {404}),
        ("GET /partners%2fcustomer HTTP/1.1\r\nHost: localhost", {404}),
        ("GET /partners/customer%00 HTTP/1.1\r\nHost: localhost", {404}),
        ("GET / HTTP/1.0\r\nHost: localhost", {404}),
        ("GET / HTTP/1.0", {400}),
        ("GET / HTTP/3.7\r\nHost: localhost", {400, 404, 505}),
        ("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", {400}),
        ("PRI * HTTP/2.0\r\n\r\nSM", {400, 505}),
    ],
)
def test_an_odd_head_is_refused(port: int, head: str, expected: set[int]) -> None:
    assert status(said(port, f"{head}\r\n\r\n".encode("latin-1"))) in expected
    assert serves(port)


def test_a_length_and_chunks_together_are_never_two_requests(port: int) -> None:
    smuggled = (
        b"0\r\n\r\nGET /partners/customer?id=1 HTTP/1.1\r\nHost: localhost\r\nX-API-KEY: k\r\nX-API-SECRET: s\r\n\r\n"
    )
    head = f"{HEAD}\r\nTransfer-Encoding: chunked\r\nContent-Length: {len(smuggled)}\r\n\r\n".encode()
    answer = said(port, head + smuggled)
    assert 400 == status(answer) or answer.count(b"HTTP/1.1 ") == 1
    assert serves(port)


def test_deep_json_is_refused(port: int) -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    assert 400 == status(said(port, f"{HEAD}\r\nContent-Length: {len(deep)}\r\n\r\n".encode() + deep))
    assert serves(port)


def test_a_long_body_is_refused_announced_or_in_chunks(port: int) -> None:
    announced = f"{HEAD}\r\nContent-Length: {64 * 1024 * 1024}\r\n\r\n".encode()
    assert 413 == status(said(port, announced))
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
    with opened(port) as connection:
        connection.sendall(f"{HEAD}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for _ in range(64):
                connection.sendall(chunk)
        assert heard(connection)[:12] in {b"HTTP/1.1 413", b""}  # a reset may overtake the answer
    assert serves(port)


def test_bodies_that_never_end_fill_only_what_they_may(port: int) -> None:
    started = []
    try:
        for _ in range(12):  # three times what all bodies together may hold
            started.append(opened(port))
            started[-1].sendall(f"{HEAD}\r\nContent-Length: {250_000}\r\n\r\n".encode() + b" " * 249_000)
        answers = {status(heard(connection)) for connection in started}
        assert answers == {408, 503}
    finally:
        for connection in started:
            connection.close()
    assert serves(port)


def test_a_body_cut_short_is_not_taken_for_a_whole_one(port: int) -> None:
    cut = f"{HEAD}\r\nContent-Length: 40\r\n\r\n".encode() + b'{"email":"cut@example.com"}'
    assert b"HTTP/1.1 2" not in said(port, cut)
    listed = f"POST {PATH}/list HTTP/1.1\r\nHost: localhost\r\nX-API-KEY: k\r\nX-API-SECRET: s\r\n".encode()
    body = b"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
    assert b"cut@example.com" not in said(port, listed + body)


def test_a_head_that_comes_byte_by_byte_is_cut_off_and_others_are_served(port: int) -> None:
    slow = [opened(port) for _ in range(30)]
    began = time.monotonic()
    try:
        for byte in b"GET / H":
            for connection in slow:
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    connection.sendall(bytes((byte,)))
            assert serves(port)
            time.sleep(0.1)
        assert {b"HTTP/1.1 408"} == {heard(connection)[:12] for connection in slow}
    finally:
        for connection in slow:
            connection.close()
    assert time.monotonic() - began < 10
    assert serves(port)


def test_a_second_request_may_not_dawdle_either(port: int) -> None:
    with opened(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 404")
        connection.sendall(b"GET / HTTP/1.1\r\nHo")
        assert heard(connection).startswith(b"HTTP/1.1 408")


def test_an_endless_head_is_cut_off(port: int) -> None:
    with opened(port) as connection, contextlib.suppress(BrokenPipeError, ConnectionResetError):
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        sent = 0
        while sent < 50 * 1024 * 1024:
            sent += connection.send(b"X-Flood: " + b"a" * 8000 + b"\r\n")
        pytest.fail("50 MiB of headers were read")
    many = "".join(f"X-{number}: 1\r\n" for number in range(20_000))
    assert status(said(port, f"GET / HTTP/1.1\r\nHost: localhost\r\n{many}\r\n".encode())) in {400, 431}
    assert serves(port)


def test_a_connection_too_many_is_turned_away(port: int) -> None:
    held = [opened(port) for _ in range(45)]
    try:
        assert {b"HTTP/1.1 408", b"HTTP/1.1 503"} == {heard(connection)[:12] for connection in held}
    finally:
        for connection in held:
            connection.close()
    assert serves(port)


def test_requests_in_a_row_are_answered_in_their_order(port: int) -> None:
    row = b"".join(
        f"GET /{'partners/customer' if number % 2 else 'nowhere'} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        for number in range(20)
    )
    with opened(port) as connection:
        connection.sendall(row)
        answer = b""
        while answer.count(b"HTTP/1.1 ") < 20:
            answer += connection.recv(65536)
    assert [b"404", b"401"] * 10 == [part[:3] for part in answer.split(b"HTTP/1.1 ")[1:]]


def test_a_flood_of_requests_in_a_row_ends_its_connection_only(port: int) -> None:
    answer = said(port, b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n" * 20_000)
    assert answer.count(b"HTTP/1.1 404") < 20_000 or answer.endswith(b"\r\n\r\n")
    assert serves(port)


@pytest.mark.parametrize("fast", [True, False])
def test_a_client_that_does_not_read_its_answer_is_cut_off(fast: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001 - a parameter of pytest
    monkeypatch.setattr(doors, "connection_class", partial(connection_class, fast=fast))
    long = Response(200, (), b"x" * 16_000_000)
    with doors.running(lambda _: long, limits=Limits(answer_seconds=0.3)) as url:
        with opened(int(url.rpartition(":")[2])) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            time.sleep(1)
            assert 0 < len(heard(connection)) < 16_000_000
        whole = said(int(url.rpartition(":")[2]), b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
        assert 16_000_000 < len(whole)


def test_an_offer_of_another_protocol_costs_no_body(port: int) -> None:
    offer = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk"
    body = b'{"email":"offer@example.com"}'
    answer = said(port, f"{HEAD}\r\n{offer}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    assert 201 == status(answer)
    assert b"offer@example.com" in answer
