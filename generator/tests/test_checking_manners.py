"""What servers do that breaks nothing documented: nobody is accused of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from test_checking_between import broken, members, verdict_on
from truespec.checking.exchange import Request, Response

if TYPE_CHECKING:
    from test_checking_between import Send
    from truespec.contract.schema import Json

AWAY = Response(503, (("Content-Type", "text/html"),), b"<html>come again</html>")


@pytest.mark.parametrize(("name", "turn"), [("flowretail", 7), ("resdiary", 5)])
def test_a_gateway_that_turns_one_request_in_many_away_tells_nothing_of_any_record(name: str, turn: int) -> None:
    asked = 0

    def between(request: Request, send: Send) -> Response:
        nonlocal asked
        asked += 1
        return AWAY if asked % 23 == turn else send(request)

    assert broken(verdict_on(name, between)) == set()


def test_a_whole_number_that_is_written_with_a_point_is_the_same_number() -> None:
    def with_points(value: Json) -> Json:
        if isinstance(value, dict):
            return {name: with_points(member) for name, member in value.items()}
        if isinstance(value, list):
            return [with_points(item) for item in value]
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value

    def between(request: Request, send: Send) -> Response:
        found = send(request)
        value = found.json()
        return replace(found, body=json.dumps(with_points(value)).encode()) if isinstance(value, dict | list) else found

    assert broken(verdict_on("resdiary", between)) == set()


def test_what_nobody_documents_may_be_another_thing_with_every_answer() -> None:
    answers = 0

    def between(request: Request, send: Send) -> Response:
        nonlocal answers
        answers += 1
        found = send(request)
        if not found.success or "createdAt" not in (value := _object(found)):
            return found
        return replace(found, body=json.dumps({**value, "requestNumber": answers}).encode())

    assert broken(verdict_on("flowretail", between)) == set()


def _object(response: Response) -> dict[str, Json]:
    return members(Request("GET", "/", body=response.body))
