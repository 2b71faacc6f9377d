"""A number in the body of an update that says which version of the record it was made for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from truespec.checking.parameters import json_schema
from truespec.checking.records import RecordMaker
from truespec.contract.api import Api
from truespec.contract.behaviour import Behaviour
from truespec.contract.operation import Answer, Operation
from truespec.contract.schema import Property

__all__ = ["conflict_of", "revisions"]

_CONFLICTS: Final = (409, 412)
_VERSION: Final = re.compile(r"version|revision|(?:^|_)rev$", re.IGNORECASE)


def conflict_of(operation: Operation) -> Iterator[Answer]:
    """Yield the answers by which an operation is documented to refuse what is not as it was when it was read."""
    for status in _CONFLICTS:
        answer = operation.answer(status)
        if answer is not None and answer.status == str(status):
            yield answer


def revisions(api: Api, shapes: RecordMaker, operation: Operation, *, needed: bool | None = None) -> list[str]:
    """Return the members of an update that name a version of the record; ``needed`` asks for those it has to name.

    The server counts it: the record has it, nobody sends it with a new record, and the update may be refused as a
    conflict. One that is made up is refused as soon as it is heeded, whatever else the request is about.
    """
    behaviour = api.behaviour
    action = behaviour.action(operation.id) if behaviour is not None else None
    if behaviour is None or action is None or action.kind != "update" or not any(conflict_of(operation)):
        return []
    resource, maker = behaviour.resource(action.resource), _maker(api, behaviour, action.resource)
    if resource is None or maker is None:
        return []
    (new, _), (sent, required) = _members(shapes, maker), _members(shapes, operation)
    record = shapes.shape(api.schema(resource.schema).schema).properties
    return [
        name
        for name, member in sent.items()
        if _VERSION.search(name)
        and name in record
        and name not in new
        and (needed is None or (name in required) is needed)
        and shapes.types(member.schema) - {"null"} == frozenset({"integer"})
    ]


def _maker(api: Api, behaviour: Behaviour, resource: str) -> Operation | None:
    """Return the operation that makes a record of a resource."""
    makers = (one for kind in ("create", "upsert") for one in behaviour.actions if one.kind == kind)
    return next((api.operation(one.id) for one in makers if one.resource == resource), None)


def _members(shapes: RecordMaker, operation: Operation) -> tuple[Mapping[str, Property], tuple[str, ...]]:
    """Return the members that a JSON body may have, and the names of those that it has to have."""
    schema = json_schema(operation)
    shape = shapes.shape(schema) if schema is not None else None
    return ({}, ()) if shape is None else (shape.properties, shape.required)
