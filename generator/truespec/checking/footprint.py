"""Remembers what a run has made on a server, and takes it away at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from truespec.checking.exchange import Exchange, Request, Response
from truespec.checking.parameters import build, path_values, text_of
from truespec.checking.targets import Unreadable, Unsendable
from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Dedupe, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json

__all__ = ["Footprint"]

_GONE = frozenset({404, 410})
_CREATED = 201
_MOST_SILENT = 3
"""A server that says nothing so often is not asked for each of the other records too."""


@dataclass(slots=True)
class Footprint:
    """The records of one run by key: only those that are surely its own.

    A record is, when a request with the run's ``tag`` made it, when the server chose a new key for it, or when it was
    made with nothing in it that could be an earlier record's.
    """

    api: Api
    tag: str
    _made: dict[tuple[str, str], tuple[Action, Json, dict[str, str]]] = field(
        default_factory=dict[tuple[str, str], tuple[Action, Json, dict[str, str]]]
    )

    @property
    def count(self) -> int:
        """How many records were made."""
        return len(self._made)

    def note(self, exchange: Exchange) -> None:
        """Remember what a successful request has made, forget what it has taken away."""
        behaviour, operation = self.api.behaviour, exchange.operation
        action = behaviour.action(operation.id) if behaviour is not None else None
        resource = behaviour.resource(action.resource) if behaviour is not None and action is not None else None
        if action is None or resource is None or not exchange.response.success:
            return
        if action.kind == "delete":
            for text in path_values(operation, exchange.request.path).values():
                self._made.pop((resource.name, text), None)
            return
        if not self._is_own(action, resource, exchange):
            return
        for key in _keys(action, resource, exchange):
            self._made[resource.name, text_of(key)] = action, key, path_values(operation, exchange.request.path)

    def _is_own(self, action: Action, resource: Resource, exchange: Exchange) -> bool:
        request = exchange.request
        if self.tag.encode() in request.body:
            return True
        body = request.json()
        given = {name for name, value in body.items() if value is not None} if isinstance(body, dict) else set[str]()
        if action.kind == "upsert":
            return exchange.response.status == _CREATED and _is_like_no_other(action.dedupe, given)
        return action.kind == "create" and resource.key not in given

    def kept(self, may_be_kept: Callable[[Json], bool]) -> tuple[tuple[str, str, Json, dict[str, str]], ...]:
        """Return the records in a form that can be written down, without those whose key may not be.

        Values of a path that may not be are left out: whoever goes on is given them again.
        """
        return tuple(
            (name, action.id, key, {wire: value for wire, value in values.items() if may_be_kept(value)})
            for (name, _), (action, key, values) in self._made.items()
            if self.tag in text_of(key) or may_be_kept(key)
        )

    def restore(self, kept: Iterable[tuple[str, str, Json, dict[str, str]]], fixed: Mapping[str, str]) -> None:
        """Take over the records that another run has made and not taken away; ``fixed`` are parameters by wire name."""
        for name, action_id, key, values in kept:
            action = self.api.behaviour.action(action_id) if self.api.behaviour is not None else None
            if action is not None:
                self._made[name, text_of(key)] = action, key, {**fixed, **values}

    def clean(self, send: Callable[[Operation, Request], Response]) -> None:
        """Take the records away again with ``send``; those that stay are counted on.

        Raises:
            TargetLost: See :class:`~truespec.checking.targets.Client`.
        """
        silent = 0
        for place, (_, key, values) in list(self._made.items()):
            removing = self._removing(place[0], key, values)
            if removing is None:
                continue
            try:
                status = send(*removing).status
            except Unsendable:
                continue
            except Unreadable:
                silent += 1
                if silent == _MOST_SILENT:
                    break
                continue
            if 200 <= status < 300 or status in _GONE:
                self._made.pop(place, None)

    def _removing(self, resource: str, key: Json, path: dict[str, str]) -> tuple[Operation, Request] | None:
        """Return the operation and the request that remove a record, ``None`` where none does."""
        for action in self.api.behaviour.actions if self.api.behaviour is not None else ():
            operation = self.api.operation(action.id)
            if action.kind == "delete" and action.resource == resource and action.key is not None and operation:
                request = _request(operation, action, key, path)
                if request is not None:
                    return operation, request
        return None


def _is_like_no_other(dedupe: Dedupe | None, given: set[str]) -> bool:
    """Whether a record with these members has nothing by which an earlier one could be taken for it."""
    if dedupe is None or dedupe.nulls == "equal":
        return False
    needed = set(dedupe.members)
    return not needed & given if dedupe.when == "any-equal" else not needed <= given


def _request(operation: Operation, action: Action, key: Json, path: dict[str, str]) -> Request | None:
    place = action.key
    values: dict[tuple[str, str], Json] = {
        (item.place, item.wire): path[item.wire] for item in operation.parameters if item.wire in path
    }
    body: Json | Absent = ABSENT
    if place is not None and place.part == "body" and len(place.path) == 1:
        body = {place.path[0]: [key] if action.deletion is not None else key}
    elif place is not None and place.part != "body":
        values[place.part, place.path[0]] = key
    needed = {(item.place, item.wire) for item in operation.parameters if item.required}
    return build(operation, values, body) if needed <= set(values) else None


def _keys(action: Action, resource: Resource, exchange: Exchange) -> Iterator[Json]:
    """Yield the keys of the records a request has made: as the answer tells them, or as a batch named them."""
    if action.kind in {"create", "upsert"}:
        place = action.answer
        record: Json | Absent = exchange.response.json()
        for name in place.path if place is not None and place.part == "body" else ():
            record = record.get(name) if isinstance(record, dict) else None
        if isinstance(record, dict) and isinstance(record.get(resource.key), str | int):
            yield record[resource.key]
    body = exchange.request.json()
    for part in action.batch.lists if action.batch is not None else ():
        elements = body.get(part.items.path[-1]) if isinstance(body, dict) and part.items.path else None
        if part.kind in {"create", "upsert"} and isinstance(elements, list):
            yield from (element[part.key] for element in elements if isinstance(element, dict) and part.key in element)
