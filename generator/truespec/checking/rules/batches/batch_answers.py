"""What each element of a batch is answered: that is about it, and about nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from truespec.checking.rules.ground.world import World
from truespec.checking.rules.records.reading import named
from truespec.contract.behaviour import Resource
from truespec.contract.schema import Json

__all__ = ["miscounted", "misplaced", "unmade"]

_TELLING: Final = 8
"""A text of so many characters is unlike all others, if it carries the tag of the run."""


def miscounted(made: Sequence[Json], answers: Sequence[Json]) -> str:
    """Return what is wrong with how many answers there are; nothing where each element has one."""
    return "" if len(made) == len(answers) else f"{len(made)} elements have {len(answers)} answers"


def unmade(world: World, resource: Resource, answers: Sequence[Json]) -> str:
    """Return what is wrong with the keys that answers tell; nothing where there is a record for each of them."""
    keys = [key for answer in answers for key in named(answer, resource.key)]
    lost = 0
    for key in keys:
        read = world.read(resource, key)
        lost += read is not None and read[0].response.status in {404, 410}
    return f"of {len(keys)} records that the answer tells of, {lost} are not there" if lost else ""


def misplaced(world: World, resource: Resource, made: Sequence[Json], answers: Sequence[Json]) -> str:
    """Return what is wrong with the order of the answers; nothing where none is about another element.

    An answer is about an element where it, or the record whose key it tells, has the texts of the element.
    """
    told = [set(_texts(world, element)) for element in made]
    wrong = 0
    for number, answer in enumerate(answers[: len(made)]):
        seen = json.dumps(answer, ensure_ascii=False)
        for key in named(answer, resource.key):
            read = world.read(resource, key)
            seen += json.dumps(read[1], ensure_ascii=False) if read is not None and read[1] is not None else ""
        about = [other for other, texts in enumerate(told) if any(text in seen for text in texts)]
        wrong += bool(about) and number not in about
    return f"of {len(answers)} answers, {wrong} are about another element" if wrong else ""


def _texts(world: World, element: Json) -> Iterator[str]:
    """Yield texts that no other element has."""
    for value in element.values() if isinstance(element, dict) else ():
        if isinstance(value, str) and world.maker.tag in value and len(value) > len(world.maker.tag) + _TELLING:
            yield value
