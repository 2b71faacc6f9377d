"""What is made at one place is at no other, and a record is not merged into one of another: it stays where it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.checking.parameters import Values
from truespec.checking.rules.access.asked_elsewhere import is_ours
from truespec.checking.rules.access.limited import Seen
from truespec.checking.rules.ground.bystanders import different
from truespec.checking.rules.ground.subjects import fresh, prepared
from truespec.checking.rules.ground.world import Subject, World
from truespec.contract.behaviour import Resource
from truespec.contract.conditions import Scope
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["check_makes", "check_merges", "made_elsewhere", "merged_by_another", "taken_away"]

_REFUSED: Final = frozenset({401, 403})
_GONE: Final = frozenset({404, 410})


def check_makes(world: World, resource: Resource, rule: Scope, elsewhere: str) -> None:
    """Make a record elsewhere: it is not to be read here."""
    maker = world.maker_of(resource)
    body = world.new_body(maker[1]) if maker is not None else None
    key = made_elsewhere(world, resource, rule, elsewhere, body)
    read = world.read(resource, key) if key is not None else None
    if read is None or body is None:
        return
    here = read[1] is not None and is_ours(resource, Subject(key, body, body), read[1])
    fact = world.fact(rule, read[0].operation, "place", part="made", states="nor holds what is made elsewhere")
    detail = f"what was made at another `{rule.place.path[-1]}` is read here"
    world.session.ledger.expect(fact, not here, detail, read[0])
    taken_away(world, resource, rule, (elsewhere, key))


def check_merges(world: World, resource: Resource, rule: Scope, elsewhere: str) -> None:
    """Merge a record of ours, from elsewhere, into one that is made there."""
    for action, operation in world.actions("merge"):
        subject = fresh(world, resource) if action.resource == resource.name and action.merge is not None else None
        before = world.read(resource, subject.key) if subject is not None else None
        maker = world.maker_of(resource)
        body = world.new_body(maker[1]) if maker is not None else None
        other = (
            made_elsewhere(world, resource, rule, elsewhere, body)
            if before is not None and before[1] is not None
            else None
        )
        request = (
            prepared(world, operation, [other, subject.key]) if other is not None and subject is not None else None
        )
        if subject is None or before is None or before[1] is None or request is None:
            continue
        exchange = request.having(rule.place, elsewhere).send(world)
        after = world.read(resource, subject.key)
        if after is not None and not after[0].response.busy:
            # What a server sets it may set anew: a time, say, by what it does with new records later.
            known = {name: value for name, value in before[1].items() if name not in dict(resource.sets)}
            gone = after[1] is None or bool(different(known, after[1]))
            fact = world.fact(rule, operation, "place", part="merged", states="nor merges it")
            detail = f"another `{rule.place.path[-1]}` merges the record into one of its own"
            world.session.ledger.expect(fact, not gone, detail, exchange)
        taken_away(world, resource, rule, (elsewhere, other))


def merged_by_another(world: World, resource: Resource, rule: Scope) -> Iterator[Seen]:
    """Let the second credential merge its own record into one of ours, and ours into its own: neither is done."""
    for action, operation in world.actions("merge"):
        replaced, maker = world.session.target.access.seconding(operation), world.maker_of(resource)
        if not replaced or maker is None or action.resource != resource.name or action.merge is None:
            continue
        owner, body = world.session.target.access.seconding(maker[1]), world.new_body(maker[1])
        subject = fresh(world, resource)
        if not owner or body is None or subject is None:
            continue
        made = world.session.ask(maker[1], world.values_for(maker[1]), body, replaced=owner)
        theirs = world.key_in(maker[0], made, resource) if made.response.success else None
        fact = world.fact(rule, operation, "place", part=operation.id, states=f"not by {operation.label} either")
        into, away = (
            prepared(world, operation, [subject.key, theirs] if ours else [theirs, subject.key])
            for ours in (True, False)
        )
        if theirs is None or into is None or away is None:
            continue
        answer = world.session.ask(operation, into.values, into.body, replaced=replaced)
        detail = f"it answered {answer.response.status} to another tenant"
        yield Seen(fact, detail, answer, shown=answer.response.success)
        answer = world.session.ask(operation, away.values, away.body, replaced=replaced)
        after = world.read(resource, subject.key)
        if after is not None and not after[0].response.busy:
            gone = after[0].response.status in _GONE
            yield Seen(fact, "another tenant merged it into its own", answer, shown=gone)
        _removed(world, resource, theirs)


def _removed(world: World, resource: Resource, key: Json) -> None:
    """Let the second credential take away what it made."""
    for action, operation in world.actions("delete"):
        if action.resource == resource.name and action.key is not None and action.deletion is None:
            request = prepared(world, operation, [key])
            owner = world.session.target.access.seconding(operation)
            if request is not None and owner:
                world.session.ask(operation, request.values, request.body, replaced=owner)
            return


def made_elsewhere(world: World, resource: Resource, rule: Scope, elsewhere: str, body: dict[str, Json] | None) -> Json:
    """Make a record in another place and return its key; ``None`` where that cannot be done."""
    maker = world.maker_of(resource)
    if maker is None or body is None or not _names(maker[1], rule):
        return None
    values = _moved(world.values_for(maker[1]), rule, elsewhere)
    exchange = world.session.ask(maker[1], values, body)
    owner = world.session.target.access.seconding(maker[1])
    if exchange.response.status in _REFUSED and owner:
        # Who is given as another tenant may well be at home there.
        exchange = world.session.ask(maker[1], values, body, replaced=owner)
    return world.key_in(maker[0], exchange, resource) if exchange.response.success else None


def taken_away(world: World, resource: Resource, rule: Scope, what: tuple[str, Json]) -> None:
    """Remove a record of another place, given with its key, as whoever may."""
    for action, operation in world.actions("delete"):
        if action.resource == resource.name and action.key is not None and action.deletion is None:
            request = prepared(world, operation, [what[1]])
            moved = request.having(rule.place, what[0]) if request is not None else None
            owner = world.session.target.access.seconding(operation)
            if moved is not None and moved.send(world).response.status in _REFUSED and owner:
                world.session.ask(operation, moved.values, moved.body, replaced=owner)
            return


def _names(operation: Operation, rule: Scope) -> bool:
    wanted = (rule.place.part, rule.place.path[0])
    return any((one.place, one.wire) == wanted for one in operation.parameters)


def _moved(values: Values, rule: Scope, elsewhere: str) -> Values:
    return {**values, (rule.place.part, rule.place.path[0]): elsewhere}
