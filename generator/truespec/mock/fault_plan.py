"""What goes wrong, as a frozen value that every part of the mock asks; without arguments it is a healthy mock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from truespec.contract.api import Api

__all__ = ["Fault", "FaultPlan", "Spoil", "Turned", "Wire"]

Violation: TypeAlias = Literal["type", "missing", "enum", "extra", "null", "format"]


@dataclass(frozen=True, slots=True)
class Spoil:
    """One kind of breach of the schema: every member with one of ``names``, or only the ``first`` one that is met.

    No names at all stand for the first text of an answer.
    """

    kind: Violation
    names: frozenset[str] = frozenset()
    first: bool = False


@dataclass(frozen=True, slots=True)
class Turned:
    """A request that is turned away without being looked at; ``after`` is in seconds, sent as a date with ``dated``."""

    status: int
    after: int
    dated: bool


@dataclass(frozen=True, slots=True)
class Wire:
    """What goes wrong on the way, whatever the answer is; times are in seconds, ``padding`` in bytes."""

    wait: float = 0.0
    jitter: float = 0.0
    reset: Literal["", "before", "after"] = ""
    halved: bool = False
    malformed: bool = False
    drip: float = 0.0
    padding: int = 0
    turned: Turned | None = None


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """What goes wrong, as the rooms of the mock ask for it."""

    ignored_credentials: frozenset[str] = frozenset()
    dedupe_off: bool = False
    fill_null_overwrites: bool = False
    limit_ignored: bool = False
    page_ignored: bool = False
    totals_wrong: bool = False
    not_found_200: bool = False
    invalid_accepted: bool = False
    write_lost: bool = False
    spoils: tuple[Spoil, ...] = ()
    statuses: tuple[tuple[str, int], ...] = ()
    """Status by operation id; ``""`` means every operation."""
    content_type: str = ""
    forgotten: frozenset[str] = frozenset()
    """Ids of stated rules that are not followed."""
    pages: tuple[tuple[int, int], ...] = ()
    """From which page on, counted from 1, how many pages further on is shown instead."""
    wire: Wire = field(default_factory=Wire)

    def status(self, operation_id: str, right: int) -> int:
        """Return the status a success of an operation is answered with."""
        wrong = dict(self.statuses)
        return wrong.get(operation_id, wrong.get("", right))

    def page(self, position: int) -> int:
        """Return which page, counted from 1, is shown to who asks for the one at ``position``."""
        return position + sum(shift for start, shift in self.pages if position >= start)


@dataclass(frozen=True, slots=True)
class Fault:
    """One row of the table: ``argument`` is written ``[SO]`` where it may be left out, empty where there is none."""

    name: str
    argument: str
    does: str
    plan: Callable[[FaultPlan, str, Api], FaultPlan] = field(repr=False)

    @property
    def optional(self) -> bool:
        """Whether the argument may be left out, or there is none."""
        return not self.argument or (self.argument[0] == "[" and self.argument[-1] == "]")

    @property
    def form(self) -> str:
        """How it is written: ``latency:DURATION``."""
        if not self.argument:
            return self.name
        return f"{self.name}[:{self.argument[1:]}" if self.optional else f"{self.name}:{self.argument}"
