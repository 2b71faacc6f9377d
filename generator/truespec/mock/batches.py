"""Many requests in one: one operation for every element, or several lists with a rule each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from truespec.contract.behaviour import Action, Batch, Dedupe, Existing, Place
from truespec.contract.effects import BatchList
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json
from truespec.mock.actions import Performer
from truespec.mock.fault_plan import FaultPlan
from truespec.mock.outcome import Outcome
from truespec.mock.places import sent
from truespec.mock.records import at, placed
from truespec.mock.store import Store
from truespec.mock.validation import Call, Reader
from truespec.mock.validators import Problem

__all__ = ["DoEach", "DoLists", "element_action"]

_REFUSED: Final = 400
_STATUS: Final = "status"


@dataclass(frozen=True, slots=True)
class DoEach:
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
    may_refuse: bool = False
    """Whether an element of the right form may be refused for what it says: then nothing is done."""

    def __call__(self, call: Call) -> Outcome:
        """Check every element, then do every element, with nobody in between."""
        items = sent(call, self.rule.items)
        elements = items if isinstance(items, list) else []
        problems = () if self.plan.invalid_accepted else tuple(self._problems(elements))
        if problems:
            return Outcome(problems=problems)
        with self.store.exclusive():
            before = self.store.snapshot() if self.may_refuse else None
            outcomes = [self.perform(Call(self.each, call.parameters, element)) for element in elements]
            refused = next((outcome for outcome in outcomes if outcome.problems), None)
            if before is not None and refused is not None:
                self.store.restore(before)
                return replace(refused, stated=call.operation.answer(refused.status) is not None)
        status = _status(self.rule, [_element_status(outcome) for outcome in outcomes])
        return Outcome(status, value=[outcome.value for outcome in outcomes], place=self.action.answer)

    def _problems(self, elements: list[Json]) -> Iterator[Problem]:
        for number, element in enumerate(elements):
            yield from self.reader.check_body(self.each, element, f"{self.rule.items}.{number}")


@dataclass(frozen=True, slots=True)
class DoLists:
    """Does what each list of a batch is for, element after element; one that fails does not stop the others.

    Where the contract leaves the form of the answer open, it is formed like the request: for each element its key and
    the status it would have been answered with alone.
    """

    action: Action
    rule: Batch
    lists: tuple[tuple[BatchList, Performer], ...]
    store: Store

    def __call__(self, call: Call) -> Outcome:
        """Do every element, with nobody in between."""
        result, statuses = dict[str, Json](), list[int]()
        with self.store.exclusive():
            for rule, perform in self.lists:
                elements = sent(call, rule.items)
                if not isinstance(elements, list):
                    continue
                done = [self._done(rule, perform, call, element) for element in elements]
                statuses.extend(status for _, status in done)
                placed_result = placed(result, rule.items.path, [{**key, _STATUS: status} for key, status in done])
                result = placed_result if isinstance(placed_result, dict) else result
        return Outcome(_status(self.rule, statuses), value=result, place=self.action.answer)

    def _done(self, rule: BatchList, perform: Performer, call: Call, element: Json) -> tuple[dict[str, Json], int]:
        """Do one element; return its key (empty where it has none) and its status."""
        body: dict[str, Json] = element if isinstance(element, dict) else {rule.key: element}
        outcome = perform(Call(call.operation, call.parameters, body))
        value: Json | Absent = body.get(rule.key, ABSENT)
        if isinstance(value, Absent) and _went_well(outcome):
            value = at(outcome.value, (rule.key,))
        return {} if isinstance(value, Absent) else {rule.key: value}, _element_status(outcome)


def element_action(outer: Action, rule: BatchList, known: Iterable[Action], key: str) -> Action:
    """Return what is done for each element of a list of the batch ``outer``.

    It is what the API's own operation of that kind does (for an upsert: the one that creates), with the key in the
    element; an upsert may know a record by another member than ``key``, and then does what it says to one that is
    there.
    """
    kinds = ("upsert", "create") if rule.kind == "upsert" else (rule.kind,)
    alike = [action for action in known if action.resource == outer.resource and action.batch is None]
    model = next((action for kind in kinds for action in alike if action.kind == kind), outer)
    single = replace(model, kind=rule.kind, batch=None, permission=None)
    if rule.kind != "upsert" or rule.key in {"", key}:
        return replace(single, key=Place("body", (rule.key,)))
    existing = rule.existing or Existing(f"{rule.id}.existing", rule.states, rule.location, rule="partial")
    same = Dedupe(f"{rule.id}.same", rule.states, rule.location, members=(rule.key,), existing=existing)
    return replace(single, key=None, dedupe=same)


def _went_well(outcome: Outcome) -> bool:
    return outcome.found and not outcome.problems


def _element_status(outcome: Outcome) -> int:
    """Return the status an element would have been answered with alone."""
    if outcome.problems:
        return outcome.status or _REFUSED
    return outcome.status or outcome.wanted or 200


def _status(rule: Batch, statuses: list[int]) -> int:
    """Return the status of the whole batch, 0 where no rule says."""
    if rule.outcome is None:
        return 0
    return rule.outcome.done if all(200 <= status < 300 for status in statuses) else rule.outcome.failed
