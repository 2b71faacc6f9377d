"""What a server fills in by itself: identifiers from a seed, times from a clock, numbers from a count."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Final, TypeAlias

from truespec.contract.schema import Json, Schema
from truespec.mock.shapes import Shapes
from truespec.mock.texts import new_uuid

__all__ = ["Clock", "Origins", "system_clock"]

_NUMBER: Final = re.compile(r"\d{1,18}", re.ASCII)

_SOME_TIME: Final = datetime(2024, 5, 17, 16, 30, tzinfo=UTC)

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
        # The value keeps the schema alive, so its id stays its own.
        self._written: dict[int, tuple[Schema, Callable[[datetime], Json]]] = {}

    def value(self, kind: str, schema: Schema, taken: Callable[[], Iterable[Json]]) -> Json:
        """Return a new value of a kind that behaviour names: ``uuid``, ``hex-24``, ``created``, ``updated``, ``count``.

        ``taken`` gives the values other records have; a count goes on from the highest.
        """
        if kind in {"created", "updated"}:
            return self.now(schema)
        if kind == "count":
            return 1 + max((number for number in taken() if isinstance(number, int)), default=0)
        return self._text(kind, taken)

    def identifier(
        self, schema: Schema, taken: Callable[[], Iterable[Json]], fits: Callable[[Json], bool] = lambda _: True
    ) -> Json:
        """Return a new key for a record whose behaviour does not say how keys are made.

        It is a number where the schema has numbers, otherwise the first that ``fits`` of a UUID, 24 or 8 hexadecimal
        digits and a counted number as text.
        """
        if self._shapes.types(schema) & {"integer", "number"}:
            return self.value("count", schema, taken)
        made = (self._text(kind, taken) for kind in ("uuid", "hex-24", "hex-8", "count"))
        return next((text for text in made if fits(text)), None) or self._text("uuid", taken)

    def _text(self, kind: str, taken: Callable[[], Iterable[Json]]) -> str:
        match kind:
            case "hex-24":
                return f"{self._random.getrandbits(96):024x}"
            case "hex-8":
                return f"{self._random.getrandbits(32):08x}"
            case "count":
                numbers = (int(text) for text in taken() if isinstance(text, str) and _NUMBER.fullmatch(text))
                return str(1 + max(numbers, default=0))
            case _:
                return new_uuid(self._random)

    def now(self, schema: Schema) -> Json:
        """Return the time as the schema asks: RFC 3339 in UTC with milliseconds, a plain date, or Unix seconds."""
        moment = self._clock().astimezone(UTC)
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


def _spaced(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="seconds").partition("+")[0]
