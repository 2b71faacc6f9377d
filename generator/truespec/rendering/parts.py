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

__all__ = ["ModelsPart", "divided"]

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
    weight = sum(text.count(" = ") + text.count("(") for text in definitions.values())
    if weight <= _MOST:
        return ()
    count = 2
    while count * _MOST < weight * 1.2:  # names do not divide evenly
        count *= 2
    parts: list[dict[str, Code]] = [{} for _ in range(count)]
    for name, text in definitions.items():
        if name in shaper.models:
            parts[int.from_bytes(hashlib.sha256(name.encode()).digest()[4:8]) % count][name] = text
    return tuple(
        ModelsPart(f"_models_{number}", part, tuple(sorted(set(_mentioned(shaper, part)) - part.keys())))
        for number, part in enumerate(parts, start=1)
    )


def _mentioned(shaper: Shaper, names: Mapping[str, Code]) -> Iterator[str]:
    for name in names:
        for member in shaper.models[name].members:
            yield from names_in(member.shape)
