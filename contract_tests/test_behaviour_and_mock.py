"""Every rule of a behaviour file holds in the mock: each has its proof below, and a rule without one fails."""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from mock_world import APIS, World, at
from truespec.checking.run import check
from truespec.checking.targets import mock_target
from truespec.checking.verdict import Fact, Verdict
from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Behaviour, Refusal, Resource, Rule
from truespec.contract.conditions import Condition, Permission

Proof = Callable[[World, Action], None]


def _rules(behaviour: Behaviour) -> Iterator[tuple[str, Rule, Action | None]]:
    for resource in behaviour.resources:
        yield "resource", resource, None
        if resource.scope is not None:
            yield "scope", resource.scope, None
    for refusal in behaviour.refusals:
        yield refusal.when, refusal, None
    if behaviour.rate_limit is not None:
        yield "ratelimit", behaviour.rate_limit, None
    for action in behaviour.actions:
        yield action.kind, action, action
        for rule in action.rules:
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
    elif isinstance(rule, Refusal) and rule.when in {"credentials-missing", "request-invalid"}:
        _prove_refusal(world, rule)
    elif action is not None and kind in PROOFS and action.kind != "outside" and not _has_lists(action):
        PROOFS[kind](world, action)
    else:
        _prove_by_checks(api, rule)


def _has_lists(action: Action) -> bool:
    return action.batch is not None and bool(action.batch.lists)


@functools.cache
def _verdict(api_name: str) -> Verdict:
    api = next(api for api in APIS if api.name == api_name)
    return check(api, mock_target(api), parts=("rules",))


def _prove_by_checks(api: Api, rule: Rule) -> None:
    """Look at what the checks say of the mock: they see a rule that it does not follow, as their own tests show."""
    verdict = _verdict(api.name)
    findings = [*verdict.broken, *verdict.differs]
    assert [] == [finding.detail for finding in findings if _is_about(finding.fact, rule)]
    if isinstance(rule, Condition) or _is_outside(api, rule):
        assert [True] == [item.needs_setup for item in verdict.not_checked if _is_about(item.fact, rule)]
    else:
        assert [fact for fact in verdict.holds if _is_about(fact, rule)]


def _is_about(fact: Fact, rule: Rule) -> bool:
    # Facts on refusals are named after their operations, and found by their place.
    return fact.id == rule.id or fact.id.startswith(f"{rule.id}.") or fact.location == rule.location


def _is_outside(api: Api, rule: Rule) -> bool:
    actions = api.behaviour.actions if api.behaviour is not None else ()
    return any(
        action.kind == "outside" and rule in action.rules and not isinstance(rule, Permission) for action in actions
    )


def _behaviour(world: World) -> Behaviour:
    assert world.api.behaviour is not None
    return world.api.behaviour


def _resource(world: World, action: Action) -> Resource:
    found = _behaviour(world).resource(action.resource)
    assert found is not None
    return found


def _list(world: World, action: Action, page: int | None = None, limit: int | None = None) -> Any:
    values: dict[Any, Any] = {}
    if action.paging is not None:
        values = {action.paging.page: page, action.paging.limit: limit}
    operation = world.operation(action.id)
    given = {place: value for place, value in values.items() if place is not None and value is not None}
    body: dict[str, Any] | None = {} if operation.body is not None else None
    return world.done(operation, given, body=body)


def _items(world: World, action: Action, page: int | None = None, limit: int | None = None) -> list[Any]:
    path = action.paging.items.path if action.paging else action.answer.path if action.answer else ()
    found: list[Any] = at(_list(world, action, page, limit), path)
    return found


def _prove_resource(world: World, resource: Resource) -> None:
    chosen = world.make(resource.name)
    first, second = world.make(resource.name, with_key=False), world.make(resource.name, with_key=False)
    assert 3 == len({record[resource.key] for record in (chosen, first, second)})
    for member, kind in resource.sets:
        if kind == "uuid":
            assert str(UUID(first[member])) == first[member]
        elif kind in {"created", "updated"}:
            assert datetime.fromisoformat(first[member]).year >= 2024
        elif kind == "hex-24":
            assert 24 == len(bytes.fromhex(first[member]).hex())
        else:
            assert first[member] + 1 == second[member]
    operation, action = world.maker(resource.name)
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
    made = world.make(action.resource)
    world.make(action.resource)
    operation = world.operation(action.id)
    answer = world.done(operation, world.naming(operation, key=made[_resource(world, action).key]))
    assert made == world.record(action, answer)


def _prove_missing(world: World, action: Action) -> None:
    world.make(action.resource)
    assert action.missing is not None
    operation, key = world.operation(action.id), world.make(action.resource)[_resource(world, action).key]
    unknown = key + 1000 if isinstance(key, int) else "0" * 24
    response = world.ask(operation, world.naming(operation, key=unknown))
    assert action.missing.status == response.status
    assert [] == world.misfits(operation, response)


def _prove_write(world: World, action: Action) -> None:
    operation = world.operation(action.id)
    name = world.texts(operation, action)[0]
    made = world.make(action.resource, **{name: "written"})
    assert "written" == made[name]
    for lister in _behaviour(world).actions:
        if lister.kind == "list" and lister.resource == action.resource:
            assert "written" in json.dumps(_list(world, lister))
    for member, path in action.stores:
        value = {"a": "b"}
        assert value == at(world.make(action.resource, **{member: value}), path)


def _prove_dedupe(world: World, action: Action) -> None:
    assert action.dedupe is not None
    key = _resource(world, action).key
    same = {member: f"{number}@example.com" for number, member in enumerate(action.dedupe.members)}
    first = world.make(action.resource, **same)
    assert first[key] == world.make(action.resource, **same)[key]
    for member in same:
        other = world.make(action.resource, **{**same, member: "other@example.com"})
        assert (action.dedupe.when == "any-equal") == (first[key] == other[key])
    nulls = {**same, next(iter(same)): None}
    if action.dedupe.when == "all-equal":
        met = world.make(action.resource, **nulls)[key] == world.make(action.resource, **nulls)[key]
        assert (action.dedupe.nulls == "equal") == met


def _prove_existing(world: World, action: Action) -> None:
    assert action.dedupe is not None
    assert action.dedupe.existing is not None
    same = {member: f"{number}@example.com" for number, member in enumerate(action.dedupe.members)}
    filled, empty = world.texts(world.operation(action.id), action, same, nullable=True)[:2]
    world.make(action.resource, **same, **{filled: "first", empty: None})
    after = world.make(action.resource, **same, **{filled: "second", empty: "second"})
    expected = {"fill-null": ["first", "second"], "replace": ["second", "second"], "keep": ["first", None]}
    assert expected[action.dedupe.existing.rule] == [after[filled], after[empty]]


def _prove_list(world: World, action: Action) -> None:
    key = _resource(world, action).key
    made = [world.make(action.resource)[key] for _ in range(3)]
    assert set(made) == {item[key] for item in _items(world, action)}


def _prove_paging(world: World, action: Action) -> None:
    rule, key = action.paging, _resource(world, action).key
    assert rule is not None
    made = [world.make(action.resource)[key] for _ in range(5)]
    pages = [_list(world, action, rule.first + number, 2) for number in range(3)]
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
        world.make(action.resource)
    found = [item[action.sort.member] for item in _items(world, action)]
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
    made, key = world.make(action.resource), _resource(world, action).key
    operation = world.operation(action.id)
    name = world.texts(operation, action)[0]
    values = world.naming(operation, key=made[key])
    after = world.record(action, world.done(operation, values, body={name: "changed"}))
    assert (made[key], "changed") == (after[key], after[name])


def _prove_delete(world: World, action: Action) -> None:
    made, key = world.make(action.resource), _resource(world, action).key
    operation = world.operation(action.id)
    values = world.naming(operation, key=made[key])
    answer = world.done(operation, values)
    if action.deletion is not None:
        assert [made[key]] == at(answer, action.deletion.deleted.path)
    else:
        assert 404 == world.ask(operation, values).status


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
