"""What a call returns may stand inside its answer: it is taken out, and the answer around it is not lost."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from truespec.runtime import (
    Answer,
    AsyncBaseClient,
    AsyncResource,
    BaseClient,
    DecodeError,
    Model,
    Operation,
    Resource,
    with_response,
    with_response_async,
)
from truespec.runtime.testing import Fake


class Guest(Model):
    """A guest."""

    id: str


class GuestAnswer(Model):
    """A guest in its envelope."""

    guest: Guest


MAKE: Operation[Guest] = Operation(
    "guests.make",
    "POST",
    "/guests",
    answers=(Answer("201", "application/json", GuestAnswer),),
    result=("guest",),
)


class Guests(Resource):
    """Guests."""

    def make(self) -> Guest:
        """Make a guest."""
        return self._call(MAKE)


class AsyncGuests(AsyncResource):
    """Guests, asynchronously."""

    async def make(self) -> Guest:
        """Make a guest."""
        return await self._call(MAKE)


def guests(answer: Any) -> Guests:
    return Guests(BaseClient("http://h", transport=Fake().answer("guests.make", status=201, json=answer)))


def test_the_record_is_taken_out_of_its_envelope() -> None:
    assert guests({"guest": {"id": "g1"}}).make() == Guest(id="g1")


def test_the_envelope_stays_in_reach_with_its_type() -> None:
    response = with_response(guests({"guest": {"id": "g1"}, "links": 2}).make)
    assert response.value == Guest(id="g1")
    assert response.whole(GuestAnswer).model_extra == {"links": 2}
    with pytest.raises(TypeError, match="the body is a GuestAnswer, not a Guest"):
        response.whole(Guest)


def test_the_asynchronous_face_does_alike() -> None:
    async def run() -> None:
        fake = Fake().answer("guests.make", status=201, json={"guest": {"id": "g1"}})
        made = AsyncGuests(AsyncBaseClient("http://h", transport=fake.asynchronous))
        response = await with_response_async(made.make)
        assert (response.value.id, response.whole(GuestAnswer).guest.id) == ("g1", "g1")

    asyncio.run(run())


@pytest.mark.parametrize("answer", [{}, {"guest": None}, {"guests": {"id": "g1"}}, [], "text"])
def test_an_answer_without_the_record_is_an_error_that_says_what_may_have_happened(answer: Any) -> None:
    with pytest.raises(DecodeError) as caught:
        guests(answer).make()
    error = caught.value
    assert (error.operation, error.status, error.paths, error.may_have_happened) == (
        "guests.make",
        201,
        ("guest",),
        True,
    )
    assert str(error) == "guests.make: the answer has no guest; it may have happened all the same"


def test_a_client_that_was_closed_keeps_the_transport_it_was_given() -> None:
    fake = Fake().answer("guests.make", status=201, json={"guest": {"id": "g1"}})
    client = BaseClient("http://h", transport=fake)
    client.close()
    assert Guests(client).make().id == "g1"

    async def run() -> str:
        other = AsyncBaseClient("http://h", transport=fake.asynchronous)
        await other.aclose()
        return (await AsyncGuests(other).make()).id

    assert asyncio.run(run()) == "g1"
