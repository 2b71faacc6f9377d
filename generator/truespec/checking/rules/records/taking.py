"""What the documentation lets through is taken: null where it may stand, the words of a list, texts of full length."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.rules.ground.evidence import is_plain, is_told_in_own_form
from truespec.checking.rules.ground.member_sender import REFUSED, MemberSender
from truespec.checking.rules.ground.plausible import plausible, stands_for_itself
from truespec.checking.rules.ground.subjects import fresh, prepared
from truespec.checking.rules.ground.text_members import stays_short
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.records.comparing import differing_members
from truespec.checking.rules.records.kept_whole import is_kept_whole, keeps_its_plus
from truespec.checking.rules.records.tried import tried
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Place, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json, Property

__all__ = ["FAMILY", "why_of"]

_SIBLINGS: Final = 3
_MUCH: Final = 9_000
"""So many letters are more than one packet, one line or one column of a database takes."""

_WORD_ENDS: Final = re.compile(r"_|(?<=[a-z0-9])(?=[A-Z])")


def _check(world: World) -> None:
    for action, operation in (*world.actions("create", "upsert"), *world.actions("update")):
        resource = world.resource(action)
        if resource is None:
            continue
        for name, member in list(world.sendable(operation).items()):
            if not _is_left_out(world, action, operation, name):
                _check_member(world, action, operation, resource, member)
                if _may_be_anything(world, member):
                    _is_never_taken(MemberSender(world, action, operation, resource), name)
        for name in sorted(world.refused.get(operation.id, ())):
            _is_unlike(MemberSender(world, action, operation, resource), name)
            _is_never_taken(MemberSender(world, action, operation, resource), name)
            _is_refused_as_shown(MemberSender(world, action, operation, resource), name)
        if action.kind == "update":
            _takes_the_example(MemberSender(world, action, operation, resource))
    for operation in world.api.operations:
        if world.session.may_send(operation) and world.session.can_authenticate(operation):
            _sends_much(world, operation)


def _sends_much(world: World, operation: Operation) -> None:
    """Send a text that is longer than most: however it is taken, it is no reason to fail."""
    request = prepared(world, operation) if operation.body is not None else None
    sent = request.body if request is not None and isinstance(request.body, dict) else {}
    plain = (
        name
        for name, member in world.sendable(operation).items()
        if isinstance(sent.get(name), str)
        and not {"enum", "format", "pattern"} & _limits(world, member)
        and not stays_short(name)
    )
    name = next(plain, None)
    if request is not None and name is not None:
        text = f"{world.maker.tag} " + f"{world.maker.word()} " * (_MUCH // len("letters. ")) + "."
        request.having(Place("body", (name,)), text).send(world)


def _limits(world: World, member: Property) -> set[str]:
    """Return the names of what a text has to keep to."""
    shape = world.maker.shape(member.schema)
    own = (("enum", shape.enum is not None), ("format", bool(shape.format)))
    return {*shape.constraints, *(name for name, there in own if there)}


def _is_unlike(sender: MemberSender, name: str) -> None:
    """Judge a member that is refused as it is made up, where the server takes others of the same kind and ending."""
    world, operation = sender.world, sender.operation
    sendable, refused = world.sendable(operation), world.refused.get(operation.id, frozenset[str]())
    siblings = [other for other in sendable if other not in refused and _ending(other) == _ending(name) != other]
    alike = [other for other in siblings if _kind(world, sendable[other]) == _kind(world, sendable[name])]
    value = world.maker.value(name, sendable[name].schema)
    if len(alike) < _SIBLINGS or not isinstance(value, str):
        return
    exchange, without = sender.send(name, value)
    if exchange is None or without is None or not without.response.success or sender.is_taken_otherwise(name, value):
        return
    why = why_of(world, sendable[name], "type")
    states = f"{operation.label} takes a text for `{name}`"
    fact = Fact(f"{operation.id}.takes.{name}", states, sendable[name].location, operation.id, "refusal", why)
    detail = f"it answered {exchange.response.status}, and takes such a text for {len(alike)} members like it"
    world.session.ledger.broken(fact, detail, exchange)


def _is_never_taken(sender: MemberSender, name: str) -> None:
    """Judge a member that is refused as it is made up: a server takes something of what it may plausibly hold."""
    world, operation = sender.world, sender.operation
    member = world.sendable(operation).get(name)
    values = plausible(world.maker, name, member.schema) if member is not None else ()
    last: Exchange | None = None
    for value in values:
        last, without = sender.send(name, value)
        if last is None or without is None or not without.response.success:
            return
    if (
        member is not None
        and last is not None
        and all(not sender.is_taken_otherwise(name, value) for value in values[-1:])
    ):
        states = f"{operation.label} takes a value for `{name}`"
        why = why_of(world, member, "type")
        fact = Fact(f"{operation.id}.takes.{name}", states, member.location, operation.id, "refusal", why)
        detail = f"it answered {last.response.status} to {len(values)} different ones, and takes the request without"
        world.session.ledger.broken(fact, detail, last)


def _may_be_anything(world: World, member: Property) -> bool:
    """Say whether a member is of no type, and has the limits of a text all the same."""
    shape = world.maker.narrowed(member.schema)
    return not shape.types and "maxLength" in shape.constraints


def _is_refused_as_shown(sender: MemberSender, name: str) -> None:
    """Judge what is refused as it is made up: a server takes the text that is shown for it, or the list of texts.

    Of a list, only where it takes another: a server may know all the texts that are ever listed.
    """
    world, operation = sender.world, sender.operation
    member = world.sendable(operation).get(name)
    if member is None or not stands_for_itself(name) or _limits(world, member) - {"maxLength", "minLength"}:
        return
    for value in _shown(operation, member):
        exchange, without = sender.send(name, value)
        if isinstance(value, list) and without is not None:
            other, _ = sender.send(name, [world.maker.word()])
            without = without if other is not None and other.response.success else None
        if exchange is None or without is None or not without.response.success:
            continue
        if not sender.is_taken_otherwise(name, value):
            why = why_of(world, member, "examples")
            states = f"{operation.label} takes the `{name}` that is shown as an example"
            fact = Fact(f"{operation.id}.takes.{name}.example", states, member.location, operation.id, "refusal", why)
            detail = f"it answered {exchange.response.status}, and takes the request without it"
            world.session.ledger.broken(fact, detail, exchange)


def _takes_the_example(sender: MemberSender) -> None:
    """Send a body that is shown as an example of a change: of texts alone, which nothing has to be looked up for."""
    world, operation, action = sender.world, sender.operation, sender.action
    sendable = world.sendable(operation)
    for media in operation.body.content if operation.body is not None and action.key is not None else ():
        for example in media.examples:
            body = example.value if isinstance(example.value, dict) else {}
            plain = all(
                isinstance(value, str) and name in sendable and is_plain(world, sendable[name])
                for name, value in body.items()
            )
            subject = fresh(world, sender.resource) if body and plain else None
            if subject is None or any(is_told_in_own_form(name) for name in body):
                continue
            values = world.values_for(operation, action.key, subject.key)
            exchange = world.session.ask(operation, values, body)
            whole = world.new_body(operation) if exchange.response.status in REFUSED else None
            whole = None if whole is None else {**whole, **body}
            if whole is not None and world.session.ask(operation, values, whole).response.success:
                why = assumed_among(media.assumptions, ("examples", "example", "schema"))
                if why is None and _replaces(sender, subject, whole, body):
                    why = "an update replaces the whole record here, which may need more than the example has"
                states = f"{operation.label} takes the body that is shown as an example"
                fact = Fact(f"{operation.id}.takes.example", states, example.location, operation.id, "refusal", why)
                detail = f"it answered {exchange.response.status}, and takes the same with more members"
                world.session.ledger.broken(fact, detail, exchange)


def _replaces(sender: MemberSender, subject: Subject, whole: dict[str, Json], kept: Collection[str]) -> bool:
    """Say whether a record loses what an update leaves out, as the first body shows that may be without a member."""
    world, operation, key = sender.world, sender.operation, sender.action.key
    if key is None:
        return False
    for left_out in [name for name in subject.sent if name in whole and name not in kept]:
        part = {name: value for name, value in whole.items() if name != left_out}
        if world.session.ask(operation, world.values_for(operation, key, subject.key), part).response.success:
            read = world.read(sender.resource, subject.key)
            told = read[1] if read is not None else None
            return told is not None and bool(
                differing_members(world, sender.action, sender.resource, {left_out: whole[left_out]}, told)
            )
    return False


def _shown(operation: Operation, member: Property) -> Iterator[Json]:
    """Yield the texts that the spec shows for a member, and the lists of texts: beside it, and in bodies."""
    content = operation.body.content if operation.body is not None else ()
    bodies = (example.value for media in content for example in media.examples)
    values = (*member.schema.examples, *(body.get(member.wire) for body in bodies if isinstance(body, dict)))
    found: list[Json] = []
    for value in values:
        texts = value if isinstance(value, list) else [value]
        if texts and all(isinstance(text, str) and text for text in texts) and value not in found:
            found.append(value)
    yield from found


def _ending(name: str) -> str:
    """Return the last word of a name: ``Id`` of ``mewsId``."""
    return _WORD_ENDS.split(name)[-1]


def _kind(world: World, member: Property) -> tuple[tuple[str, ...], str, str]:
    shape = world.maker.shape(member.schema)
    return tuple(sorted(shape.types)), shape.format, str(sorted(shape.constraints.items()))


def _is_left_out(world: World, action: Action, operation: Operation, name: str) -> bool:
    """Say whether a server may refuse the member for reasons of its own."""
    conditions = {place.path[0] for condition in action.conditions for place in condition.places if place.path}
    consents = {consent.place.path[0] for consent in action.consents if consent.place.path}
    return name in conditions | consents or name in world.refused.get(operation.id, ())


def _check_member(world: World, action: Action, operation: Operation, resource: Resource, member: Property) -> None:
    """Send each value beside others; one that is refused is broken only where the request is taken without it."""
    for value, keyword, states in tried(world, member):
        sender = MemberSender(world, action, operation, resource)
        exchange, without = sender.send(member.wire, value)
        if exchange is None or (exchange.response.status not in REFUSED and not exchange.response.success):
            continue
        fact = Fact(
            f"{operation.id}.takes.{member.wire}.{keyword}",
            f"{operation.label} takes {states} for `{member.wire}`",
            member.location,
            operation.id,
            "refusal",
            why_of(world, member, keyword),
        )
        if exchange.response.success:
            world.session.ledger.holds(fact)
            if keyword == "maxLength":
                is_kept_whole(world, action, exchange, resource, (member.wire, value))
            elif keyword == "format":
                keeps_its_plus(world, action, exchange, resource, (member.wire, value))
        elif without is not None and without.response.success and not sender.is_taken_otherwise(member.wire, value):
            detail = f"it answered {exchange.response.status}, and takes the request without it"
            world.session.ledger.broken(fact, detail, exchange)


def why_of(world: World, member: Property, keyword: str) -> str | None:
    """Return why a value is a guess of ours: by the member, by its schema, or by an alternative of it."""
    target = world.api.target(member.schema)
    schemas = [member.schema, target, *(world.api.target(item) for item in (*target.any_of, *target.one_of))]
    assumptions = (*member.assumptions, *(one for schema in schemas for one in schema.assumptions))
    return assumed_among(assumptions, (keyword, "name", "in", "type"))


FAMILY = Family("taking", "what the documentation lets through is taken", _check)
