"""The control plane does what its own page says, for tests and not for web pages, and shows nobody's data."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from mock_apis import CREDENTIALS, Caller, fullwhere
from truespec.mock.control import ACTIONS, PREFIX
from truespec.mock.doors import running
from truespec.mock.exchange import Request
from truespec.mock.front import Mock
from truespec.mock.journal import MOST_ENTRIES

ADA = {
    "firstName": "Ada",
    "email": "ada@example.com",
    "phoneNumber": "+33199001234",
    "metadata": {"ada@example.com": "7"},
}


class Controller(Caller):
    """A client of a mock that is controlled."""

    def __init__(self, **options: Any) -> None:
        """Make the mock."""
        self.mock = Mock(fullwhere(), **{"control": True, **options})
        super().__init__(self.mock.service)
        self.service = self.mock  # type: ignore[assignment]  # answers as a service does

    def control(self, method: str, path: str, body: object = None, **options: Any) -> tuple[int, Any]:
        """Ask the control plane; return the status and the JSON."""
        path, _, query = path.partition("?")
        response = self.send(method, PREFIX + path, query, body, headers={}, **options)
        return response.status, json.loads(response.body) if response.body else None


@pytest.fixture
def caller() -> Controller:
    return Controller()


@pytest.mark.parametrize("path", ["", "/", "/reset", "/health", "/requests"])
def test_without_the_switch_there_is_no_control_plane(path: str) -> None:
    caller = Controller(control=False)
    assert [404, 404] == [caller.control(method, path)[0] for method in ("GET", "POST")]


def test_without_the_switch_a_header_asks_for_no_fault() -> None:
    wanting = {**CREDENTIALS, "X-Truespec-Fault": "status:500"}
    answers = [
        Controller(**options).send("POST", "/partners/customer", body={}, headers=wanting).status
        for options in ({"control": False}, {"control": False, "fault_header": True}, {})
    ]
    assert [201, 500, 500] == answers


def test_the_prefix_lists_every_action(caller: Controller) -> None:
    status, listed = caller.control("GET", "")
    assert 200 == status
    assert [(action.method, PREFIX + action.path) for action in ACTIONS] == [
        (action["method"], action["path"]) for action in listed["actions"]
    ]
    assert all(action["does"] for action in listed["actions"])


def test_health_says_what_is_served(caller: Controller) -> None:
    caller.imported()
    expected = {"status": "ok", "api": "fullwhere", "operations": 4, "contract": "current", "requests": 1, "faults": []}
    status, health = caller.control("GET", "/health")
    assert (200, expected) == (status, {name: health[name] for name in expected})


def test_a_reset_begins_again_with_the_same_identifiers(caller: Controller) -> None:
    first = caller.imported(**ADA)["id"]
    caller.control("POST", "/faults", {"fault": "status:500"})
    caller.control("PUT", "/clock", {"now": "2030-01-31T12:00:00Z"})
    assert (204, None) == caller.control("POST", "/reset")
    assert 404 == caller.customer(first).status
    assert first == caller.imported(**ADA)["id"]
    assert 3 == caller.control("GET", "/health")[1]["requests"] + 1
    assert [] == caller.control("GET", "/faults")[1]["faults"]
    assert False is caller.control("GET", "/clock")[1]["set"]


def test_a_reset_gives_the_faults_of_the_command_line_back() -> None:
    caller = Controller(faults=["unavailable:1x"])
    statuses = [caller.send("POST", "/partners/customer", body={}).status for _ in range(2)]
    caller.control("POST", "/reset")
    assert [503, 201, 503] == [*statuses, caller.send("POST", "/partners/customer", body={}).status]


def test_a_snapshot_brings_back_what_was(caller: Controller) -> None:
    kept = caller.imported(**ADA)["id"]
    assert (201, {"name": "one"}) == caller.control("POST", "/snapshots", {"name": "one"})
    later = caller.imported(email="eve@example.com")["id"]
    assert (200, {"snapshots": ["one"]}) == caller.control("GET", "/snapshots")
    assert 204 == caller.control("POST", "/snapshots/one/restore")[0]
    assert (200, 404) == (caller.customer(kept).status, caller.customer(later).status)
    assert later == caller.imported()["id"]  # as if it had never been
    assert 204 == caller.control("DELETE", "/snapshots/one")[0]
    assert 404 == caller.control("POST", "/snapshots/one/restore")[0]


def test_there_are_only_so_many_snapshots(caller: Controller) -> None:
    statuses = [caller.control("POST", "/snapshots", {"name": str(number)})[0] for number in range(11)]
    assert [201] * 10 + [409] == statuses
    assert 201 == caller.control("POST", "/snapshots", {"name": "3"})[0]


def test_the_clock_goes_on_from_where_it_was_set_or_stands_still(caller: Controller) -> None:
    status, told = caller.control("PUT", "/clock", {"now": "2030-01-31T12:00:00Z", "frozen": True})
    assert (200, {"now": "2030-01-31T12:00:00.000Z", "set": True, "frozen": True}) == (status, told)
    assert "2030-01-31T12:00:00.000Z" == caller.imported()["createdAt"]
    told = caller.control("PUT", "/clock", {"now": "2031-01-31T12:00:00+02:00"})[1]
    assert (True, False, "2031-01-31T10:00") == (told["set"], told["frozen"], told["now"][:16])
    told = caller.control("DELETE", "/clock")[1]
    assert (False, True) == (told["set"], datetime.fromisoformat(told["now"]).year < 2030)


def test_faults_come_and_go(caller: Controller) -> None:
    status, one = caller.control("POST", "/faults", {"fault": "unavailable@importCustomer:2:0.5:9x"})
    described = (one["number"], one["operation"], one["share"], one["count"], one["met"])
    assert (201, (1, "importCustomer", 0.5, 9, 0)) == (status, described)
    caller.control("POST", "/faults", {"fault": "status:418"})
    assert 204 == caller.control("DELETE", "/faults/1")[0]
    assert 418 == caller.send("POST", "/partners/customer", body={}).status
    assert [1] == [one["met"] for one in caller.control("GET", "/faults")[1]["faults"]]
    assert 204 == caller.control("DELETE", "/faults")[0]
    assert 201 == caller.send("POST", "/partners/customer", body={}).status
    assert 404 == caller.control("DELETE", "/faults/1")[0]


def test_a_fault_nobody_knows_is_refused_with_the_nearest(caller: Controller) -> None:
    status, told = caller.control("POST", "/faults", {"fault": "latncy:1s"})
    assert (400, "there is no fault 'latncy'", "known: latency") == (status, told["error"], told["advice"])
    refused = caller.send("POST", "/partners/customer", body={}, headers={"x-truespec-fault": "latncy:1s"})
    assert (400, "there is no fault 'latncy'") == (refused.status, json.loads(refused.body)["error"])


def test_what_was_sent_is_told_without_values(caller: Controller) -> None:
    caller.imported(**ADA, undeclared="Ada")
    caller.customer("ada@example.com")
    status, told = caller.control("GET", "/requests")
    assert (200, 2) == (status, told["total"])
    first, second = told["requests"]
    assert ("importCustomer", "/partners/customer", 201) == (first["operation"], first["path"], first["status"])
    body = {"firstName": "<string>", "email": "<string>", "phoneNumber": "<string>", "metadata": {"*": "<string>"}}
    assert {**body, "*": "<string>"} == first["body"]
    assert [["id", "<string>"]] == second["query"]
    shown = json.dumps(told).lower()
    assert not [word for word in ("ada", "+331", "secret", "undeclared") if f'"{word}' in shown or f"{word}@" in shown]
    assert ["x-api-secret", "<redacted>"] in first["headers"]


def test_requests_are_chosen_by_operation_and_number(caller: Controller) -> None:
    for _ in range(3):
        caller.imported()
        caller.customer("x")
    chosen = caller.control("GET", "/requests?operation=getCustomer&limit=2")[1]["requests"]
    assert [4, 6] == [entry["number"] for entry in chosen]
    assert 204 == caller.control("DELETE", "/requests")[0]
    assert {"total": 0, "requests": []} == caller.control("GET", "/requests")[1]


def test_the_journal_is_bounded(caller: Controller) -> None:
    for _ in range(MOST_ENTRIES + 5):
        caller.customer("x")
    told = caller.control("GET", "/requests")[1]
    assert (MOST_ENTRIES + 5, MOST_ENTRIES, 6) == (
        told["total"],
        len(told["requests"]),
        told["requests"][0]["number"],
    )


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/nothing", None, 404),
        ("DELETE", "/health", None, 405),
        ("POST", "/faults", [], 400),
        ("POST", "/faults", {"fault": 7}, 400),
        ("POST", "/snapshots", {"name": ""}, 400),
        ("POST", "/snapshots", {"name": "a/b"}, 400),
        ("PUT", "/clock", {"now": "soon"}, 400),
        ("PUT", "/clock", {"now": "2030-01-31T12:00:00Z", "frozen": "yes"}, 400),
        ("GET", "/requests?limit=-1", None, 400),
        ("DELETE", "/faults/9999999999999", None, 404),
        ("POST", "/snapshots/none/restore", None, 404),
    ],
)
def test_what_makes_no_sense_is_refused_with_advice(
    caller: Controller, method: str, path: str, body: object, status: int
) -> None:
    got, told = caller.control(method, path, body)
    assert (status, True, True) == (got, bool(told["error"]), bool(told["advice"]))


def test_only_json_that_says_so_is_read(caller: Controller) -> None:
    assert 415 == caller.control("POST", "/faults", {"fault": "half-body"}, content_type="text/plain")[0]
    assert 400 == caller.control("POST", "/faults", raw=b"{")[0]
    assert 413 == caller.control("POST", "/faults", raw=b" " * 70_000)[0]


@pytest.mark.parametrize("header", [("Origin", "http://evil.example"), ("Sec-Fetch-Site", "cross-site")])
def test_a_web_page_does_not_control_the_mock(caller: Controller, header: tuple[str, str]) -> None:
    caller.imported()
    assert 403 == caller.mock(Request("POST", f"{PREFIX}/reset", headers=(header,))).status
    assert 1 == caller.listed()["meta"]["totalItems"]


def test_names_of_other_hosts_reach_no_control_plane() -> None:
    import httpx2  # noqa: PLC0415 - only this test opens a socket

    with running(Mock(fullwhere(), control=True)) as url:
        asked = [httpx2.get(url + PREFIX, headers={"Host": host}).status_code for host in ("localhost", "evil.example")]
    assert [200, 421] == asked
