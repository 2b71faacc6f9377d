"""What an action came to, before anything is put into the form of an answer."""

from __future__ import annotations

from dataclasses import dataclass, field

from truespec.contract.behaviour import Place
from truespec.contract.schema import Json
from truespec.mock.validators import Problem

__all__ = ["Outcome"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of an action.

    ``status`` is set where the action is not a plain success (a missing record), ``wanted`` is the success it prefers
    where an operation declares several.  ``value`` belongs at ``place`` of the answer's body (``None``: no rule says
    where), ``beside`` are further members of that body.  It is ``kept`` where it is a record as the store has it, which
    nobody changes.  With ``problems`` nothing was done; ``status`` is ``stated`` where a rule says it for just that.
    """

    status: int = 0
    wanted: int = 0
    value: Json = field(default=None, repr=False)
    place: Place | None = None
    beside: tuple[tuple[Place, Json], ...] = field(default=(), repr=False)
    headers: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    stated: bool = False
    found: bool = True
    kept: bool = False
