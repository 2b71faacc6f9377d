"""Addresses that stand below a buyer and can only be listed: one is there once it was added, until it is deleted."""

from __future__ import annotations

import json
import random
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from mock_apis import written_api
from test_checking_company import told_of
from truespec.checking.customs import with_customs
from truespec.checking.events import Event, Found
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.consistency import consistent_lists
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.records import changes
from truespec.checking.session import Session
from truespec.checking.targets import function_target, mock_target
from twisted import Twist, Twisted, answering, sending

SPEC = """
openapi: 3.1.0
info: {title: Addresses, version: "1"}
paths:
  /buyers:
    post:
      operationId: addBuyer
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/NewBuyer"}}}}
      responses:
        "201": &buyer
          description: The buyer.
          content: {application/json: {schema: {$ref: "#/components/schemas/Buyer"}}}
  /buyers/{buyerId}:
    parameters: [&buyerId {name: buyerId, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getBuyer
      responses: {"200": *buyer, "404": {description: No such buyer.}}
  /buyers/{buyerId}/addresses:
    parameters: [*buyerId]
    get:
      operationId: listAddresses
      responses:
        "200":
          description: The addresses.
          content:
            application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Address"}}}
    post:
      operationId: addAddress
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/NewAddress"}}}}
      responses:
        "201":
          description: The address.
          content: {application/json: {schema: {$ref: "#/components/schemas/Address"}}}
  /buyers/{buyerId}/addresses/{id}:
    parameters: [*buyerId, {name: id, in: path, required: true, schema: {type: string}}]
    delete:
      operationId: deleteAddress
      responses: {"204": {description: It is gone.}, "404": {description: No such address.}}
components:
  schemas:
    NewBuyer: {type: object, required: [name], properties: &named {name: {type: string, minLength: 1}}}
    Buyer: {type: object, required: [id, name], properties: {<<: *named, id: {type: string}}}
    NewAddress: {type: object, required: [street], properties: &street {street: {type: string, minLength: 1}}}
    Address: {type: object, required: [id, street], properties: {<<: *street, id: {type: string}}}
"""
RULES = """
behaviour: 1
resources:
  buyer: {schema: Buyer, key: id, states: A buyer has an id., sets: {id: uuid}}
  address:
    schema: Address
    key: id
    states: An address has an id.
    scope: {place: path.buyerId, states: An address belongs to one buyer.}
    sets: {id: uuid}
operations:
  addBuyer: {action: create, resource: buyer, answer: body, states: A buyer is kept.}
  getBuyer: {action: read, resource: buyer, key: path.buyerId, answer: body, states: A buyer is read.}
  listAddresses: {action: list, resource: address, answer: body, states: All addresses are listed.}
  addAddress: {action: create, resource: address, answer: body, states: An address is kept.}
  deleteAddress: {action: delete, resource: address, key: path.id, states: An address is gone.}
"""


def deleting(*, done: bool, late: int = 0) -> Twist:
    """Return a twist that deletes addresses, or only says so; lists show it ``late`` so many requests later."""

    def answered(server: Twisted, request: Request) -> Response:
        waiting: list[Any] = server.kept.setdefault("waiting", [])
        for one in [one for one in waiting if one[0] <= 0]:
            waiting.remove(one)
            server.healthy(one[1])
        waiting[:] = [(left - 1, what) for left, what in waiting]
        if request.method != "DELETE" or (done and not late):
            return server.healthy(request)
        if done:
            waiting.append((late, request))
        return Response(204)

    return answered


def adding(*, street: str = "") -> Twist:
    """Return a twist that adds nothing, or an address with another street than the answer tells of."""

    def answered(server: Twisted, request: Request) -> Response:
        if request.method != "POST" or not request.target.endswith("/addresses"):
            return server.healthy(request)
        body = json.loads(request.body or b"null")
        if street:
            answer = server.healthy(sending(request, {**body, "street": street}))
            return answering(answer, {**json.loads(answer.body), "street": body["street"]})
        return answering(Response(201, (("Content-Type", "application/json"),)), {**body, "id": str(uuid.uuid4())})

    return answered


@pytest.mark.parametrize(
    ("twist", "told"),
    [
        (deleting(done=True), set()),
        (deleting(done=True, late=1), set()),
        (deleting(done=False), {"listAddresses.consistent.removed"}),
        (adding(), {"listAddresses.consistent.added"}),
        (adding(street="Elsewhere"), {"listAddresses.consistent.kept"}),
    ],
    ids=["right", "deleted a little later", "kept", "not added", "another street"],
)
def test_where_no_rule_says_so_what_is_added_to_a_list_is_in_it_until_it_is_deleted(
    tmp_path: Path, twist: Twist, told: set[str]
) -> None:
    written = written_api(tmp_path / "openapi.yaml", yaml.safe_load(SPEC), None)
    bare = with_customs(written)
    ruled = written_api(tmp_path / "openapi.yaml", yaml.safe_load(SPEC), yaml.safe_load(RULES))
    found: list[str] = []

    def hear(event: Event) -> None:
        found.extend([event.finding.fact.id] if isinstance(event, Found) and event.finding.assumed is None else [])

    target = replace(function_target(bare, Twisted(mock_target(ruled).connect().send, twist)), disposable=True)
    session = Session(bare, target, target.connect(), Ledger(bare, target, hear, written))
    consistent_lists.FAMILY.check(World(session, RecordMaker(bare, "test", 0), random.Random(0), 1))
    assert told == set(found)


@pytest.mark.parametrize(
    ("twist", "told"),
    [(deleting(done=True), set()), (deleting(done=False), {"deleteAddress"}), (deleting(done=True, late=1), set())],
    ids=["deleted", "kept", "deleted a little later"],
)
def test_what_can_only_be_listed_is_looked_for_in_its_list(tmp_path: Path, twist: Twist, told: set[str]) -> None:
    api = written_api(tmp_path / "openapi.yaml", yaml.safe_load(SPEC), yaml.safe_load(RULES))
    assert told == told_of(api, twist, 0, changes.FAMILY)
