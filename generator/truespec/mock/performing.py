"""What does each operation: the performer that behaviour asks for, fitted with the records it acts on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Batch
from truespec.contract.operation import Operation
from truespec.mock.actions import Performer, Read
from truespec.mock.answers import Answers, success_status
from truespec.mock.batches import DoEach, DoLists, element_action
from truespec.mock.changing import ChangePart, Delete, Move, Update, Upsert
from truespec.mock.coverage import can_do
from truespec.mock.fault_plan import FaultPlan
from truespec.mock.gathering import Merge, ScheduleDeletion, Unsubscribe
from truespec.mock.listing import ListOutside, ListRecords
from truespec.mock.records import Collection, at
from truespec.mock.shapes import Shapes
from truespec.mock.store import Store
from truespec.mock.tenants import ForTenant
from truespec.mock.validation import Reader

__all__ = ["Performing"]

_Maker: TypeAlias = Callable[[Action, Collection, Shapes, FaultPlan], Performer]

_MAKERS: Final[Mapping[str, _Maker]] = {
    "read": Read,
    "create": Upsert,
    "upsert": Upsert,
    "list": ListRecords,
    "update": Update,
    "delete": Delete,
    "merge": Merge,
    "unsubscribe": Unsubscribe,
    "part": ChangePart,
    "move": Move,
}


@dataclass(frozen=True, slots=True)
class Performing:
    """What a performer is made from: the records by resource, and the parts of the mock that it calls."""

    api: Api
    collections: Mapping[str, Collection]
    shapes: Shapes
    plan: FaultPlan
    answers: Answers
    reader: Reader
    store: Store

    def performer(self, operation: Operation, action: Action | None) -> Performer | None:
        """Return what does an operation; ``None`` where no rule says, or one of a kind the mock does not do."""
        if action is None or not can_do(action):
            return None
        if action.kind == "outside":
            return self._outside(operation, action)
        return self._single(action) if action.batch is None else self._batch(action, action.batch)

    def _outside(self, operation: Operation, action: Action) -> Performer | None:
        """Return what lists the records of an example, where behaviour says how they are listed."""
        if action.paging is None:
            return None
        body = self.answers.canned(operation, success_status(operation)).body
        items = at(json.loads(body) if body else None, action.paging.items.path)
        records = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
        return ListOutside(action, records, self.shapes, self.plan)

    def _single(self, action: Action) -> Performer | None:
        records = self.collections.get(action.resource)
        maker = ScheduleDeletion if action.deletion is not None else _MAKERS.get(action.kind)
        if maker is None or records is None:
            return None
        make = partial(self._made, maker, action)
        scope = records.resource.scope
        return make(records) if scope is None else ForTenant(scope, records, make)

    def _made(self, maker: _Maker, action: Action, records: Collection) -> Performer:
        return maker(action, records, self.shapes, self.plan)

    def _key_of(self, action: Action) -> str:
        records = self.collections.get(action.resource)
        return records.resource.key if records is not None else ""

    def _batch(self, action: Action, rule: Batch) -> Performer | None:
        known = self.api.behaviour.actions if self.api.behaviour else ()
        if rule.lists:
            lists = [
                (part, self._single(element_action(action, part, known, self._key_of(action)))) for part in rule.lists
            ]
            ready = tuple((part, perform) for part, perform in lists if perform is not None)
            return DoLists(action, rule, ready, self.store)
        each = self.api.operation(rule.each)
        inner = next((one for one in known if one.id == rule.each), None)
        perform = None if inner is None else self._single(inner)
        if each is None or inner is None or perform is None:
            return None
        return DoEach(action, rule, each, perform, self.reader, self.store, self.plan, may_refuse=bool(inner.unique))
