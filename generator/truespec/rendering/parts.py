"""Models that are too many for one module, divided among several; ``models.py`` gives out all of them all the same.

A type checker (pyright) follows so many assignments in one module and no more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from truespec.rendering.code import Code
from truespec.rendering.shapes import names_in
from truespec.rendering.shaping import Shaper

__all__ = ["ModelsPart", "divided", "nearly_divided_anew", "weight"]

_MOST: Final = 10_000
"""How many assignments and calls a module may hold: pyright gives up at 15,360."""


@dataclass(frozen=True, slots=True)
class ModelsPart:
    """Some of the classes: ``needed`` are the definitions elsewhere that they mention."""

    module: str
    definitions: Mapping[str, Code]
    needed: tuple[str, ...]


def divided(shaper: Shaper, definitions: Mapping[str, Code]) -> tuple[ModelsPart, ...]:
    """Return the parts of the classes, none where one module can hold all.

    A class's part depends on its name alone, so that an addition moves no other, but for the few times when all are
    divided anew.
    """
    count = _count(sum(map(weight, definitions.values())))
    if count == 1:
        return ()
    parts: list[dict[str, Code]] = [{} for _ in range(count)]
    for name, text in definitions.items():
        if name in shaper.models:
            parts[int.from_bytes(hashlib.sha256(name.encode()).digest()[4:8]) % count][name] = text
    return tuple(
        ModelsPart(f"_models_{number}", part, tuple(sorted(set(_mentioned(shaper, part)) - part.keys())))
        for number, part in enumerate(parts, start=1)
    )


def weight(text: str) -> int:
    """Return about how many assignments and calls a text holds."""
    return text.count(" = ") + text.count("(")


def _count(whole: float) -> int:
    """Return into how many modules definitions of a weight are divided."""
    count = 1 if whole <= _MOST else 2
    while count > 1 and count * _MOST < whole * 1.2:  # names do not divide evenly
        count *= 2
    return count


def nearly_divided_anew(whole: int, growth: int) -> bool:
    """Whether models of about the weight ``whole`` might be divided otherwise when they grow by so much."""
    return _count(whole * 0.9 - abs(growth)) != _count(whole * 1.1 + abs(growth))


def _mentioned(shaper: Shaper, names: Mapping[str, Code]) -> Iterator[str]:
    for name in names:
        for member in shaper.models[name].members:
            yield from names_in(member.shape)
