"""Seeded records: people who do not exist, valid by their contract, the same for the same seed."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
from mock_apis import Caller, api_of, catalogued
from mock_stores import in_order
from truespec.mock.data import open_data
from truespec.mock.people import person
from truespec.mock.seeding import seed_records
from truespec.mock.service import Service
from truespec.mock.store import MemoryStore, Record
from truespec.mock.validators import Validators

NAMES = ["collins", "flowretail", "fullwhere", "resdiary"]
RESERVED = re.compile(r"\+?(?:44)?7700900\d{3}|\+?(?:33)?639980\d{3}|\+?1?(?:303|617)55501\d\d")
"""Numbers that the regulators of three countries give to nobody."""


def seeded(name: str, count: int, seed: int = 1) -> MemoryStore:
    store = MemoryStore()
    assert () == seed_records(catalogued(name), store, count, seed)
    return store


def people(store: MemoryStore) -> list[Record]:
    """Return the records of customers, whichever tenant they belong to."""
    return [
        record for name, records in store.snapshot().items() if name.startswith("cust") for record in records.values()
    ]


@pytest.mark.parametrize("name", NAMES)
def test_seeded_records_satisfy_the_schema_of_their_resource(name: str) -> None:
    api, found = catalogued(name), people(seeded(name, 30))
    validators = Validators(api, "response")
    assert api.behaviour is not None
    schema = api.schema(api.behaviour.resources[0].schema).schema
    assert [()] * 30 == [validators.problems(schema, record, "record") for record in found]


@pytest.mark.parametrize("name", NAMES)
def test_seeded_people_can_be_nobody(name: str) -> None:
    found = people(seeded(name, 60))
    members = {key.lower().replace("_", ""): [record[key] for record in found] for key in found[0]}
    assert 60 == len(set(members["email"]))
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+\d+@example\.(com|net|org)", str(email)) for email in members["email"])
    phones = next(members[key] for key in ("mobile", "phone", "phonenumber") if key in members)
    assert all(RESERVED.fullmatch(str(phone)) for phone in phones)
    assert 15 < len(set(map(str, members["firstname"])))


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_records_wherever_they_are_kept(name: str, tmp_path: Path) -> None:
    memory, file = seeded(name, 12), open_data(str(tmp_path / "data.db"), name)
    seed_records(catalogued(name), file, 12, 1)
    assert in_order(memory.snapshot()) == in_order(file.snapshot())
    file.close()
    assert in_order(memory.snapshot()) != in_order(seeded(name, 12, seed=2).snapshot())


def test_what_the_server_sets_follows_its_rules() -> None:
    found = people(seeded("resdiary", 5))
    assert [1, 2, 3, 4, 5] == [record["Id"] for record in found]
    times = [str(record["CreatedDateTime"]) for record in found]
    assert (sorted(times), "2025-01-01T09:00:00.000Z") == (times, times[0])


def test_a_tenant_is_the_one_of_the_example() -> None:
    caller = Caller(Service(catalogued("flowretail"), store=seeded("flowretail", 3)), {"Authorization": "Bearer token"})
    listed = caller.send("GET", "/tenants/nordlys-sport/customers")
    elsewhere = caller.send("GET", "/tenants/elsewhere/customers")
    assert (200, 200) == (listed.status, elsewhere.status)
    assert (True, False) == (b"@example." in listed.body, b"@example." in elsewhere.body)


def test_records_that_are_there_are_kept_and_no_others_made() -> None:
    store = MemoryStore()
    store.insert("customer", "1", {"id": "1"})
    notes = seed_records(catalogued("fullwhere"), store, 5)
    assert ["seed-data-kept"] == [note.id for note in notes]
    assert {"customer": {"1": {"id": "1"}}} == store.snapshot()


def test_a_mock_goes_on_after_its_seeded_records() -> None:
    store = seeded("resdiary", 3)
    caller = Caller(Service(catalogued("resdiary"), store=store, seed=1), {"Authorization": "Bearer token"})
    made = caller.post("/api/ConsumerApi/v1/Restaurant/TheGreenTable/Customer", {"FirstName": "Ada"})
    assert 4 == made["Id"]


def shop(folder: Path, order: dict[str, Any]) -> MemoryStore:
    """Return a store seeded for an API without behaviour, of one resource with the given schema."""
    schema = {"$ref": "#/components/schemas/Order"}
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    answer = {"description": "ok", "content": {"application/json": {"schema": schema}}}
    named = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    paths = {
        "/orders": {"post": {"operationId": "make", "requestBody": body, "responses": {"201": answer}}},
        "/orders/{id}": {"get": {"operationId": "read", "parameters": [named], "responses": {"200": answer}}},
    }
    store = MemoryStore()
    api = api_of(folder, {"components": {"schemas": {"Order": order}}, "paths": paths})
    assert () == seed_records(api, store, 4)
    return store


def test_an_api_without_behaviour_is_seeded_by_its_conventions(tmp_path: Path) -> None:
    buyer = {
        "type": "object",
        "required": ["givenName"],
        "properties": {"givenName": {"type": "string"}, "dob": {"type": "string", "format": "date-time"}},
    }
    properties = {
        "id": {"type": "string", "readOnly": True},
        "title": {"type": "string"},
        "buyer": buyer,
        "state": {"type": "string", "enum": ["open", "paid"]},
        "total": {"type": "integer", "minimum": 5},
        "email": {"type": "string", "maxLength": 3},
        "postcode": {"type": "string", "pattern": "^[A-Z]{9}$"},
    }
    store = shop(tmp_path, {"type": "object", "required": ["total", "postcode"], "properties": properties})
    orders = list(store.records("/orders"))
    assert 4 == len(orders)
    for order in orders:
        given = order["buyer"]
        assert isinstance(given, dict)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", str(given["dob"]))
        assert order["state"] in {"open", "paid"}
        assert isinstance(order["total"], int)
        assert order["total"] >= 5
        assert re.fullmatch("[A-Z]{9}", str(order["postcode"]))
        # No name, or not one that fits: nothing is said.
        assert not order.get("title")
        assert not order.get("email")


def test_members_that_do_not_go_together_are_not_sent_together(tmp_path: Path) -> None:
    order = {
        "type": "object",
        "properties": {"id": {"type": "string"}, "email": {"type": "string"}, "phone": {"type": "string"}},
        "not": {"required": ["email", "phone"]},
    }
    for record in shop(tmp_path, order).records("/orders"):
        assert record["email"]
        assert not record.get("phone")


def test_a_resource_nobody_can_make_is_told(tmp_path: Path) -> None:
    thing = {"type": "object", "properties": {"id": {"type": "string"}}}
    answer = {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
    named = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    paths = {"/things/{id}": {"get": {"operationId": "read", "parameters": [named], "responses": {"200": answer}}}}
    api = api_of(
        tmp_path,
        {"components": {"schemas": {"Thing": thing}}, "paths": paths},
        {
            "resources": {"thing": {"schema": "Thing", "key": "id", "states": "Kept."}},
            "operations": {
                "read": {"action": "read", "resource": "thing", "key": "path.id", "answer": "body", "states": "Read."}
            },
        },
    )
    told = seed_records(api, MemoryStore(), 3)
    assert [("seed-data-refused", "0 of 3 records were seeded for thing")] == [(one.id, one.message) for one in told]


def test_the_parts_of_a_person_agree() -> None:
    for number in range(50):
        who = person(number, random.Random(number))
        assert who.name == f"{who.first} {who.last}"
        assert who.phone == f"+{who.calling}{who.national}"
        assert (who.title == "Ms") == (who.gender == "female")
        assert who.born.year in range(1945, 2006)
