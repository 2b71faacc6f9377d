"""Stores: memory and a file of SQLite keep the same, in the same order; what a file has acknowledged stays."""

from __future__ import annotations

import itertools
import json
import random
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from mock_apis import Caller, api_of, catalogued, fullwhere
from mock_stores import MEMBERS, changed_at_random, in_order, kill_while_writing, together, written_in_turns
from truespec.mock.data import open_data
from truespec.mock.database import DatabaseStore
from truespec.mock.errors import StoreError
from truespec.mock.service import Service
from truespec.mock.store import MemoryStore, Record, Store

BEARER = {"Authorization": "Bearer token"}
RESTAURANT = "/api/ConsumerApi/v1/Restaurant/TheGreenTable"
TENANT = "/tenants/nordlys-sport/customers"

Opener = Callable[[str], DatabaseStore]


@pytest.fixture
def opener(tmp_path: Path) -> Iterator[Opener]:
    """Open one and the same file for an API, as many times as wanted."""
    opened = list[DatabaseStore]()

    def open_again(api: str = "fullwhere") -> DatabaseStore:
        opened.append(open_data(str(tmp_path / "data.db"), api))
        return opened[-1]

    yield open_again
    for store in opened:
        store.close()


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, opener: Opener) -> Store:
    return MemoryStore() if request.param == "memory" else opener("fullwhere")


def test_a_record_is_replaced_in_its_place(store: Store) -> None:
    for key in ("b", "a", "c"):
        store.insert("thing", key, {"id": key})
    store.insert("thing", "a", {"id": "a", "new": True})
    assert [{"id": "b"}, {"id": "a", "new": True}, {"id": "c"}] == list(store.records("thing"))
    assert (True, False) == (store.remove("thing", "a"), store.remove("thing", "a"))
    assert (None, {"id": "c"}) == (store.get("thing", "a"), store.get("thing", "c"))


def test_names_are_opaque(store: Store) -> None:
    names = ('customer "north"', 'customer "south"', "customer", "\0", "\ud800", "'; DROP TABLE truespec_records; --")
    for table, key in itertools.product(names, names):
        store.insert(table, key, {"table": table, "key": key})
    assert all({"table": a, "key": b} == store.get(a, b) for a, b in itertools.product(names, names))
    assert set(names) == set(store.snapshot())


def test_looking_up_tells_apart_what_python_takes_for_equal(store: Store) -> None:
    values: list[Any] = [1, True, "1", None, [1], [True], {}]
    for number, value in enumerate(values):
        store.insert("thing", str(number), {"value": value})
    assert [str(number) for number in range(7)] == [store.find("thing", ("value",), (value,)) for value in values]
    assert None is store.find("thing", ("value",), (2,))
    assert "3" == store.find("thing", ("absent", "value"), (None, None))


def test_of_several_the_first_is_found_also_after_changes(store: Store) -> None:
    assert None is store.find("thing", ("value",), (1,))
    for key in ("a", "b", "c"):
        store.insert("thing", key, {"value": 1})
    store.remove("thing", "a")
    store.insert("thing", "c", {"value": 2})
    assert ("b", "c") == (store.find("thing", ("value",), (1,)), store.find("thing", ("value",), (2,)))
    store.insert("thing", "b", {"value": 2})
    assert (None, "b") == (store.find("thing", ("value",), (1,)), store.find("thing", ("value",), (2,)))


def test_a_snapshot_comes_back_and_nothing_else(store: Store) -> None:
    assert store.is_empty()
    with store.exclusive():
        changed_at_random(store, 1)
    before = store.snapshot()
    frozen = in_order(before)
    with store.exclusive():
        changed_at_random(store, 2)
    assert frozen != in_order(store.snapshot())
    store.restore(before)
    assert (frozen, False) == (in_order(store.snapshot()), store.is_empty())
    store.restore({})
    assert ([], True) == (in_order(store.snapshot()), store.is_empty())


@pytest.mark.parametrize("seed", range(3))
def test_a_file_does_what_memory_does(opener: Opener, seed: int) -> None:
    memory, file = MemoryStore(), opener("fullwhere")
    assert changed_at_random(memory, seed) == changed_at_random(file, seed)
    assert in_order(memory.snapshot()) == in_order(opener("fullwhere").snapshot())


def test_apis_in_one_file_see_nothing_of_each_other(opener: Opener) -> None:
    one, other = opener("one"), opener("other")
    one.insert("customer", "1", {"of": "one"})
    other.insert("customer", "1", {"of": "other"})
    assert None is other.find("customer", ("of",), ("one",))
    other.restore({})
    assert ({"of": "one"}, "1") == (one.get("customer", "1"), one.find("customer", ("of",), ("one",)))


def test_what_is_left_by_an_exception_is_not_kept(opener: Opener) -> None:
    store = opener("fullwhere")

    def fail() -> None:
        with store.exclusive():
            store.insert("thing", "1", {})
            with store.exclusive():
                store.insert("thing", "2", {})
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert {} == store.snapshot()


class _Failing(DatabaseStore):
    """A store whose disk is full after some records."""

    room = 0

    def insert(self, resource: str, key: str, record: Record) -> None:
        """Keep a record while there is room."""
        if resource == "customer" and self.room == 0:
            raise StoreError("the disk is full", "")
        self.room -= resource == "customer"
        super().insert(resource, key, record)


def test_a_batch_is_kept_as_a_whole_or_not_at_all(opener: Opener) -> None:
    store = opener("fullwhere")
    store.__class__ = _Failing
    failing = store
    assert isinstance(failing, _Failing)
    failing.room = 3
    caller = Caller(Service(fullwhere(), store=store))
    batch = {"batch": [{"email": f"{number}@example.com", "phoneNumber": "1"} for number in range(5)]}
    assert 503 == caller.send("POST", "/partners/customer/batch", body=batch).status
    assert [] == list(store.records("customer"))
    failing.room = 5
    assert 201 == caller.send("POST", "/partners/customer/batch", body=batch).status
    assert 5 == len(store.records("customer"))


def test_identifiers_go_on_after_a_restart(opener: Opener) -> None:
    def made(count: int) -> list[str]:
        caller = Caller(Service(fullwhere(), store=opener("fullwhere"), seed=7))
        return [caller.imported()["id"] for _ in range(count)]

    in_memory = Caller(Service(fullwhere(), seed=7))
    assert [in_memory.imported()["id"] for _ in range(6)] == [*made(3), *made(3)]


@pytest.mark.parametrize("restarts", [False, True])
def test_a_count_is_never_used_again(opener: Opener, *, restarts: bool) -> None:
    def caller() -> Caller:
        return Caller(Service(catalogued("resdiary"), store=opener("resdiary")), BEARER)

    mock = caller()
    ids = [mock.post(f"{RESTAURANT}/Customer", {"FirstName": "Ada"})["Id"] for _ in range(3)]
    mock.post(f"{RESTAURANT}/Customers/Delete", {"CustomerIds": ids[1:]})
    mock = caller() if restarts else mock
    assert ([1, 2, 3], 4) == (ids, mock.post(f"{RESTAURANT}/Customer", {"FirstName": "Ada"})["Id"])


def test_a_count_passes_by_a_number_that_a_client_chose(tmp_path: Path) -> None:
    member = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
    named = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    answer = {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
    body = {"content": {"application/json": {"schema": {"type": "object"}}}}
    api = api_of(
        tmp_path,
        {
            "components": {"schemas": {"Thing": member}},
            "paths": {
                "/things": {"post": {"operationId": "make", "requestBody": body, "responses": {"201": answer}}},
                "/things/{id}": {
                    "put": {
                        "operationId": "put", "parameters": [named], "requestBody": body, "responses": {"200": answer}
                    },
                    "delete": {
                        "operationId": "end", "parameters": [named], "responses": {"204": {"description": "gone"}}
                    },
                },
            },
        },
        {
            "resources": {"thing": {"schema": "Thing", "key": "id", "sets": {"id": "count"}, "states": "Kept."}},
            "operations": {
                "make": {"action": "create", "resource": "thing", "answer": "body", "states": "Made."},
                "put": {
                    "action": "upsert", "resource": "thing", "key": "path.id", "answer": "body", "states": "Put."
                },
                "end": {"action": "delete", "resource": "thing", "key": "path.id", "states": "Ended."},
            },
        },
    )  # fmt: skip
    caller = Caller(Service(api), {})
    assert {"id": 1} == caller.post("/things", {})
    assert 200 <= caller.send("PUT", "/things/40", body={}).status < 300
    assert 204 == caller.send("DELETE", "/things/40").status
    assert {"id": 41} == caller.post("/things", {})


def test_writers_of_one_file_lose_no_update(opener: Opener) -> None:
    callers = [Caller(Service(catalogued("flowretail"), store=opener("flowretail")), BEARER) for _ in range(2)]
    path = f"{TENANT}/{callers[0].post(TENANT, {'firstname': 'Ada'})['customerUid']}"

    def write(writer: int) -> bool:
        def send(method: str, body: object) -> tuple[int, Any]:
            response = callers[writer % 2].send(method, path, body=body)
            return response.status, json.loads(response.body)

        return written_in_turns(send, MEMBERS[writer], 4)

    assert [True] * 8 == together([partial(write, writer) for writer in range(8)])


def test_writers_of_one_file_import_one_customer_once(opener: Opener) -> None:
    callers = [Caller(Service(fullwhere(), store=opener("fullwhere"))) for _ in range(2)]

    def import_all(writer: int) -> list[str]:
        pairs = [{"email": f"{number}@example.com", "phoneNumber": str(number)} for number in range(6)]
        random.Random(writer).shuffle(pairs)
        return sorted(callers[writer % 2].imported(**pair)["id"] for pair in pairs)

    found = together([partial(import_all, writer) for writer in range(8)])
    assert [found[0]] * 8 == found
    assert 6 == callers[0].listed(page=1, limit=10)["meta"]["totalItems"]


def test_reading_waits_for_no_writer(opener: Opener) -> None:
    store = opener("fullwhere")
    store.insert("thing", "1", {"n": 1})
    read = list[Record | None]()
    with store.exclusive():
        store.insert("thing", "1", {"n": 2})
        reader = threading.Thread(target=lambda: read.append(store.get("thing", "1")))
        reader.start()
        reader.join(10)
    assert ([{"n": 1}], {"n": 2}) == (read, store.get("thing", "1"))


def test_every_commit_is_on_the_disk(opener: Opener, tmp_path: Path) -> None:
    store = opener("fullwhere")
    with store._looking() as connection:
        pragmas = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
    assert ["wal", 2] == pragmas
    assert (tmp_path / "data.db").exists()


def test_kill_in_the_middle_of_writing_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    acknowledged, kept = kill_while_writing(tmp_path / "data.db", 150, random.Random())
    assert acknowledged <= kept
    # One more may have been on its way to us.
    assert len(kept) <= len(acknowledged) + 1
    assert len(acknowledged) >= 15
