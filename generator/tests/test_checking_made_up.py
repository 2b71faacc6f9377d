"""Made-up requests: on the edge, beyond it, and anything at all; each is judged by what it breaks, not by its maker."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path
from typing import Any

import pytest
from checked_server import OPENAPI, GuestServer, guest_api, guest_target
from truespec.checking.cases import Cases
from truespec.checking.exchange import Request
from truespec.checking.ledger import Ledger
from truespec.checking.made_up import MadeUp
from truespec.checking.records import RecordMaker
from truespec.checking.request_check import RequestCheck
from truespec.checking.rules.ground.world import World
from truespec.checking.session import Session
from truespec.checking.sharding import Shard
from truespec.checking.variations import place, spots, variations
from truespec.contract.schema import ABSENT

LIMITED: dict[str, Any] = {
    **OPENAPI,
    "components": {
        **OPENAPI["components"],
        "schemas": {
            **OPENAPI["components"]["schemas"],
            "NewGuest": {
                "type": "object",
                "required": ["email"],
                "properties": {
                    "email": {"type": "string", "minLength": 3, "maxLength": 10},
                    "age": {"type": "integer", "minimum": 18, "maximum": 99},
                    "kind": {"enum": ["day", "night"]},
                    "tags": {"type": "array", "maxItems": 2, "items": {"type": "string"}},
                    "home": {"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}}},
                },
            },
        },
    },
}


def world_of(folder: Path, openapi: dict[str, Any] = LIMITED, server: GuestServer | None = None) -> World:
    api = guest_api(folder, openapi=openapi)
    target = guest_target(api, server or GuestServer())
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    return World(session, RecordMaker(api, "test", 0), random.Random(0), 2)


def cases_of(world: World, operation_id: str, seed: int = 0) -> Cases:
    operation = world.api.operation(operation_id)
    assert operation is not None
    return Cases(world, operation, random.Random(seed))


@pytest.mark.parametrize(
    ("member", "values"),
    [
        ("email", {"", 7, None, True}),
        ("age", {17, 18, 19, 98, 99, 100, "text", 1.5, None}),
        ("kind", {"day", "night", "no-member-of-it", 7}),
    ],
)
def test_edges_what_is_beyond_and_other_types_are_sent(tmp_path: Path, member: str, values: set[object]) -> None:
    world = world_of(tmp_path)
    operation = world.api.operation("createGuest")
    assert operation is not None
    found = variations(world.maker, member, world.sendable(operation)[member].schema)
    assert values <= {value for value in found if not isinstance(value, list | dict)}
    lengths = {len(value) for value in found if isinstance(value, str)}
    assert member != "email" or {2, 3, 10, 11} <= lengths


def test_a_text_of_a_length_keeps_it_where_the_space_at_its_ends_is_taken_away(tmp_path: Path) -> None:
    properties = {f"m{most}": {"type": "string", "maxLength": most} for most in range(10, 60)}
    schemas = {**OPENAPI["components"]["schemas"], "NewGuest": {"type": "object", "properties": properties}}
    world = world_of(tmp_path, {**OPENAPI, "components": {**OPENAPI["components"], "schemas": schemas}})
    operation = world.api.operation("createGuest")
    assert operation is not None
    for name, member in world.sendable(operation).items():
        long = {value for value in variations(world.maker, name, member.schema) if isinstance(value, str)}
        assert {int(name[1:]), int(name[1:]) + 1} <= {len(value.strip()) for value in long}


def test_a_moment_has_the_time_of_another_zone_as_well(tmp_path: Path) -> None:
    moment = {"type": "string", "format": "date-time"}
    schemas = {
        **OPENAPI["components"]["schemas"],
        "NewGuest": {"type": "object", "properties": {"arrives": moment}},
    }
    world = world_of(tmp_path, {**OPENAPI, "components": {**OPENAPI["components"], "schemas": schemas}})
    operation = world.api.operation("createGuest")
    assert operation is not None
    member = world.sendable(operation)["arrives"].schema
    found = [value for value in variations(world.maker, "arrives", member) if str(value).endswith("+02:00")]
    assert [True] == [world.maker.is_valid(member, value) for value in found]


def test_members_of_members_and_items_are_places(tmp_path: Path) -> None:
    world = world_of(tmp_path)
    schema = world.body_schema(cases_of(world, "createGuest")._operation)
    assert schema is not None
    assert {("email",), ("home",), ("home", "city"), ("tags",), ("tags", 0)} <= {
        spot.path for spot in spots(world.maker, schema)
    }


def test_a_value_is_put_into_its_place_and_nowhere_else() -> None:
    body = {"a": {"b": [1, 2]}, "c": 3}
    assert {"a": {"b": [1, 9]}, "c": 3} == place(body, ("a", "b", 1), 9)
    assert {"a": {"b": [2]}, "c": 3} == place(body, ("a", "b", 0), ABSENT)
    assert {"a": {"b": [1, 2]}} == place(body, ("c",), ABSENT)
    assert {"a": {"b": [1, 2]}, "c": 3, "d": {"e": [5]}} == place(body, ("d", "e", 0), 5)
    assert {"a": {"b": [1, 2]}, "c": 3} == body


def test_every_constraint_of_a_body_is_broken_alone(tmp_path: Path) -> None:
    world = world_of(tmp_path)
    check = RequestCheck(world.api)
    cases = cases_of(world, "createGuest")
    broken = set[tuple[str, str]]()
    for request in itertools.islice(cases.singles(), 300):
        found = check.violations(cases._operation, request)
        if len(found) == 1:
            broken.add((found[0].path, found[0].keyword))
    wanted = {
        ("email", "required"), ("email", "minLength"), ("email", "maxLength"), ("age", "minimum"), ("age", "maximum"),
        ("kind", "enum"), ("tags", "maxItems"), ("home.city", "required"), ("body", "json"),
    }  # fmt: skip
    assert wanted <= broken


def test_the_clearest_come_first(tmp_path: Path) -> None:
    world = world_of(tmp_path)
    cases, check = cases_of(world, "createGuest"), RequestCheck(world.api)
    first = [check.violations(cases._operation, request) for request in itertools.islice(cases.singles(), 12)]
    assert not first[0]
    assert 3 <= len({violation.path for found in first for violation in found})


def test_of_what_is_wrong_one_of_each_kind_comes_before_the_second_of_any(tmp_path: Path) -> None:
    kinds = [kind for kind, _ in cases_of(world_of(tmp_path), "createGuest").clearest()]
    told = [kind for kind in kinds if not kind.startswith(("body", "raw"))]
    first = ["email required", "email minLength", "age maximum", "kind enum", "tags maxItems"]
    assert max(map(told.index, first)) < told.index("age type") < told.index("city required")


def test_what_is_odd_in_many_places_is_sent_at_once(tmp_path: Path) -> None:
    world = world_of(tmp_path)
    kinds = [kind for kind, _ in cases_of(world, "createGuest").clearest()]
    assert ["body odd 0", "body odd 1", "body long 0", "body large 0"] == kinds[:4]
    cases = cases_of(world, "createGuest")
    made = [request for _, request in itertools.islice(cases.clearest(), 4) for request in request()]
    assert [[]] * 4 == [RequestCheck(world.api).violations(cases._operation, request) for request in made]


def test_the_clearest_are_not_sent_twice(tmp_path: Path) -> None:
    cases = cases_of(world_of(tmp_path), "createGuest")
    clearest = [request.body for _, made in cases.clearest() for request in made()]
    assert 12 < len(clearest)
    assert [] == [request for _, made in cases.clearest() for request in made()]


def test_operations_take_turns_and_leave_out_what_another_has_shown(tmp_path: Path) -> None:
    made_up = MadeUp(world_of(tmp_path), "quick", 0)
    operations = [op for op in made_up.world.api.operations if op.id in {"createGuest", "listGuests"}]
    sent = [operation.id for operation, _ in made_up._fairly(operations)]
    assert {"createGuest", "listGuests"} == set(sent[:2])
    alone = sum(1 for op in operations for _, made in cases_of(made_up.world, op.id).clearest() for _ in made())
    assert len(sent) <= alone


def test_most_mixed_requests_are_allowed_and_all_differ(tmp_path: Path) -> None:
    world = world_of(tmp_path)
    cases, check = cases_of(world, "createGuest"), RequestCheck(world.api)
    mixed = list(itertools.islice(cases.mixed(), 200))
    allowed = [request for request in mixed if not check.violations(cases._operation, request)]
    assert 80 < len(allowed) < 190
    assert 100 < len({request.body for request in mixed})


def test_the_same_seed_makes_the_same_requests(tmp_path: Path) -> None:
    def made(seed: int) -> list[Request]:
        return list(itertools.islice(cases_of(world_of(tmp_path), "listGuests", seed).singles(), 40))

    assert made(1) == made(1)
    assert made(1) != made(2)


def test_records_that_are_named_are_there(tmp_path: Path) -> None:
    world = world_of(tmp_path, OPENAPI)
    cases = cases_of(world, "updateGuest")
    statuses = []
    for request in itertools.islice(cases.singles(), 60):
        exchange = world.session.send(cases._operation, request)
        cases.hear(exchange.response)
        statuses.append(exchange.response.status)
    assert {200, 400} <= set(statuses)
    assert statuses.count(404) < len(statuses) / 3


def test_records_that_were_changed_are_made_plain_again(tmp_path: Path) -> None:
    world = world_of(tmp_path, OPENAPI)
    cases = cases_of(world, "updateGuest")
    plain, *others = itertools.islice(cases.singles(), 12)
    for request in (plain, *others):
        cases.hear(world.session.send(cases._operation, request).response)
    assert {plain.body} < {request.body for request in others} | {plain.body}
    assert [(plain.path, plain.body)] == [(request.path, request.body) for request in cases.restoring()]
    assert [] == list(cases.restoring())


def test_a_piece_ends_with_a_plain_change(tmp_path: Path) -> None:
    server = GuestServer()
    world = world_of(tmp_path, OPENAPI, server)
    pieces = MadeUp(world, "quick", 0).boundaries(Shard())
    next(unit for unit in pieces if unit.name == "updateGuest").do()
    last = server.seen[-1]
    sent = json.loads(last.body)
    assert last.method == "PATCH"
    assert server.guests[last.path.removeprefix("/guests/")].items() >= sent.items()
    assert sent["name"].startswith("test ")
