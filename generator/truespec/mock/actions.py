"""What operations do: one small class for each kind of action that behaviour knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from truespec.contract.behaviour import Action, Batch, Place
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json
from truespec.mock.faults import FaultPlan
from truespec.mock.outcome import Outcome
from truespec.mock.places import sent
from truespec.mock.records import Collection, key_text
from truespec.mock.shapes import Shapes
from truespec.mock.store import Record, Store
from truespec.mock.validation import Call, Reader
from truespec.mock.validators import Problem

__all__ = ["Delete", "DoBatch", "Performer", "Read", "Shared", "Update", "Upsert"]

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

    def key(self, call: Call) -> str | None:
        """Return the key a request names a record by."""
        value = ABSENT if self.action.key is None else sent(call, self.action.key)
        return None if isinstance(value, Absent) else key_text(value)

    def given(self, call: Call) -> Mapping[str, Json]:
        """Return the members a request sends, without those that the record does not take up."""
        body = call.body if isinstance(call.body, dict) else {}
        ignored = self.action.ignored.members if self.action.ignored else ()
        return {name: value for name, value in body.items() if name not in ignored}

    def missing(self) -> Outcome:
        """Return the outcome for a record that is not there."""
        if self.plan.not_found_200:
            return Outcome(200, value={}, place=Place("body", ()))
        return Outcome(self.action.missing.status if self.action.missing else _NOT_FOUND, found=False)

    def answer(self, record: Record, wanted: int = 0) -> Outcome:
        """Return the outcome that answers with a record."""
        return Outcome(wanted=wanted, value=record, place=self.action.answer)


class Read(Shared):
    """Answers with the record the request names."""

    def __call__(self, call: Call) -> Outcome:
        """Look it up."""
        key = self.key(call)
        record = None if key is None else self.records.get(key)
        return self.missing() if record is None else self.answer(record)


class Upsert(Shared):
    """Makes a record, unless a rule says that it is there already: imports and plain creation alike."""

    def __call__(self, call: Call) -> Outcome:
        """Find the same record or make one, with nobody in between."""
        given = self.given(call)
        with self.records.exclusive():
            record = self._existing(call, given)
            if record is None:
                chosen = ABSENT if self.action.key is None else sent(call, self.action.key)
                return self.answer(self.records.keep(self.records.new(given, self.action.stores, chosen)), 201)
            return self.answer(self.records.keep(self._changed(record, given)), 200)

    def _existing(self, call: Call, given: Mapping[str, Json]) -> Record | None:
        key = self.key(call)
        if key is not None:
            return self.records.get(key)
        rule = self.action.dedupe
        return None if rule is None or self.plan.dedupe_off else self.records.same(given, rule)

    def _changed(self, record: Record, given: Mapping[str, Json]) -> Record:
        existing = self.action.dedupe.existing if self.action.dedupe else None
        rule = existing.rule if existing else "replace"
        if rule == "fill-null" and self.plan.fill_null_overwrites:
            rule = "replace"
        return self.records.changed(record, given, rule, self.action.stores)


class Update(Shared):
    """Changes the record the request names: where no rule says how, PUT makes it anew, others change what is sent."""

    def __call__(self, call: Call) -> Outcome:
        """Change it, with nobody in between."""
        key, given = self.key(call), self.given(call)
        with self.records.exclusive():
            record = None if key is None else self.records.get(key)
            if record is None:
                return self.missing()
            stores = self.action.stores
            if self._replaces(call):
                return self.answer(self.records.keep(self.records.rewritten(record, given, stores)))
            return self.answer(self.records.keep(self.records.changed(record, given, "replace", stores)))

    def _replaces(self, call: Call) -> bool:
        """Say whether what is not sent is cleared: as the rule says, otherwise as the method is meant."""
        rule = self.action.change
        return call.operation.method.upper() == "PUT" if rule is None else rule.rule == "replace"


class Delete(Shared):
    """Ends the record the request names, and answers with it where the contract has a body for that."""

    def __call__(self, call: Call) -> Outcome:
        """Take it away."""
        key = self.key(call)
        with self.records.exclusive():
            record = None if key is None else self.records.get(key)
            if key is None or record is None or not self.records.remove(key):
                return self.missing()
            return self.answer(record, 204)


@dataclass(frozen=True, slots=True)
class DoBatch:
    """Does another operation for every element, in order, and answers with what each would have been answered.

    Either all elements are valid or nothing is done.
    """

    action: Action
    rule: Batch
    each: Operation
    perform: Performer
    reader: Reader
    store: Store
    plan: FaultPlan

    def __call__(self, call: Call) -> Outcome:
        """Check every element, then do every element, with nobody in between."""
        items = sent(call, self.rule.items)
        elements = items if isinstance(items, list) else []
        problems = () if self.plan.invalid_accepted else tuple(self._problems(elements))
        if problems:
            return Outcome(problems=problems)
        with self.store.exclusive():
            outcomes = [self.perform(Call(self.each, call.parameters, element)) for element in elements]
        return Outcome(value=[outcome.value for outcome in outcomes], place=self.action.answer)

    def _problems(self, elements: list[Json]) -> Iterator[Problem]:
        for number, element in enumerate(elements):
            yield from self.reader.check_body(self.each, element, f"{self.rule.items}.{number}")
