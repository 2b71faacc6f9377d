"""What a server was seen to look at in a request: what is looked at in one place is not overlooked in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from truespec.checking.schema_check import Violation
from truespec.contract.operation import Operation

__all__ = ["FREELY_READ", "UNKNOWN_OR_TWICE", "Strictness", "in_body"]

FREELY_READ: Final = frozenset({"format", "pattern"})
"""How a text is written: servers may read it more freely than the spec writes it."""

UNKNOWN_OR_TWICE: Final = frozenset({"additionalProperties", "unevaluatedProperties", "uniqueItems"})
"""What a server that reads only what it knows may not notice."""

_OTHERS: Final = 2
"""A server that looks at so many other ways to write a text looks at how texts are written."""

_NO_DIGIT_IN: Final = frozenset({"date", "date-time", "time", "uuid", "ipv4", "ipv6"})

_PLAIN_FORMS: Final = _NO_DIGIT_IN | {"email"}
"""Forms of which everybody knows what is none: no address lacks its sign, no day is written without a figure."""

_Place: TypeAlias = "tuple[str, str]"


@dataclass(slots=True)
class Strictness:
    """What was seen in one run."""

    _spellings: dict[tuple[bool, str], set[_Place]] = field(
        default_factory=lambda: defaultdict[tuple[bool, str], set[_Place]](set)
    )
    _objects: set[_Place] = field(default_factory=set[_Place])
    _refused_far_off: set[_Place] = field(default_factory=set[_Place])
    _taken: set[_Place] = field(default_factory=set[_Place])
    _elements: set[_Place] = field(default_factory=set[_Place])
    """The lists whose elements are looked at, each by the path of an element that was refused for what it is."""

    def note_refused(self, operation: Operation, violations: Sequence[Violation]) -> None:
        """Take note of a request that was refused as one of the wrong form, for what is wrong in one place of it."""
        if len({violation.path for violation in violations}) != 1:
            return
        first = violations[0]
        if all(violation.keyword in FREELY_READ for violation in violations):
            self._spellings[in_body(first), _kind(first)].add((operation.id, first.path))
            if in_body(first) and first.form in _PLAIN_FORMS and "[" not in first.path and _is_far_off(first):
                self._refused_far_off.add((operation.id, first.path))
        elif in_body(first):
            self._objects.add((operation.id, _holder(first.path)))
            self._elements.update([(operation.id, first.path)] if "[" in first.path else [])

    def note_taken(self, operation: Operation, violation: Violation) -> None:
        """Take note of a request that was done though a text of it is not written as it should be."""
        self._taken.add((operation.id, violation.path))

    def is_inconsistent(self, operation: Operation, violation: Violation) -> bool:
        """Say whether a server that has taken this is known to refuse its like in other places."""
        if violation.keyword in UNKNOWN_OR_TWICE:
            holder = violation.path if violation.keyword != "uniqueItems" else _holder(violation.path)
            return "[" not in holder and (operation.id, holder) in self._objects
        looked_at = "[" not in violation.path or (operation.id, violation.path) in self._elements
        if violation.keyword not in FREELY_READ or not looked_at or not _is_far_off(violation):
            return False
        seen = {
            kind: places
            for (of_body, kind), places in self._spellings.items()
            if of_body is in_body(violation) and places
        }
        if _kind(violation) in seen or len(seen) >= _OTHERS:
            return True
        if in_body(violation):
            return violation.form in _PLAIN_FORMS and self._is_looked_at_beside(operation, violation)
        # Where one text of a query is looked at, a moment that is none in anybody's reading is not overlooked.
        beside = any(operation.id == id_ for places in seen.values() for id_, _ in places)
        return beside and violation.form in _NO_DIGIT_IN

    def _is_looked_at_beside(self, operation: Operation, violation: Violation) -> bool:
        """Say whether another text of the same object was refused as none of its form, and never taken as one."""
        holder = _holder(violation.path)
        return any(
            id_ == operation.id and path != violation.path and _holder(path) == holder
            for id_, path in self._refused_far_off - self._taken
        )


def _kind(violation: Violation) -> str:
    return violation.form or violation.keyword


def in_body(violation: Violation) -> bool:
    """Say whether it is about a member of the body: of those, a name in backticks comes first."""
    return violation.states.startswith("`")


def _holder(path: str) -> str:
    return path.rpartition(".")[0]


def _is_far_off(violation: Violation) -> bool:
    """Say whether nobody could take a text for one of its form: it is no matter of how strictly one reads."""
    text = violation.text or ""
    if not text.strip():
        return False
    if violation.form == "email":
        return "@" not in text
    return violation.form not in _NO_DIGIT_IN or not any(letter.isdigit() for letter in text)
