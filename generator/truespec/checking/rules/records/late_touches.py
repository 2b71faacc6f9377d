"""Members that a server fills by itself a little after a record was made: a score, a label, a name made of two others.

Nobody documents what else works on records. Where a finding names a member, a record is made without it, of a list one
with it as well, and looked at for a while. What comes to be there by itself is a difference from then on; that
somebody has read the record is not what brings it, for another one that nobody has read yet has to show it as well.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.world import World
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["LateTouches"]

_WHY: Final = "what else works on a record is not documented, and here a member is filled a little after it was made"
_LOOKS: Final = 5
_FOUND: Final = re.compile(r"\.(paging|needs|filters|search)\b")
"""What facts are called that tell which records a list holds: what one of them comes to hold is none of that."""
_NAMED: Final = re.compile(r"`(\w+)`")


@dataclass(slots=True)
class LateTouches:
    """Doubts what is told of members that a server fills by itself; ``known`` says of which it does."""

    world: World
    known: dict[str, bool] = field(default_factory=dict[str, bool])
    _is_looking: bool = False

    def __call__(self, fact: Fact, detail: str) -> str | None:
        """Return why a finding leans on more than is documented, ``None`` where it does not."""
        if fact.kind != "rule" or fact.assumed is not None or self._is_looking or _FOUND.search(fact.id):
            return None
        named = {*_NAMED.findall(detail), fact.id.rpartition(".")[2]}
        # What is asked meanwhile is nobody's evidence, and what was asked last is still to be told.
        self._is_looking, last = True, self.world.session.last
        try:
            for resource in self.world.behaviour.resources:
                self._look(resource, named)
        finally:
            self._is_looking, self.world.session.last = False, last
        return _WHY if any(self.known.get(name) for name in named) else None

    def _look(self, resource: Resource, named: Collection[str]) -> None:
        world, found = self.world, self.world.maker_of(resource)
        names = (
            {one for one in world.sendable(found[1]) if one in named and one not in self.known} if found else set[str]()
        )
        if found is None or not names or world.first("read", resource) is None:
            return
        self.known.update(dict.fromkeys(names, False))
        action, operation = found
        paths = {name: world.kept_at(action, name) for name in names}
        # Only a list may come to hold more than what was sent for it.
        lists = any("array" in world.maker.types(world.sendable(operation)[name].schema) for name in names)
        ways: tuple[tuple[str, ...], ...] = (tuple(names), ()) if lists else (tuple(names),)
        keys, early = list[Json](), list[dict[str, Json] | None]()
        for leave_out in ways:
            _, key = _made(world, resource, operation, leave_out)
            keys.append(key)
            # Where it is not there yet, another copy of what is kept may be the next to be asked.
            early.append(_read(world, resource, key) or _read(world, resource, key))
        touched = {
            name
            for before, after in zip(early, _read_later(world, resource, keys), strict=True)
            for name, path in paths.items()
            if before is not None and _is_filled(_at(before, path), _at(after, path))
        }
        if touched:
            unread = [_made(world, resource, operation, leave_out) for leave_out in ways]
            _read_later(world, resource, keys)
            for body, key in unread:
                record = _read(world, resource, key)
                self.known.update(
                    (name, True) for name in touched if _is_filled(body.get(name), _at(record, paths[name]))
                )


def _made(
    world: World, resource: Resource, operation: Operation, leave_out: tuple[str, ...]
) -> tuple[dict[str, Json], Json]:
    """Make a record without some members; return what was sent and its key, ``None`` where there is none."""
    body = world.new_body(operation, leave_out=leave_out) or {}
    made = world.make_record(resource, body)
    return body, None if made is None else made[1]


def _read_later(world: World, resource: Resource, keys: Sequence[Json]) -> list[dict[str, Json] | None]:
    """Look at records for a while, and return them as they are then."""
    last: list[dict[str, Json] | None] = []
    for _ in range(_LOOKS):
        world.pause()
        last = [_read(world, resource, key) for key in keys]
    return last


def _read(world: World, resource: Resource, key: Json) -> dict[str, Json] | None:
    read = world.read(resource, key) if key is not None else None
    return None if read is None else read[1]


def _at(record: dict[str, Json] | None, path: tuple[str, ...]) -> Json:
    value = take(record, path) if record is not None else None
    return None if isinstance(value, Absent) else value


def _is_filled(before: Json, now: Json) -> bool:
    """Say whether something came to be where nothing was, or stands in a list with all that was in it."""
    if isinstance(before, list) and isinstance(now, list):
        return len(now) > len(before) and all(one in now for one in before)
    return before in (None, "") and now not in (None, "", [], {})
