"""A mock whose records are in a real PostgreSQL: it keeps what memory keeps, and many processes may share it."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial

import pytest
import sqlalchemy as sa
from cluster import Cluster
from mock_apis import ROOT, Caller, fullwhere
from mock_stores import MEMBERS, Served, changed_at_random, in_order, started, together, written_in_turns
from truespec.mock.data import open_data
from truespec.mock.database import DatabaseStore
from truespec.mock.errors import StoreError
from truespec.mock.service import Service
from truespec.mock.store import MemoryStore

TENANT = "/tenants/nordlys-sport/customers"
RESTAURANT = "/api/ConsumerApi/v1/Restaurant/TheGreenTable"
WRITERS = 8

Opener = Callable[[str], DatabaseStore]


@pytest.fixture
def opener(url: str) -> Iterator[Opener]:
    """Open one and the same database for an API, as many times as wanted."""
    opened = list[DatabaseStore]()

    def open_again(api: str) -> DatabaseStore:
        opened.append(open_data(url, api))
        return opened[-1]

    yield open_again
    for store in opened:
        store.close()


@pytest.mark.parametrize("seed", range(5))
def test_a_database_does_what_memory_does(opener: Opener, seed: int) -> None:
    memory, database = MemoryStore(), opener("fullwhere")
    assert changed_at_random(memory, seed) == changed_at_random(database, seed)
    assert in_order(memory.snapshot()) == in_order(opener("fullwhere").snapshot())
    before = memory.snapshot()
    changed_at_random(database, seed + 100)
    database.restore(before)
    assert in_order(before) == in_order(database.snapshot())


def test_apis_in_one_database_see_nothing_of_each_other(opener: Opener) -> None:
    one, other = opener("one"), opener("other")
    one.insert("customer", "1", {"of": "one"})
    assert (None, True) == (other.find("customer", ("of",), ("one",)), other.is_empty())
    other.restore({})
    assert {"of": "one"} == one.get("customer", "1")


def test_what_is_left_by_an_exception_is_not_kept(opener: Opener) -> None:
    store = opener("fullwhere")

    def fail() -> None:
        with store.exclusive():
            store.insert("thing", "1", {})
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert {} == store.snapshot()


def test_many_mocks_can_make_the_tables_at_once(url: str) -> None:
    stores = together([lambda: open_data(url, "fullwhere") for _ in range(WRITERS)])
    stores[0].insert("thing", "1", {"n": 1})
    assert [{"n": 1}] * WRITERS == [store.get("thing", "1") for store in stores]
    for store in stores:
        store.close()


Start = Callable[[str], Callable[[int], Served]]


@pytest.fixture(params=["two workers", "two mocks"])
def start(request: pytest.FixtureRequest, url: str) -> Iterator[Start]:
    """Start two processes for an API on one database; gives the mock that a writer uses."""
    with contextlib.ExitStack() as stack:

        def start_both(api: str) -> Callable[[int], Served]:
            if request.param == "two workers":
                mocks = [stack.enter_context(started(api, "--data", url, "--workers", "2"))]
            else:
                mocks = [stack.enter_context(started(api, "--data", url)) for _ in range(2)]
            return lambda writer: mocks[writer % len(mocks)]

        yield start_both


def test_eight_writers_lose_no_update(start: Start) -> None:
    mock_of = start("flowretail")
    _, customer = mock_of(0).send("POST", TENANT, {"firstname": "Ada"})
    path = f"{TENANT}/{customer['customerUid']}"

    def write(writer: int) -> bool:
        served = mock_of(writer)
        with contextlib.closing(served.connection()) as connection:
            return written_in_turns(
                lambda method, body: served.send(method, path, body, connection), MEMBERS[writer], 25
            )

    assert [True] * WRITERS == together([partial(write, writer) for writer in range(WRITERS)])
    _, after = mock_of(1).send("GET", path)
    assert [f"{member} 24" for member in MEMBERS] == [after[member] for member in MEMBERS]


def test_eight_writers_make_no_customer_twice(start: Start) -> None:
    mock_of = start("fullwhere")

    def import_all(writer: int) -> list[str]:
        served, found = mock_of(writer), list[str]()
        connection = served.connection()
        for number in range(15):
            body = {"email": f"{number}@example.com", "phoneNumber": str(number)}
            found.append(served.send("POST", "/partners/customer", body, connection)[1]["id"])
        connection.close()
        return found

    found = together([partial(import_all, writer) for writer in range(WRITERS)])
    assert [found[0]] * WRITERS == found
    _, listed = mock_of(1).send("POST", "/partners/customer/list", {"page": 1, "limit": 1})
    assert 15 == listed["meta"]["totalItems"]


def test_eight_writers_are_given_numbers_without_a_gap_or_a_double(start: Start) -> None:
    mock_of = start("resdiary")

    def create(writer: int) -> list[int]:
        served = mock_of(writer)
        connection = served.connection()
        path = f"{RESTAURANT}/Customer"
        made = [served.send("POST", path, {"FirstName": "Ada"}, connection)[1]["Id"] for _ in range(10)]
        connection.close()
        return made

    made = together([partial(create, writer) for writer in range(WRITERS)])
    assert list(range(1, WRITERS * 10 + 1)) == sorted(number for part in made for number in part)
    assert all(part == sorted(part) for part in made)


def test_a_server_that_goes_away_is_told_and_used_again_when_it_is_back(cluster: Cluster, opener: Opener) -> None:
    lines = list[str]()
    store = opener("fullwhere")
    mock = Service(fullwhere(), store=store, log=lambda served: lines.append(str(served)))
    caller = Caller(mock)
    made = caller.imported(email="ada@example.com", phoneNumber="1")
    cluster.stop()
    try:
        assert (503, b"") == (caller.customer(made["id"]).status, caller.customer(made["id"]).body)
        assert 503 == caller.send("POST", "/partners/customer", body={"email": "a@example.com"}).status
    finally:
        cluster.start()
    assert lines[-1].startswith("POST (no store) 503 postgresql:///mock")
    assert "ada@example.com" not in "".join(lines)
    assert 200 == caller.customer(made["id"]).status
    assert made == caller.imported(email="ada@example.com", phoneNumber="1")


def test_a_database_of_a_newer_form_is_left_alone(url: str, opener: Opener) -> None:
    opener("fullwhere").close()
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE truespec_stores SET form = 99")
    engine.dispose()
    with pytest.raises(StoreError, match="was written by a newer truespec"):
        opener("fullwhere")


def test_a_database_that_is_not_there_ends_the_command_with_2(cluster: Cluster) -> None:
    url = f"postgresql://postgres:hunter2@/nowhere?host={cluster.folder}"
    command = [sys.executable, "-m", "truespec", "mock", "fullwhere", "--port", "0", "--data", url]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (2, "", False) == (result.returncode, result.stdout, "hunter2" in result.stderr)
    assert "data-unusable: postgresql:///nowhere cannot be opened: " in result.stderr
    assert 'database "nowhere" does not exist' in result.stderr


def test_seeded_records_are_made_by_one_of_many(url: str) -> None:
    def seed() -> int:
        with started("flowretail", "--data", url, "--seed-data", "20") as served:
            _, listed = served.send("GET", TENANT)
            return int(listed["paging"]["totalCount"])

    assert [20, 20, 20] == together([seed] * 3)
