"""Many additions to one text: those that do not touch each other are made in one go, with the text parsed once.

What comes out says what one addition after the other would have made it say, in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from truespec.specification.amendment import Addition, AmendmentError, insertion, place_of, root_of

__all__ = ["amended_all"]


@dataclass(slots=True)
class _Owner:
    """A mapping or list that grows in one round: where its new keys are written, and whether it takes more."""

    written: dict[str, int] = field(default_factory=dict[str, int])
    last_at: dict[int, str] = field(default_factory=dict[int, str])
    closed: bool = False


@dataclass(slots=True)
class _Round:
    """Additions to one text, none of which changes what another one finds."""

    text: str
    root: Any
    owners: dict[int, _Owner] = field(default_factory=dict[int, _Owner])
    places: dict[int, int] = field(default_factory=dict[int, int])
    """Of each index the owner that is written there."""
    pieces: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])

    def take(self, addition: Addition) -> bool:
        """Plan an addition; False where it has to wait for those that were planned before.

        Raises:
            AmendmentError: It cannot be made.
        """
        node, missing = place_of(self.root, addition.steps)
        owner = self.owners.setdefault(id(node), _Owner())
        first = not owner.written
        if owner.closed or not (first or self._joins(node, owner, missing, addition)):
            owner.closed = True
            return False
        at, written = insertion(self.text, node, missing, addition)
        at = owner.written.get(addition.after, at) if addition.key else at
        if self.places.setdefault(at, id(node)) != id(node):
            owner.closed = True
            return False
        # Directly behind a key that was there is before what has come there already.
        before = bool(owner.written) and any(key.value == addition.after for key, _ in _pairs(node))
        self.pieces.insert(0 if before else len(self.pieces), (at, written))
        key = addition.key or f"{len(owner.written)} of a list"
        owner.written[key] = at
        owner.last_at[at] = owner.last_at.get(at, key) if before else key
        owner.closed = bool(missing) or not node.value or (at == len(self.text) and not self.text.endswith("\n"))
        return True

    def _joins(self, node: Any, owner: _Owner, missing: Sequence[str], addition: Addition) -> bool:
        """Whether what has grown already takes one more: there, or behind the last that was written in a place."""
        if missing or isinstance(node, yaml.MappingNode) != bool(addition.key) or addition.key in owner.written:
            return False
        at = owner.written.get(addition.after) if addition.key else None
        return at is None or owner.last_at[at] == addition.after

    def done(self) -> str:
        """Return the text with everything that was planned, in the order of the plan where that is one place."""
        pieces: list[str] = []
        start = 0
        for at, written in sorted(self.pieces, key=lambda piece: piece[0]):
            pieces += (self.text[start:at], written)
            start = at
        return "".join((*pieces, self.text[start:]))


def _pairs(node: Any) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = node.value if isinstance(node, yaml.MappingNode) else []
    return pairs


def amended_all(text: str, additions: Sequence[Addition]) -> tuple[str, tuple[AmendmentError | None, ...]]:
    """Return the text with all additions that can be made, in their order, and for each why it cannot, or None."""
    failed: list[AmendmentError | None] = [None] * len(additions)
    waiting = list(range(len(additions)))
    while waiting:
        try:
            round_ = _Round(text, root_of(text))
        except AmendmentError as error:
            for number in waiting:
                failed[number] = error
            break
        later: list[int] = []
        for number in waiting:
            try:
                if not round_.take(additions[number]):
                    later.append(number)
            except AmendmentError as error:
                failed[number] = error
        text = round_.done()
        waiting = later
    return text, tuple(failed)
