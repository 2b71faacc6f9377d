"""Records of our own to try rules on, and requests that must succeed because what they name is there."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.parameters import Values
from truespec.checking.rules.ground.beginning import from_the_beginning
from truespec.checking.rules.ground.begun_keys import begun_keys, plain_keys
from truespec.checking.rules.ground.elements import batch_body
from truespec.checking.rules.ground.paths import with_value
from truespec.checking.rules.ground.world import Subject, World
from truespec.checking.strangers import far_out, may_name_another
from truespec.contract.behaviour import Action, Place, Resource
from truespec.contract.effects import BatchList
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json
from truespec.mock.shapes import Shape

__all__ = [
    "Prepared",
    "element",
    "fresh",
    "fresh_many",
    "is_long",
    "new_values",
    "plain_members",
    "prepared",
    "takes_several",
    "unknown_key",
    "unread_keys",
]

_PLAIN: Final = frozenset({"string", "boolean", "integer", "number"})

_SHORT: Final = 8
"""Of so few letters, a key that is made up may be that of a record."""

_TRIES: Final = 4
_NOT_THERE: Final = frozenset({404, 410})

_LONG: Final = 3
"""No short run looks at a rule so often."""


def is_long(world: World) -> bool:
    """Say whether the run has time for what is many: every word of a list, a batch of more than a hundred."""
    return world.rounds >= _LONG


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request in parts, before it is sent."""

    operation: Operation
    values: Values
    body: Json | Absent = ABSENT

    def having(self, place: Place, value: Json) -> Prepared:
        """Return the request with a value at a place."""
        if place.part == "body":
            return Prepared(self.operation, self.values, with_value(self.body, place.path, value))
        return Prepared(self.operation, {**self.values, (place.part, place.path[0]): value}, self.body)

    def send(self, world: World) -> Exchange:
        """Send it with the usual credentials."""
        return world.session.ask(self.operation, self.values, self.body)

    def send_with(self, world: World, replaced: Mapping[str, str | None]) -> Exchange:
        """Send it with other credentials: ``replaced`` has them by the key of their scheme."""
        return world.session.ask(self.operation, self.values, self.body, replaced=replaced)


def fresh(world: World, resource: Resource, given: Mapping[str, Json] | None = None) -> Subject | None:
    """Make a record with some members given and read it back; ``None`` where that cannot be done.

    The first time rules are looked at, one that another gave back will do: varied values are for later.
    """
    spare = world.spare.get(resource.name) if given is None and world.rounds == 1 else None
    if spare:
        return spare.pop(0)
    maker = world.maker_of(resource)
    body = world.new_body(maker[1], given) if maker is not None else None
    made = world.make_record(resource, body) if body is not None else None
    if body is None or made is None or made[1] is None:
        return None
    read = world.read(resource, made[1])
    if read is not None and read[1] is not None:
        return Subject(made[1], read[1], body)
    if maker is not None and read is not None and made[0].response.success and read[0].response.status in _NOT_THERE:
        # Of many records that are made only some may get lost, and not the one that storing is judged by.
        detail = f"reading the new record by its key was answered {read[0].response.status}"
        world.session.ledger.broken(world.fact(*maker), detail, read[0])
    return None


def fresh_many(world: World, resource: Resource, count: int, given: Mapping[str, Json] | None = None) -> list[Subject]:
    """Make several records; fewer (perhaps none) come back where one could not be made."""
    made: list[Subject] = []
    while len(made) < count:
        subject = fresh(world, resource, given)
        if subject is None:
            break
        made.append(subject)
    return made


def prepared(world: World, operation: Operation, keys: Sequence[Json] | None = None) -> Prepared | None:
    """Return a request that has to succeed, ``None`` where none can be made.

    ``keys`` are those of the records it names, the first of them by the key of the action; without any, records are
    made for it.
    """
    action = world.behaviour.action(operation.id)
    body: Json | Absent = ABSENT
    if operation.body is not None:
        made, element = from_the_beginning(world, operation), world.new_body(operation, element=True)
        if made is None and element is None:
            return None
        body = [element] if made is None else made
    request = Prepared(operation, world.values_for(operation), body)
    resource = world.resource(action) if action is not None else None
    if action is None:
        return _of_own(world, request, keys)
    if resource is None or action.kind in {"create", "upsert", "list", "outside"}:
        return request
    return _naming(world, request, action, resource, keys)


def _of_own(world: World, request: Prepared, keys: Sequence[Json] | None) -> Prepared | None:
    """Name a record of our own where no rule is about an operation, and its path is that of a record."""
    found = _record_at(world, request.operation)
    if found is None:
        return request
    named = list(keys) if keys is not None else [subject.key for subject in fresh_many(world, found[0], 1)]
    return request.having(found[1], named[0]) if named else None


def _record_at(world: World, operation: Operation) -> tuple[Resource, Place] | None:
    """Return what stands at the path of an operation that no rule is about, and where the path has its key."""
    for action, other in world.actions("read", "update", "delete"):
        resource, key, path = world.resource(action), action.key, other.path.rstrip("/")
        named = key is not None and key.part == "path" and path.endswith(f"{{{key.path[0]}}}")
        if named and key is not None and resource is not None and path == operation.path.rstrip("/"):
            return resource, key
    return None


def _naming(
    world: World, request: Prepared, action: Action, resource: Resource, keys: Sequence[Json] | None
) -> Prepared | None:
    if action.batch is not None:
        return _batch(world, request, action, resource)
    if action.key is None:
        return request
    wanted = 1 if action.merge is None else 2
    made = fresh_many(world, resource, wanted) if keys is None else []
    named = [subject.key for subject in made] if keys is None else list(keys)
    if len(named) < wanted:
        return None
    for subject in reversed(made) if action.kind == "read" else ():
        world.give_back(resource, subject)
    if action.merge is not None:
        several = takes_several(world, request.operation, action.merge.others)
        request = request.having(action.merge.others, named[1:] if several else named[1])
        named = named[:1]
    if action.unsubscription is not None and action.unsubscription.members:
        request = request.having(action.unsubscription.mode, action.unsubscription.members[0][0])
    many = takes_several(world, request.operation, action.key, unsaid=False)
    return request.having(action.key, named if many else named[0])


def takes_several(world: World, operation: Operation, place: Place, *, unsaid: bool = True) -> bool:
    """Say whether a list of keys stands at a place of a request, or one alone; ``unsaid`` is for what has no type."""
    shape = world.shape_at(operation, place)
    return unsaid if shape is None or not shape.types else "array" in shape.types


def _batch(world: World, request: Prepared, action: Action, resource: Resource) -> Prepared | None:
    batch = action.batch
    if batch is None:
        return request
    if not batch.lists:
        # What is made up for the whole is nobody's; elements of our own can be told from those of others.
        single = world.api.operation(batch.each)
        own = world.new_body(single) if single is not None else None
        if own is None:
            return request
        return Prepared(request.operation, request.values, batch_body(world, request.operation, batch, [own]))
    request = Prepared(request.operation, request.values, {})
    for part in batch.lists:
        made = element(world, request.operation, part, resource)
        if made is None:
            return None
        request = request.having(part.items, [made])
    return request


def element(
    world: World, operation: Operation, part: BatchList, resource: Resource, key: Json = None
) -> dict[str, Json] | None:
    """Return an element for one list of a batch; ``key`` is that of its record, else a new one (or a new record's)."""
    shape = world.shape_at(operation, part.items)
    if shape is None or shape.items is None:
        return None
    if key is None and part.kind in {"update", "delete"}:
        key = _some_key(world, resource)
        if key is None:
            return None
    inner = world.maker.shape(shape.items)
    given = {} if key is None else {part.key: key}
    names = [name for name in inner.properties if name not in world.refused.get(operation.id, ())]
    made = world.maker.make(shape.items, names, given)
    return made if isinstance(made, dict) else None


def unread_keys(world: World, operation: Operation) -> list[Json] | None:
    """Return keys of our own for a request that changes the records it names; ``None`` where they are to be read.

    Nothing is said of these records later, so nobody needs to know what they are.
    """
    action = world.behaviour.action(operation.id)
    resource = world.resource(action) if action is not None else None
    if action is None or resource is None or action.key is None or action.batch is not None or action.kind == "read":
        return None
    keys = [_some_key(world, resource) for _ in range(1 if action.merge is None else 2)]
    return None if None in keys else keys


def _some_key(world: World, resource: Resource) -> Json:
    """Return the key of a record of our own that may be changed; ``None`` where none can be made."""
    if world.spare.get(resource.name) and world.rounds == 1:
        return world.spare[resource.name].pop(0).key
    maker = world.maker_of(resource)
    body = world.new_body(maker[1]) if maker is not None else None
    made = world.make_record(resource, body) if body is not None else None
    return made[1] if made is not None else None


def unknown_key(world: World, resource: Resource) -> Json:
    """Return a key of the right form that no record has: a random one, or a number far out.

    A server may refuse what has not the documented form whether there is such a record or not.
    """
    schema = world.api.schema(resource.schema).schema
    member = world.maker.shape(schema).properties.get(resource.key)
    types = world.maker.shape(member.schema).types if member is not None else ()
    if "integer" in types or "number" in types:
        return far_out(world.random)
    if dict(resource.sets).get(resource.key) == "hex-24":
        return f"{world.random.getrandbits(96):024x}"
    usual = str(uuid.UUID(int=world.random.getrandbits(128), version=4))
    forms = [shape.schema for shape in _key_shapes(world, resource)] + ([] if member is None else [member.schema])
    made = (world.maker.sampled(form) for form in forms for _ in range(_TRIES))
    others = chain(begun_keys(world, forms), plain_keys(world, usual), made)
    fitting = (key for key in others if all(world.maker.is_valid(form, key) for form in forms))
    return next((key for key in fitting if _is_nobodys(key)), usual)


def _key_shapes(world: World, resource: Resource) -> Iterator[Shape]:
    """Yield what is documented of the places where requests name a record of a resource."""
    for action, operation in world.actions("read", "update", "delete"):
        shape = world.shape_at(operation, action.key) if action.resource == resource.name and action.key else None
        if shape is not None and "array" not in shape.types:
            yield shape


def _is_nobodys(key: Json) -> bool:
    """Say whether a text that was made up at random is too long to be met by chance."""
    return isinstance(key, str) and len(key) > _SHORT and not may_name_another(key)


def new_values(world: World, action: Action, operation: Operation, resource: Resource) -> dict[str, Json] | None:
    """Return a body without what an update does not change."""
    ignored = action.ignored.members if action.ignored is not None else ()
    return world.new_body(operation, leave_out=(*ignored, *dict(resource.sets), resource.key))


def plain_members(world: World, action: Action, operation: Operation, resource: Resource) -> list[str]:
    """Return the plain members that a record keeps, that may be left out and that it is not recognised by."""
    schema = world.body_schema(operation)
    shape = world.maker.shape(schema) if schema is not None else None
    record = world.maker.shape(world.api.schema(resource.schema).schema).properties
    recognised = action.dedupe.members if action.dedupe is not None else ()
    apart = {*recognised, *dict(action.stores), *dict(resource.sets), resource.key}
    apart |= set(world.refused.get(operation.id, ()))
    return [
        name
        for name, member in (shape.properties.items() if shape is not None else ())
        if shape is not None
        and name not in apart
        and name not in shape.required
        and name in record
        and _PLAIN & world.maker.types(member.schema)
    ]
