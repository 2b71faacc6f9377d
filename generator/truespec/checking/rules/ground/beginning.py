"""Bodies that ask for a list from its beginning: a cursor that nobody was given is refused, and hides all else."""

from __future__ import annotations

from typing import Final

from truespec.checking.rules.ground.sentences import plain
from truespec.checking.rules.ground.world import World
from truespec.contract.operation import Operation
from truespec.contract.schema import Json, Schema

__all__ = ["CURSORS", "from_the_beginning"]

CURSORS: Final = frozenset(
    {"cursor", "after", "pagetoken", "nexttoken", "startingafter", "continuation", "continuationtoken", "nextcursor"}
) | {"pageafter", "pagecursor"}
"""What parameters are called that say which part of a list is wanted."""

_WRITING: Final = frozenset({"create", "update", "upsert", "batch"})
"""What a record is written with: a member of one may be called anything."""

_CREATED: Final = "201"


def from_the_beginning(world: World, operation: Operation) -> dict[str, Json] | None:
    """Return a valid body that says nothing of a cursor where it need not; ``None`` where none can be made."""
    made, schema = world.new_body(operation), world.body_schema(operation)
    if made is None or schema is None or _is_writing(world, operation):
        return made
    return _without_cursors(world, made, schema, within=True)


def _is_writing(world: World, operation: Operation) -> bool:
    """Say whether a body is that of a record, as far as is known."""
    action = world.behaviour.action(operation.id)
    if action is not None:
        return action.kind in _WRITING
    return operation.method.upper() in {"PUT", "PATCH"} or any(one.status == _CREATED for one in operation.answers)


def _without_cursors(world: World, made: dict[str, Json], schema: Schema, *, within: bool) -> dict[str, Json]:
    """Leave out the cursors of an object, and ``within`` it those of the objects in it, as in ``page.cursor``."""
    shape = world.maker.narrowed(schema)
    kept = dict[str, Json]()
    for name, value in made.items():
        member = shape.properties.get(name)
        if member is not None and within and isinstance(value, dict):
            kept[name] = _without_cursors(world, value, member.schema, within=False)
        elif member is None or name in shape.required or not _is_cursor(world, name, member.schema):
            kept[name] = value
    return kept if world.maker.is_valid(schema, kept) else made


def _is_cursor(world: World, name: str, schema: Schema) -> bool:
    """Say whether a member is called like a cursor and is a text of no known form: ``after`` may be a day."""
    text = "string" in world.maker.types(schema) and not world.maker.narrowed(schema).format
    return text and plain(name) in CURSORS
