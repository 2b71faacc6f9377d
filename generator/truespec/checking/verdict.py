"""What a run found: facts that hold, facts that are broken, differences from assumptions, and what was not checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from truespec.checking.coverable import COVERED_KINDS, CoveredKind
from truespec.checking.coverage import Covered
from truespec.contract.schema import Json
from truespec.diagnostics import Location

__all__ = ["Fact", "Finding", "Kind", "NeverDone", "NotChecked", "Turn", "Verdict"]

Kind: TypeAlias = Literal["status", "content-type", "header", "body", "refusal", "credentials", "server-error", "rule"]

_HOLDS: Final = 0
_BROKEN: Final = 1
_COULD_NOT_TELL: Final = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the contract says about a server.

    ``id`` is stable (``importCustomer.dedupe``, ``getCustomer.200.body``), ``states`` one sentence, ``location`` where
    the spec or the behaviour says it, ``operation`` the id of the operation it is about.  ``assumed`` is the reason
    where no documentation settles it.
    """

    id: str
    states: str
    location: Location
    operation: str
    kind: Kind
    assumed: str | None = None

    def as_json(self) -> dict[str, Json]:
        """Return the fact as plain JSON data."""
        return {
            "id": self.id,
            "states": self.states,
            "file": self.location.file,
            "line": self.location.line,
            "column": self.location.column,
            "pointer": self.location.pointer,
            "operation": self.operation,
            "kind": self.kind,
            "assumed": self.assumed,
        }


@dataclass(frozen=True, slots=True)
class Turn:
    """One request and its answer in words: names and types of members, no values."""

    request: str
    response: str

    def as_json(self) -> dict[str, Json]:
        """Return the turn as plain JSON data."""
        return {"request": self.request, "response": self.response}


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact the server does not keep: ``detail`` says what was seen.

    ``reproduction`` are the commands that show it again, one a line, ``client_code`` the same as a program with the
    generated client, empty where that would not send such requests.  ``request`` and ``response`` are summaries of the
    exchange that breaks the fact, ``conversation`` of all that were needed.  Nothing in any of them is a credential or
    a value that came out of the server, but for the keys of records.
    ``times`` counts how often it was seen.
    """

    fact: Fact
    detail: str
    request: str = ""
    response: str = ""
    reproduction: str = ""
    times: int = 1
    client_code: str = ""
    conversation: tuple[Turn, ...] = ()

    @property
    def assumed(self) -> str | None:
        """Why the fact is an assumption of ours; ``None`` where it is documented."""
        return self.fact.assumed

    def as_json(self) -> dict[str, Json]:
        """Return the finding as plain JSON data."""
        return {
            **self.fact.as_json(),
            "detail": self.detail,
            "request": self.request,
            "response": self.response,
            "reproduction": self.reproduction,
            "client_code": self.client_code,
            "conversation": [turn.as_json() for turn in self.conversation],
            "times": self.times,
        }


@dataclass(frozen=True, slots=True)
class NotChecked:
    """A fact nothing can be said about, and why.

    ``needs_setup`` is true where no request to the API could have told: something outside has to be set up, or the run
    has to be given more.
    """

    fact: Fact
    reason: str
    needs_setup: bool = False

    def as_json(self) -> dict[str, Json]:
        """Return the fact with the reason as plain JSON data."""
        return {**self.fact.as_json(), "reason": self.reason, "needs_setup": self.needs_setup}


@dataclass(frozen=True, slots=True)
class NeverDone:
    """An operation that was asked for, and not once with success: what is documented of it was hardly looked at.

    ``answers`` are the statuses of its answers with how many there were, the most frequent first.
    """

    operation: str
    location: Location
    answers: tuple[tuple[int, int], ...]

    @property
    def states(self) -> str:
        """What is the matter, in words."""
        told = ", ".join(f"{count} times {status}" for status, count in self.answers)
        return f"none of {sum(count for _, count in self.answers)} requests was answered with success ({told})"

    def as_json(self) -> dict[str, Json]:
        """Return it as plain JSON data."""
        return {
            "operation": self.operation,
            "file": self.location.file,
            "line": self.location.line,
            "column": self.location.column,
            "answers": {str(status): count for status, count in self.answers},
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one run.

    ``requests`` counts what was sent, ``requests_by_operation`` by the operation's id.  ``lost`` says how the target
    went away, ``interrupted`` that the user stopped the run, ``out_of_time`` that its budget was used up; what was done
    until then is kept in each case.  ``removed`` counts the records of its own that the run took away again, ``left``
    those that stay on the server.  ``unfinished`` are the parts of the run that were not done to their end, ``shard``
    which share of the whole was done, empty for all of it.  ``coverage`` is everything that can be exercised, with
    whether it was.  ``never_done`` are the operations that no request was answered with success by.
    """

    api: str
    target: str
    profile: str
    holds: tuple[Fact, ...] = ()
    broken: tuple[Finding, ...] = ()
    differs: tuple[Finding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    coverage: tuple[Covered, ...] = ()
    requests: int = 0
    requests_by_operation: Mapping[str, int] = field(default_factory=dict[str, int])
    seconds: float = 0.0
    lost: str = ""
    interrupted: bool = False
    out_of_time: bool = False
    removed: int = 0
    left: int = 0
    unfinished: tuple[str, ...] = ()
    shard: str = ""
    never_done: tuple[NeverDone, ...] = ()

    @property
    def untold(self) -> str:
        """Why the run could not tell whether the contract holds; empty where it could."""
        if self.lost or self.interrupted:
            return self.lost or "stopped by the user"
        if not self.broken and not self.shard and self._nothing_done():
            return f"nothing that was asked for was done: {self.never_done[0].operation}: {self.never_done[0].states}"
        if self.holds or self.broken or self.differs:
            return ""
        if self.shard and not (self.unfinished or self.not_checked):
            # Others do what there is to do; together they can tell.
            return ""
        if self.out_of_time:
            return "nothing was checked before the time budget was used up"
        reasons = Counter(item.reason for item in self.not_checked)
        return "nothing was checked" + (f": {reasons.most_common(1)[0][0]}" if reasons else "")

    def _nothing_done(self) -> bool:
        """Say whether each operation that was asked for was refused throughout: what holds holds of refusals only."""
        never = {item.operation for item in self.never_done}
        return bool(never) and never >= {operation for operation in self.requests_by_operation if operation}

    def exit_code(self, *, strict: bool = False) -> int:
        """Return 3 where the run could not tell (see :attr:`untold`), else 1 where a documented fact is broken, else 0.

        ``strict`` counts a difference from an assumption as broken.
        """
        if self.untold:
            return _COULD_NOT_TELL
        if self.broken or (strict and self.differs):
            return _BROKEN
        return _HOLDS

    def count_by_kind(self) -> dict[str, int]:
        """Count the facts that were checked by their kind."""
        counts: dict[str, int] = {}
        for fact in (*self.holds, *(finding.fact for finding in (*self.broken, *self.differs))):
            counts[fact.kind] = counts.get(fact.kind, 0) + 1
        return counts

    def covered(self, kind: CoveredKind) -> tuple[tuple[Covered, ...], tuple[Covered, ...]]:
        """Return what of a kind was exercised and what was not."""
        items = [item for item in self.coverage if item.what.kind == kind]
        return tuple(item for item in items if item.exercised), tuple(item for item in items if not item.exercised)

    def coverage_json(self) -> dict[str, Json]:
        """Return the coverage as plain JSON data, by kind."""
        found: dict[str, Json] = {}
        for kind in COVERED_KINDS:
            exercised, missed = self.covered(kind)
            found[kind] = {
                "exercised": [item.as_json() for item in exercised],
                "not_exercised": [item.as_json() for item in missed],
            }
        return found

    def as_json(self) -> dict[str, Json]:
        """Return the verdict as plain JSON data; nothing in it is secret."""
        return {
            "api": self.api,
            "target": self.target,
            "profile": self.profile,
            "holds": [fact.as_json() for fact in self.holds],
            "broken": [finding.as_json() for finding in self.broken],
            "differs": [finding.as_json() for finding in self.differs],
            "not_checked": [item.as_json() for item in self.not_checked],
            "checked_by_kind": dict(self.count_by_kind()),
            "coverage": self.coverage_json(),
            "requests": self.requests,
            "requests_by_operation": dict(self.requests_by_operation),
            "seconds": round(self.seconds, 3),
            "lost": self.lost or None,
            "untold": self.untold or None,
            "interrupted": self.interrupted,
            "out_of_time": self.out_of_time,
            "removed": self.removed,
            "left": self.left,
            "unfinished": list(self.unfinished),
            "shard": self.shard or None,
            "never_done": [item.as_json() for item in self.never_done],
        }
