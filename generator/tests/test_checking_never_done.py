"""A run that could not do an operation once says so: what holds of refusals is no sign that all is well."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from checked_server import GuestServer, guest_api, guest_target
from truespec.checking.exchange import Request, Response
from truespec.checking.reports.github import github
from truespec.checking.run import check
from truespec.checking.state import RunState
from truespec.checking.text import text_lines
from truespec.checking.verdict import NeverDone
from truespec.diagnostics import Location, Report

_CLOSED = NeverDone("create", Location("spec.yaml", 4, 5), ((422, 20), (400, 3)))


def refusing(request: Request, server: GuestServer) -> Response:
    if request.method == "POST":
        body = json.dumps({"code": "closed", "message": "no new guests today"}).encode()
        return Response(422, (("content-type", "application/json"),), body)
    return server(request)


def test_an_operation_that_is_refused_throughout_is_named_with_its_statuses(tmp_path: Path) -> None:
    api, server = guest_api(tmp_path), GuestServer()
    verdict = check(api, guest_target(api, lambda request: refusing(request, server)))
    assert "createGuest" in {item.operation for item in verdict.never_done}
    assert "listGuests" not in {item.operation for item in verdict.never_done}
    (line,) = (line for line in text_lines(verdict) if "never-done: createGuest" in line)
    assert "requests was answered with success (" in line
    (told,) = (line for line in github(verdict) if "never done" in line and "createGuest" in line)
    assert told.startswith("::warning file=")
    assert not check(api, guest_target(api, GuestServer())).never_done


def test_a_run_in_which_nothing_was_done_could_not_tell(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    verdict = check(api, guest_target(api, GuestServer()))
    refused = replace(verdict, never_done=(_CLOSED,), requests_by_operation={"create": 23})
    told = "nothing that was asked for was done: create: none of 23 requests was answered with success"
    assert (3, f"{told} (20 times 422, 3 times 400)") == (refused.exit_code(), refused.untold)
    assert 0 == replace(refused, requests_by_operation={"create": 23, "list": 1}).exit_code()
    assert 0 == replace(refused, shard="1/2").exit_code()


def test_a_run_that_goes_on_remembers_what_was_answered(tmp_path: Path) -> None:
    path, run = tmp_path / "state", {"api": "guests"}
    RunState(path, run, answers={"create": {422: 3}}).write()
    told, report = json.loads(path.read_text("utf-8")), Report()
    again = RunState.open(path, run, report)
    assert again is not None
    assert {"create": {422: 3}} == again.answers
    del told["answers"]
    path.write_text(json.dumps(told), "utf-8")
    older = RunState.open(path, run, report)
    assert older is not None
    assert (older.answers, report.failed) == ({}, False)
