"""Whatever a server does, a call ends in time with a typed error or the right result."""

from __future__ import annotations

import asyncio
import socket
import time

import pytest
from guestbook import AsyncGuestbook, Guest, Guestbook
from misbehaving_server import FAULTS, GOOD, MisbehavingServer, answer
from truespec.runtime import ApiError, ConnectionFailed, RateLimited, ServerError, TimedOut, reading
from truespec.runtime.testing import Fake

TIMEOUT = 0.6


@pytest.fixture(autouse=True)
def small_bodies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BODY", 8 << 20)  # so that a busy machine reaches the limit before the deadline


def failure_of(url: str) -> tuple[ApiError, float]:
    started = time.monotonic()
    with Guestbook(base_url=url, timeout=TIMEOUT) as client, pytest.raises(ApiError) as caught:
        client.guests.get("1")
    return caught.value, time.monotonic() - started


async def async_failure_of(url: str) -> tuple[ApiError, float]:
    started = time.monotonic()
    async with AsyncGuestbook(base_url=url, timeout=TIMEOUT) as client:
        with pytest.raises(ApiError) as caught:
            await client.guests.get("1")
        return caught.value, time.monotonic() - started


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_becomes_its_typed_error_in_time(name: str) -> None:
    script, expected = FAULTS[name]
    with MisbehavingServer(script) as server:
        error, seconds = failure_of(server.url)
    assert expected == type(error).__name__
    assert seconds <= TIMEOUT + 0.25


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_becomes_the_same_error_in_the_asynchronous_client(name: str) -> None:
    script, expected = FAULTS[name]
    with MisbehavingServer(script) as server:
        error, seconds = asyncio.run(async_failure_of(server.url))
    assert expected == type(error).__name__
    assert seconds <= TIMEOUT + 0.25


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf".join([b"", GOOD]),
        b'{ "id" : "a" ,\n "size"\t: 1 }',
    ],
)
def test_a_byte_order_mark_and_blanks_do_no_harm(data: bytes) -> None:
    with (
        MisbehavingServer(lambda client: client.sendall(answer(data))) as server,
        Guestbook(base_url=server.url) as client,
    ):
        assert Guest(id="a", size=1) == client.guests.get("1")


def test_early_hints_are_skipped() -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 5
    with (
        MisbehavingServer(lambda client: client.sendall(hints + answer(GOOD))) as server,
        Guestbook(base_url=server.url) as client,
    ):
        assert Guest(id="a", size=1) == client.guests.get("1")


def test_a_refused_connection_has_sent_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    error, _ = failure_of(f"http://127.0.0.1:{port}")
    assert isinstance(error, ConnectionFailed)
    assert (error.sent, error.may_have_happened) == (False, False)
    assert "refused" in str(error)


def test_a_write_that_got_no_answer_may_have_happened_and_is_sent_once() -> None:
    script, _ = FAULTS["reset-before-answer"]
    with MisbehavingServer(script) as server, Guestbook(base_url=server.url) as client:
        with pytest.raises(ConnectionFailed) as caught:
            client.guests.create(first_name="Ada")
        assert len(server.requests) == 1
    assert (caught.value.may_have_happened, caught.value.attempts) == (True, 1)


def test_a_read_is_repeated_and_its_attempts_are_counted() -> None:
    script, _ = FAULTS["reset-before-answer"]
    with MisbehavingServer(script) as server, Guestbook(base_url=server.url) as client:
        with pytest.raises(ConnectionFailed) as caught:
            client.guests.get("1")
        assert len(server.requests) == 3
    assert (caught.value.may_have_happened, caught.value.attempts) == (False, 3)


def test_a_short_wait_is_obeyed_and_a_long_one_is_told() -> None:
    answers = [answer(b"{}", "429 Slow", extra="Retry-After: 0\r\n"), answer(GOOD)]
    with (
        MisbehavingServer(lambda client: client.sendall(answers.pop(0))) as server,
        Guestbook(base_url=server.url) as client,
    ):
        assert client.guests.get("1").id == "a"
    with MisbehavingServer(lambda c: c.sendall(answer(b"{}", "429 X", extra="Retry-After: 99999999\r\n"))) as server:
        error, seconds = failure_of(server.url)
    assert isinstance(error, RateLimited)
    assert (error.retry_after, error.attempts) == (99999999.0, 1)
    assert seconds < TIMEOUT


def test_a_wait_beyond_the_deadline_is_not_begun() -> None:
    with MisbehavingServer(lambda c: c.sendall(answer(b"{}", "503 X", extra="Retry-After: 1\r\n"))) as server:
        error, seconds = failure_of(server.url)
    assert isinstance(error, ServerError)
    assert error.retry_after == 1.0
    assert seconds < 0.5


def test_no_redirect_carries_a_credential_away() -> None:
    with MisbehavingServer(lambda c: c.sendall(answer(GOOD))) as elsewhere:
        away = f"Location: {elsewhere.url.replace('127.0.0.1', 'localhost')}/x\r\n"
        with MisbehavingServer(lambda c: c.sendall(answer(b"", "302 Found", extra=away))) as server:
            failure_of(server.url)
            assert b"key-canary" in server.requests[0]
        assert elsewhere.requests == []


def test_a_timeout_planned_in_the_fake_is_a_timeout() -> None:
    client = Guestbook(transport=Fake().fail("guests.create", "timeout"))
    with pytest.raises(TimedOut) as caught:
        client.guests.create()
    assert caught.value.may_have_happened
