"""How values that were sent compare with values that come back: what servers may tidy up counts as the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from truespec.contract.schema import ABSENT, Absent, Json

__all__ = [
    "before",
    "comparable",
    "day_of",
    "is_day",
    "measure_of",
    "plain_text",
    "proves_order",
    "same_value",
    "time_of",
]


def plain_text(text: str) -> str:
    """Return a text without what a server may change about it: spaces at its ends and doubled, the case of letters."""
    return " ".join(text.split()).casefold()


def same_value(sent: Json, found: Json | Absent) -> bool:
    """Say whether a kept value is what was sent.

    An object may have gained members, a text been tidied up, and what is in a list of texts or numbers been sorted.
    """
    if isinstance(sent, dict) and isinstance(found, dict):
        return all(same_value(value, found.get(name, ABSENT)) for name, value in sent.items())
    if isinstance(sent, list) and isinstance(found, list):
        in_order = len(sent) == len(found) and all(map(same_value, sent, found))
        return in_order or (len(sent) == len(found) and _in_one_order(sent) == _in_one_order(found) is not None)
    if isinstance(sent, str) and isinstance(found, str):
        return plain_text(sent) == plain_text(found)
    if sent is None:
        # What is nothing may be left out.
        return found is None or isinstance(found, Absent)
    if sent is False and isinstance(found, Absent):
        # So may be a no, as many do with what has its first value: only a yes has to be there.
        return True
    return not isinstance(found, Absent) and sent == found and isinstance(sent, bool) == isinstance(found, bool)


def _in_one_order(items: list[Json]) -> list[tuple[str, str]] | None:
    """Return the texts and numbers of a list, sorted; ``None`` where it holds anything else."""
    if not all(isinstance(item, str | int) for item in items):
        return None
    return sorted((type(item).__name__, plain_text(str(item))) for item in items)


def day_of(value: Json | Absent) -> date | None:
    """Return the day that a date or a date-time is written with, ``None`` where it is neither."""
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        return None


def is_day(value: str) -> bool:
    """Say whether a text is a date without a time."""
    return len(value) == len("2020-01-31") and day_of(value) is not None


def time_of(value: str) -> time | None:
    """Return the time of day that a text shows, to the second and in whatever zone; ``None`` where it shows none."""
    try:
        return None if is_day(value) else datetime.fromisoformat(value).time().replace(microsecond=0)
    except ValueError:
        return None


def measure_of(value: Json) -> float | None:
    """Return a number, or the seconds of a point in time (in UTC, where it has no zone); ``None`` for all else."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return None if moment is None else (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def comparable(one: Json, other: Json) -> bool:
    """Say whether two values have an order: two texts, or two numbers."""
    return isinstance(one, str | int | float) and isinstance(other, str) == isinstance(one, str) and other is not None


def before(one: Json, other: Json) -> bool:
    """Say whether ``one`` comes strictly before ``other``; texts that are points in time compare as such.

    Of other texts it says so only where servers agree: some sort by the codes of letters, some regardless of case,
    some leave marks and spaces aside, and where letters of other alphabets come is anybody's choice.
    """
    if isinstance(one, str) and isinstance(other, str):
        try:
            return datetime.fromisoformat(one) < datetime.fromisoformat(other)
        except (ValueError, TypeError):
            return all(first < second for first, second in zip(_readings(one), _readings(other), strict=True))
    return isinstance(one, int | float) and isinstance(other, int | float) and one < other


def proves_order(pairs: Sequence[tuple[Json, Json]], *, descending: bool) -> bool:
    """Say whether neighbours of a list prove its order: what cannot be compared proves none."""
    ordered = (before(other, one) if descending else before(one, other) for one, other in pairs if one != other)
    return bool(pairs) and all(ordered)


def _readings(text: str) -> tuple[str, ...]:
    """Return a text in the ways in which servers read one that they sort; what is alike in any has no order."""
    plain = text.casefold()
    known = plain if text.isascii() else ""
    return text, plain, "".join(filter(str.isalnum, known))
