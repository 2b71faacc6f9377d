"""What a server fills in by itself: identifiers from a seed, times from a clock, numbers from a count."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TypeAlias

from truespec.contract.schema import Json, Schema
from truespec.mock.shapes import Shapes
from truespec.mock.texts import new_uuid

__all__ = ["Clock", "Origins", "system_clock"]

Clock: TypeAlias = Callable[[], datetime]
"""Says what time it is, with a time zone."""


def system_clock() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(UTC)


class Origins:
    """Makes the values nobody sends.  Callers hold the store's lock: the seeded source is not for two at once."""

    def __init__(self, shapes: Shapes, seed: int, clock: Clock) -> None:
        """Start the identifiers from ``seed``."""
        self._shapes = shapes
        self._random = random.Random(seed)  # noqa: S311 - reproducible on purpose, guards nothing
        self._clock = clock

    def value(self, kind: str, schema: Schema, taken: Callable[[], Iterable[Json]]) -> Json:
        """Return a new value of a kind that behaviour names: ``uuid``, ``hex-24``, ``created``, ``updated``, ``count``.

        ``taken`` gives the values other records have; a count goes on from the highest.
        """
        if kind in {"created", "updated"}:
            return self.now(schema)
        if kind == "count":
            return 1 + max((number for number in taken() if isinstance(number, int)), default=0)
        if kind == "hex-24":
            return f"{self._random.getrandbits(96):024x}"
        return new_uuid(self._random)

    def identifier(self, schema: Schema, taken: Callable[[], Iterable[Json]]) -> Json:
        """Return a new key for a record whose behaviour does not say how keys are made: a number or a UUID."""
        numeric = bool(self._shapes.types(schema) & {"integer", "number"})
        return self.value("count" if numeric else "uuid", schema, taken)

    def now(self, schema: Schema) -> Json:
        """Return the time as the schema asks: RFC 3339 in UTC with milliseconds, a plain date, or Unix seconds."""
        moment = self._clock().astimezone(UTC)
        if self._shapes.types(schema) & {"integer", "number"}:
            return int(moment.timestamp())
        if self._shapes(schema).format == "date":
            return moment.date().isoformat()
        if self._fits(schema, spaced := moment.strftime("%Y-%m-%d %H:%M:%S")):
            return spaced
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _fits(self, schema: Schema, text: str) -> bool:
        """Say whether a declared pattern asks for times written this way; no pattern asks for nothing."""
        shape = self._shapes(schema)
        shapes = (shape, *(self._shapes(choice) for group in shape.choices for choice in group))
        patterns = [one.constraints.get("pattern") for one in shapes]
        try:
            return any(isinstance(pattern, str) and re.search(pattern, text) is not None for pattern in patterns)
        except re.error:
            return False
