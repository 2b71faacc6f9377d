"""Workers: several processes behind one port that share a data file, are replaced when they die, and end together."""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from mock_stores import Served, started, together
from truespec.mock.shared_counts import SharedCounts
from truespec.mock.workers import WorkersError, run_workers

PATH = "/partners/customer"


def stat(process: int | str) -> list[str]:
    """Return what Linux tells of a process after its name: its state, its parent, ...; nothing where it is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def children(process: int) -> list[int]:
    """Return the processes that a process has started."""
    known = [path.name for path in Path("/proc").iterdir() if path.name.isdecimal()]
    return [int(name) for name in known if stat(name)[1:2] == [str(process)]]


def is_running(process: int) -> bool:
    return stat(process)[:1] not in ([], ["Z"])


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, 20 seconds at most."""
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def imported(served: Served, numbers: range) -> list[tuple[int, str]]:
    connection = served.connection()
    done = list[tuple[int, str]]()
    for number in numbers:
        body = {"email": f"{number}@example.com", "phoneNumber": str(number)}
        status, customer = served.send("POST", PATH, body, connection)
        done.append((status, customer["id"]))
    connection.close()
    return done


def test_workers_share_what_they_keep(tmp_path: Path) -> None:
    with started("fullwhere", "--data", str(tmp_path / "data.db"), "--workers", "2", "--seed-data", "3") as served:
        until(lambda: len(children(served.process.pid)) == 2)
        workers = children(served.process.pid)
        # Two writers for each customer: whoever comes second meets the first one's.
        done = together([partial(imported, served, range(n // 2 * 10, n // 2 * 10 + 10)) for n in range(8)])
        assert {(201, done[n][i][1]) for n in range(8) for i in range(10)} == {one for part in done for one in part}
        assert [done[0][i][1] for i in range(10)] == [done[1][i][1] for i in range(10)]
        _, listed = served.send("POST", f"{PATH}/list", {"page": 1, "limit": 1})
        assert 43 == listed["meta"]["totalItems"]
    assert 0 == served.process.returncode
    assert [] == [worker for worker in workers if is_running(worker)]


def test_workers_count_requests_together(tmp_path: Path) -> None:
    options = ("--data", str(tmp_path / "data.db"), "--workers", "3", "--rate-limit", "40")
    with started("collins", *options) as served:
        until(lambda: len(children(served.process.pid)) == 3)

        def ask(caller: int) -> list[int]:
            # A connection for each request, so that every worker is met.
            headers = {"Authorization": f"Bearer {caller % 2}"}
            return [answered(served, headers) for _ in range(15)]

        statuses = [status for part in together([partial(ask, caller) for caller in range(8)]) for status in part]
    assert {200: 80, 429: 40} == dict(Counter(statuses))


def answered(served: Served, headers: dict[str, str]) -> int:
    connection = served.connection()
    connection.request("GET", "/customers", headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.fixture
def counts() -> Iterator[SharedCounts]:
    with contextlib.closing(SharedCounts()) as made:
        yield made


def test_counts_are_shared_by_processes_and_survive_one_that_is_killed(counts: SharedCounts) -> None:
    alice, bob = b"a" * 16, b"b" * 16
    assert [1, 2, 1] == [counts.count(7, alice), counts.count(7, alice), counts.count(7, bob)]
    context = multiprocessing.get_context("fork")
    for _ in range(5):
        child = context.Process(target=count_for_ever, args=(counts, alice))
        child.start()
        before = counts.count(7, alice)
        until(partial(seen_beyond, counts, alice, before + 100))
        child.kill()
        child.join()
    last = counts.count(7, alice)
    assert [last + 1, 2, 1] == [counts.count(7, alice), counts.count(7, bob), counts.count(8, alice)]


def count_for_ever(counts: SharedCounts, caller: bytes) -> None:
    while True:
        counts.count(7, caller)


def seen_beyond(counts: SharedCounts, caller: bytes, number: int) -> bool:
    return counts.count(7, caller) > number


def test_thousands_of_callers_are_told_apart(counts: SharedCounts) -> None:
    callers = [hashlib.blake2b(bytes([n % 256, n // 256]), digest_size=16).digest() for n in range(4_000)]
    assert [[1] * 4_000, [2] * 4_000] == [[counts.count(5, caller) for caller in callers] for _ in range(2)]


def test_a_worker_that_dies_is_replaced_and_all_end_with_their_parent(tmp_path: Path) -> None:
    with started("fullwhere", "--data", str(tmp_path / "data.db"), "--workers", "2") as served:
        until(lambda: len(children(served.process.pid)) == 2)
        first = children(served.process.pid)
        time.sleep(1.1)  # one that dies sooner is not replaced
        os.kill(first[0], signal.SIGKILL)
        until(lambda: len({*children(served.process.pid)} - {*first}) == 1)
        assert 201 == served.send("POST", PATH, {})[0]
        workers = children(served.process.pid)
        served.process.kill()
        until(lambda: not any(map(is_running, workers)))


def test_work_that_cannot_begin_is_told_once() -> None:
    with pytest.raises(WorkersError, match="as soon as it began"):
        run_workers(lambda: os._exit(1), 2)
    assert signal.SIG_DFL == signal.getsignal(signal.SIGTERM)


def test_a_worker_that_does_not_listen_is_ended_with_force() -> None:
    program = textwrap.dedent("""
        import os, signal, sys, threading, time
        from truespec.mock import workers
        workers._GRACE_SECONDS = 0.2
        def deaf():
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            os.write(1, b"%d\\n" % os.getpid())
            time.sleep(60)
        workers.run_workers(deaf, 2)
    """)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        deaf = [int(process.stdout.readline()) for _ in range(2)]
        process.send_signal(signal.SIGTERM)
        assert 0 == process.wait(20)
    assert not any(map(is_running, deaf))
