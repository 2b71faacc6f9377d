"""What a mutant is: a mock that breaks one thing the contract says, and what it takes to make one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from truespec.checking.facts import assumed_among
from truespec.contract.behaviour import Action, Rule
from truespec.mock.exchange import Request, Response
from truespec.mutation.ground import Ground

__all__ = ["KINDS", "Build", "Equivalent", "Kind", "Mutant", "Row", "Server", "effect_of", "of_rule"]

Kind: TypeAlias = Literal[
    "rule forgotten",
    "access",
    "paging",
    "order",
    "filter",
    "search",
    "records",
    "duplicates",
    "several records",
    "batch",
    "answer",
    "schema",
    "input",
]
"""What a mutant has wrong, roughly: the classes of the table."""

KINDS: tuple[Kind, ...] = get_args(Kind)

Server: TypeAlias = Callable[[Request], Response]
"""Answers a request at once, as a healthy mock does or almost."""

Build: TypeAlias = Callable[[Ground], Server]
"""Makes the server of a mutant, fresh for each run."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mutant: ``name`` is unique in its API and stable, ``does`` says in one sentence what it does wrong.

    ``breaks`` is the id of the rule it breaks, or the place in the spec in words; ``operation`` the id of the one that
    goes wrong, empty for several.  ``assumed`` is the reason where what it breaks is an assumption of ours.
    """

    name: str
    kind: Kind
    does: str
    breaks: str
    operation: str
    assumed: str | None
    build: Build = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A change that no request could tell from a server that keeps to the contract; ``why`` is the reason."""

    name: str
    kind: Kind
    why: str


Row: TypeAlias = Mutant | Equivalent
"""One row of the table."""


def effect_of(action: Action) -> Rule:
    """Return the rule that says what an action does beyond making, reading and ending a record, else the action."""
    return action.merge or action.deletion or action.unsubscription or action.part or action.move or action


def of_rule(  # noqa: PLR0913 - a row of the table has so many columns
    rule: Rule, slug: str, kind: Kind, does: str, build: Build, *, operation: str = "", attributes: Sequence[str] = ()
) -> Mutant:
    """Return a mutant of a stated rule; ``attributes`` are what of the rule it goes against."""
    return Mutant(
        f"{rule.id}/{slug}", kind, does, rule.id, operation, assumed_among(rule.assumptions, attributes), build
    )
