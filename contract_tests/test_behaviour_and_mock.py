"""Every rule of a behaviour file holds in the mock: each has its proof below, and a rule without one fails."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from mock_world import APIS, World, at
from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Behaviour, Refusal, Resource, Rule
from truespec.contract.operation import Operation

Proof = Callable[[World, Action], None]


def _rules(behaviour: Behaviour) -> Iterator[tuple[str, Rule, Action | None]]:
    for resource in behaviour.resources:
        yield "resource", resource, None
    for refusal in behaviour.refusals:
        yield refusal.when, refusal, None
    for action in behaviour.actions:
        yield action.kind, action, action
        existing = action.dedupe.existing if action.dedupe else None
        for rule in (action.missing, action.dedupe, existing, action.paging, action.sort):
            if rule is not None:
                yield type(rule).__name__.lower(), rule, action


RULES = [
    pytest.param(api, kind, rule, action, id=f"{api.name}-{rule.id}-{kind}")
    for api in APIS
    if api.behaviour is not None
    for kind, rule, action in _rules(api.behaviour)
]


@pytest.mark.parametrize(("api", "kind", "rule", "action"), RULES)
def test_a_stated_rule_holds(api: Api, kind: str, rule: Rule, action: Action | None) -> None:
    assert rule.states, "a rule says in one sentence what it is"
    world = World(api)
    if isinstance(rule, Resource):
        _prove_resource(world, rule)
    elif isinstance(rule, Refusal):
        _prove_refusal(world, rule)
    else:
        assert action is not None
        PROOFS[kind](world, action)


def _behaviour(world: World) -> Behaviour:
    assert world.api.behaviour is not None
    return world.api.behaviour


def _resource(world: World, action: Action) -> Resource:
    found = _behaviour(world).resource(action.resource)
    assert found is not None
    return found


def _maker(world: World, resource: str) -> tuple[Operation, Action]:
    """Return the operation that makes records of a resource."""
    kinds = {"create", "upsert"}
    action = next(a for a in _behaviour(world).actions if a.kind in kinds and a.resource == resource)
    return world.operation(action.id), action


def _make(world: World, resource: str, **members: object) -> Any:
    """Make a record that no earlier one is the same as, and return it."""
    operation, action = _maker(world, resource)
    unique = {}
    for number, member in enumerate(action.dedupe.members if action.dedupe else ()):
        unique[member] = f"{number}.{next(_NUMBERS)}@example.com"
    answer = world.done(operation, body={**(world.body(operation) or {}), **unique, **members})
    return world.record(action, answer)


_NUMBERS = itertools.count()


def _list(world: World, resource: str, page: int | None = None, limit: int | None = None) -> tuple[Action, Any]:
    action = next(a for a in _behaviour(world).actions if a.kind == "list" and a.resource == resource)
    values: dict[Any, Any] = {}
    if action.paging is not None:
        values = {action.paging.page: page, action.paging.limit: limit}
    operation = world.operation(action.id)
    given = {place: value for place, value in values.items() if place is not None and value is not None}
    body: dict[str, Any] | None = {} if operation.body is not None else None
    return action, world.done(operation, given, body=body)


def _prove_resource(world: World, resource: Resource) -> None:
    first, second = _make(world, resource.name), _make(world, resource.name)
    assert first[resource.key] != second[resource.key]
    for member, kind in resource.sets:
        if kind == "uuid":
            assert str(UUID(first[member])) == first[member]
        elif kind in {"created", "updated"}:
            assert datetime.fromisoformat(first[member]).tzinfo is not None
        else:
            assert first[member] + 1 == second[member]
    operation, action = _maker(world, resource.name)
    sendable = world.shapes(world.body_schema(operation) or pytest.fail("a maker takes a body")).properties
    moved = {path[0] for _, path in action.stores}
    for member, value in resource.constants:
        if member not in moved and member not in sendable:
            assert value == first[member]


def _prove_refusal(world: World, refusal: Refusal) -> None:
    for operation in world.api.operations:
        if refusal.operations and operation.id not in refusal.operations:
            continue
        if refusal.when == "credentials-missing":
            for need in operation.security[0] if operation.security else ():
                assert refusal.status == world.ask(operation, without=need.scheme).status
        elif refusal.when == "request-invalid":
            for parameter in operation.parameters:
                if parameter.required and parameter.place != "path":
                    assert refusal.status == world.ask(operation, without=parameter.wire).status
            if operation.body is not None:
                assert refusal.status == world.ask(operation, raw=b"[").status


def _prove_read(world: World, action: Action) -> None:
    made = _make(world, action.resource)
    _make(world, action.resource)
    assert action.key is not None
    answer = world.done(world.operation(action.id), {action.key: made[_resource(world, action).key]})
    assert made == world.record(action, answer)


def _prove_missing(world: World, action: Action) -> None:
    _make(world, action.resource)
    assert action.key is not None
    assert action.missing is not None
    response = world.ask(world.operation(action.id), {action.key: "00000000-0000-4000-8000-000000000000"})
    assert action.missing.status == response.status
    assert [] == world.misfits(world.operation(action.id), response)


def _prove_write(world: World, action: Action) -> None:
    operation = world.operation(action.id)
    name = world.texts(operation, action)[0]
    made = _make(world, action.resource, **{name: "written"})
    assert "written" == made[name]
    _, page = _list(world, action.resource)
    assert "written" in json.dumps(page)
    for member, path in action.stores:
        value = {"a": "b"}
        assert value == at(_make(world, action.resource, **{member: value}), path)


def _prove_dedupe(world: World, action: Action) -> None:
    assert action.dedupe is not None
    key = _resource(world, action).key
    same = {member: f"{number}@example.com" for number, member in enumerate(action.dedupe.members)}
    first = _make(world, action.resource, **same)
    assert first[key] == _make(world, action.resource, **same)[key]
    for member in same:
        other = _make(world, action.resource, **{**same, member: "other@example.com"})
        assert (action.dedupe.when == "any-equal") == (first[key] == other[key])
    nulls = {**same, next(iter(same)): None}
    if action.dedupe.when == "all-equal":
        met = _make(world, action.resource, **nulls)[key] == _make(world, action.resource, **nulls)[key]
        assert (action.dedupe.nulls == "equal") == met


def _prove_existing(world: World, action: Action) -> None:
    assert action.dedupe is not None
    assert action.dedupe.existing is not None
    same = {member: f"{number}@example.com" for number, member in enumerate(action.dedupe.members)}
    filled, empty = world.texts(world.operation(action.id), action, same)[:2]
    _make(world, action.resource, **same, **{filled: "first", empty: None})
    after = _make(world, action.resource, **same, **{filled: "second", empty: "second"})
    expected = {"fill-null": ["first", "second"], "replace": ["second", "second"], "keep": ["first", None]}
    assert expected[action.dedupe.existing.rule] == [after[filled], after[empty]]


def _prove_list(world: World, action: Action) -> None:
    key = _resource(world, action).key
    made = [_make(world, action.resource)[key] for _ in range(3)]
    _, answer = _list(world, action.resource)
    path = action.paging.items.path if action.paging else action.answer.path if action.answer else ()
    assert set(made) == {item[key] for item in at(answer, path)}


def _prove_paging(world: World, action: Action) -> None:
    rule, key = action.paging, _resource(world, action).key
    assert rule is not None
    made = [_make(world, action.resource)[key] for _ in range(5)]
    pages = [_list(world, action.resource, rule.first + number, 2)[1] for number in range(3)]
    found = [[item[key] for item in at(page, rule.items.path)] for page in pages]
    assert [2, 2, 1] == [len(page) for page in found]
    assert sorted(made) == sorted(itertools.chain.from_iterable(found))
    expected = {"page_items": 1, "items": 5, "page_size": 2, "pages": 3, "page": rule.first + 2}
    for name, count in expected.items():
        place = getattr(rule.totals, name)
        if place is not None and place.part == "body":
            assert count == at(pages[2], place.path), name


def _prove_sort(world: World, action: Action) -> None:
    assert action.sort is not None
    for _ in range(3):
        _make(world, action.resource)
    _, answer = _list(world, action.resource)
    found = [item[action.sort.member] for item in at(answer, action.paging.items.path if action.paging else ())]
    assert 3 == len(found)
    assert sorted(found, reverse=action.sort.direction == "descending") == found


def _prove_batch(world: World, action: Action) -> None:
    assert action.batch is not None
    each = _behaviour(world).action(action.batch.each)
    assert each is not None
    same = {member: f"{number}@example.com" for number, member in enumerate(each.dedupe.members if each.dedupe else ())}
    name = world.texts(world.operation(each.id), each, same)[0]
    elements = [{**same, name: "first"}, {name: "second"}, {**same, name: "third"}]
    answer = world.done(world.operation(action.id), {action.batch.items: elements})
    records = [world.record(each, element) for element in world.record(action, answer)]
    singly = World(world.api)
    expected = [singly.record(each, singly.done(singly.operation(each.id), body=element)) for element in elements]
    volatile = dict(_resource(world, each).sets)
    assert [_without(record, volatile) for record in expected] == [_without(record, volatile) for record in records]
    key = _resource(world, each).key
    assert (each.dedupe is not None) == (records[0][key] == records[2][key])


def _without(record: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in names}


def _prove_update(world: World, action: Action) -> None:
    made, key = _make(world, action.resource), _resource(world, action).key
    operation = world.operation(action.id)
    name = world.texts(operation, action)[0]
    assert action.key is not None
    after = world.record(action, world.done(operation, {action.key: made[key]}, body={name: "changed"}))
    assert (made[key], "changed") == (after[key], after[name])


def _prove_delete(world: World, action: Action) -> None:
    made, key = _make(world, action.resource), _resource(world, action).key
    assert action.key is not None
    world.done(world.operation(action.id), {action.key: made[key]})
    assert 404 == world.ask(world.operation(action.id), {action.key: made[key]}).status


PROOFS: dict[str, Proof] = {
    "read": _prove_read,
    "missing": _prove_missing,
    "create": _prove_write,
    "upsert": _prove_write,
    "dedupe": _prove_dedupe,
    "existing": _prove_existing,
    "list": _prove_list,
    "paging": _prove_paging,
    "sort": _prove_sort,
    "batch": _prove_batch,
    "update": _prove_update,
    "delete": _prove_delete,
}
