"""What a list shows of a record is what is read of it, null where it has nothing and the latest times included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.checking.facts import assumed_among
from truespec.checking.rules.ground.evidence import is_lost, is_same_time, plain_texts
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.text_members import free_texts
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.lists.looking import record_where
from truespec.checking.rules.lists.walk import lister_of
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["FAMILY"]


_NOTHING: Final = (None, "")
_LETTERS: Final = "Žoë Łęki 山"
_ROOM: Final = 40
_LONG: Final = 600
_MOST_WORDS: Final = 60


def _check(world: World) -> None:
    for resource in world.behaviour.resources if world.rounds > 1 else ():
        lister, maker = lister_of(world, resource), world.maker_of(resource)
        if lister is None or maker is None or world.first("read", resource) is None:
            continue
        optional = sorted(_plain(world, maker[1], resource))
        world.random.shuffle(optional)
        for left_out in (optional[::2], optional[1::2]):
            _judge(world, resource, lister.operation, left_out)
        _judge(world, resource, lister.operation, [], _long_texts(world, maker[1], resource))
        _judge(world, resource, lister.operation, [], _odd_texts(world, maker[1]))


def _plain(world: World, operation: Operation, resource: Resource) -> Iterator[str]:
    record = world.maker.shape(world.api.schema(resource.schema).schema).properties
    schema = world.body_schema(operation)
    required = world.maker.shape(schema).required if schema is not None else ()
    for name, member in world.sendable(operation).items():
        if name in record and name not in required and {"string", "boolean"} & world.maker.types(member.schema):
            yield name


def _long_texts(world: World, operation: Operation, resource: Resource) -> dict[str, Json]:
    """Return a long text for the member that has most room: a list that shows of it what fits a column shows less."""
    sendable = world.sendable(operation)
    room = {
        name: longest
        for name in plain_texts(world, operation, resource)
        if isinstance(longest := world.maker.narrowed(sendable[name].schema).constraints.get("maxLength"), int)
    }
    name = max(room, key=lambda one: room[one], default="")
    words = " ".join(world.maker.word() for _ in range(_MOST_WORDS))
    return {name: words[: min(room[name], _LONG)].strip()} if name else {}


def _odd_texts(world: World, operation: Operation) -> dict[str, Json]:
    """Return texts with letters that some tables of characters do not have, and that a list is read from."""
    texts = {name: f"{world.maker.word()} {_LETTERS}" for name, most in free_texts(world, operation) if most >= _ROOM}
    return dict[str, Json](texts)


def _judge(
    world: World, resource: Resource, listing: Operation, left_out: list[str], given: dict[str, Json] | None = None
) -> None:
    """Make a record without some members, meet it again where that is how it is changed, and look at it both ways.

    ``given`` are values for members; without any where there have to be some, nothing is made.
    """
    if given == {}:
        return
    maker = world.maker_of(resource)
    if maker is None:
        return
    action, operation = maker
    known = action.dedupe.members if action.dedupe is not None else ()
    body = world.new_body(operation, given, leave_out=[name for name in left_out if name not in known])
    made = world.make_record(resource, body) if body is not None else None
    if body is None or made is None or made[1] is None:
        return
    if known and action.dedupe is not None and action.dedupe.existing is not None:
        # It is changed later than it was made, by a clock that goes in seconds or from request to request.
        world.pause()
        world.read(resource, made[1])
        some = world.new_body(operation, body, leave_out=left_out[::2])
        world.session.ask(operation, world.values_for(operation), body if some is None else some)
    wrong = list(_shown_otherwise(world, resource, made[1]))
    if wrong:
        # A list may follow a moment later.
        world.pause()
        wrong = [name for name in _shown_otherwise(world, resource, made[1]) if name in wrong]
    if wrong and world.session.last is not None:
        states = f"what {listing.label} shows of a record is what is read of it"
        why = assumed_among(listing.assumptions, ("path", "method"))
        fact = Fact(f"{listing.id}.consistent.shown", states, listing.location, listing.id, "rule", why)
        names = ", ".join(f"`{name}`" for name in wrong)
        world.session.ledger.broken(fact, f"{names} of a record of ours is listed as another value", made[0])


def _shown_otherwise(world: World, resource: Resource, key: Json) -> Iterator[str]:
    """Yield the members that are read as one value before and after the record is listed with another."""
    before = world.read(resource, key)
    listed = record_where(world, resource, {resource.key: key})
    after = world.read(resource, key) if listed is not None else None
    maker = world.maker_of(resource)
    if before is None or before[1] is None or after is None or after[1] is None or listed is None or maker is None:
        return
    times = [name for name, what in resource.sets if what in {"created", "updated"}]
    for name in (*_plain(world, maker[1], resource), *times):
        one, other, shown = (take(record, (name,)) for record in (before[1], after[1], listed))
        if one != other or isinstance(one, Absent) or isinstance(shown, Absent):
            continue
        if name in times and isinstance(one, str) and isinstance(shown, str):
            if not is_same_time(one, shown):
                yield name
        elif isinstance(one, str) and isinstance(shown, str):
            if is_lost(world, maker[1], name, (one, shown)):
                yield name
        elif not (one in _NOTHING and shown in _NOTHING) and not same_value(one, shown):
            yield name


FAMILY = Family("listed alike", "what a list shows of a record is what is read of it", _check)
