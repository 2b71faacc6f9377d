"""A list that comes late may come with records of others: those of our own among them tell that it was late."""

from __future__ import annotations

import json
import random
from dataclasses import replace

from mock_apis import catalogued
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.late_lists import LateLists
from truespec.checking.rules.lists.walk import listers_of
from truespec.checking.session import Session
from truespec.checking.targets import function_target, mock_target
from twisted import Twisted, answering, query_of


def late_among_others(server: Twisted, request: Request) -> Response:
    """List what was found only when it is asked for again, and another new record of somebody else each time."""
    answer = server.healthy(request)
    if request.method != "GET" or "email" not in query_of(request):
        return answer
    asked = server.kept["asked"] = server.kept.get("asked", 0) + 1
    value = json.loads(answer.body)
    found = value["customers"] if asked > 1 else []
    others = [{**one, "id": f"other-{asked}"} for one in value["customers"][:1]]
    return answering(answer, {**value, "customers": [*found, *others]})


def test_a_list_that_is_late_is_known_by_our_own_records_among_those_of_others() -> None:
    api = catalogued("collins")
    target = function_target(api, Twisted(mock_target(api).connect().send, late_among_others))
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    (resource,) = (one for one in world.behaviour.resources if one.name == "customer")
    subject, lister = fresh(world, resource), next(listers_of(world, resource))
    assert subject is not None
    rule = next(rule for rule in lister.action.filters if rule.place.path == ("email",))
    page = lister.asking((rule.place, [subject.record["email"]])).page(lister.first, lister.ample())
    fact = world.fact(rule, lister.operation)
    assert LateLists(world)(fact, page.exchange) is not None


def without_filter(server: Twisted, request: Request) -> Response:
    """List everything, whatever it is asked for."""
    path, _, query = request.target.partition("?")
    kept = "&".join(one for one in query.split("&") if not one.startswith("email="))
    return server.healthy(replace(request, target=f"{path}?{kept}"))


def test_what_is_made_to_look_for_a_late_list_does_not_make_it_late() -> None:
    api = catalogued("collins")
    target = function_target(api, Twisted(mock_target(api).connect().send, without_filter))
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    (resource,) = (one for one in world.behaviour.resources if one.name == "customer")
    subject, lister = fresh(world, resource), next(listers_of(world, resource))
    assert subject is not None
    rule = next(rule for rule in lister.action.filters if rule.place.path == ("email",))
    page = lister.asking((rule.place, [subject.record["email"]])).page(lister.first, lister.ample())
    lister.afresh().page(lister.first, lister.ample())
    assert LateLists(world)(world.fact(rule, lister.operation), page.exchange) is None
