"""Requests made up for one operation: a good one with one thing changed, then with several at once.

All of an operation's values are made up once and used again in other company, which costs next to nothing; what a
request breaks is not taken from how it was made, but judged when it is sent.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, TypeAlias

from truespec.checking.exchange import Request, Response
from truespec.checking.parameters import build
from truespec.checking.rules.subjects import Prepared, prepared
from truespec.checking.rules.world import World
from truespec.checking.variations import Spot, allowed, place, spots, variations
from truespec.contract.operation import Operation, Parameter
from truespec.contract.schema import ABSENT, Absent, Json, Schema

__all__ = ["Cases"]

_RAW: Final = (b"{", b"[]", b"null", b'"text"', b"{}", b"\xff\xfe")
_ONCE: Final = frozenset({"delete", "merge", "create", "upsert"})
"""What these have done once with a body or a key, they do otherwise the second time."""

_AT_ONCE: Final = (1, 2, 2, 3, 4)
_MOSTLY_GOOD: Final = 0.8
_STALE: Final = 30
"""So many requests are made from one good one: what it names may be gone, or full, after that."""


@dataclass(frozen=True, slots=True)
class _Change:
    """What may be sent in one place, a parameter or a spot of the body."""

    part: Parameter | Spot
    good: tuple[Json | Absent, ...]
    bad: tuple[Json | Absent, ...]
    telling: tuple[Json | Absent, ...] = ()
    """Of what is forbidden the first of each kind: just beyond a limit, of another type, left out."""


_Chosen: TypeAlias = "tuple[_Change, Json | Absent]"


class Cases:
    """The requests for one operation; ``source`` decides what goes together."""

    def __init__(self, world: World, operation: Operation, source: random.Random) -> None:
        """Make nothing up before it is asked for."""
        self._world = world
        self._operation = operation
        self._random = source
        self._base: Prepared | None = None
        self._used = 0

    def singles(self) -> Iterator[Request]:
        """Yield the good request as it is, then with one thing changed at a time.

        First what breaks each thing that is asked for just so, then all else, one of each kind after the other.
        """
        if self._good() is None:
            return
        yield from self._with()
        yield from self._raw()
        for change in self._changes:
            for value in change.telling:
                yield from self._with((change, value))
        waiting = [(change, list(change.bad), list(change.good)) for change in self._changes]
        while waiting:
            for change, bad, good in waiting:
                for values in (bad, good):
                    yield from self._with((change, values.pop(0))) if values else ()
            waiting = [item for item in waiting if item[1] or item[2]]

    def mixed(self) -> Iterator[Request]:
        """Yield requests with several things changed, without end; nothing where there is nothing to change."""
        while self._changes and self._good() is not None:
            count = min(self._random.choice(_AT_ONCE), len(self._changes))
            chosen = self._random.sample(self._changes, count)
            yield from self._with(*((change, self._value(change)) for change in chosen))

    def hear(self, response: Response) -> None:
        """Take note of an answer: a record that is gone, or that was made, is not asked for again."""
        action = self._world.behaviour.action(self._operation.id)
        once = action is not None and action.kind in _ONCE and response.success
        if once or response.status in {404, 409, 410, 412} or self._used >= _STALE:
            self._base = None

    def _value(self, change: _Change) -> Json | Absent:
        good = change.good and (not change.bad or self._random.random() < _MOSTLY_GOOD)
        return self._random.choice(change.good if good else change.bad)

    def _good(self) -> Prepared | None:
        """Return a request that ought to succeed, with records of its own where it names some."""
        if self._base is None:
            self._base, self._used = prepared(self._world, self._operation), 0
        return self._base

    @cached_property
    def _body(self) -> Schema | None:
        return self._world.body_schema(self._operation)

    @cached_property
    def _changes(self) -> Sequence[_Change]:
        found = [self._of_parameter(parameter) for parameter in self._operation.parameters]
        found += [self._of_spot(spot) for spot in spots(self._world.maker, self._body)] if self._body else []
        return [change for change in found if change is not None and (change.good or change.bad)]

    def _of_parameter(self, parameter: Parameter) -> _Change | None:
        if self._world.session.target.access.fixed(parameter.wire) is not None or parameter.content_type:
            return None
        good, bad = self._sorted(parameter.wire, parameter.schema)
        if parameter.place == "path":
            good, bad = ([value for value in values if _can_be_a_step(value)] for values in (good, bad))
            # Another value names another record: all that is certain is that it is there or not.
            return _Change(parameter, (), (*good, *bad))
        left_out: tuple[Json | Absent, ...] = (ABSENT,) if parameter.required else ()
        telling = self._telling(parameter.wire, parameter.schema)
        return _Change(parameter, tuple(good), (*left_out, *bad), (*left_out, *telling))

    def _of_spot(self, spot: Spot) -> _Change:
        name = str(spot.path[-1])
        good, bad = self._sorted(name, spot.schema)
        left_out: tuple[Json | Absent, ...] = (ABSENT,)
        telling = self._telling(name, spot.schema)
        if spot.required:
            return _Change(spot, tuple(good), (*left_out, *bad), (*left_out, *telling))
        return _Change(spot, (*good, *left_out), tuple(bad), telling)

    def _sorted(self, name: str, schema: Schema) -> tuple[list[Json], list[Json]]:
        good, bad = allowed(self._world.maker, schema, variations(self._world.maker, name, schema))
        self._random.shuffle(good)
        self._random.shuffle(bad)
        return good, bad

    def _telling(self, name: str, schema: Schema) -> tuple[Json, ...]:
        """Return null, where it is forbidden, and the first value that breaks each keyword of a schema."""
        found: dict[str, Json] = {}
        for value in variations(self._world.maker, name, schema):
            kind = self._world.maker.broken_keyword(schema, value)
            if kind:
                found.setdefault("null" if value is None else kind, value)
        return tuple(found.values())

    def _with(self, *chosen: _Chosen) -> Iterator[Request]:
        base = self._good()
        if base is None:
            return
        self._used += 1
        values, body = dict(base.values), base.body
        for change, value in chosen:
            if isinstance(change.part, Spot):
                body = place(body, change.part.path, value)
            elif isinstance(value, Absent):
                values.pop((change.part.place, change.part.wire), None)
            else:
                values[change.part.place, change.part.wire] = value
        yield build(self._operation, self._world.session.with_fixed(self._operation, values), body)

    def _raw(self) -> Iterator[Request]:
        """Yield bodies that are no JSON, not of the right kind, or not said to be JSON."""
        if self._body is None:
            return
        for content in _RAW:
            yield from (replace(request, body=content) for request in self._with())
        for request in self._with():
            others = [header for header in request.headers if header[0] != "Content-Type"]
            yield replace(request, headers=(*others, ("Content-Type", "text/plain")))
            yield replace(request, headers=tuple(others), body=b"")


def _can_be_a_step(value: Json) -> bool:
    return isinstance(value, str | int) and value not in {"", ".", ".."}
