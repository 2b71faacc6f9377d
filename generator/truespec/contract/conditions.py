"""The rules on when a request is let through: limits, permissions, what goes together, what must be set up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from truespec.contract.rule import BODY, Place, Rule

__all__ = ["Condition", "Limit", "Locked", "Needs", "Permission", "RateLimit", "Remark", "Scope", "Shared", "Unique"]


@dataclass(frozen=True, slots=True)
class Needs(Rule):
    """Each of ``places`` goes together with ``other``, never alone; ``status`` refuses it."""

    places: tuple[Place, ...] = ()
    other: Place = BODY
    status: int = 400


@dataclass(frozen=True, slots=True)
class Limit(Rule):
    """The list at ``place`` has at most ``most`` elements; ``status`` refuses a longer one."""

    place: Place = BODY
    most: int = 1
    status: int = 400


@dataclass(frozen=True, slots=True)
class Permission(Rule):
    """The caller needs a permission, by the name it has among the scopes of the spec; ``status`` refuses others."""

    name: str = ""
    status: int = 403


@dataclass(frozen=True, slots=True)
class Unique(Rule):
    """No two records agree in all of ``members``; ``status`` refuses what would make them, and nothing is changed.

    What is null or absent agrees with nothing.  ``letters`` says whether texts that differ in the case of letters
    only are ``alike`` or ``apart``, ``deleted`` that the values of a deleted record are ``free``; empty where nothing
    is stated of it.
    """

    members: tuple[str, ...] = ()
    status: int = 409
    letters: Literal["", "alike", "apart"] = ""
    deleted: Literal["", "free"] = ""


@dataclass(frozen=True, slots=True)
class Locked(Rule):
    """A record whose ``member`` has one of the ``values`` is left alone: ``status`` refuses to change or to delete it.

    ``leaving`` says whether a change that gives the member another value is ``done`` or ``refused``; empty where
    nothing is stated of it.
    """

    member: str = ""
    values: tuple[str, ...] = ()
    status: int = 409
    leaving: Literal["", "done", "refused"] = ""


@dataclass(frozen=True, slots=True)
class Condition(Rule):
    """Something outside of this API must be set up first, under a name of our own.

    ``places`` are what can only be sent then, empty for the whole request; ``status`` refuses it, where that is known.
    """

    name: str = ""
    places: tuple[Place, ...] = ()
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Scope(Rule):
    """Records belong to what the request names at ``place``: the same key elsewhere is another record."""

    place: Place = BODY


@dataclass(frozen=True, slots=True)
class Shared(Rule):
    """What a request names at ``place`` may be one of several that share records: a key is the same record for all."""

    place: Place = BODY


@dataclass(frozen=True, slots=True)
class RateLimit(Rule):
    """Requests are counted by the credentials they carry; ``status`` refuses those over the limit.

    ``limit``, ``remaining`` and ``reset`` are headers that tell how it stands.  All ``answers`` have them, or those the
    spec declares them for; the latter is meant where a page does not say and the spec declares any.
    """

    per: Literal["second", "minute", "hour", "day"] = "hour"
    status: int = 429
    limit: str = ""
    remaining: str = ""
    reset: str = ""
    answers: Literal["", "all", "declared"] = ""


@dataclass(frozen=True, slots=True)
class Remark(Rule):
    """A stated rule about ``members`` of a resource that no request to this API can put to the test."""

    resource: str = ""
    members: tuple[str, ...] = ()
