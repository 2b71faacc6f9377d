"""A fake server fails as it was told to, by the names that the mock has for the same faults."""

from __future__ import annotations

import asyncio
import time

import pytest
from guestbook import AsyncGuestbook, Guestbook
from truespec.mock.faults import list_faults
from truespec.runtime import ApiError, ConnectionFailed, TimedOut
from truespec.runtime.faults import steps
from truespec.runtime.testing import Fake

GUEST = {"id": "a", "size": 1}

CASES = [
    ("refused", "ConnectionFailed", False),
    ("reset-before", "ConnectionFailed", True),
    ("reset-after", "ConnectionFailed", True),
    ("reset", "ConnectionFailed", True),
    ("timeout", "TimedOut", True),
    ("half-body", "IncompleteResponse", True),
    ("incomplete", "IncompleteResponse", True),
    ("oversized-body", "ResponseTooLarge", True),
    ("malformed-json", "DecodeError", True),
    ("malformed", "DecodeError", True),
    ("content-type:text/html", "UnexpectedContentType", True),
    ("status:500", "ServerError", True),
    ("too-many-requests:9", "RateLimited", False),
    ("unavailable:date+9", "ServerError", True),
]


@pytest.mark.parametrize(("fault", "name", "may_have_happened"), CASES, ids=[case[0] for case in CASES])
def test_a_call_that_fails_so_raises_its_error(fault: str, name: str, *, may_have_happened: bool) -> None:
    client = Guestbook(transport=Fake().fail("guests.create", fault), max_retries=0)
    with client, pytest.raises(ApiError) as caught:
        client.guests.create(first_name="Ada")
    assert (name, may_have_happened) == (type(caught.value).__name__, caught.value.may_have_happened)


def test_an_asynchronous_client_meets_the_same() -> None:
    async def name() -> str:
        fake = Fake().fail("guests.get", "half-body")
        async with AsyncGuestbook(transport=fake.asynchronous, max_retries=0) as client:
            with pytest.raises(ApiError) as caught:
                await client.guests.get("a")
            return type(caught.value).__name__

    assert "IncompleteResponse" == asyncio.run(name())


def test_retries_outlast_a_fault_that_is_counted() -> None:
    fake = Fake().fail("guests.get", "unavailable:0:2x").answer("guests.get", json=GUEST)
    with Guestbook(transport=fake, max_retries=3) as client:
        assert "a" == client.guests.get("a").id
    assert 3 == len(fake.requests)


def test_a_server_says_when_to_come_again() -> None:
    client = Guestbook(transport=Fake().fail("guests.get", "too-many-requests:9"), max_retries=0)
    with client, pytest.raises(ApiError) as caught:
        client.guests.get("a")
    assert 9 == caught.value.retry_after


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("half-boby", "a fake has no fault 'half-boby'; it has half-body"),
        ("refused:7", "a fake has no fault 'refused:7'; it has refused"),
        ("status:99", "'99' is not a status"),
        ("unavailable:soon", "'soon' is not a time to retry after"),
        ("jitter:1s", "a fake has no fault 'jitter:1s'"),
        ("latency", "'' is not a duration"),
        ("drip:soon", "'soon' is not a duration"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(fault: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"fault|status|time|duration") as caught:
        Fake().fail("guests.get", fault)
    assert str(caught.value).startswith(message)


def test_what_the_fake_and_the_mock_both_have_has_one_name() -> None:
    own = {"refused", "timeout", "reset", "incomplete", "malformed"}
    shared = {fault.partition(":")[0] for fault, *_ in CASES} - own
    assert shared <= {fault.name for fault in list_faults()}
    assert all(steps(fault) for fault, *_ in CASES)


@pytest.mark.parametrize(
    ("fault", "seconds"), [("latency:150ms", 0.15), ("drip:5ms", 0.005 * len(b'{"id":"a","size":1}'))]
)
def test_what_comes_late_is_waited_for_and_comes_once(fault: str, seconds: float) -> None:
    fake = Fake().fail("guests.get", fault).answer("guests.get", json=GUEST)
    with Guestbook(transport=fake) as client:
        began = time.monotonic()
        assert "a" == client.guests.get("a").id
        between = time.monotonic()
        assert "a" == client.guests.get("a").id
        after = time.monotonic()
    assert seconds <= between - began < seconds + 1
    assert after - between < seconds


@pytest.mark.parametrize("fault", ["latency:60s", "drip:20s"])
def test_what_comes_too_late_times_out_by_the_deadline(fault: str) -> None:
    fake = Fake().fail("guests.get", fault).answer("guests.get", json=GUEST)
    began = time.monotonic()
    with Guestbook(transport=fake, timeout=0.2, max_retries=0) as client, pytest.raises(TimedOut):
        client.guests.get("a")
    assert 0.2 <= time.monotonic() - began < 2


def test_a_late_answer_leaves_the_event_loop_to_others() -> None:
    async def both() -> float:
        fake = Fake().fail("guests.get", "latency:300ms:2x").answer("guests.get", json=GUEST)
        async with AsyncGuestbook(transport=fake.asynchronous) as client:
            began = time.monotonic()
            await asyncio.gather(client.guests.get("a"), client.guests.get("b"))
            return time.monotonic() - began

    assert 0.3 <= asyncio.run(both()) < 0.59


def test_a_failure_may_come_late_too() -> None:
    fake = Fake().fail("guests.get", "latency:100ms").fail("guests.get", "reset-after")
    began = time.monotonic()
    with Guestbook(transport=fake, max_retries=0) as client, pytest.raises(ConnectionFailed):
        client.guests.get("a")
    assert 0.1 <= time.monotonic() - began
