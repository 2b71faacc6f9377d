"""Aliases that lead back to themselves or too deep: which cannot be plain unions, and what is left of a bare circle."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from truespec.rendering.shapes import ANYTHING, Either, Named, Shape, either, names_in

__all__ = ["lazy_aliases", "straightened"]

_DEEPEST: Final = 6
"""How many aliases of aliases may be nested: Python writes a union out in full, which doubles it at every level."""


def lazy_aliases(shapes: Mapping[str, Shape]) -> frozenset[str]:
    """Return the aliases among ``shapes`` that are to be evaluated on demand only."""
    recursive = {*chain.from_iterable(_circles({name: {*names_in(shape)} for name, shape in shapes.items()}))}
    return frozenset(recursive | _too_deep(shapes, recursive))


def straightened(shapes: Mapping[str, Shape]) -> dict[str, Shape]:
    """Return the shapes of aliases without those that are options of themselves: ``A = A | int`` says ``int``.

    Aliases that are options of one another have the same values: the first has them all, the others are the first.
    What leads back through a list, a table or a class stays, because such a value has an end.
    """
    options = {name: {one.name for one in _options(shape) if isinstance(one, Named)} for name, shape in shapes.items()}
    found, places = dict(shapes), {name: place for place, name in enumerate(shapes)}
    for circle in _circles(options):
        first, *others = sorted(circle, key=places.__getitem__)
        found[first] = _without_circle([first, *sorted(others)], shapes)
        found |= dict.fromkeys(others, Named(first))
    return found


def _options(shape: Shape) -> tuple[Shape, ...]:
    return shape.options if isinstance(shape, Either) else (shape,)


def _without_circle(circle: Sequence[str], shapes: Mapping[str, Shape]) -> Shape:
    """Return what all aliases of a circle offer beside each other; nothing at all allows anything."""
    inside = frozenset(circle)
    offered = (option for name in circle for option in _options(shapes[name]))
    left = dict.fromkeys(one for one in offered if not (isinstance(one, Named) and one.name in inside))
    return either(tuple(left)) if left else ANYTHING


def _circles(edges: Mapping[str, Collection[str]]) -> Iterator[frozenset[str]]:
    """Yield the sets of names that lead to one another, those of a single name that leads to itself too.

    Each name is entered once (Tarjan's strongly connected components, with a stack of our own).
    """
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_names: dict[str, None] = {}
    for start in edges:
        waiting = [] if start in order else [(start, iter(edges[start]))]
        while waiting:
            name, rest = waiting[-1]
            if name not in order:
                order[name] = lowest[name] = len(order)
                open_names[name] = None
            step = next((one for one in rest if one in edges and (one not in order or one in open_names)), None)
            if step is not None and step not in order:
                waiting.append((step, iter(edges[step])))
            elif step is not None:
                lowest[name] = min(lowest[name], order[step])
            else:
                waiting.pop()
                if waiting:
                    above = waiting[-1][0]
                    lowest[above] = min(lowest[above], lowest[name])
                if lowest[name] == order[name]:
                    circle = _closed(name, open_names)
                    if len(circle) > 1 or name in edges[name]:
                        yield circle


def _closed(name: str, open_names: dict[str, None]) -> frozenset[str]:
    """Take the names that were opened since ``name``, and that itself."""
    found: set[str] = set()
    while name not in found:
        found.add(open_names.popitem()[0])
    return frozenset(found)


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
