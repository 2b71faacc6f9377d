"""Golden packages at work: called against a fake server, their models fed with answers, sync and async."""

from __future__ import annotations

import asyncio
import importlib
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic import TypeAdapter, ValidationError
from rendered import CASES, PACKAGES, api_of, imported, tree_of, unpacked
from truespec.diagnostics import Report
from truespec.rendering.render import RUNTIME, render

GUEST_ID = UUID("6f1c2b8e-3f0a-4a53-9d7e-2b1f0c9a8d7e")
GUEST = {"id": str(GUEST_ID), "firstName": "Ada", "createdAt": "2024-05-31T12:00:00Z", "spent": "12.50"}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Unpack every case and return the folders of their modules."""
    return {case: unpacked(tree_of(case), tmp_path_factory.mktemp(case)) for case in CASES}


def fake_of(package: Any) -> Any:
    """Return the fake server that a package brings along."""
    return importlib.import_module(f"{package.__name__}.testing").Fake()


@pytest.mark.parametrize("case", CASES)
def test_the_runtime_is_copied_byte_for_byte(case: str, sources: dict[str, Path]) -> None:
    (package,) = sources[case].iterdir()
    copied = {p.relative_to(package / "_runtime"): p.read_bytes() for p in (package / "_runtime").rglob("*.py")}
    assert {p.relative_to(RUNTIME): p.read_bytes() for p in RUNTIME.rglob("*.py")} == copied


@pytest.mark.parametrize("case", CASES)
def test_every_class_and_alias_can_be_built(case: str, sources: dict[str, Path]) -> None:
    (package,) = (path.name for path in sources[case].iterdir())
    with imported(sources[case], package) as module:
        for name in module.models.__all__:
            assert isinstance(TypeAdapter(getattr(module.models, name)).json_schema(), dict)


def test_what_is_sent_has_the_names_of_the_wire_and_the_answer_is_a_model(sources: dict[str, Path]) -> None:
    with imported(sources["guests"], "guest_book_client") as package:
        fake = fake_of(package).answer("guests.create", json=GUEST, status=201)
        with package.GuestBook(token="t", transport=fake) as client:  # noqa: S106  # no secret
            address = package.models.Address(city="London")
            made = client.guests.create(first_name="Ada", email=None, born=date(1815, 12, 10), address=address)
        (sent,) = fake.requests
        expected = {"firstName": "Ada", "email": None, "born": "1815-12-10", "address": {"city": "London"}}
        assert expected == sent.json
        assert (GUEST_ID, "Ada") == (made.id, made.first_name)
        assert (datetime(2024, 5, 31, 12, tzinfo=UTC), Decimal("12.50")) == (made.created_at, made.spent)


def test_a_dictionary_does_for_a_nested_model(sources: dict[str, Path]) -> None:
    with imported(sources["guests"], "guest_book_client") as package:
        fake = fake_of(package).answer("guests.create", json=GUEST, status=201)
        with package.GuestBook(token="t", transport=fake) as client:  # noqa: S106  # no secret
            client.guests.create(first_name="Ada", companions=[{"firstName": "Bo", "address": {"city": "Rome"}}])
        assert {"firstName": "Bo", "address": {"city": "Rome"}} == fake.requests[0].json["companions"][0]


def test_pages_are_followed_in_both_faces(sources: dict[str, Path]) -> None:
    with imported(sources["guests"], "guest_book_client") as package:
        fake = fake_of(package)
        for page in ([GUEST, GUEST], [GUEST]) * 2:
            fake.answer("guests.list", json={"guests": page, "total": 3})
        with package.GuestBook(token="t", transport=fake) as client:  # noqa: S106  # no secret
            assert ["Ada"] * 3 == [guest.first_name for guest in client.guests.list(limit=2)]

        async def names() -> list[str]:
            async with package.AsyncGuestBook(token="t", transport=fake.asynchronous) as client:  # noqa: S106
                return [guest.first_name async for guest in client.guests.list(limit=2)]

        assert ["Ada"] * 3 == asyncio.run(names())


def test_a_missing_guest_raises_not_found(sources: dict[str, Path]) -> None:
    with imported(sources["guests"], "guest_book_client") as package:
        fake = fake_of(package).answer("guests.get", status=404)
        with package.GuestBook(token="t", transport=fake) as client, pytest.raises(package.NotFound) as caught:  # noqa: S106
            client.guests.get(GUEST_ID)
        assert caught.value.operation == "guests.get"


def test_credentials_come_from_the_environment_when_the_client_is_made(
    sources: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    with imported(sources["guests"], "guest_book_client") as package:
        fake = fake_of(package).answer("guests.get", json=GUEST)
        monkeypatch.setenv("GUEST_BOOK_TOKEN", "from the environment")
        with package.GuestBook(transport=fake) as client:
            client.guests.get(GUEST_ID)
        assert fake.requests[0].request.url == f"https://api.guests.example/guests/{GUEST_ID}"
        assert fake.requests[0].request.headers["Authorization"] == "Bearer from the environment"


def test_the_discriminator_chooses_the_class(sources: dict[str, Path]) -> None:
    with imported(sources["shapes"], "shapes_client") as package:
        pet: Any = TypeAdapter(package.models.Pet).validate_python({"petType": "dog", "name": "Rex"})
        assert package.models.Dog is type(pet)


def test_constraints_hold_where_pydantic_and_json_schema_agree(sources: dict[str, Path]) -> None:
    good = {"kind": "everything", "day": "2024-05-31", "tags": ["a"]}
    with imported(sources["shapes"], "shapes_client") as package:
        everything = package.models.Everything
        assert everything.model_validate(good)
        refused: list[dict[str, Any]] = [
            {"tags": []},
            {"tags": ["too long"]},
            {"size": 3},
            {"size": 12},
            {"name": "a"},
            {"kind": "x"},
        ]
        for bad in refused:
            with pytest.raises(ValidationError):
                everything.model_validate({**good, **bad})


def test_wire_names_of_any_kind_arrive_as_they_are(sources: dict[str, Path]) -> None:
    (name,) = (path.name for path in sources["names"].iterdir())
    with imported(sources["names"], name) as package:
        fields = package.models.Class.model_fields.items()
        wires = [field.alias or key for key, field in fields]
        choices = TypeAdapter(package.models.Class).json_schema()["properties"]["choices"]["anyOf"][0]["enum"]
    api = api_of(PACKAGES / "names" / "openapi.yaml")
    members = api.schema("Class").schema.properties
    assert [member.wire for member in members] == wires
    (declared,) = (member.schema.enum for member in members if member.wire == "choices")
    assert list(declared or ()) == choices


def test_what_python_cannot_say_is_reported_with_its_place() -> None:
    report = Report()
    render(api_of(PACKAGES / "shapes" / "openapi.yaml"), report)
    pointers = [diagnostic.location.pointer for diagnostic in report]
    places = ["Everything/properties/odd", "Everything/properties/never", "Everything/properties/both", "Both"]
    assert [f"/components/schemas/{place}" for place in places] == pointers
    assert {diagnostic.id for diagnostic in report} == {"schema-inexpressible"}
