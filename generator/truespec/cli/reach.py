"""How far an edit of a document reaches: which units may read otherwise after it."""

from __future__ import annotations

import marshal
import re
from collections.abc import Iterable, Mapping
from enum import IntEnum
from itertools import chain
from typing import Final, cast

from truespec.rendering.sketch import Outlook
from truespec.specification.unit_values import UnitValues
from truespec.specification.units import Edges, Unit, looked_up, mentioned, reachable, reversed_edges

__all__ = ["Reach", "mentioned_by", "needed", "part_of", "schemas_of"]

_MOST_UNITS: Final = 20
_MOST_SHARE: Final = 0.2
_LOOKED_UP: Final = frozenset({"operationId", "tags", "security", "callbacks"})
"""Keywords whose values are compared with those of other operations."""


class Reach(IntEnum):
    """Which of the units that refer to what an edit changes may read otherwise after it."""

    ALL_BUT_MENTIONS = 0
    ANSWERS_TOO = 1
    ALL = 2


def part_of(
    changed: list[Unit],
    edges: Mapping[Unit, Edges],
    old: UnitValues,
    new: UnitValues,
    reach: Reach,
) -> tuple[set[Unit], set[Unit]] | None:
    """Return what depends on what changed, and that with all it refers to; ``None`` where more may count."""
    if len(changed) > _MOST_UNITS or any(_named_in(old[unit]) != _named_in(new[unit]) for unit in changed):
        return None
    now = {unit: mentioned_by(unit, new[unit]) for unit in changed}
    counting = {unit: [target for kind in found[: reach + 1] for target in kind] for unit, found in edges.items()}
    dependent = reachable(changed, reversed_edges(counting))
    if None in now.values() or any(b"discriminator" in units[unit] for unit in dependent for units in (old, new)):
        return None  # a discriminator has a say in what it refers to
    following = {unit: (*chain(*found), *chain(*(now.get(unit) or ()))) for unit, found in edges.items()}
    part = {unit for unit in reachable(dependent, following) if unit in new}
    size = sum(map(new.size, part))
    return (dependent, part) if size <= _MOST_SHARE * sum(map(new.size, new)) else None


def schemas_of(units: Iterable[Unit]) -> set[str]:
    """Return the keys of the components among some units that are schemas."""
    return {unit[-1] for unit in units if unit[:2] == ("components", "schemas")}


def needed(before: Mapping[str, Outlook], after: Mapping[str, Outlook], params: str, intro: str) -> Reach:
    """Return how far an edit reaches by what others see of the schemas that depend on it.

    ``params`` is the module of dictionaries that stand for what is inside requests, ``intro`` what the README says
    before it lists the operations.
    """
    if before.keys() != after.keys():
        return Reach.ALL
    pairs = [(one, after[wire]) for wire, one in before.items()]
    names = "|".join(sorted(one.name for one in before.values()))
    is_sent = bool(names) and re.search(rf"^(?:class )?(?:{names})Params\d*\b", params, re.MULTILINE) is not None
    if is_sent or any((one.name, one.value) != (other.name, other.value) for one, other in pairs):
        return Reach.ALL
    if any(one.sample != other.sample and _may_be_shown(one, intro) for one, other in pairs):
        return Reach.ALL
    same = all(one.answer == other.answer for one, other in pairs)
    return Reach.ALL_BUT_MENTIONS if same else Reach.ANSWERS_TOO


def _may_be_shown(outlook: Outlook, intro: str) -> bool:
    """Whether an example may have the sample of a schema: that of an alias anywhere, that of a class in the README."""
    sample = cast("tuple[object, int]", outlook.sample)[0]
    if not isinstance(sample, dict) or not outlook.is_class:
        return True
    wires = list(cast("dict[str, object]", sample)) or ["{}"]
    return all(wire in intro for wire in wires)


def _named_in(value: bytes) -> list[object]:
    """Return what has to be unlike all others of its kind, or is declared elsewhere."""
    return list(looked_up(marshal.loads(value), _LOOKED_UP))  # noqa: S302  # bytes that taken_apart made


def mentioned_by(unit: Unit, value: bytes) -> Edges | None:
    """Return what a unit refers to; ``None`` where it refers to something in a way not followed here."""
    return mentioned(marshal.loads(value), unit)  # noqa: S302  # bytes that taken_apart made
