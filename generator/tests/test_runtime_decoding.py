"""An answer becomes what the specification says, or as much of it as fits."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from guestbook import Guest, Guestbook, Stay
from truespec.runtime import Answer, Arguments, DecodeError, Model, Operation, Surprise, fitting
from truespec.runtime.strict_json import is_surely_strict
from truespec.runtime.testing import Fake

FULL = {
    "id": "a",
    "size": 1,
    "firstName": "Ada",
    "born": "1815-12-10",
    "seen": "2024-01-02T03:04:05Z",
    "tier": "platinum",
    "stays": [{"nights": 2}, {"nights": 3, "room": None}],
    "marks": {"vip": 1},
    "added": {"later": [{"x": 1}]},
}
CROOKED: dict[str, Any] = FULL | {"size": "many", "stays": [{"nights": "x"}, {"nights": 3}, 7], "home": {"room": "12"}}
del CROOKED["id"]


def fetch(data: Any, **options: Any) -> Guest:
    return Guestbook(transport=Fake().answer("guests.get", json=data), **options).guests.get("1")


def test_a_fitting_answer_is_typed_and_keeps_what_is_unknown() -> None:
    guest = fetch(FULL)
    assert (date(1815, 12, 10), datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)) == (guest.born, guest.seen)
    assert (guest.tier, [stay.nights for stay in guest.stays or []]) == ("platinum", [2, 3])
    assert guest.model_extra == {"added": {"later": [{"x": 1}]}}


def test_the_lenient_mode_keeps_raw_what_does_not_fit_and_types_the_rest() -> None:
    guest: Any = fetch(CROOKED)
    assert (None, "many", date(1815, 12, 10)) == (guest.id, guest.size, guest.born)
    assert (guest.stays[0].nights, guest.stays[1].nights, guest.stays[2]) == ("x", 3, 7)
    assert isinstance(guest.stays[1], Stay)
    assert (guest.home.room, guest.home.nights) == ("12", None)
    assert {"added", "size"} <= guest.model_fields_set
    assert "id" not in guest.model_fields_set
    assert guest.model_extra == {"added": {"later": [{"x": 1}]}}


def test_what_the_lenient_mode_built_is_sent_as_it_came() -> None:
    assert json.loads(fetch(CROOKED).model_dump_json(exclude_unset=True, warnings=False)) == CROOKED


def test_the_strict_mode_names_the_places_and_not_the_values() -> None:
    with pytest.raises(DecodeError) as caught:
        fetch(CROOKED, validation="strict")
    assert {"id", "size", "stays[0].nights", "stays[2]", "home.nights"} == set(caught.value.paths)
    assert "many" not in str(caught.value)


def test_the_report_mode_tells_every_difference_and_fails_for_none() -> None:
    surprises: list[Surprise] = []
    guest = fetch(CROOKED, validation="report", on_surprise=surprises.append)
    assert guest == fetch(CROOKED)
    assert {
        ("id", "missing"),
        ("size", "mistyped"),
        ("stays[0].nights", "mistyped"),
        ("stays[2]", "mistyped"),
        ("home.nights", "missing"),
        ("added", "unknown"),
    } == {(surprise.path, surprise.kind) for surprise in surprises}
    assert {"guests.get"} == {surprise.operation for surprise in surprises}


def test_the_report_mode_notices_a_number_that_comes_as_text() -> None:
    surprises: list[Surprise] = []
    guest = fetch({"id": "a", "size": "1"}, validation="report", on_surprise=surprises.append)
    assert (1, [Surprise("guests.get", "size", "mistyped")]) == (guest.size, surprises)


def test_a_key_that_may_be_personal_is_not_part_of_a_path() -> None:
    with pytest.raises(DecodeError) as caught:
        fetch({"id": "a", "size": 1, "marks": {"ada@example.com": "x"}}, validation="strict")
    assert caught.value.paths == ("marks.*",)


def test_an_undeclared_success_is_read_as_the_declared_one_and_reported() -> None:
    fake = Fake().answer("guests.create", json={"id": "a", "size": 1}, status=200)
    surprises: list[Surprise] = []
    client = Guestbook(transport=fake, validation="report", on_surprise=surprises.append)
    assert client.guests.create().id == "a"
    assert [Surprise("guests.create", "", "status")] == surprises


def test_text_bytes_and_nothing_are_answers_too() -> None:
    fake = Fake().answer("x", content=b"caf\xe9", headers={"content-type": "text/plain; charset=latin-1"})
    fake.answer("y", content=b"\0").answer("z", status=204)
    client = Guestbook(transport=fake)
    text: Operation[str] = Operation("x", "GET", "/x", answers=(Answer("200", "text/plain", str),))
    binary: Operation[bytes] = Operation("y", "GET", "/y", answers=(Answer("200", "image/png", bytes),))
    nothing: Operation[None] = Operation("z", "GET", "/z", answers=(Answer("204"),))
    assert client.call(text, Arguments()).value == "café"
    assert client.call(binary, Arguments()).value == b"\0"
    assert client.call(nothing, Arguments()).value is None


@pytest.mark.parametrize(
    "text", ['{"id":"a","size":1,"x":{"y":[{"z":1}]}}', '{"id" : "a", "size": 2, "marks": {"a": 1}}']
)
def test_an_ordinary_body_is_proved_strict_without_a_second_reading(text: str) -> None:
    content = text.encode()
    assert is_surely_strict(content, Guest.model_validate_json(content))


@pytest.mark.parametrize(
    "text",
    [
        '{"id":"a","size":1,"x":{"y":[{"z":1,"z" : 2}]}}',
        '{"id":"a","size":1,"stays":[{"nights":1,"nights":1}]}',
        '{"id":"a","size":1,"marks":{"a":1,"a":1}}',
        '{"id":"a","size":1,"x":[NaN]}',
    ],
)
def test_a_body_that_is_not_strict_is_never_proved_strict(text: str) -> None:
    content = text.encode()
    assert not is_surely_strict(content, Guest.model_validate_json(content))


def test_a_colon_after_a_quotation_mark_inside_a_text_is_no_key() -> None:
    assert fetch({"id": "a", "size": 1, "firstName": 'say "hi": now'}).first_name == 'say "hi": now'


def test_a_model_shows_no_values_and_sends_only_what_was_set() -> None:
    guest = Guest(id="a", size=1, first_name="Ada", born=None)
    assert repr(guest) == "Guest(id=…, size=…, first_name=…, born=…)"
    assert "Ada" not in str(guest)
    assert guest.model_dump(exclude_unset=True) == {"id": "a", "size": 1, "firstName": "Ada", "born": None}


def test_a_wrong_argument_of_a_model_is_not_quoted() -> None:
    class Card(Model):
        number: int

    with pytest.raises(ValueError, match="number") as caught:
        Card.model_validate({"number": "4111-canary"})
    assert "canary" not in str(caught.value)


class Wing(Model):
    """Names a class that stands below it, as generated models do."""

    name: str
    rooms: list[Room] | None = None


class Room(Model):
    """Stands below the class that names it."""

    number: int


def test_the_lenient_mode_fits_members_whose_class_stands_further_down() -> None:
    assert not Wing.__pydantic_complete__
    wing = fitting.fit(Wing, {"name": 7, "rooms": [{"number": 1}, {"number": "x"}]})
    assert (wing.name, [type(room) for room in wing.rooms]) == (7, [Room, Room])
    assert [room.number for room in wing.rooms] == [1, "x"]
