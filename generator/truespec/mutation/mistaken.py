"""Mutants that take one record for another, or one that was removed for one that is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json
from truespec.mock.exchange import Request, Response
from truespec.mock.records import key_text
from truespec.mutation.ground import Ground
from truespec.mutation.mutant import Build, Kind, Row, Server, of_rule
from truespec.mutation.twists import asked
from truespec.mutation.wire import sent, with_sent

__all__ = ["mistaken_rows"]

_KIND: Kind = "records"


def mistaken_rows(api: Api, action: Action, operation: Operation, resource: Resource) -> Iterator[Row]:
    """Yield what an action can do to or with another record than the one that it is asked for."""
    if action.kind == "update":
        yield from _updated(action, operation)
    if action.kind == "read" and action.key is not None:
        yield from _read(action, operation, resource)
    if action.kind == "delete" and action.deletion is None and action.key is not None:
        yield from _deleted(api, action, operation, resource)


def _updated(action: Action, operation: Operation) -> Iterator[Row]:
    def makes(request: Request, ground: Ground) -> Request:
        return (
            request
            if action.key is None
            else with_sent(request, operation, action.key, _another(action, operation, request, ground))
        )

    yield of_rule(
        action, "changes-another", _KIND, "another record is changed", asked(operation, makes), operation=operation.id
    )


def _another(action: Action, operation: Operation, request: Request, ground: Ground) -> Json:
    """Return the key of another record than the one a request names, the same where there is no other."""
    named = sent(request, operation, action.key) if action.key is not None else None
    resource = ground.api.behaviour.resource(action.resource) if ground.api.behaviour is not None else None
    if resource is None or isinstance(named, Absent):
        return None
    for table, records in ground.store.snapshot().items():
        mine = table == resource.id or table.startswith(f"{resource.id} ")
        if mine and key_text(named) in records:
            keys = [record[resource.key] for key, record in records.items() if key != key_text(named)]
            return keys[-1] if keys else named
    return named


def _read(action: Action, operation: Operation, resource: Resource) -> Iterator[Row]:
    key = action.key

    def latest(request: Request, ground: Ground) -> Request:
        value = ABSENT if key is None else sent(request, operation, key)
        if key is None or isinstance(value, Absent):
            return request
        named = key_text(value)
        for records in ground.store.snapshot().values():
            if named in records:
                return with_sent(request, operation, key, [*records.values()][-1].get(resource.key))
        return request

    does = "the latest record is answered, whichever is asked for"
    yield of_rule(action, "answers-latest", _KIND, does, asked(operation, latest), operation=operation.id)


def _deleted(api: Api, action: Action, operation: Operation, resource: Resource) -> Iterator[Row]:
    readers = [
        (one, found)
        for one in (api.behaviour.actions if api.behaviour is not None else ())
        if one.kind == "read" and one.resource == resource.name and (found := api.operation(one.id)) is not None
    ]
    same = [found for _, found in readers if found.path == operation.path]
    for reader in same[:1]:
        does = "a removed record can still be read"
        yield of_rule(action, "still-read", _KIND, does, _still_read(operation, reader), operation=operation.id)
    lists = [one.id for one in (api.behaviour.actions if api.behaviour is not None else ()) if one.kind == "list"]
    if lists and readers:
        does = "a removed record is still listed"
        yield of_rule(action, "still-listed", _KIND, does, _still_listed(operation, lists), operation=operation.id)


def _still_read(operation: Operation, reader: Operation) -> Build:
    def build(ground: Ground) -> Server:
        kept: dict[str, Response] = {}

        def answer(request: Request) -> Response:
            id_ = ground.operation_id(request)
            if id_ == operation.id:
                before = ground.ask(replace(request, method=reader.method, body=b""))
                response = ground.ask(request)
                if response.status < 300:
                    kept[request.path] = before
                return response
            return kept[request.path] if id_ == reader.id and request.path in kept else ground.ask(request)

        return answer

    return build


def _still_listed(operation: Operation, lists: list[str]) -> Build:
    """Show lists as they were before anything was removed, with what was made since."""

    def build(ground: Ground) -> Server:
        removed: dict[str, dict[str, dict[str, Json]]] = {}

        def answer(request: Request) -> Response:
            id_ = ground.operation_id(request)
            before = ground.store.snapshot()
            if id_ in lists:
                ground.store.restore(
                    {table: {**records, **removed.get(table, {})} for table, records in before.items()}
                )
                response = ground.ask(request)
                ground.store.restore(before)
                return response
            response = ground.ask(request)
            if id_ == operation.id:
                after = ground.store.snapshot()
                for table, records in before.items():
                    gone = {key: record for key, record in records.items() if key not in after.get(table, {})}
                    removed.setdefault(table, {}).update(gone)
            return response

        return answer

    return build
