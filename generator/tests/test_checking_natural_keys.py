"""A record that is met again by a member other than its key: in the path, and in elements of a batch."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from mock_apis import written_api
from test_checking_company import told_of
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.batches import natural_keys
from truespec.contract.api import Api
from twisted import Twist, Twisted, sending

SPEC = """
openapi: 3.1.0
info: {title: Buyers, version: "1"}
paths:
  /buyers:
    get:
      operationId: listBuyers
      parameters:
        - {name: page, in: query, schema: {type: integer, minimum: 1, default: 1}}
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100, default: 20}}
      responses:
        "200":
          description: The buyers.
          content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Buyer"}}}}
    post:
      operationId: addBuyer
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Element"}}}}
      responses:
        "201": &buyer
          description: The buyer.
          content: {application/json: {schema: {$ref: "#/components/schemas/Buyer"}}}
        "422": &no {description: It is refused.}
  /buyers/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: getBuyer, responses: {"200": *buyer, "404": *no}}
  /buyers/external/{code}:
    parameters: [{name: code, in: path, required: true, schema: {type: string, pattern: "^[a-z0-9-]{1,40}$"}}]
    put:
      operationId: putBuyer
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/NewBuyer"}}}}
      responses: {"200": *buyer, "201": *buyer, "422": *no}
  /buyers/batch:
    post:
      operationId: sendBuyers
      description: Each element is done by itself.
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [buyers]
              properties: {buyers: {type: array, items: {$ref: "#/components/schemas/Element"}}}
      responses: {"200": {description: It is done.}, "422": *no}
components:
  schemas:
    NewBuyer:
      type: object
      required: [name]
      properties: &sent
        name: {type: string, minLength: 1}
        note: {type: string}
        town: {type: string}
        phone: {type: string}
    Element:
      type: object
      required: [name, code]
      properties: {<<: *sent, code: &code {type: string, pattern: "^[a-z0-9-]{1,40}$"}}
    Buyer: {type: object, required: [id, name], properties: {<<: *sent, code: *code, id: {type: string}}}
"""
RULES = """
behaviour: 1
resources: {buyer: {schema: Buyer, key: id, states: A buyer has an id., sets: {id: uuid}}}
operations:
  listBuyers:
    action: list
    resource: buyer
    states: All buyers are listed.
    paging: {style: page, page: query.page, limit: query.limit, items: body, states: Pages are counted.}
  addBuyer: {action: create, resource: buyer, answer: body, states: A buyer is kept.}
  getBuyer: {action: read, resource: buyer, key: path.id, answer: body, states: A buyer is read.}
  putBuyer:
    action: upsert
    resource: buyer
    answer: body
    states: The buyer with the code is written.
    dedupe:
      by: [code]
      when: all-equal
      states: There is one buyer with a code.
      existing: {rule: renew, states: What is left out is empty.}
  sendBuyers:
    action: batch
    resource: buyer
    states: Buyers are written.
    lists:
      body.buyers:
        action: upsert
        key: code
        states: A buyer with the code is changed, or else one is made.
        existing: {rule: partial, states: What is left out stays.}
    outcome: {done: 200, failed: 200, states: It is answered with 200.}
"""


def buyers(folder: Path) -> Api:
    return written_api(folder / "openapi.yaml", yaml.safe_load(SPEC), yaml.safe_load(RULES))


def as_told(server: Twisted, request: Request) -> Response:
    """Do what the mock does."""
    return server.healthy(request)


def keeping(server: Twisted, request: Request) -> Response:
    """Leave alone what is not put."""
    if request.method != "PUT":
        return server.healthy(request)
    before: Any = server.kept.get(request.path, {})
    body: Any = request.json()
    server.kept[request.path] = {**before, **body}
    return server.healthy(replace(request, body=json.dumps(server.kept[request.path]).encode()))


def in_batches(change: Any) -> Twist:
    """Return a twist that does other elements than those that are sent."""

    def done(server: Twisted, request: Request) -> Response:
        body: Any = request.json()
        if not request.path.endswith("/batch"):
            return server.healthy(request)
        return server.healthy(sending(request, {"buyers": change(body["buyers"])}))

    return done


def until_one_fails(elements: list[Any]) -> list[Any]:
    """Return the elements before the first that cannot be done."""
    failing = [at for at, one in enumerate(elements) if not isinstance(one["code"], str)]
    return elements[: failing[0]] if failing else elements


def clearing(elements: list[Any]) -> list[Any]:
    """Return elements that empty what they do not have."""
    return [{"note": "", "town": "", "phone": "", **one} for one in elements]


def some_of_it(server: Twisted, request: Request) -> Response:
    """Do what can be done of a batch, as its documentation says."""
    return in_batches(lambda elements: [one for one in elements if isinstance(one["code"], str)])(server, request)


@pytest.mark.parametrize(
    ("twist", "faults", "told"),
    [
        (some_of_it, (), set()),
        (as_told, (), set()),
        (some_of_it, ("dedupe-off",), {"putBuyer.dedupe", "sendBuyers.lists.body.buyers"}),
        (keeping, (), {"putBuyer.dedupe.existing"}),
        (in_batches(until_one_fails), (), {"sendBuyers.lists.body.buyers.goes-on"}),
        (in_batches(clearing), (), {"sendBuyers.lists.body.buyers.existing"}),
    ],
    ids=["as told", "all or nothing", "doubles", "keeps what is left out", "stops", "clears what is left out"],
)
def test_what_is_met_again_is_one_and_changes_as_stated(
    tmp_path: Path, twist: Twist, faults: tuple[str, ...], told: set[str]
) -> None:
    assert told == told_of(buyers(tmp_path), twist, 0, natural_keys.FAMILY, faults=faults)
