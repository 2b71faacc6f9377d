"""What the tests of stores share: changes to compare two stores by, a mock as its own process, and writers at once."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mock_apis import ROOT
from truespec.mock.store import Snapshot, Store

__all__ = [
    "MEMBERS",
    "Served",
    "changed_at_random",
    "in_order",
    "kill_while_writing",
    "started",
    "together",
    "written_in_turns",
]

TABLES = ("customer", 'customer "north"', "'; DROP TABLE truespec_records; --", "nul \0 and \ud800 half a pair")
KEYS = ("1", "Ünïcode", "\0", "\udfff", "x" * 5_000, "", '"quoted"', "1.0")
VALUES: tuple[Any, ...] = (
    None,
    0,
    1,
    1.0,
    True,
    False,
    "1",
    "",
    "ada@example.com",
    [1, "a"],
    {"b": [None]},
    2**70,
    1e-9,
)
LOOKUPS = (("email",), ("email", "phone"), ("missing",))


def in_order(snapshot: Snapshot) -> Any:
    """Return all that a store keeps as lists, so that the order counts; resources that keep nothing left out."""
    return sorted((table, list(records.items())) for table, records in snapshot.items() if records)


def changed_at_random(store: Store, seed: int, count: int = 120) -> list[Any]:
    """Do ``count`` random things to a store and return what each came to."""
    source = random.Random(seed)
    return [_done(store, source) for _ in range(count)]


def _done(store: Store, source: random.Random) -> Any:
    table, key = source.choice(TABLES), source.choice(KEYS)
    record = {"email": source.choice(VALUES), "phone": source.choice(VALUES), "n": source.random()}
    members = source.choice(LOOKUPS)
    values = tuple(source.choice(VALUES) for _ in members)
    match source.randrange(9):
        case 0 | 1 | 2 | 3:
            return store.insert(table, key, record)
        case 4:
            return store.remove(table, key)
        case 5:
            return store.get(table, key)
        case 6 | 7:
            return store.find(table, members, values)
        case _:
            return list(store.records(table))


@dataclass(frozen=True)
class Served:
    """A mock in a process of its own."""

    process: subprocess.Popen[str]
    address: str

    def send(self, method: str, path: str, body: object = None, connection: Any = None) -> tuple[int, Any]:
        """Send one request with every credential an API of the catalogue asks for; return status and JSON."""
        own = connection or self.connection()
        headers = {
            "X-API-KEY": "k",
            "X-API-SECRET": "s",
            "Authorization": "Bearer t",
            "Content-Type": "application/json",
        }
        own.request(method, path, None if body is None else json.dumps(body), headers)
        response = own.getresponse()
        text = response.read()
        if connection is None:
            own.close()
        return response.status, json.loads(text) if text else None

    def connection(self) -> http.client.HTTPConnection:
        """Return a connection that several requests can use."""
        return http.client.HTTPConnection(self.address, timeout=60)


@contextlib.contextmanager
def started(api: str, *options: str) -> Iterator[Served]:
    """Start ``truespec mock`` on a free port and end it with the context."""
    command = [sys.executable, "-m", "truespec", "mock", api, "--port", "0", "--quiet", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, process.wait(20)
        try:
            yield Served(process, line.split()[-1].removeprefix("http://"))
        finally:
            process.terminate()
            process.wait(30)


def together(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do all of these at once, in a thread each; return what they came to."""
    results: list[Any] = [None] * len(works)
    barrier = threading.Barrier(len(works))

    def run(index: int) -> None:
        barrier.wait()
        results[index] = works[index]()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


MEMBERS = ("address", "city", "companyName", "firstname", "lastname", "internalNote", "postalCode", "ledgerNumber")
"""Members of Flow Retail's customer that anybody may set to any text: one for each of eight writers."""


def written_in_turns(send: Callable[[str, object], tuple[int, Any]], member: str, times: int) -> bool:
    """Change one member of a customer over and over; say whether every answer had what this writer wrote before.

    ``send`` sends a body by a method to the customer's path.  Others change other members meanwhile.
    """
    seen = True
    for number in range(times):
        status, changed = send("PUT", {member: f"{member} {number}"})
        _, read = send("GET", None)
        seen = seen and 200 == status and changed[member] == read[member] == f"{member} {number}"
    return seen


def kill_while_writing(data: Path, writes: int, source: random.Random) -> tuple[set[str], set[str]]:
    """Kill a mock at a random moment of ``writes`` writes; return the ids it acknowledged, and those it then has."""
    acknowledged = set[str]()
    with started("fullwhere", "--data", str(data)) as served:
        last = source.randrange(writes // 10, writes)
        connection = served.connection()

        def kill() -> None:
            while len(acknowledged) < last:
                time.sleep(0.001)
            served.process.kill()

        killer = threading.Thread(target=kill)
        killer.start()
        with contextlib.suppress(OSError, http.client.HTTPException):
            for number in range(writes):
                body = {"email": f"{number}@example.com", "phoneNumber": str(number), "company": "x" * 500}
                status, customer = served.send("POST", "/partners/customer", body, connection)
                assert 201 == status
                acknowledged.add(customer["id"])
        connection.close()
        killer.join()
    with started("fullwhere", "--data", str(data)) as served:
        kept, page = set[str](), 1
        while True:
            _, listed = served.send("POST", "/partners/customer/list", {"page": page, "limit": 100})
            kept.update(customer["id"] for customer in listed["items"])
            if page >= listed["meta"]["totalPages"]:
                return acknowledged, kept
            page += 1
