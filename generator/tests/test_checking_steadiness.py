"""One operation that does not answer is told of and left alone; a server that is gone ends the run."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from checked_server import SECRET, GuestServer, guest_api, guest_target
from misbehaving_server import MisbehavingServer, answer
from truespec.checking.conformance import Conformance
from truespec.checking.exchange import Exchange, Request, Response
from truespec.checking.no_answer import Silent, TargetLost, Unreadable
from truespec.checking.run import Part, check
from truespec.checking.targets import url_target
from truespec.checking.verdict import Verdict
from truespec.diagnostics import Report

RULES: tuple[Part, ...] = ("rules",)


def verdict_with(folder: Path, spoil: Callable[[Request, Response], Response]) -> Verdict:
    api, server = guest_api(folder), GuestServer()
    return check(api, guest_target(api, lambda request: spoil(request, server(request))), parts=RULES)


@pytest.mark.parametrize("method", ["GET", "DELETE", "PATCH"])
def test_an_operation_that_breaks_off_is_told_of_and_the_rest_is_checked(tmp_path: Path, method: str) -> None:
    def spoil(request: Request, response: Response) -> Response:
        if request.method == method and request.path != "/guests":
            raise Unreadable("ReadError")
        return response

    verdict = verdict_with(tmp_path, spoil)
    ids = [finding.fact.id for finding in verdict.broken]
    wanted = {"GET": "getGuest", "DELETE": "deleteGuest", "PATCH": "updateGuest"}[method]
    assert (1, "", f"{wanted}.answers") == (verdict.exit_code(), verdict.lost, next(id_ for id_ in ids))
    assert {"listGuests.200.status", "createGuest.201.status"} <= {fact.id for fact in verdict.holds}
    finding = next(finding for finding in verdict.broken if finding.fact.id.endswith(".answers"))
    assert "ReadError, twice, while other requests are answered" == finding.detail
    assert "curl" in finding.reproduction


@pytest.mark.parametrize("way", ["GET /guests", "POST /guests"])
def test_the_first_operation_that_is_asked_may_be_the_one_that_breaks_off(tmp_path: Path, way: str) -> None:
    def spoil(request: Request, response: Response) -> Response:
        if f"{request.method} {request.path}" == way:
            raise Unreadable("ReadError")
        return response

    verdict = verdict_with(tmp_path, spoil)
    wanted = "listGuests.answers" if way.startswith("GET") else "createGuest.answers"
    assert (1, "", {wanted}) == (verdict.exit_code(), verdict.lost, {finding.fact.id for finding in verdict.broken})


def test_a_server_that_was_never_heard_is_not_waited_for_by_one_operation_after_the_other(tmp_path: Path) -> None:
    def silent(_request: Request, _response: Response) -> Response:
        raise Silent("no answer in 10 s")

    verdict = verdict_with(tmp_path, silent)
    assert (3, 0) == (verdict.exit_code(), verdict.requests)
    assert verdict.lost


def test_an_answer_that_fails_once_is_asked_for_again(tmp_path: Path) -> None:
    failures = iter([True, False])

    def spoil(request: Request, response: Response) -> Response:
        if request.method == "GET" and request.path != "/guests" and next(failures, False):
            raise Unreadable("ReadError")
        return response

    verdict = verdict_with(tmp_path, spoil)
    assert ((), "") == (verdict.broken, verdict.lost)


def test_a_server_that_stops_answering_is_lost(tmp_path: Path) -> None:
    count = [0]

    def spoil(_: Request, response: Response) -> Response:
        count[0] += 1
        if count[0] > 20:
            raise Silent("ReadTimeout")
        return response

    verdict = verdict_with(tmp_path, spoil)
    assert (3, True, ()) == (verdict.exit_code(), "ReadTimeout" in verdict.lost, verdict.broken)
    assert count[0] < 30


def test_a_connection_that_cannot_be_made_is_lost_at_once(tmp_path: Path) -> None:
    def spoil(_: Request, __: Response) -> Response:
        raise TargetLost("GET /guests: ConnectError")

    assert (3, "GET /guests: ConnectError") == (verdict_with(tmp_path, spoil).exit_code(), "GET /guests: ConnectError")


def test_a_server_that_turns_everything_away_tells_nothing(tmp_path: Path) -> None:
    verdict = verdict_with(tmp_path, lambda _, __: Response(503))
    assert (3, "every operation turns requests away with 503") == (verdict.exit_code(), verdict.lost)


def test_who_is_asked_to_come_again_waits_and_comes_again(tmp_path: Path) -> None:
    count, turned_away = [0], list[float]()

    def spoil(_: Request, response: Response) -> Response:
        count[0] += 1
        if count[0] in {5, 6, 30}:
            turned_away.append(time.monotonic())
            return Response(429, (("Retry-After", "1"),))
        return response

    started = time.monotonic()
    verdict = verdict_with(tmp_path, spoil)
    assert (2 <= time.monotonic() - started, verdict.broken, verdict.lost) == (True, (), "")
    assert len(turned_away) == 3


def test_a_socket_that_hangs_does_not_hold_up_the_next_request() -> None:
    guests, count = GuestServer(), [0]

    def serve(client: socket.socket) -> None:
        count[0] += 1
        if count[0] == 3:
            client.sendall(b"HTTP/1.1 200 OK\r\nX-A: ")
            for _ in range(40):
                client.sendall(b"a")
                time.sleep(0.1)
            return
        found = guests(Request("GET", "/guests?limit=5", (("X-Key", SECRET),)))
        client.sendall(answer(found.body))

    from truespec.checking.credentials import Credentials  # noqa: PLC0415 - beside its use
    from truespec.checking.targets import Access  # noqa: PLC0415 - as above

    with MisbehavingServer(serve) as server:
        target = url_target(server.url, Access(Credentials({"key": SECRET})), Report(), timeout=0.4)
        assert target is not None
        client = target.connect()
        asked = Request("GET", "/guests")
        assert [200, 200] == [client.send(asked).status for _ in range(2)]
        with pytest.raises(Silent):
            client.send(asked)
        started = time.monotonic()
        # The server takes one connection after the other: the one it hangs on has to be closed first.
        assert 200 == client.send(asked).status
        assert time.monotonic() - started < 5
        client.close()


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b'{"id": "a", "id": "b"}', "an object in it names a member twice"),
        (json.dumps({"id": "a"}).encode("utf-16"), "it is not UTF-8, which JSON is on the way between systems"),
        (json.dumps({"id": "a"}).encode("utf-32-le"), "it is not UTF-8, which JSON is on the way between systems"),
    ],
)
def test_what_readers_of_json_disagree_on_is_no_json(tmp_path: Path, body: bytes, detail: str) -> None:
    api = guest_api(tmp_path)
    operation = api.operation("getGuest")
    assert operation is not None
    response = Response(200, (("Content-Type", "application/json"),), body)
    judged = Conformance(api).judge(Exchange(operation, Request("GET", "/guests/1"), response))
    assert [("getGuest.200.body", detail)] == [(item.fact.id, item.detail) for item in judged if item.detail]
