"""One difference between what pages say, what they said, and what the spec says."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from truespec.contract.schema import Json
from truespec.diagnostics import Location
from truespec.documentation.facts.surface import Evidence, Value

__all__ = ["Action", "Change", "Edit", "Kind", "Suggestion", "Weight"]


class Kind(enum.Enum):
    """What happened: the first seven to the page since it was accepted, the others between page and spec."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed?"
    REWORDED = "reworded"
    NEWLY_VISIBLE = "newly visible"
    NO_LONGER_VISIBLE = "no longer visible"
    SPEC_BEHIND = "spec behind"
    SPEC_CONTRADICTS = "spec contradicts"
    SETTLED = "assumption settled"
    REFUTED = "assumption refuted"
    UNSUPPORTED = "unsupported"


class Weight(enum.Enum):
    """How much a change weighs: a note is worth knowing and no drift, everything else is drift."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NOTE = "note"


class Action(enum.Enum):
    """What an edit does to the text of a spec; only additions are ever made without a person."""

    ADD = "add"
    SET = "set"
    REMOVE = "remove"
    RENAME = "rename"


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of a file of the spec.

    ``location`` is the place of an existing object; ``steps`` lead from it to the mapping or list that is edited, which
    may not exist yet.  ``key`` is what is added, set, removed or renamed in it; where it is empty, ``value`` is the
    element of a list that is added or removed.  ``value`` is the new value, and the new name where a key (or a text in
    a list) is renamed.  A new key stands behind the key ``after`` where that is given.  ``caution`` says why a person
    has to look at it first.
    """

    location: Location
    steps: tuple[str, ...]
    key: str
    value: Json
    after: str = ""
    caution: str = ""
    action: Action = Action.ADD

    @property
    def safe(self) -> bool:
        """Whether it can be made without a person."""
        return self.action is Action.ADD and not self.caution


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the edits of one change come to in the text of a file: lines that go, and lines that come in their place.

    ``line`` and ``column`` are where that begins, counted from one.  ``applies`` says that ``--apply`` makes it.
    """

    file: str
    line: int
    column: int
    old: tuple[str, ...]
    new: tuple[str, ...]
    applies: bool
    caution: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    ``place`` and ``attribute`` are those of a fact (``attribute`` is empty where the whole place is meant).  ``before``
    and ``after`` are values, or attributes with values for a whole place.  ``line`` is that of the page, 0 where it has
    none; ``location`` the place in the spec; ``spec`` says in words how the spec stands to it.
    ``with_it`` is the place whose schema the spec shares, where the page shows the change only there.
    """

    kind: Kind
    weight: Weight
    operation: str
    place: str = ""
    attribute: str = ""
    before: Value = None
    after: Value = None
    evidence: Evidence = Evidence.STATED
    line: int = 0
    page: str = ""
    location: Location | None = None
    spec: str = ""
    breaking: bool = False
    reasons: tuple[str, ...] = ()
    below: Mapping[str, Mapping[str, Value]] = field(default_factory=dict[str, "Mapping[str, Value]"])
    with_it: str = ""
    edits: tuple[Edit, ...] = ()
    waived: str = ""
    waived_on: str = ""

    @property
    def drift(self) -> bool:
        """Whether it is drift that nobody has waived."""
        return self.weight is not Weight.NOTE and not self.waived
