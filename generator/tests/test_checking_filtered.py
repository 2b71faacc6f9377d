"""Where no rules are written, what a filter leaves is a list as well: its parts, its total, its order, and one more."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from mock_apis import written_api
from truespec.checking.customs import with_customs
from truespec.checking.events import Event, Found
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.consistency import consistent_lists, in_pieces
from truespec.checking.rules.ground.world import World
from truespec.checking.session import Session
from truespec.checking.targets import function_target, mock_target
from twisted import Twist, Twisted, answering, asking, query_of

SPEC = """
openapi: 3.1.0
info: {title: Riders, version: "1"}
paths:
  /riders:
    get:
      operationId: listRiders
      description: Filters can be combined, a rider has to match all of them.
      parameters:
        - {name: page, in: query, schema: {type: integer, minimum: 1, default: 1}}
        - {name: pageSize, in: query, schema: {type: integer, minimum: 1, maximum: 100, default: 20}}
        - {name: status, in: query, schema: {type: string, enum: [new, known]}}
        - {name: club, in: query, schema: {type: boolean}}
        - {name: sort, in: query, schema: {type: string, enum: [points, -points]}}
      responses:
        "200":
          description: Riders.
          content: {application/json: {schema: {$ref: "#/components/schemas/Page"}}}
    post:
      operationId: addRider
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/NewRider"}}}}
      responses:
        "201": &rider
          description: The rider.
          content: {application/json: {schema: {$ref: "#/components/schemas/Rider"}}}
  /riders/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getRider
      responses: {"200": *rider, "404": {description: No such rider.}}
components:
  schemas:
    NewRider:
      type: object
      required: [name, status, club, points]
      properties: &sent
        name: {type: string, minLength: 1}
        status: {type: string, enum: [new, known]}
        club: {type: boolean}
        points: {type: integer, minimum: 0, maximum: 90000}
    Rider: {type: object, required: [id, name], properties: {<<: *sent, id: {type: string}}}
    Page:
      type: object
      required: [items, total]
      properties:
        items: {type: array, items: {$ref: "#/components/schemas/Rider"}}
        total: {type: integer, minimum: 0, description: Number of riders that match.}
"""
RULES = """
behaviour: 1
resources: {rider: {schema: Rider, key: id, states: A rider has an id., sets: {id: uuid}}}
operations:
  addRider: {action: create, resource: rider, answer: body, states: A rider is kept.}
  getRider: {action: read, resource: rider, key: path.id, answer: body, states: A rider is read.}
  listRiders:
    action: list
    resource: rider
    states: Riders are listed.
    paging:
      style: page
      page: query.page
      limit: query.pageSize
      items: body.items
      totals: {items: body.total}
      states: By page.
    order: {by: query.sort, prefix: "-", states: The order can be chosen.}
    filters:
      query.status: {members: [status], operator: equal, states: Those with a status.}
      query.club: {members: [club], operator: equal, states: Those in the club.}
"""


def without(*names: str, beside: str = "status", later: bool = False) -> Twist:
    """Return a twist that does not hear some parameters beside another, or only behind the first page."""

    def answered(server: Twisted, request: Request) -> Response:
        query = query_of(request)
        if request.method != "GET" or beside not in query or (later and query.get("page", "1") == "1"):
            return server.healthy(request)
        return server.healthy(asking(request, {name: value for name, value in query.items() if name not in names}))

    return answered


def counting_all(server: Twisted, request: Request) -> Response:
    """Tell the total of all, whatever is asked for."""
    answer = server.healthy(request)
    if request.method != "GET" or "?" not in request.target:
        return answer
    everything = server.healthy(asking(request, {}))
    return answering(answer, {**json.loads(answer.body), "total": json.loads(everything.body)["total"]})


def listing_none(server: Twisted, request: Request) -> Response:
    """List what was there before anything was made, and no more."""
    answer = server.healthy(request)
    if request.method == "GET" and request.target.startswith("/riders?") and "page=2" not in request.target:
        known = {"id": "first", "name": "Someone", "status": "new", "club": True, "points": 7}
        return answering(answer, {"items": [known], "total": 1})
    empty = request.method == "GET" and request.target.startswith("/riders?")
    return answering(answer, {"items": [], "total": 1}) if empty else answer


def told_of(folder: Path, twist: Twist, *, written: bool) -> set[str]:
    """Return what is told of a healthy mock that is twisted, as documented, with its rules or without."""
    bare = written_api(folder / "openapi.yaml", yaml.safe_load(SPEC), None)
    ruled = written_api(folder / "openapi.yaml", yaml.safe_load(SPEC), yaml.safe_load(RULES))
    known = ruled if written else bare
    api, found = with_customs(known), list[str]()

    def hear(event: Event) -> None:
        found.extend([event.finding.fact.id] if isinstance(event, Found) and event.finding.assumed is None else [])

    target = replace(function_target(api, Twisted(mock_target(ruled).connect().send, twist)), disposable=True)
    session = Session(api, target, target.connect(), Ledger(api, target, hear, known))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    for _ in range(9 if written else 0):
        # Other rules make records long before.
        world.make_record(world.behaviour.resources[0], world.new_body(api.operations[1]) or {})
    for family in (consistent_lists.FAMILY, consistent_lists.QUERIES, in_pieces.CLOSER):
        family.check(world)
    return set(found)


@pytest.mark.parametrize(
    ("twist", "told"),
    [
        (without(), ""),
        (without("status", later=True), "filtered.parts"),
        (counting_all, "filtered.total"),
        (without("club"), "filtered.both"),
        (without("sort", beside="status"), "filtered.status.order.sort"),
        (listing_none, "new"),
    ],
    ids=["right", "second page", "total", "second filter", "order", "nothing new"],
)
def test_what_a_filter_leaves_is_a_list_as_well(tmp_path: Path, twist: Twist, told: str) -> None:
    found = told_of(tmp_path, twist, written=False)
    assert ({f"listRiders.consistent.{told}"} if told else set()) <= found
    assert bool(told) == bool(found)


@pytest.mark.parametrize(
    ("twist", "told"), [(without(), False), (without("club"), True)], ids=["right", "second filter"]
)
def test_that_two_filters_have_to_be_met_is_judged_beside_rules_too(
    tmp_path: Path, twist: Twist, *, told: bool
) -> None:
    found = told_of(tmp_path, twist, written=True)
    assert told == ("listRiders.consistent.filtered.both" in found)
    assert told or not found
