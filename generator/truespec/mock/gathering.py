"""What operations do to several records that a request names: merge them, end them, withdraw consents of theirs."""

from __future__ import annotations

from truespec.contract.rule import BODY
from truespec.contract.schema import Json
from truespec.mock.actions import Shared
from truespec.mock.outcome import Outcome
from truespec.mock.places import sent
from truespec.mock.store import Record
from truespec.mock.validation import Call

__all__ = ["Merge", "ScheduleDeletion", "Unsubscribe"]


class Merge(Shared):
    """Makes other records part of a master and answers with the master; the others are gone.

    What the master takes over is the mock's choice: each of its members that is null or says nothing gets the first
    value that one of the others has for it, in the order the request names them; the key, yes-or-no members and what
    only the server sets stay. A master among the others is refused as a request of the wrong form, and with a key that
    no record has nothing is done at all.
    """

    def __call__(self, call: Call) -> Outcome:
        """Merge, with nobody in between."""
        place = self.action.merge.others if self.action.merge else BODY
        keys = self.keys(call, place)
        with self.records.exclusive():
            master, others = self.found(call), [self.records.get(key) for key in keys]
            known = [record for record in others if record is not None]
            if master is None or len(known) < len(others):
                return self.missing()
            if self.key(call) in keys:
                return self.refused(place, "holds the master, which cannot become part of itself")
            merged = self.records.keep(self.records.completed(master, known))
            for key in keys:
                self.records.remove(key)
            return self.answer(merged)


class ScheduleDeletion(Shared):
    """Ends the records a request lists, at once, and answers with the keys of those that were there and the others."""

    def __call__(self, call: Call) -> Outcome:
        """Take them away."""
        deleted, skipped = list[Json](), list[Json]()
        with self.records.exclusive():
            for key, value in self.keys(call, self.action.key).items():
                there = self.records.get(key) is not None and self.records.remove(key)
                (deleted if there else skipped).append(value)
        rule = self.action.deletion
        if rule is None:
            return Outcome()
        return Outcome(value=deleted, place=rule.deleted, beside=((rule.skipped, skipped),))


class Unsubscribe(Shared):
    """Withdraws the consents that belong to one mode from all records a request lists.

    A mode without stated consents is refused as a request of the wrong form. Keys that no record has are passed over,
    unless a rule says what they are answered with: then nothing is done.
    """

    def __call__(self, call: Call) -> Outcome:
        """Withdraw, with nobody in between."""
        rule = self.action.unsubscription
        modes = dict(rule.members) if rule else {}
        mode = sent(call, rule.mode) if rule else None
        if rule is None or not isinstance(mode, str) or mode not in modes:
            place = rule.mode if rule else BODY
            return self.refused(place, f"is none of {', '.join(modes)}")
        with self.records.exclusive():
            found = [self.records.get(key) for key in self.keys(call, self.action.key)]
            known: list[Record] = [record for record in found if record is not None]
            if len(known) < len(found) and self.action.missing is not None:
                return self.missing()
            for record in known:
                withdrawn: dict[str, Json] = dict.fromkeys(modes[mode], False)
                self.records.keep(self.records.changed(record, withdrawn, "replace"))
        return Outcome(value=[*known], place=self.action.answer)
