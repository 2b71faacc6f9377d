"""A run in shares: over machines, over the time there is, and over an abort; together it is always the whole."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from checked_server import PERSONAL, SECRET, GuestServer, guest_api, guest_target
from truespec.checking.events import Event, Exchanged, PhaseStarted
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.sharding import Shard
from truespec.checking.state import RunState, digest_of
from truespec.checking.targets import function_target
from truespec.checking.verdict import Verdict
from truespec.contract.api import Api
from truespec.diagnostics import Report

ROOT = Path(__file__).resolve().parents[2]
NAMES = [f"name {number}" for number in range(500)]


@pytest.mark.parametrize("total", [1, 2, 3, 7])
def test_every_name_is_in_exactly_one_share(total: int) -> None:
    shards = [Shard(number, total) for number in range(1, total + 1)]
    assert {1} == {sum(shard.takes(name) for shard in shards) for name in NAMES}
    assert all(sum(map(shard.takes, NAMES)) > 500 / total / 2 for shard in shards)


def test_a_share_is_told_by_the_name_alone() -> None:
    assert [2, 1, 2, 3] == [
        next(shard.number for shard in (Shard(1, 3), Shard(2, 3), Shard(3, 3)) if shard.takes(name))
        for name in ("behaviour: paging", "behaviour: duplicates", "boundaries: getGuest", "mixed: createGuest")
    ]


@pytest.mark.parametrize("text", ["0/3", "4/3", "1/0", "1", "a/b", "1/3/5", "-1/3", "1/99999"])
def test_a_share_that_is_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="NUMBER/TOTAL"):
        Shard.read(text)


def facts(verdict: Verdict) -> set[str]:
    found = (*verdict.holds, *(finding.fact for finding in verdict.broken))
    return {fact.id for fact in found if fact.kind in {"rule", "credentials"}}


def test_the_shares_together_find_what_the_whole_finds(tmp_path: Path) -> None:
    api, faults = guest_api(tmp_path), ("dedupe-off", "created-text")
    whole = check(api, guest_target(api, GuestServer(*faults)), tag="test")
    parts = [
        check(api, guest_target(api, GuestServer(*faults)), tag="test", shard=Shard(number, 3)) for number in (1, 2, 3)
    ]
    assert facts(whole) == set().union(*map(facts, parts))
    assert {fact.fact.id for fact in whole.broken} == {fact.fact.id for part in parts for fact in part.broken}
    assert ["1/3", "2/3", "3/3"] == [part.shard for part in parts]
    assert all(part.requests < whole.requests for part in parts)


ALL_FAULTS = (
    "dedupe-off", "page-skips", "page-overlaps", "totals-wrong", "limit-ignored", "unsorted", "update-lost",
    "delete-kept", "created-text", "email-missing", "name-number", "status", "wrong-refusal",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("number", range(8))
def test_whatever_the_shares_they_see_the_same_facts(tmp_path: Path, number: int) -> None:
    source = random.Random(number)
    total, seed = source.randint(2, 6), source.getrandbits(20)
    # The first has the one fault that hides records from whoever counts them.
    faults = [*source.sample(ALL_FAULTS, source.randint(0, 1))] if number else ["page-skips"]
    api = guest_api(tmp_path)

    def seen(shard: Shard) -> set[str]:
        verdict = check(api, guest_target(api, GuestServer(*faults)), tag="test", seed=seed, shard=shard)
        told = (*verdict.broken, *verdict.differs)
        return {fact.id for fact in (*verdict.holds, *(finding.fact for finding in told))}

    whole = seen(Shard())
    assert set() == whole - set().union(*(seen(Shard(number, total)) for number in range(1, total + 1)))


def test_the_shares_of_a_suite_are_each_test_once(tmp_path: Path) -> None:
    (tmp_path / "test_many.py").write_text(
        "import pytest\n@pytest.mark.parametrize('number', range(20))\ndef test_one(number):\n    pass\n"
    )
    run = Counter[str]()
    for number in (1, 2, 3):
        words = [
            "-m",
            "pytest",
            "-v",
            "-p",
            "no:cacheprovider",
            "-p",
            "truespec.pytest_plugin",
            "--rootdir",
            str(tmp_path),
        ]
        done = subprocess.run(
            [sys.executable, *words, "--shard", f"{number}/3", str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT / "generator"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        )
        assert 0 == done.returncode, done.stdout
        run.update(line.split()[0] for line in done.stdout.splitlines() if "PASSED" in line)
    assert (20, {1}) == (len(run), set(run.values()))


def test_every_operation_gets_its_share_of_the_time(tmp_path: Path) -> None:
    api, server, heard = guest_api(tmp_path), GuestServer(), list[Event]()

    def slow(request: Request) -> Response:
        time.sleep(0.01)
        answer = server(request)
        return Response(answer.status, answer.headers, answer.body, 0.01)

    started = time.monotonic()
    verdict = check(api, guest_target(api, slow), "quick", [heard.append], budget=4)
    assert 3 < time.monotonic() - started < 15
    assert (True, True, 0) == (verdict.out_of_time, bool(verdict.unfinished), verdict.exit_code())
    asked = Counter(event.operation for event in heard if isinstance(event, Exchanged))
    assert {operation.id for operation in api.operations} == set(asked)
    assert all(count > 3 for count in asked.values()), asked
    assert any(name.startswith("behaviour: ") for name in verdict.unfinished)
    assert "behaviour: remaining" not in verdict.unfinished


def test_what_was_cut_short_is_done_again_with_the_time_that_others_saved(tmp_path: Path) -> None:
    api, server = guest_api(tmp_path), GuestServer()
    slow_until = time.monotonic() + 2

    def slow_at_first(request: Request) -> Response:
        time.sleep(0.05 * (time.monotonic() < slow_until))
        return server(request)

    events: list[Event] = []
    verdict = check(api, guest_target(api, slow_at_first), "quick", [events.append], budget=60, parts=("rules",))
    whole = check(api, guest_target(api, GuestServer()), parts=("rules",))
    assert ((), False) == (verdict.unfinished, verdict.out_of_time)
    assert facts(whole) <= facts(verdict)


def test_rules_are_done_to_their_end_before_time_goes_to_what_looks_further(tmp_path: Path) -> None:
    api, server, events = guest_api(tmp_path), GuestServer(), list[Event]()
    slow_until = time.monotonic() + 2

    def slow_at_first(request: Request) -> Response:
        time.sleep(0.05 * (time.monotonic() < slow_until))
        return server(request)

    check(api, guest_target(api, slow_at_first), "quick", [events.append], budget=40)
    phases = [event.phase for event in events if isinstance(event, PhaseStarted)]
    assert phases.count("behaviour") > 1
    assert "behaviour" not in phases[phases.index("journeys") :]


def test_a_piece_that_was_cut_short_is_not_done_for_the_next_run(tmp_path: Path) -> None:
    api, server, path = guest_api(tmp_path), GuestServer(), tmp_path / "run.json"

    def slow(request: Request) -> Response:
        time.sleep(0.02)
        return server(request)

    state, _ = state_for(path, api)
    assert state is not None
    first = check(api, guest_target(api, slow), tag="test", state=state, budget=3)
    again, _ = state_for(path, api)
    assert again is not None
    assert first.unfinished
    assert set() == set(first.unfinished) & again.done
    second = check(api, guest_target(api, server), tag="test", state=again)
    assert facts(check(api, guest_target(api, GuestServer()), tag="test")) <= facts(second)


def state_for(path: Path, api: Api, **other: str) -> tuple[RunState | None, Report]:
    report = Report()
    return RunState.open(path, {"contract": digest_of(api), "seed": "0", **other}, report), report


def test_a_run_goes_on_where_another_was_stopped(tmp_path: Path) -> None:
    faults = ("dedupe-off", "page-skips", "name-number", "invalid-accepted")
    api, server = guest_api(tmp_path), GuestServer(*faults)
    whole = check(api, guest_target(api, GuestServer(*faults)), tag="test")
    path, stops = tmp_path / "run.json", iter((60, 200, 500, 10**9))
    verdict, sent = None, list[int]()
    for stop in stops:
        state, _ = state_for(path, api)
        assert state is not None
        before = len(server.seen)

        def until(request: Request, last: int = before + stop) -> Response:
            if len(server.seen) >= last:
                raise KeyboardInterrupt
            return server(request)

        verdict = check(api, guest_target(api, until), tag="test", state=state)
        sent.append(len(server.seen) - before)
        if not verdict.interrupted:
            break
        text = path.read_text()
        assert json.loads(text)["truespec-run"] == 1
        assert [] == [word for word in (SECRET, PERSONAL, "Canary") if word in text]
    assert verdict is not None
    assert len(sent) > 2
    assert {item.fact.id for item in whole.broken} <= {item.fact.id for item in verdict.broken}
    assert facts(whole) <= facts(verdict)
    assert sum(sent) == verdict.requests
    assert not path.exists()
    assert not list(tmp_path.glob("*.partial"))


def test_what_is_done_is_not_done_again(tmp_path: Path) -> None:
    api, server, path = guest_api(tmp_path), GuestServer(), tmp_path / "run.json"
    state, _ = state_for(path, api)
    assert state is not None
    first = check(api, guest_target(api, server), tag="test", state=state, budget=3600)
    state.write()
    again, _ = state_for(path, api)
    assert again is not None
    second = check(api, guest_target(api, GuestServer()), tag="test", state=again)
    assert second.requests - first.requests < 20
    assert facts(first) == facts(second)


def test_a_file_of_another_run_or_of_nobody_is_not_gone_on_with(tmp_path: Path) -> None:
    api, path = guest_api(tmp_path), tmp_path / "run.json"
    state, _ = state_for(path, api)
    assert state is not None
    state.write()
    other, report = state_for(path, api, seed="7")
    assert (None, ["resume-other-run"]) == (other, [diagnostic.id for diagnostic in report])
    for text in ("", "{", "[]", "{}", '{"truespec-run": 1}', '{"truespec-run": 1, "run": 5}'):
        path.write_text(text)
        none, report = state_for(path, api)
        assert (None, ["resume-unreadable"]) == (none, [diagnostic.id for diagnostic in report])


def test_records_of_a_run_that_was_killed_are_taken_away_by_the_next(tmp_path: Path) -> None:
    class Killed(BaseException):
        pass

    api, server, path = guest_api(tmp_path), GuestServer(), tmp_path / "run.json"
    before = set(server.guests)

    def killed(request: Request) -> Response:
        if len(server.seen) > 160:
            raise Killed
        return server(request)

    state, _ = state_for(path, api)
    assert state is not None
    with pytest.raises(Killed):
        check(api, guest_target(api, killed), state=state)
    assert len(server.guests) > len(before)
    again, _ = state_for(path, api)
    assert again is not None
    made = len(server.guests)
    verdict = check(api, function_target(api, server, guest_target(api, server).access), state=again)
    # What was made since the state was last written is not known any more.
    assert (0, True) == (verdict.left, len(server.guests) < made)
