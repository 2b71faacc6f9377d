"""A request changes the records it names and no other."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.evidence import plain_texts
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Subject, World
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["changing_by_itself", "different", "is_untouched", "namesakes", "twin"]

_LOOKS: Final = 6

_OTHER_REASONS: Final = frozenset({401, 403, 429})
"""Refusals that say nothing of a record, as all that is said of the server."""


def twin(world: World, resource: Resource, one: Subject | None) -> Subject | None:
    """Make a record that is like another in all but its key: what is meant for one of them is easily done to both.

    Where a server lets no two be alike, or knows the first again, a record comes back that is unlike it.
    """
    maker = world.maker_of(resource)
    if one is not None and maker is not None and not maker[0].unique and maker[0].dedupe is None:
        body = {name: value for name, value in one.sent.items() if name != resource.key}
        made = world.make_record(resource, body)
        key = made[1] if made is not None else None
        read = world.read(resource, key) if key is not None and key != one.key else None
        if read is not None and read[1] is not None:
            return Subject(key, read[1], body)
    return fresh(world, resource)


def namesakes(world: World, resource: Resource, one: Subject | None) -> list[Subject]:
    """Make two records that each have a half of the plain texts of another: who looks for a name finds them as well.

    They are reached elsewhere than the other, and neither has all of its names: nobody takes them for one person.
    """
    maker = world.maker_of(resource)
    if one is None or maker is None or maker[0].unique or maker[0].dedupe is not None:
        return []
    texts = [name for name in plain_texts(world, maker[1], resource) if isinstance(one.sent.get(name), str)]
    halves = ({name: one.sent[name] for name in texts[start :: len("ab")]} for start in range(len("ab")))
    made = [fresh(world, resource, half) for half in halves if half]
    return [subject for subject in made if subject is not None]


def is_untouched(
    world: World, action: Action, operation: Operation, one: tuple[Resource, Subject | None], exchange: Exchange
) -> None:
    """Judge that a record that ``exchange`` does not name is as it was before."""
    resource, other = one
    read = world.read(resource, other.key) if other is not None else None
    if other is None or read is None:
        return
    status = read[0].response.status
    if status in _OTHER_REASONS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return
    fact = world.fact(action, operation, part="only", states="no other record changes")
    known = {name: value for name, value in other.record.items() if name in other.sent}
    changed = different(known, read[1]) if read[1] is not None else []
    touched = read[1] is None or changed
    # What is named is looked at once more: a server may fill it by itself a little after a record was made.
    names = f": {', '.join(f'`{name}`' for name in changed)}" if changed else ""
    world.session.ledger.expect(fact, not touched, f"another record is not what it was{names}", exchange)
    if not touched:
        world.give_back(resource, other)


def different(before: dict[str, Json], now: dict[str, Json]) -> list[str]:
    """Return the members of a record that have another value now."""
    return [name for name, value in before.items() if not same_value(value, take(now, (name,)))]


def changing_by_itself(world: World, resource: Resource) -> set[str]:
    """Return the members of a new record that change while nobody does anything: a server may fill them in later."""
    subject = fresh(world, resource)
    names: set[str] = set()
    for _ in range(_LOOKS if subject is not None else 0):
        world.pause()
        read = world.read(resource, subject.key) if subject is not None else None
        if subject is not None and read is not None and read[1] is not None:
            names.update(different(subject.record, read[1]), different(read[1], subject.record))
    return names
