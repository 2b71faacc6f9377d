"""What operations do: what every action shares, and reading, the simplest of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from truespec.contract.behaviour import Action, Place
from truespec.contract.schema import ABSENT, Absent, Json
from truespec.mock.consents import consented
from truespec.mock.fault_plan import FaultPlan
from truespec.mock.outcome import Outcome
from truespec.mock.places import sent
from truespec.mock.records import Collection, key_text
from truespec.mock.shapes import Shapes
from truespec.mock.store import Record
from truespec.mock.uniqueness import taken_rule
from truespec.mock.validation import Call
from truespec.mock.validators import Problem

__all__ = ["Performer", "Read", "Shared"]

_NOT_FOUND = 404


class Performer(Protocol):
    """An action, ready to be done."""

    def __call__(self, call: Call) -> Outcome:
        """Do it."""
        ...


@dataclass(frozen=True, slots=True)
class Shared:
    """What every action needs: its rule, the records it is about, and how the mock misbehaves."""

    action: Action
    records: Collection
    shapes: Shapes
    plan: FaultPlan
    left_out: frozenset[str] = field(init=False)
    """The members of a request's body that no record takes up as they are."""

    def __post_init__(self) -> None:
        """Work out once what is the same in every request."""
        ignored = self.action.ignored.members if self.action.ignored else ()
        consents = (
            rule.place.path[0] for rule in self.action.consents if rule.place.part == "body" and rule.place.path
        )
        object.__setattr__(self, "left_out", frozenset((*ignored, *consents)))

    def key(self, call: Call) -> str | None:
        """Return the key a request names a record by."""
        value = self.chosen(call)
        return None if isinstance(value, Absent) else key_text(value)

    def chosen(self, call: Call) -> Json | Absent:
        """Return that key as it was sent; null names nothing."""
        value = ABSENT if self.action.key is None else sent(call, self.action.key)
        return ABSENT if value is None else value

    def keys(self, call: Call, place: Place | None) -> Mapping[str, Json]:
        """Return the keys a request lists at a place, each once, with the value that was sent for it."""
        value = ABSENT if place is None else sent(call, place)
        values = value if isinstance(value, list) else [] if isinstance(value, Absent) else [value]
        return {key_text(key): key for key in values}

    def found(self, call: Call) -> Record | None:
        """Return the record a request names, ``None`` where there is none."""
        key = self.key(call)
        return None if key is None else self.records.get(key)

    def given(self, call: Call, record: Record | None = None) -> Mapping[str, Json]:
        """Return the members a request sends, as the record it is about (``None``: a new one) keeps them.

        Members that the record does not take up are left out, consents are written the way it keeps them.
        """
        body = call.body if isinstance(call.body, dict) else {}
        consents = self.action.consents
        kept = {name: value for name, value in body.items() if name not in self.left_out}
        return {**kept, **consented(call, consents, record or {}, self.records)} if consents else kept

    def missing(self) -> Outcome:
        """Return the outcome for a record that is not there."""
        if self.plan.not_found_200:
            return Outcome(200, value={}, place=Place("body", ()))
        return Outcome(self.action.missing.status if self.action.missing else _NOT_FOUND, found=False)

    def refused(self, place: Place, message: str, status: int = 0) -> Outcome:
        """Return the outcome for a request that cannot be done: ``message`` quotes nothing that was sent.

        The answer is the one for a request of the wrong form; ``status`` is preferred where the operation declares it.
        """
        return Outcome(status, problems=(Problem(str(place), message, self.action.location),))

    def taken(self, record: Record, before: Record | None = None) -> Outcome | None:
        """Return the outcome that refuses a record with values that only one may have, where another has them."""
        rule = taken_rule(self.records, self.action.unique, record, before)
        if rule is None:
            return None
        message = f"has {' and '.join(rule.members)} of another record"
        return Outcome(rule.status, problems=(Problem("body", message, rule.location),), stated=True)

    def locked(self, record: Record, after: Record | None = None) -> Outcome | None:
        """Return the outcome that refuses to touch a record in its state; what leaves it may be another matter."""
        rule = self.action.locked
        if rule is None or record.get(rule.member) not in rule.values:
            return None
        if after is not None and rule.leaving != "refused" and after.get(rule.member) not in rule.values:
            return None
        message = f"is left alone while its {rule.member} is as it is"
        return Outcome(rule.status, problems=(Problem("body", message, rule.location),), stated=True)

    def answer(self, record: Record, wanted: int = 0) -> Outcome:
        """Return the outcome that answers with a record."""
        return Outcome(wanted=wanted, value=record, place=self.action.answer)


class Read(Shared):
    """Answers with the record the request names."""

    def __call__(self, call: Call) -> Outcome:
        """Look it up."""
        record = self.found(call)
        return self.missing() if record is None else Outcome(value=record, place=self.action.answer, kept=True)
