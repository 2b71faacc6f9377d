"""The one member that a server takes in a wrong form, though it refuses every other one.

Where nothing says that requests of the wrong form are refused, a server may take them. One that looks at all members
of a body but one has no rule of its own that would say so: what is documented of that member is not looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from truespec.checking.exchange import Exchange
from truespec.checking.schema_check import SPELLING, Violation
from truespec.checking.strictness import in_body
from truespec.contract.api import Api
from truespec.contract.operation import Operation

__all__ = ["OddOne"]

_ENOUGH: Final = 6
"""A server that refuses so many other members of a body, each in a wrong form, looks at all of them."""

_NULL: Final = "it is null"
"""As good as left out, for many servers."""

_Place: TypeAlias = "tuple[str, str]"


_Taken: TypeAlias = "dict[_Place, tuple[Exchange, Violation]]"


@dataclass(slots=True)
class OddOne:
    """What one run has seen refused and taken, each wrong in one member of a body; by operation and path.

    What may be read as the right thing by a kind server, a number in place of a text, say, is kept apart (``_read``).
    """

    api: Api
    _refused: dict[_Place, set[str]] = field(default_factory=lambda: defaultdict[_Place, set[str]](set))
    _taken: _Taken = field(default_factory=dict[_Place, tuple[Exchange, Violation]])
    _read: _Taken = field(default_factory=dict[_Place, tuple[Exchange, Violation]])

    def note_refused(self, operation: Operation, violations: Sequence[Violation]) -> None:
        """Take note of a request that was refused as one of the wrong form."""
        if self._tells(operation, violations):
            self._refused[operation.id, violations[0].path].update(*map(_kinds, violations))

    def note_taken(self, exchange: Exchange, violation: Violation, violations: Sequence[Violation]) -> None:
        """Take note of a request that was done all the same; ``violation`` is the clearest of what is wrong with it."""
        if not self._tells(exchange.operation, violations) or violation.seen == _NULL or violation.truthy:
            return
        taken, place = (
            self._read if violation.keyword == SPELLING else self._taken,
            (exchange.operation.id, violation.path),
        )
        if place not in taken or violation.mistyped:
            taken[place] = exchange, violation

    def found(self) -> tuple[Exchange, Violation, int] | None:
        """Return what shows the only member that is taken, and how many others of its body are refused.

        Nothing, where several are taken, or where nothing else is refused for the same reason: to look at no member of
        some kind is a way to read requests. What may be read as the right thing has to be refused in many others.
        """
        return self._only(self._taken, 1) or self._only(self._read, _ENOUGH)

    def _only(self, taken: _Taken, least: int) -> tuple[Exchange, Violation, int] | None:
        if len({_name(path) for _, path in taken}) != 1:
            return None
        for (operation, path), (exchange, violation) in taken.items():
            others = {other for id_, other in self._refused if id_ == operation and other != path}
            alike = {
                _name(other)
                for (_, other), kinds in self._refused.items()
                if _kinds(violation) & kinds and _name(other) != _name(path)
            }
            if len(others) >= _ENOUGH and len(alike) >= least:
                return exchange, violation, len(others)
        return None

    def _tells(self, operation: Operation, violations: Sequence[Violation]) -> bool:
        """Say whether a request is wrong in one documented member that stands in no list.

        Of what asks for a list, servers read much their own way.
        """
        first = violations[0]
        action = self.api.behaviour.action(operation.id) if self.api.behaviour is not None else None
        plain = in_body(first) and "[" not in first.path and len({violation.path for violation in violations}) == 1
        asks = action is not None and action.kind == "list"
        return plain and not asks and all(violation.assumed is None for violation in violations)


def _kinds(violation: Violation) -> set[str]:
    """Return what is wrong, in words that compare: a number in place of a word of a list is of the wrong type, too."""
    kind = f"{SPELLING}, {violation.seen}" if violation.keyword == SPELLING else violation.keyword
    return {kind, "type"} if violation.mistyped else {kind}


def _name(path: str) -> str:
    return path.rpartition(".")[2]
