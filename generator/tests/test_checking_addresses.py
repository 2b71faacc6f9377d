"""Addresses that stand below a buyer and can only be listed: one that was deleted is gone from the list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from mock_apis import written_api
from test_checking_company import told_of
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.records import changes
from twisted import Twist, Twisted

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


@pytest.mark.parametrize(
    ("twist", "told"),
    [(deleting(done=True), set()), (deleting(done=False), {"deleteAddress"}), (deleting(done=True, late=1), set())],
    ids=["deleted", "kept", "deleted a little later"],
)
def test_what_can_only_be_listed_is_looked_for_in_its_list(tmp_path: Path, twist: Twist, told: set[str]) -> None:
    api = written_api(tmp_path / "openapi.yaml", yaml.safe_load(SPEC), yaml.safe_load(RULES))
    assert told == told_of(api, twist, 0, changes.FAMILY)
