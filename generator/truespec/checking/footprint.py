"""Remembers what a run has made on a server, and takes it away at the end."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from truespec.checking.current import ANY_TAG, needs_tag
from truespec.checking.exchange import Exchange, Request, Response
from truespec.checking.no_answer import Unreadable, Unsendable
from truespec.checking.parameters import build, path_values, text_of
from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Dedupe, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json

__all__ = ["Footprint"]

_GONE = frozenset({404, 410})
_CREATED = 201
_SORTABLE: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)")
"""A time that is written the same way each time sorts as it passes, but for a server that changes its offset."""
_MOST_SILENT = 3
"""A server that says nothing so often is not asked for each of the other records too."""


@dataclass(slots=True)
class Footprint:
    """The records of one run by key: only those that are surely its own.

    A record is, when a request with the run's ``tag`` made it, when the server chose a new key for it, when it was
    made with nothing in it that could be an earlier record's, or when it was made after one that surely is.
    """

    api: Api
    tag: str
    _made: dict[tuple[str, str], tuple[Action, Json, dict[str, str]]] = field(
        default_factory=dict[tuple[str, str], tuple[Action, Json, dict[str, str]]]
    )

    _since: dict[str, str] = field(default_factory=dict[str, str])
    _started: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    _start: datetime | None = None

    @property
    def count(self) -> int:
        """How many records were made."""
        return len(self._made)

    def note(self, exchange: Exchange) -> None:
        """Remember what a successful request has made, forget what it has taken away."""
        self._began(exchange)
        behaviour, operation = self.api.behaviour, exchange.operation
        action = behaviour.action(operation.id) if behaviour is not None else None
        resource = behaviour.resource(action.resource) if behaviour is not None and action is not None else None
        if action is None or resource is None or not exchange.response.success:
            return
        if action.kind == "delete":
            for text in path_values(operation, exchange.request.path).values():
                self._made.pop((resource.name, text), None)
            return
        if not self._is_own(action, resource, exchange) and not self._is_later(resource, action, exchange):
            return
        at = _made_at(resource, action, exchange)
        if at and datetime.fromisoformat(at) >= self._began(exchange):
            self._since.setdefault(resource.name, at)
        for key in _keys(action, resource, exchange):
            self._made[resource.name, text_of(key)] = action, key, path_values(operation, exchange.request.path)

    def _is_own(self, action: Action, resource: Resource, exchange: Exchange) -> bool:
        request = exchange.request
        body = request.json()
        given = {name for name, value in body.items() if value is not None} if isinstance(body, dict) else set[str]()
        if self.tag.encode() in request.body:
            # A tag elsewhere than in what records are told apart by does not keep an earlier one from being found.
            tagged = {name for name in given if isinstance(body, dict) and self.tag in json.dumps(body[name])}
            new = _tells_apart(action.dedupe, given, tagged) or _is_like_no_other(action.dedupe, given)
            return action.kind != "upsert" or new
        if action.kind == "upsert":
            return exchange.response.status == _CREATED and _is_like_no_other(action.dedupe, given)
        return action.kind == "create" and resource.key not in given

    def _began(self, exchange: Exchange) -> datetime:
        """Return when the run began by the server's clock, by ours where it tells no time."""
        if self._start is None:
            try:
                self._start = parsedate_to_datetime(exchange.response.header("date") or "").astimezone(UTC)
            except ValueError:
                self._start = self._started
        return self._start

    def _is_later(self, resource: Resource, action: Action, exchange: Exchange) -> bool:
        """Say whether the server dates a record after the first of the run, and shows it as it was sent.

        Then it is none that was there before, to which something was added.
        """
        since, at = self._since.get(resource.name), _made_at(resource, action, exchange)
        if not since or len(at) != len(since) or at <= since:
            return False
        record, sent = _record(action, exchange), exchange.request.json()
        return isinstance(sent, dict) and all(record.get(name, value) == value for name, value in sent.items())

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


def _tells_apart(dedupe: Dedupe | None, given: set[str], tagged: set[str]) -> bool:
    """Whether these members, of those that are given, are what no earlier record can have all that it is found by."""
    if dedupe is None:
        return True
    if dedupe.when == "any-equal":
        return set(dedupe.members) & given <= tagged
    return bool(set(dedupe.members) & tagged)


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
    values.update(((item.place, item.wire), ANY_TAG) for item in operation.parameters if needs_tag(item))
    needed = {(item.place, item.wire) for item in operation.parameters if item.required}
    return build(operation, values, body) if needed <= set(values) else None


def _record(action: Action, exchange: Exchange) -> dict[str, Json]:
    """Return the record that an answer holds, an empty one where it holds none."""
    place = action.answer
    record: Json | Absent = exchange.response.json()
    for name in place.path if place is not None and place.part == "body" else ():
        record = record.get(name) if isinstance(record, dict) else None
    return record if isinstance(record, dict) else {}


def _made_at(resource: Resource, action: Action, exchange: Exchange) -> str:
    """Return when a record was made as the server writes it, empty where it does not say; later ones sort after it."""
    member = next((wire for wire, what in resource.sets if what == "created"), "")
    at = _record(action, exchange).get(member)
    if not isinstance(at, str) or not _SORTABLE.fullmatch(at):
        return ""
    try:
        datetime.fromisoformat(at)
    except ValueError:
        return ""
    return at


def _keys(action: Action, resource: Resource, exchange: Exchange) -> Iterator[Json]:
    """Yield the keys of the records a request has made: as the answer tells them, or as a batch named them."""
    if action.kind in {"create", "upsert"}:
        key = _record(action, exchange).get(resource.key)
        if isinstance(key, str | int):
            yield key
    body = exchange.request.json()
    for part in action.batch.lists if action.batch is not None else ():
        elements = body.get(part.items.path[-1]) if isinstance(body, dict) and part.items.path else None
        if part.kind in {"create", "upsert"} and isinstance(elements, list):
            yield from (element[part.key] for element in elements if isinstance(element, dict) and part.key in element)
