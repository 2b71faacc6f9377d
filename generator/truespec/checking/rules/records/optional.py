"""What may be left out can be left out: no member is needed that the documentation does not ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.parameters import Values
from truespec.checking.rules.ground.defaults import takes_defaults
from truespec.checking.rules.ground.member_sender import MemberSender
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.records.nothing_of_others import holds_nothing_of_others
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["FAMILY"]

_REFUSED: Final = frozenset({400, 422})
_FLAGS: Final = 3
_HALVES: Final = 8
_MOST: Final = 40
"""So many members are left out one by one."""


def _check(world: World) -> None:
    for action, operation in (*world.actions("create", "upsert"), *world.actions("update")):
        resource = world.resource(action)
        if resource is not None and world.rounds == 1:
            if world.maker_of(resource) == (action, operation):
                holds_nothing_of_others(world, action, operation, resource)
            _check_one(world, action, operation, resource)
            _takes_both_answers(world, action, operation, resource)
            sender = MemberSender(world, action, operation, resource)
            takes_defaults(sender, partial(_values, world, action, operation, resource))
    for _, operation in world.actions("list", "outside") if world.rounds == 1 else ():
        _takes_nothing(world, operation)


def _takes_nothing(world: World, operation: Operation) -> None:
    """Ask without the only member there is to ask with: of several, a server may want at least one."""
    schema, values, members = world.body_schema(operation), world.values_for(operation), world.sendable(operation)
    if schema is None or len(members) != 1 or world.maker.shape(schema).required:
        return
    without, whole = world.session.ask(operation, values, {}), world.new_body(operation)
    if not _is_refused(without) or not whole or not world.session.ask(operation, values, whole).response.success:
        return
    detail = f"it answered {without.response.status} without it, and takes the request with it"
    world.session.ledger.broken(_fact(world, operation, next(iter(members))), detail, without)


def _takes_both_answers(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Say yes and no to what is either: a server may insist on one answer, to its terms say, but not to every flag."""
    members = {
        name: member
        for name, member in world.sendable(operation).items()
        if "boolean" in world.maker.types(member.schema) and not member.schema.read_only
    }
    told: list[tuple[str, bool, Exchange]] = []
    values = _values(world, action, operation, resource)
    for name in members if len(members) >= _FLAGS and values is not None else ():
        bodies = {
            flag: world.new_body(operation, {name: flag}, leave_out=_but(members, name)) for flag in (False, True)
        }
        answers = {
            flag: world.session.ask(operation, values, body)
            for flag, body in bodies.items()
            if body is not None and values is not None
        }
        if len(answers) < len(bodies):
            return
        refused = [(name, flag, exchange) for flag, exchange in answers.items() if _is_refused(exchange)]
        if len(refused) != 1 or not answers[not refused[0][1]].response.success:
            return
        told += refused
    for name, flag, exchange in told if len({flag for _, flag, _ in told}) == 1 else ():
        member, word = members[name], "true" if flag else "false"
        why = assumed_among((*member.assumptions, *member.schema.assumptions), ("name", "in", "type"))
        states = f"{operation.label} takes {word} for `{name}`"
        fact = Fact(f"{operation.id}.takes.{name}.{word}", states, member.location, operation.id, "refusal", why)
        detail = (
            f"it answered {exchange.response.status}, and so to that for {len(told)} flags, which it takes otherwise"
        )
        world.session.ledger.broken(fact, detail, exchange)


def _check_one(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Send nothing but what is required; where that is refused, leave out one member at a time.

    A server may want at least one of several: that is not told, only a single one that it cannot do without.
    """
    schema = world.body_schema(operation)
    whole = world.new_body(operation)
    if schema is None or whole is None:
        return
    required = world.maker.shape(schema).required
    optional = [name for name in whole if name not in required][:_MOST]
    if not optional or not _is_refused(_send(world, action, operation, resource, optional)):
        return
    send = partial(_send, world, action, operation, resource)
    needed: dict[str, Exchange] = {}
    for name in optional:
        without = send([name])
        if without is None or not _is_refused(without):
            continue
        again = send([])
        if again is not None and again.response.success:
            needed[name] = without
    for name, without in needed.items():
        if not _is_wanted_by_another(world, operation, send, name, [one for one in optional if one not in needed]):
            detail = f"it answered {without.response.status} without it, and takes the request with it"
            world.session.ledger.broken(_fact(world, operation, name), detail, without)


def _but(names: Iterable[str], name: str) -> list[str]:
    return [one for one in names if one != name]


def _is_wanted_by_another(
    world: World, operation: Operation, send: Callable[[list[str]], Exchange | None], name: str, others: list[str]
) -> bool:
    """Say whether a member can be left out together with some others: it only has to be there beside one of them."""
    sendable = world.sendable(operation)
    no_texts = [one for one in others if "string" not in world.maker.types(sendable[one].schema)]
    halves = [world.random.sample(others, len(others) // 2) for _ in range(_HALVES)]
    for left_out in filter(None, (no_texts, *halves)):
        exchange = send([name, *left_out])
        if exchange is not None and exchange.response.success:
            return True
    return False


def _is_refused(exchange: Exchange | None) -> bool:
    return exchange is not None and exchange.response.status in _REFUSED


def _send(
    world: World, action: Action, operation: Operation, resource: Resource, leave_out: list[str]
) -> Exchange | None:
    values = _values(world, action, operation, resource)
    body: dict[str, Json] | None = world.new_body(operation, leave_out=leave_out) if values is not None else None
    return None if body is None or values is None else world.session.ask(operation, values, body)


def _values(world: World, action: Action, operation: Operation, resource: Resource) -> Values | None:
    """Return what a request says besides its body: an update names a record, ``None`` where none can be made."""
    if action.kind != "update" or action.key is None:
        return world.values_for(operation)
    subject = fresh(world, resource)
    return None if subject is None else world.values_for(operation, action.key, subject.key)


def _fact(world: World, operation: Operation, name: str) -> Fact:
    """Return the fact that a member may be left out; it is a guess where nothing is said of what is required."""
    member, schema = world.sendable(operation)[name], world.body_schema(operation)
    target = None if schema is None else world.api.target(schema)
    told = (*member.assumptions, *(() if target is None else target.assumptions))
    # Who asks for a member knows it by its name, whoever made that up, and a default is what counts without it.
    stated = not isinstance(world.maker.shape(member.schema).default, Absent)
    doubts = ("default",) if stated else ("required", "properties.required", "name", "in")
    told = (*told, *member.schema.assumptions)
    why = assumed_among(told, doubts)
    states = f"`{name}` may be left out of what {operation.label} is sent"
    return Fact(f"{operation.id}.optional.{name}", states, member.location, operation.id, "refusal", why)


FAMILY = Family("optional", "what may be left out of a request can be left out", _check)
