"""The day a value stands for, however the time is written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache

from truespec.contract.schema import Json

__all__ = ["day_of", "measure_of"]

_DAY_LENGTH = len("2024-05-17")


def day_of(value: Json) -> date | None:
    """Return the day of a date, of a time (in UTC, where it has a zone) or of Unix seconds; ``None`` for all else."""
    if isinstance(value, str):
        return _day_of_text(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        return datetime.fromtimestamp(value, UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


@lru_cache(maxsize=65_536)  # a list asks for the days of all its records, each time
def _day_of_text(text: str) -> date | None:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo is None else moment.astimezone(UTC)).date()
    except (ValueError, OverflowError):
        return _written_day(text)


def measure_of(value: Json) -> float | None:
    """Return a number, or the seconds of a point in time (in UTC, where it has no zone); ``None`` for all else."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return float(value)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()


def _written_day(text: str) -> date | None:
    """Read the day in front of a time that Python has no value for, such as a leap second."""
    try:
        return date.fromisoformat(text[:_DAY_LENGTH])
    except ValueError:
        return None
