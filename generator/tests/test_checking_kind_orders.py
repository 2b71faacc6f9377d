"""Of two members to order by, the first may be one of a few words that leaves many records alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from mock_apis import written_api
from test_checking_company import told_of
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.orders import ordering
from twisted import Twist, Twisted, answering, asking, query_of

SPEC = """
openapi: 3.1.0
info: {title: Kinds, version: "1"}
paths:
  /buyers:
    get:
      operationId: listBuyers
      parameters:
        - name: sort
          in: query
          style: form
          explode: false
          schema: {type: array, minItems: 1, items: {type: string, enum: [kind, -kind, lastName, -lastName]}}
        - {name: lastName, in: query, schema: {type: string}}
      responses:
        "200":
          description: The buyers.
          content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Buyer"}}}}
    post:
      operationId: addBuyer
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/NewBuyer"}}}}
      responses:
        "201": &buyer
          description: The buyer.
          content: {application/json: {schema: {$ref: "#/components/schemas/Buyer"}}}
  /buyers/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getBuyer
      responses: {"200": *buyer, "404": {description: No such buyer.}}
components:
  schemas:
    NewBuyer:
      type: object
      required: [firstName, kind, lastName]
      properties: &sent
        kind: {type: string, enum: [private, staff, trade]}
        firstName: {type: string, minLength: 1}
        lastName: {type: string, minLength: 1}
    Buyer: {type: object, required: [id, firstName, kind], properties: {<<: *sent, id: {type: string}}}
"""
RULES = """
behaviour: 1
resources: {buyer: {schema: Buyer, key: id, states: A buyer has an id., sets: {id: uuid}}}
operations:
  listBuyers:
    action: list
    resource: buyer
    states: All buyers are listed.
    filters: {query.lastName: {members: [lastName], operator: equal, states: Those with one name are listed.}}
    order: {by: query.sort, prefix: "-", states: They come in the order that is asked for.}
  addBuyer: {action: create, resource: buyer, answer: body, states: A buyer is kept.}
  getBuyer: {action: read, resource: buyer, key: path.id, answer: body, states: A buyer is read.}
"""


def first_only(server: Twisted, request: Request) -> Response:
    """Order by the first member alone."""
    query = query_of(request)
    return server.healthy(
        asking(request, query | {"sort": query["sort"].partition(",")[0]} if "sort" in query else query)
    )


def as_asked(server: Twisted, request: Request) -> Response:
    """Do what the mock does."""
    return server.healthy(request)


def by_number(server: Twisted, request: Request) -> Response:
    """Order kinds by their number in the database, and not by their letters."""
    response = server.healthy(request)
    found: Any = response.json()
    sort = query_of(request).get("sort", "")
    if sort.lstrip("-") != "kind" or not isinstance(found, list):
        return response
    ranks = {"trade": 0, "private": 1, "staff": 2}
    return answering(response, sorted(found, key=lambda one: ranks[one["kind"]], reverse=sort.startswith("-")))


@pytest.mark.parametrize(("twist", "told"), [(first_only, True), (as_asked, False), (by_number, False)])
def test_the_second_member_counts_where_the_first_is_one_kind(tmp_path: Path, twist: Twist, *, told: bool) -> None:
    api = written_api(tmp_path / "openapi.yaml", yaml.safe_load(SPEC), yaml.safe_load(RULES))
    found = told_of(api, twist, 0, ordering.FAMILY, rounds=2)
    assert found == ({"listBuyers.order.second"} if told else set())


def test_what_nothing_turns_round_is_asked_for_one_way_only(tmp_path: Path) -> None:
    rules = RULES.replace('prefix: "-", ', "")
    api = written_api(tmp_path / "openapi.yaml", yaml.safe_load(SPEC), yaml.safe_load(rules))
    assert told_of(api, as_asked, 0, ordering.FAMILY, rounds=2) == set()
