"""What operations do to one record: make it, change it, add to a list in it, end it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from truespec.contract.effects import Part
from truespec.contract.rule import BODY
from truespec.contract.schema import Absent, Json
from truespec.mock.actions import Shared
from truespec.mock.outcome import Outcome
from truespec.mock.places import sent
from truespec.mock.records import key_text
from truespec.mock.store import Record
from truespec.mock.validation import Call

__all__ = ["ChangePart", "Delete", "Move", "Update", "Upsert"]

_CONFLICT: Final = 409


class Upsert(Shared):
    """Makes a record, unless a rule says that it is there already: imports and plain creation alike.

    A key that the request chooses is kept. Where a record has it and no rule says what becomes of that one, plain
    creation is refused: with 409 if the operation declares that, otherwise as a request of the wrong form.
    """

    def __call__(self, call: Call) -> Outcome:
        """Find the same record or make one, with nobody in between."""
        with self.records.exclusive():
            record = self._existing(call)
            if record is None:
                made = self.records.new(self.given(call), self.action.stores, self.chosen(call))
                return self.taken(made) or self.answer(self.records.keep(made), 201)
            if self.action.kind == "create" and self.action.dedupe is None:
                place = self.action.key or BODY
                made = self.records.new(self.given(call), self.action.stores, self.chosen(call))
                return self.taken(made) or self.refused(
                    place, "is the key of a record that is there already", _CONFLICT
                )
            after = self._changed(record, self.given(call, record))
            return self.taken(after, record) or self.answer(self.records.keep(after), 200)

    def given(self, call: Call, record: Record | None = None) -> Mapping[str, Json]:
        """Return the members a request sends; what a record is met again by may stand in the path under its name."""
        given, rule = super().given(call, record), self.action.dedupe
        named = {
            member: call.parameters["path", member]
            for member in (rule.members if rule is not None else ())
            if member not in given and ("path", member) in call.parameters
        }
        return {**given, **named}

    def _existing(self, call: Call) -> Record | None:
        rule = self.action.dedupe
        named = self.found(call)
        if named is not None or rule is None or self.plan.dedupe_off:
            return named
        return self.records.same(self.given(call), rule)

    def _changed(self, record: Record, given: Mapping[str, Json]) -> Record:
        if self.action.change is not None and self.action.change.rule == "replace":
            return self.records.rewritten(record, given, self.action.stores)
        existing = self.action.dedupe.existing if self.action.dedupe else None
        rule = existing.rule if existing else "replace"
        if rule == "fill-null" and self.plan.fill_null_overwrites:
            rule = "replace"
        if rule == "renew":
            return self.records.rewritten(record, given, self.action.stores)
        return self.records.changed(record, given, rule, self.action.stores)


class Update(Shared):
    """Changes the record the request names: where no rule says how, PUT makes it anew, others change what is sent."""

    def __call__(self, call: Call) -> Outcome:
        """Change it, with nobody in between."""
        with self.records.exclusive():
            record = self.found(call)
            if record is None:
                return self.missing()
            given, stores = self.given(call, record), self.action.stores
            if self.action.change is not None and self.action.change.null == "leaves":
                given = {name: value for name, value in given.items() if value is not None}
            if self._replaces(call):
                after = self.records.rewritten(record, given, stores)
            else:
                after = self.records.changed(record, given, "replace", stores)
            refused = self.locked(record, after) or self.taken(after, record)
            return refused or self.answer(self.records.keep(after))

    def _replaces(self, call: Call) -> bool:
        """Say whether what is not sent is cleared: as the rule says, otherwise as the method is meant."""
        rule = self.action.change
        return call.operation.method.upper() == "PUT" if rule is None else rule.rule == "replace"


class ChangePart(Shared):
    """Adds an element to a list in the record, or takes it away; done a second time, it changes nothing."""

    def __call__(self, call: Call) -> Outcome:
        """Change the list, with nobody in between."""
        with self.records.exclusive():
            record, rule = self.found(call), self.action.part
            if record is None:
                return self.missing()
            if rule is None:
                return self.answer(record)
            return self.answer(self.records.keep(self._changed(record, rule, call)))

    def _changed(self, record: Record, rule: Part, call: Call) -> Record:
        named = sent(call, rule.place)
        kept = record.get(rule.member)
        elements: list[Json] = kept if isinstance(kept, list) else []
        if isinstance(named, Absent):
            return record
        mine = [element for element in elements if isinstance(element, dict) and _is(element.get(rule.key), named)]
        if rule.effect == "remove":
            after = [element for element in elements if element not in mine]
        else:
            body = call.body if isinstance(call.body, dict) else {}
            after = elements if mine else [*elements, self.records.element(rule.member, {**body, rule.key: named})]
        return self.records.changed(record, {rule.member: after}, "replace")


class Move(Shared):
    """Brings the record the request names into another state, where that may follow on the one it is in."""

    def __call__(self, call: Call) -> Outcome:
        """Change the state, with nobody in between."""
        with self.records.exclusive():
            record, rule = self.found(call), self.action.move
            if record is None:
                return self.missing()
            if rule is None:
                return self.answer(record)
            wanted = rule.value if rule.place is None else sent(call, rule.place)
            if isinstance(wanted, Absent):
                return self.answer(record)
            if not rule.may_follow(record.get(rule.member), wanted):
                return Outcome(rule.status)
            return self.answer(self.records.keep(self.records.changed(record, {rule.member: wanted}, "replace")))


class Delete(Shared):
    """Ends the record the request names, and answers with it where the contract has a body for that."""

    def __call__(self, call: Call) -> Outcome:
        """Take it away."""
        with self.records.exclusive():
            key, record = self.key(call), self.found(call)
            refused = self.locked(record) if record is not None else None
            if refused is None and (key is None or record is None or not self.records.remove(key)):
                return self.missing()
            return refused or self.answer(record or {}, 204)


def _is(value: Json, named: Json) -> bool:
    return value is not None and key_text(value) == key_text(named)
