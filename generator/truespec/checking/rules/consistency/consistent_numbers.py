"""Where no rules are written, an answer that numbers what it was sent gives each element the number of its place.

That a number is meant is told by its name or its description; where counting begins, by its least value or by words.
Where neither is said, counting may begin with none or with one, but goes on by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.evidence import Case, NothingTells, Trouble
from truespec.checking.rules.records.reading import named
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json, Property

__all__ = ["Sending", "check_numbers"]

_NAME: Final = re.compile(r"(?:\A|[a-z_-])(?:index|position|row|line)\Z", re.IGNORECASE)
_PLACE: Final = re.compile(
    r"\b(position|index|place|number|row|line)\b.*\b(request|list|array|batch|import|body|input|sent|submitted)\b",
    re.IGNORECASE | re.DOTALL,
)
_NONE: Final = re.compile(r"\b(zero|0)[- ]based\b|\b(from|with|at|by) (zero|0)\b", re.IGNORECASE)
_ONE: Final = re.compile(r"\b(one|1)[- ]based\b|\b(from|with|at|by) (one|1)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sending:
    """A request with some new elements in it, and what came of it."""

    elements: Sequence[Json]
    exchange: Exchange


@dataclass(frozen=True, slots=True)
class _Numbered:
    """The member of a list in an answer that tells the place of an element in the request."""

    around: str
    member: Property
    begins: tuple[int, ...]


def check_numbers(case: Case, operation: Operation, send: Callable[[], Sending]) -> None:
    """Judge the places that the answer of a batch tells; ``send`` sends a few elements that nothing is wrong with."""
    for told in _numbered(case, operation):
        name = told.member.wire
        states = f"the `{name}` of each answer of {operation.label} is the place of its element"
        case.judge(case.fact(operation, f"numbered.{name}", states), partial(_is_misnumbered, case, told, send))


def _is_misnumbered(case: Case, told: _Numbered, send: Callable[[], Sending]) -> Trouble:
    sending = send()
    answer, count = sending.exchange.response.json(), len(sending.elements)
    if told.around:
        answer = answer.get(told.around) if isinstance(answer, dict) else None
    items = answer if isinstance(answer, list) else []
    numbers = [item.get(told.member.wire) if isinstance(item, dict) else None for item in items]
    seen = [number for number in numbers if isinstance(number, int) and not isinstance(number, bool)]
    if len(seen) != count or len(items) != count or _is_of_record(case, told.member.wire, answer):
        raise NothingTells
    if any(sorted(seen) == [*range(begin, begin + count)] for begin in told.begins):
        return None
    return f"the places of {count} elements are told as {', '.join(map(str, seen))}", sending.exchange


def _is_of_record(case: Case, name: str, answer: Json | Absent) -> bool:
    """Say whether records have a member of that name: their place in a queue, say, and not that in the request."""
    read = next((case.world.read(case.resource, key) for key in named(answer, case.resource.key)), None)
    return name in case.world.sendable(case.create[1]) or (read is not None and name in (read[1] or {}))


def _numbered(case: Case, operation: Operation) -> Iterator[_Numbered]:
    """Yield the members that number elements, of each list that a good answer is or has."""
    maker = case.world.maker
    answers = [media.schema for answer in operation.answers if answer.success for media in answer.content]
    for schema in answers[:1]:
        if schema is None:
            continue
        shape = maker.narrowed(schema)
        within = ((one.wire, maker.narrowed(one.schema).items) for one in shape.properties.values())
        for around, items in (("", shape.items), *within):
            for member in maker.narrowed(items).properties.values() if items is not None else ():
                begins = _begins(case, member)
                if begins:
                    yield _Numbered(around, member, begins)


def _begins(case: Case, member: Property) -> tuple[int, ...]:
    """Return with what the places may begin that a member tells; nothing where it tells none."""
    target, shape = case.world.api.target(member.schema), case.world.maker.narrowed(member.schema)
    words = target.description
    least = shape.constraints.get("minimum")
    assumed = bool(member.assumptions or target.assumptions)
    if assumed or "integer" not in shape.types or not (_NAME.search(member.wire) or _PLACE.search(words)):
        return ()
    if _NONE.search(words) or least == 0:
        return (0,)
    if _ONE.search(words) or least == 1:
        return (1,)
    return (0, 1) if _PLACE.search(words) else ()
