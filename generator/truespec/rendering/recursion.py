"""Which aliases cannot be written as the plain union that they are: those that lead back to themselves or too deep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from truespec.rendering.shapes import Shape, names_in

__all__ = ["lazy_aliases"]

_DEEPEST: Final = 6
"""How many aliases of aliases may be nested: Python writes a union out in full, which doubles it at every level."""


def lazy_aliases(shapes: Mapping[str, Shape]) -> frozenset[str]:
    """Return the aliases among ``shapes`` that are to be evaluated on demand only."""
    recursive = {name for name in shapes if _is_recursive(name, shapes)}
    return frozenset(recursive | _too_deep(shapes, recursive))


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
        inner = [each for each in names_in(shapes[name]) if each in shapes]
        unknown = [each for each in inner if each not in depths]
        if name in depths or not unknown:
            waiting.pop()
            depth = 1 + max((depths[each] for each in inner), default=0)
            if name not in depths and depth > _DEEPEST:
                found.add(name)
            depths.setdefault(name, 0 if depth > _DEEPEST else depth)
        else:
            waiting.extend(unknown)
    return found
