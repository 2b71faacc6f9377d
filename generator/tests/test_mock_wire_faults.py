"""Faults of the way show over a socket and in process alike, for as many and for such requests as they were asked."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from email.utils import parsedate_to_datetime
from typing import TypeAlias

import httpx2
import pytest
from mock_apis import CREDENTIALS, Caller, catalogued, fullwhere
from truespec.mock.doors import running
from truespec.mock.errors import UnknownFaultError
from truespec.mock.front import Mock
from truespec.mock.service import Service
from truespec.mock.transport import ServiceTransport
from truespec.mock.wire_faults import ON_THE_WIRE

PATH = "/partners/customer/list"
FAR = 5.0

Way: TypeAlias = Callable[[Mock], AbstractContextManager[httpx2.Client]]


@contextmanager
def over_a_socket(mock: Mock) -> Iterator[httpx2.Client]:
    with running(mock) as url, httpx2.Client(base_url=url, headers=CREDENTIALS, timeout=FAR) as client:
        yield client


@contextmanager
def in_process(mock: Mock) -> Iterator[httpx2.Client]:
    transport = ServiceTransport(mock)
    with httpx2.Client(transport=transport, base_url="http://mock", headers=CREDENTIALS, timeout=FAR) as client:
        yield client


def listing(client: httpx2.Client, timeout: float = FAR) -> str:
    """List customers; say what came of it."""
    try:
        answer = client.post(PATH, json={}, timeout=timeout)
    except httpx2.TransportError as error:
        return type(error).__name__
    try:
        items = len(answer.json()["items"])
    except (ValueError, KeyError):
        return f"{answer.status_code} unreadable"
    return f"{answer.status_code} {items} items"


CASES: list[tuple[str, str]] = [
    ("latency:50ms", "201 1 items"),
    ("jitter:50ms", "201 1 items"),
    ("reset-before", "ReadError"),
    ("reset-after", "ReadError"),
    ("half-body", "RemoteProtocolError"),
    ("malformed-json", "201 unreadable"),
    ("drip:1ms", "201 1 items"),
    ("oversized-body:300KiB", "201 1 items"),
    ("too-many-requests", "429 unreadable"),
    ("unavailable:7", "503 unreadable"),
]


@pytest.mark.parametrize("way", [over_a_socket, in_process])
@pytest.mark.parametrize(("fault", "outcome"), CASES, ids=[fault for fault, _ in CASES])
def test_a_fault_of_the_way_shows_whatever_the_way(fault: str, outcome: str, way: Way) -> None:
    mock = Mock(fullwhere(), faults=[f"{fault}:1x"])
    Caller(mock.service).imported(email="ada@example.com")
    with way(mock) as client:
        assert [outcome, "201 1 items"] == [listing(client), listing(client)]


def test_every_fault_of_the_way_is_tested_above() -> None:
    assert {fault.name for fault in ON_THE_WIRE} == {text.partition(":")[0] for text, _ in CASES}


@pytest.mark.parametrize("way", [over_a_socket, in_process])
@pytest.mark.parametrize("fault", ["latency:30s", "drip:30s"])
def test_who_does_not_wait_that_long_has_a_timeout(fault: str, way: Way) -> None:
    with way(Mock(fullwhere(), faults=[fault])) as client:
        started = time.monotonic()
        assert "ReadTimeout" == listing(client, timeout=0.2)
        assert time.monotonic() - started < FAR


def test_an_asynchronous_client_in_process_meets_the_same() -> None:
    async def outcomes() -> list[str]:
        transport = ServiceTransport(Mock(fullwhere(), faults=["half-body:1x", "latency:30ms"]))
        async with httpx2.AsyncClient(transport=transport, base_url="http://mock", headers=CREDENTIALS) as client:
            found = list[str]()
            for _ in range(2):
                try:
                    found.append(str((await client.post(PATH, json={})).status_code))
                except httpx2.RemoteProtocolError as error:
                    found.append(type(error).__name__)
            return found

    assert ["RemoteProtocolError", "201"] == asyncio.run(outcomes())


@pytest.mark.parametrize(("fault", "kept"), [("reset-before", False), ("reset-after", True)])
def test_a_reset_comes_before_or_after_the_request_is_processed(fault: str, *, kept: bool) -> None:
    mock = Mock(fullwhere(), faults=[f"{fault}@importCustomer"])
    with in_process(mock) as client:
        with pytest.raises(httpx2.ReadError):
            client.post("/partners/customer", json={"email": "ada@example.com"})
        assert [f"201 {int(kept)} items"] == [listing(client)]


def test_a_body_of_any_size_has_the_length_that_was_announced() -> None:
    with over_a_socket(Mock(fullwhere(), faults=["oversized-body:3MiB"])) as client:
        answer = client.post(PATH, json={})
        assert int(answer.headers["content-length"]) == len(answer.content) > 3 * 1024 * 1024
        assert [] == answer.json()["items"]


@pytest.mark.parametrize(("fault", "status"), [("too-many-requests:9", 429), ("unavailable:9", 503)])
def test_when_to_come_again_is_told_in_seconds(fault: str, status: int) -> None:
    answer = Caller(Service(fullwhere(), faults=[fault])).send("POST", PATH, body={})
    assert (status, "9") == (answer.status, answer.header("retry-after"))


def test_when_to_come_again_is_told_as_a_date() -> None:
    answer = Caller(Service(fullwhere(), faults=["unavailable:date+60"])).send("POST", PATH, body={})
    ahead = parsedate_to_datetime(answer.header("retry-after") or "").timestamp() - time.time()
    assert 55 < ahead <= 61


def statuses(mock: Mock, times: int) -> list[int]:
    caller = Caller(mock.service)
    caller.service = mock  # type: ignore[assignment]  # answers as a service does
    return [caller.send("POST", PATH, body={}).status for _ in range(times)]


def test_a_fault_holds_for_as_many_requests_as_were_asked() -> None:
    assert [503, 503, 201, 201] == statuses(Mock(fullwhere(), faults=["unavailable:2x"]), 4)


def test_a_share_of_the_requests_is_drawn_the_same_way_each_time() -> None:
    drawn = [statuses(Mock(fullwhere(), faults=["unavailable:0.2"], seed=seed), 400) for seed in (3, 3, 4)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert 50 < drawn[0].count(503) < 110


def test_a_fault_holds_for_the_operation_that_was_asked() -> None:
    mock = Mock(fullwhere(), faults=["status@listCustomers:418", "unavailable@importCustomer:1:2x"])
    with in_process(mock) as client:
        made = [client.post("/partners/customer", json={}).status_code for _ in range(3)]
        assert ([503, 503, 201], 418) == (made, client.post(PATH, json={}).status_code)


def test_faults_of_rules_may_be_counted_too() -> None:
    mock = Mock(fullwhere(), faults=["dedupe-off@importCustomer:2x"])
    with in_process(mock) as client:
        ada = {"email": "ada@example.com", "phoneNumber": "+33199001234"}
        ids = [client.post("/partners/customer", json=ada).json()["id"] for _ in range(4)]
    assert ids[0] != ids[1]
    assert {*ids[:2]} >= {*ids[2:]}


@pytest.mark.parametrize(
    ("fault", "pages"),
    [
        ("latency:0ms", [[0], [1], [2], []]),
        ("page-duplicated", [[0], [0], [1], [2]]),
        ("page-duplicated:3", [[0], [1], [1], [2]]),
        ("page-skipped", [[0], [2], [], []]),
    ],
)
def test_pages_are_shown_twice_or_not_at_all(fault: str, pages: list[list[int]]) -> None:
    caller = Caller(Service(fullwhere(), faults=[fault]))
    ids = [caller.imported(email=f"{number}@example.com")["id"] for number in range(3)]
    shown = [caller.listed(limit=1, page=page)["items"] for page in range(1, 5)]
    assert pages == [[ids.index(item["id"]) for item in page] for page in shown]


def test_members_break_their_schema_in_the_way_that_was_asked() -> None:
    def imported(fault: str) -> dict[str, object]:
        made: dict[str, object] = Caller(Service(fullwhere(), faults=[fault])).imported(email="ada@example.com")
        return made

    assert "of no format" == imported("field-format:createdAt")["createdAt"]
    assert "of no format" in imported("field-format").values()
    assert imported("field-null:id")["id"] is None
    assert imported("field-null")["id"] is None
    assert True is imported("field-extra")["unexpectedMember"]


@pytest.mark.parametrize("fault", ["field-enum:customerType", "field-enum"])
def test_a_member_with_an_enumeration_gets_none_of_its_values(fault: str) -> None:
    caller = Caller(Service(catalogued("flowretail"), faults=[fault]), {"Authorization": "Bearer t"})
    made = caller.post("/tenants/oslo/customers", {"customerType": "PERSON", "firstname": "Ada", "lastname": "Morel"})
    assert "none of these" == made["customerType"]


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        ("latncy:1s", "there is no fault 'latncy'", "known: latency"),
        ("latency:1", "'1' is not a duration of at most an hour", "give one such as latency:200ms or latency:1.5s"),
        ("latency:2h", "'2h' is not a duration of at most an hour", "give one such as"),
        ("latency", "the fault latency needs an argument", "write latency:DURATION"),
        ("drip:9999s", "'9999s' is not a duration of at most an hour", "give one such as drip:200ms"),
        ("oversized-body:1TB", "'1TB' is not a size of at most 1024MiB", "give one such as"),
        ("unavailable:soon", "'soon' is not a time to retry after", "give seconds, such as 2"),
        ("reset-after@impotCustomer", "the API has no operation 'impotCustomer'", "known: importCustomer"),
        ("page-skipped:1", "'1' is not a later page", "give 2 or more"),
        ("field-enum", "no answer of the API has a member with an enumeration", "the API declares none"),
        ("field-format:emial", "no answer of the API has a member 'emial' with a format", "known: "),
        ("reset-before:1.5", "the fault reset-before takes no argument", "write just reset-before"),
        ("half-body:0x", "the fault half-body takes no argument", "write just half-body"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused_with_advice(text: str, message: str, advice: str) -> None:
    with pytest.raises(UnknownFaultError) as caught:
        Mock(fullwhere(), faults=[text])
    assert message == caught.value.message
    assert caught.value.advice.startswith(advice)


def test_a_plain_service_takes_no_fault_that_holds_now_and_then() -> None:
    with pytest.raises(UnknownFaultError, match="holds for some requests only"):
        Service(fullwhere(), faults=["latency:1s:2x"])


def test_an_answer_that_is_turned_away_still_fits_the_contract() -> None:
    caller = Caller(Service(catalogued("collins"), faults=["too-many-requests:3"]), {"Authorization": "Bearer t"})
    answer = caller.send("GET", "/customers")
    assert (429, "3") == (answer.status, answer.header("retry-after"))
    json.loads(answer.body or b"{}")
