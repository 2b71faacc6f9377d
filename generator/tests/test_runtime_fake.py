"""A fake server fails as it was told to, by the names that the mock has for the same faults."""

from __future__ import annotations

import asyncio

import pytest
from guestbook import AsyncGuestbook, Guestbook
from truespec.mock.faults import list_faults
from truespec.runtime import ApiError
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
        ("latency:1s", "a fake has no fault 'latency:1s'"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(fault: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"fault|status|time") as caught:
        Fake().fail("guests.get", fault)
    assert str(caught.value).startswith(message)


def test_what_the_fake_and_the_mock_both_have_has_one_name() -> None:
    own = {"refused", "timeout", "reset", "incomplete", "malformed"}
    shared = {fault.partition(":")[0] for fault, *_ in CASES} - own
    assert shared <= {fault.name for fault in list_faults()}
    assert all(steps(fault) for fault, *_ in CASES)
