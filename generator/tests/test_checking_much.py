"""Long texts, long addresses and twins of one batch: what is rare on the way and found all the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from mock_apis import catalogued
from truespec.checking.exchange import Request, Response
from truespec.checking.records import RecordMaker
from truespec.checking.run import check
from truespec.checking.targets import function_target, mock_target
from truespec.checking.variations import variations

Behind = Callable[[Request, Callable[[Request], Response]], Response]
LONG = 5_000


def broken(name: str, behind: Behind) -> set[str]:
    """Return the documented facts that are broken where something stands before a mock."""
    api = catalogued(name)
    target = mock_target(api)
    client = target.connect()
    door = function_target(api, lambda request: behind(request, client.send), target.access)
    return {finding.fact.id for finding in check(api, door, parts=("rules",)).broken}


def fails_on_much(request: Request, send: Callable[[Request], Response]) -> Response:
    """Fail on a long body."""
    return Response(500) if len(request.body) > LONG else send(request)


def remembers_twins(request: Request, send: Callable[[Request], Response]) -> Response:
    """Keep in mind what was twice in one batch."""
    body = json.loads(request.body or b"null")
    elements = body.get("batch") if isinstance(body, dict) else None
    if not isinstance(elements, list):
        return send(request)
    answer = send(request)
    pairs = [(item.get("email"), item.get("phoneNumber")) for item in elements if isinstance(item, dict)]
    TWINS.update(pair for pair in pairs if pairs.count(pair) > 1)
    return answer


TWINS: set[tuple[str, str]] = set()


def shows_twins(request: Request, send: Callable[[Request], Response]) -> Response:
    """List what was twice in one batch twice."""
    answer = remembers_twins(request, send)
    if not request.path.endswith("/list") or not answer.success:
        return answer
    value = json.loads(answer.body)
    twice = [item for item in value["items"] if (item.get("email"), item.get("phoneNumber")) in TWINS]
    value["items"] += [{**item, "id": item["id"][::-1]} for item in twice]
    return replace(answer, body=json.dumps(value).encode())


@pytest.mark.parametrize("name", ["collins", "flowretail", "resdiary", "fullwhere"])
def test_a_server_that_fails_on_a_long_text_is_told(name: str) -> None:
    assert [id_ for id_ in broken(name, fails_on_much) if id_.endswith(".server-error")]


def test_two_that_are_the_same_in_one_batch_are_one() -> None:
    TWINS.clear()
    assert "importCustomer.dedupe.within-batch" in broken("fullwhere", shows_twins)


def test_an_export_of_another_record_is_told() -> None:
    latest: list[Response] = []

    def exports(request: Request, send: Callable[[Request], Response]) -> Response:
        answer = send(request)
        if request.path.endswith("/export") and answer.success and latest:
            return replace(answer, body=latest[-1].body)
        if request.method == "GET" and answer.success and re.search(r"/customers/[^/]+$", request.path):
            latest.append(answer)
        return answer

    assert "exportCustomer.right" in broken("flowretail", exports)


def test_an_address_that_is_too_long_is_an_address_but_for_that() -> None:
    api = catalogued("collins")
    operation = api.operation("CreateCustomer")
    assert operation is not None
    assert operation.body is not None
    maker = RecordMaker(api, "truespec-1", 0)
    schema = operation.body.content[0].schema
    assert schema is not None
    email = maker.shape(schema).properties["email"].schema
    made = [value for value in variations(maker, "email", email) if isinstance(value, str) and len(value) == 256]
    assert [("", "maxLength")] == [maker.broken(email, value) for value in made]
