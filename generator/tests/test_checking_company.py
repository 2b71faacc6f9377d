"""What is refused beside some members and taken beside others is a rule of several members, not a value refused."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from mock_apis import written_api
from truespec.checking.events import Event, Found
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.member_sender import MemberSender
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.records import edges, optional, taking
from truespec.checking.session import Session
from truespec.checking.targets import function_target, mock_target
from truespec.contract.api import Api
from twisted import Twist, Twisted

SPEC = """
openapi: 3.1.0
info: {title: Buyers, version: "1"}
paths:
  /buyers:
    post:
      operationId: addBuyer
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/NewBuyer"}}}}
      responses:
        "201": &buyer
          description: The buyer.
          content: {application/json: {schema: {$ref: "#/components/schemas/Buyer"}}}
        "422": {description: The buyer is not as it should be.}
  /buyers/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getBuyer
      responses:
        "200": *buyer
        "404": {description: No such buyer.}
components:
  schemas:
    NewBuyer:
      type: object
      required: [name]
      properties: &sent
        name: {type: string, minLength: 1}
        kind: {type: string, enum: [private, trade, staff], default: private}
        taxNumber: {type: string, pattern: "^[0-9]{8}$", maxLength: 8}
        newsletter: {type: boolean}
        birthday: {type: string, format: date}
        credit: {type: integer, minimum: 0, maximum: 9000}
    Buyer: {type: object, required: [id, name], properties: {<<: *sent, id: {type: string}}}
"""
RULES = """
behaviour: 1
resources: {buyer: {schema: Buyer, key: id, states: A buyer has an id., sets: {id: uuid}}}
operations:
  addBuyer: {action: create, resource: buyer, answer: body, states: A buyer is kept.}
  getBuyer: {action: read, resource: buyer, key: path.id, answer: body, states: A buyer is read.}
"""

FAMILIES = (optional.FAMILY, taking.FAMILY, edges.FAMILY)


def buyers(folder: Path) -> Api:
    return written_api(folder / "openapi.yaml", yaml.safe_load(SPEC), yaml.safe_load(RULES))


def refusing(when: Any) -> Twist:
    """Return a twist that refuses a buyer of whom ``when`` is true."""

    def done(server: Twisted, request: Request) -> Response:
        body: Any = request.json()
        if request.method == "POST" and isinstance(body, dict) and when(body):
            return Response(422, (("Content-Type", "application/json"),), b"{}")
        return server.healthy(request)

    return done


def told_of(
    api: Api, twist: Twist, seed: int, *families: Family, rounds: int = 1, faults: tuple[str, ...] = ()
) -> set[str]:
    """Return what families of rules tell of a mock that is twisted, as far as it is documented."""
    found: list[str] = []

    def hear(event: Event) -> None:
        found.extend([event.finding.fact.id] if isinstance(event, Found) and event.finding.assumed is None else [])

    target = function_target(api, Twisted(mock_target(api, faults).connect().send, twist))
    session = Session(api, replace(target, disposable=True), target.connect(), Ledger(api, target, hear))
    for family in families:
        family.check(World(session, RecordMaker(api, "test", seed), random.Random(seed), rounds))
    return set(found)


@pytest.mark.parametrize(
    "when",
    [
        lambda body: "taxNumber" in body and body.get("kind", "private") != "trade",
        lambda body: body.get("kind") == "trade" and "taxNumber" not in body,
        lambda body: body.get("kind") == "staff" and body.get("newsletter") is False,
        lambda body: "taxNumber" in body and body.get("newsletter") is not True,
    ],
    ids=["only with a word", "a word needs it", "a word and a no", "only with a yes"],
)
@pytest.mark.parametrize("seed", range(3))
def test_a_member_that_goes_with_some_others_only_is_not_refused(tmp_path: Path, when: Any, seed: int) -> None:
    assert set() == told_of(buyers(tmp_path), refusing(when), seed, *FAMILIES)


@pytest.mark.parametrize(
    ("when", "fact"),
    [
        (lambda body: body.get("kind") == "private", "addBuyer.takes.kind.default"),
        (lambda body: body.get("kind") == "staff", "addBuyer.takes.kind.enum"),
        (lambda body: "-02-29" in body.get("birthday", ""), "addBuyer.takes.birthday.format"),
        (lambda body: body.get("credit") == 9000, "addBuyer.takes.credit.maximum"),
    ],
    ids=["default", "word", "leap day", "greatest"],
)
def test_a_word_that_is_refused_in_any_company_is(tmp_path: Path, when: Any, fact: str) -> None:
    assert fact in told_of(buyers(tmp_path), refusing(when), 0, *FAMILIES)


@pytest.mark.parametrize("seed", [12, 16, 18])
def test_what_is_on_the_edge_is_not_refused_for_what_stands_beside_it(tmp_path: Path, seed: int) -> None:
    twist = refusing(lambda body: "taxNumber" in body and body.get("kind", "private") != "trade")
    assert set() == told_of(buyers(tmp_path), twist, seed, edges.FAMILY)


@pytest.mark.parametrize(("status", "taken"), [(503, True), (422, False)])
def test_who_is_too_busy_to_answer_has_refused_nothing(tmp_path: Path, status: int, *, taken: bool) -> None:
    api = buyers(tmp_path)
    target = function_target(api, lambda _: Response(status))
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    [(action, operation)] = world.actions("create")
    resource = world.resource(action)
    assert resource is not None
    assert taken == MemberSender(world, action, operation, resource).is_taken_otherwise("kind", "private")
