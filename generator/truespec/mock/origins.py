"""What a server fills in by itself: identifiers from a seed, times from a clock, numbers from a count."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, TypeAlias

from truespec.contract.schema import Json, Schema
from truespec.mock.counted_texts import counted_text, places_to_count
from truespec.mock.sequences import Sequences
from truespec.mock.shapes import Shapes
from truespec.mock.store import Store

__all__ = ["Clock", "Origins", "Slot", "system_clock"]

_SOME_TIME: Final = datetime(2024, 5, 17, 16, 30, tzinfo=UTC)

Clock: TypeAlias = Callable[[], datetime]
"""Says what time it is, with a time zone."""


def system_clock() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Slot:
    """A member of the records of a table, with its schema; ``taken`` gives the values that other records have."""

    table: str
    member: str
    schema: Schema
    taken: Callable[[], Iterable[Json]]


class Origins:
    """Makes the values nobody sends.  Callers are in the store's exclusive context.

    An identifier is worked out from the seed and the next number of its sequence: the same seed and the same requests
    give the same ones, and neither a restart nor another process on the same store gives one a second time.
    """

    def __init__(self, shapes: Shapes, seed: int, clock: Clock, store: Store) -> None:
        """Make the identifiers from ``seed``; ``store`` keeps what was given out."""
        self._shapes = shapes
        self._seed = seed
        self._clock = clock
        self._sequences = Sequences(store)
        # The value keeps the schema alive, so its id stays its own.
        self._written: dict[int, tuple[Schema, Callable[[datetime], Json]]] = {}
        self._counting: dict[int, tuple[Schema, tuple[str, ...]]] = {}

    def moment(self) -> datetime:
        """Return the time now, in UTC."""
        moment = self._clock()
        return moment if moment.tzinfo is UTC else moment.astimezone(UTC)

    def value(self, kind: str, slot: Slot, moment: datetime) -> Json:
        """Return a new value of a kind that behaviour names: ``uuid``, ``hex-24``, ``created``, ``updated``, ``count``.

        A time is ``moment``, as its schema asks; a count goes on from the highest that there ever was.
        """
        if kind in {"created", "updated"}:
            return self._told(slot.schema, moment)
        number = self._sequences.next(slot.table, slot.member, slot.taken)
        return number if kind == "count" else self._text(kind, slot, number)

    def identifier(self, slot: Slot, fits: Callable[[Json], bool], like: Callable[[], Json]) -> Json:
        """Return a new key for a record whose behaviour does not say how keys are made.

        It is a number where the schema has numbers, from the least one on, otherwise the first that ``fits`` of a UUID,
        24 or 8 hexadecimal digits and a counted number as text. Where none does, it is counted within a text ``like``
        those that do: what every record is known by must be its own.
        """
        number = self._sequences.next(slot.table, slot.member, slot.taken)
        if self._shapes.types(slot.schema) & {"integer", "number"}:
            least = self._shapes(slot.schema).constraints.get("minimum")
            return number + max(0, math.ceil(least) - 1) if isinstance(least, int | float) else number
        made = [self._text(kind, slot, number) for kind in ("uuid", "hex-24", "hex-8", "count")]
        return next((text for text in made if fits(text)), None) or self._counted(slot, number, fits, like) or made[0]

    def _counted(self, slot: Slot, number: int, fits: Callable[[Json], bool], like: Callable[[], Json]) -> str | None:
        """Return a key counted within a text, ``None`` where that does not fit either."""
        known = self._counting.get(id(slot.schema))
        if known is None:
            text = like()
            places = places_to_count(text, fits) if isinstance(text, str) else ()
            known = self._counting[id(slot.schema)] = (slot.schema, places)
        found = counted_text(known[1], number)
        return found if found and fits(found) else None

    def chosen(self, slot: Slot, value: Json) -> None:
        """Take note of a key that a client chose, so that it is not made a second time."""
        self._sequences.pass_by(slot.table, slot.member, value)

    def _text(self, kind: str, slot: Slot, number: int) -> str:
        source = f"{_source(self._seed, slot.table, slot.member)}{number}]"
        digest = hashlib.blake2b(source.encode(), digest_size=16)
        match kind:
            case "hex-24":
                return digest.hexdigest()[:24]
            case "hex-8":
                return digest.hexdigest()[:8]
            case "count":
                return str(number)
            case _:
                return _uuid(digest.hexdigest())

    def now(self, schema: Schema) -> Json:
        """Return the time as the schema asks: RFC 3339 in UTC with milliseconds, a plain date, or Unix seconds."""
        return self._told(schema, self.moment())

    def _told(self, schema: Schema, moment: datetime) -> Json:
        known = self._written.get(id(schema))
        if known is None:
            known = self._written[id(schema)] = (schema, self._way(schema))
        return known[1](moment)

    def _way(self, schema: Schema) -> Callable[[datetime], Json]:
        """Return how a schema wants a time written."""
        if self._shapes.types(schema) & {"integer", "number"}:
            return lambda moment: int(moment.timestamp())
        if self._shapes(schema).format == "date":
            return lambda moment: moment.date().isoformat()
        if self._fits(schema, _spaced(_SOME_TIME)):
            return _spaced
        return lambda moment: moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _fits(self, schema: Schema, text: str) -> bool:
        """Say whether a declared pattern asks for times written this way; no pattern asks for nothing."""
        shape = self._shapes(schema)
        shapes = (shape, *(self._shapes(choice) for group in shape.choices for choice in group))
        patterns = [one.constraints.get("pattern") for one in shapes]
        try:
            return any(isinstance(pattern, str) and re.search(pattern, text) is not None for pattern in patterns)
        except re.error:
            return False


@lru_cache(maxsize=1024)  # as many as are counted: a table for each tenant
def _source(seed: int, table: str, member: str) -> str:
    """Return what the numbers of a member are written behind before they become identifiers."""
    return json.dumps([seed, table, member, 0]).removesuffix("0]")


def _uuid(digits: str) -> str:
    """Return 32 hexadecimal digits as a UUID of version 4."""
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def _spaced(moment: datetime) -> str:
    return moment.isoformat(" ", "seconds").removesuffix("+00:00")
