"""What may be sent in each place of a request, and choices for many places at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final, TypeAlias

from truespec.checking.variations import ODD_TEXTS, Spot
from truespec.contract.operation import Parameter
from truespec.contract.schema import Absent, Json

__all__ = ["Change", "Chosen", "Telling", "by_turns", "crowds", "telling"]

_CROWDS: Final[Mapping[str, Callable[[Json | Absent], bool]]] = {
    "null": lambda value: value is None,
    "odd": lambda value: isinstance(value, str) and value in ODD_TEXTS,
    "long": lambda value: isinstance(value, str) and len(value) >= _LONG,
    "large": lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= _LARGE,
}
_CONDITIONS: Final = frozenset({"if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range"})
_LONG: Final = 20
_LARGE: Final = 10
_TURNS: Final = 2


@dataclass(frozen=True, slots=True)
class Change:
    """What may be sent in one place, a parameter or a spot of the body."""

    part: Parameter | Spot
    good: tuple[Json | Absent, ...]
    bad: tuple[Json | Absent, ...]
    telling: Mapping[str, Json | Absent] = field(default_factory=dict[str, "Json | Absent"])
    """Of what is forbidden the first of each kind: just beyond a limit, of another type, left out."""

    @property
    def path(self) -> str:
        """Where the place is."""
        part = self.part
        return ".".join(map(str, part.path)) if isinstance(part, Spot) else f"{part.place}.{part.wire}"

    @property
    def is_condition(self) -> bool:
        """Whether the request is only done if what stands there is as the server has it."""
        return isinstance(self.part, Parameter) and self.part.wire.lower() in _CONDITIONS

    @property
    def name(self) -> str:
        """What the place is called, wherever it is."""
        return str(self.part.path[-1]) if isinstance(self.part, Spot) else self.part.wire

    @property
    def where(self) -> str:
        """What is one and the same to a server: a name in all bodies, the items of a list, a parameter."""
        if not isinstance(self.part, Spot):
            return f"{self.part.place}.{self.part.wire}"
        item = isinstance(self.part.path[-1], int)
        return ".".join(map(str, self.part.path[-2:])) if item else self.name

    @property
    def depth(self) -> int:
        """How deep the place lies in a body; 0 outside of one."""
        return len(self.part.path) if isinstance(self.part, Spot) else 0


Chosen: TypeAlias = "tuple[Change, Json | Absent]"

Telling: TypeAlias = "tuple[Change, str, Json | Absent]"
"""A place, the kind of what is wrong there, and the value that is."""


def crowds(changes: Sequence[Change]) -> Iterator[tuple[str, tuple[Chosen, ...]]]:
    """Yield choices of allowed values for many places at once, each with a name: null, odd, long, large.

    What trips over one of them trips over all together, too.
    """
    for name, fits in _CROWDS.items():
        wanted = [(change, [value for value in change.good if fits(value)]) for change in changes]
        usable = [(change, values) for change, values in wanted if values and not change.is_condition]
        if name == "null":
            # What is null as a whole has nothing in it.
            whole = tuple(change.path for change, _ in usable)
            usable = [one for one in usable if not any(one[0].path.startswith(f"{path}.") for path in whole)]
        # Each place takes the next of its odd values, so that few requests have them all.
        for turn in range(_TURNS if name == "odd" and usable else min(1, len(usable))):
            yield (
                f"{name} {turn}",
                tuple(
                    (change, values[(turn + number) % len(values)]) for number, (change, values) in enumerate(usable)
                ),
            )


def telling(changes: Iterable[Change]) -> Iterator[Telling]:
    """Yield what is wrong in one way each, place by place."""
    for change in changes:
        yield from ((change, kind, value) for kind, value in change.telling.items())


def by_turns(told: Iterable[Telling]) -> list[Telling]:
    """Return what tells most: one of each kind before the second of any, and what lies deep in a body later.

    A server that forgets one kind of limit may keep all others.
    """
    counted = Counter[str]()
    numbered: list[tuple[int, Telling]] = []
    for one in sorted(told, key=lambda one: one[0].depth):
        numbered.append((counted[one[1]], one))
        counted[one[1]] += 1
    return [one for _, one in sorted(numbered, key=itemgetter(0))]
