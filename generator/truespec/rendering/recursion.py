"""Aliases that lead back to themselves or too deep: which cannot be plain unions, and what is left of a bare circle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from truespec.rendering.shapes import ANYTHING, Either, Named, Shape, either, names_in

__all__ = ["lazy_aliases", "straightened"]

_DEEPEST: Final = 6
"""How many aliases of aliases may be nested: Python writes a union out in full, which doubles it at every level."""


def lazy_aliases(shapes: Mapping[str, Shape]) -> frozenset[str]:
    """Return the aliases among ``shapes`` that are to be evaluated on demand only."""
    recursive = {name for name in shapes if _is_recursive(name, shapes)}
    return frozenset(recursive | _too_deep(shapes, recursive))


def straightened(shapes: Mapping[str, Shape]) -> dict[str, Shape]:
    """Return the shapes of aliases without those that are options of themselves: ``A = A | int`` says ``int``.

    What leads back through a list, a table or a class stays, because such a value has an end.
    """
    reached = {name: _met(name, shapes) for name in shapes}
    return {
        name: _without_circle(name, shapes, reached) if name in reached[name] else shape
        for name, shape in shapes.items()
    }


def _met(name: str, shapes: Mapping[str, Shape]) -> set[str]:
    """Return the aliases that a value of an alias may be a value of, at once."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for option in _options(shapes[waiting.pop()]):
            if isinstance(option, Named) and option.name in shapes and option.name not in found:
                found.add(option.name)
                waiting.append(option.name)
    return found


def _options(shape: Shape) -> tuple[Shape, ...]:
    return shape.options if isinstance(shape, Either) else (shape,)


def _without_circle(name: str, shapes: Mapping[str, Shape], reached: Mapping[str, set[str]]) -> Shape:
    """Return what all aliases of the circle of ``name`` offer beside each other; nothing at all allows anything."""
    left: dict[Shape, None] = {}
    for each in (name, *sorted(other for other in reached[name] - {name} if name in reached[other])):
        for option in _options(shapes[each]):
            if not (isinstance(option, Named) and name in reached.get(option.name, ())):
                left[option] = None
    return either(tuple(left)) if left else ANYTHING


def _is_recursive(name: str, shapes: Mapping[str, Shape]) -> bool:
    """Whether an alias leads back to itself without a class on the way."""
    seen: set[str] = set()
    waiting = list(names_in(shapes[name]))
    while waiting:
        step = waiting.pop()
        if step == name:
            return True
        if step in shapes and step not in seen:
            seen.add(step)
            waiting.extend(names_in(shapes[step]))
    return False


def _too_deep(shapes: Mapping[str, Shape], lazy: set[str]) -> set[str]:
    """Return each alias at which a nest of them, counted from the innermost or the last of these, becomes too deep."""
    depths = dict.fromkeys(lazy, 0)
    found: set[str] = set()
    waiting = list(shapes)
    while waiting:
        name = waiting[-1]
        if name in depths:
            waiting.pop()
            continue
        inner = [each for each in names_in(shapes[name]) if each in shapes]
        unknown = [each for each in inner if each not in depths]
        if unknown:
            waiting.extend(unknown)
            continue
        depth = 1 + max((depths[each] for each in inner), default=0)
        if depth > _DEEPEST:
            found.add(name)
        depths[name] = 0 if depth > _DEEPEST else depth
    return found
