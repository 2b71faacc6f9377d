"""What a mutant stands on: a clock, records that were there before, and healthy mocks that share both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from truespec.contract.api import Api
from truespec.contract.behaviour import Resource
from truespec.contract.schema import Json, Schema
from truespec.mock.days import day_of
from truespec.mock.exchange import Request, Response
from truespec.mock.fault_plan import FaultPlan
from truespec.mock.origins import system_clock
from truespec.mock.samples import Sampler
from truespec.mock.seeding import seed_records
from truespec.mock.service import Service
from truespec.mock.shapes import Shapes
from truespec.mock.store import MemoryStore, Snapshot
from truespec.mock.validators import Validators

__all__ = ["Ground", "earlier_records"]

_EARLIER: Final = 3
"""How many records there are before a run."""

_FIRST_DAY: Final = datetime(2025, 3, 3, 19, 30)  # noqa: DTZ001 - a day in somebody's calendar, of no time zone


@dataclass(slots=True)
class Ground:
    """One run's world: ``api`` is the healthy contract, ``seed`` decides identifiers; a second passes per request."""

    api: Api
    seed: int = 0
    before: Snapshot = field(default_factory=dict[str, "dict[str, dict[str, Json]]"])
    store: MemoryStore = field(default_factory=MemoryStore)
    now: datetime = field(default_factory=lambda: system_clock().replace(minute=0, second=0, microsecond=0))
    healthy: Service = field(init=False)

    def __post_init__(self) -> None:
        """Put the earlier records in their place."""
        self.store.restore(self.before)
        self.healthy = self.service(self.api)

    def service(self, api: Api, plan: FaultPlan | None = None) -> Service:
        """Return a mock of a contract that shares records and clock with the healthy one."""
        plan = FaultPlan() if plan is None else plan
        return Service(api, faults=plan, seed=self.seed, clock=lambda: self.now, store=self.store)

    def tick(self) -> None:
        """Let a second pass."""
        self.now += timedelta(seconds=1)

    def operation_id(self, request: Request) -> str:
        """Return the id of the operation a request is for, empty where there is none."""
        operation = self.healthy.operation(request)
        return "" if operation is None else operation.id

    def ask(self, request: Request) -> Response:
        """Answer as the healthy mock does."""
        return self.healthy(request)


def earlier_records(api: Api, seed: int = 0) -> Snapshot:
    """Return records a server may well have before a run, among them what no request to the API could make.

    Without the second, a filter on a list that only the server fills could not be told from one that does nothing.
    """
    store = MemoryStore()
    seed_records(api, store, _EARLIER, seed)
    shapes = Shapes(api)
    sampler = Sampler(shapes, Validators(api, "response"), seed)
    for resource in api.behaviour.resources if api.behaviour is not None else ():
        properties = shapes(api.schema(resource.schema).schema).properties
        lists = [name for name in _only_by_server(api, resource) if name in properties]
        for table, records in store.snapshot().items():
            if table != resource.id and not table.startswith(f"{resource.id} "):
                continue
            for number, (key, record) in enumerate(records.items()):
                filled = {name: _elements(properties[name].schema, shapes, sampler, number) for name in lists}
                store.insert(table, key, {**record, **filled})
    return store.snapshot()


def _only_by_server(api: Api, resource: Resource) -> Iterator[str]:
    """Yield the lists in a record that a filter looks into, that begin empty and that no consent fills."""
    begins_empty = {name for name, value in resource.constants if value == []}
    actions = [
        action for action in (api.behaviour.actions if api.behaviour else ()) if action.resource == resource.name
    ]
    consents = {rule.member for action in actions for rule in action.consents}
    for rule in (rule for action in actions for rule in action.filters):
        names = [rule.within.member] if rule.within is not None else [path[0] for path in rule.members]
        yield from (name for name in names if name in begins_empty - consents)


def _elements(schema: Schema, shapes: Shapes, sampler: Sampler, number: int) -> Json:
    """Return two elements with days that no other record's have."""
    items = shapes(schema).items
    return [] if items is None else [_element(items, sampler, 20 * number + turn * 7) for turn in range(2)]


def _element(schema: Schema, sampler: Sampler, days: int) -> Json:
    made = sampler.sample(schema)
    if not isinstance(made, dict):
        return f"{made}{days}" if isinstance(made, str) else made
    moment = _FIRST_DAY + timedelta(days=days)
    return {name: _moved(value, moment) for name, value in made.items()}


def _moved(value: Json, moment: datetime) -> Json:
    """Return another day, where a value is one, written the same way."""
    if not isinstance(value, str) or day_of(value) is None:
        return value
    day = moment.date().isoformat()
    # Only the day is another: the rest is written as it was.
    return day + value[len(day) :] if value[: len(day)].count("-") == 2 else value
