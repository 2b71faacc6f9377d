"""Members of a body that are not just made up: what a server knows already, and what depends on how it was set up."""

from __future__ import annotations

from collections.abc import Mapping

from truespec.checking.current import VERSION, Current
from truespec.checking.parameters import json_schema
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.revisions import revisions
from truespec.checking.targets import Access
from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.contract.schema import Json, Property, Schema

__all__ = ["known_members", "particular_members", "sendable_members", "version_members"]


def known_members(api: Api, access: Access, maker: RecordMaker, schema: Schema) -> dict[str, Json]:
    """Return the required texts of a body that are called like a step of a path whose value is fixed.

    A shop that a path names by ``shopId`` is the one that a body needs by that name: one that is made up there is
    nobody's.  What tells records apart is left to be made up, for no two of ours are one.
    """
    actions = api.behaviour.actions if api.behaviour is not None else ()
    keys = {action.key.path for action in actions if action.key is not None}
    steps = {one.wire for operation in api.operations for one in operation.parameters if one.place == "path"}
    shape, known = maker.shape(schema), dict[str, Json]()
    for wire in steps.intersection(shape.required):
        value = access.fixed(wire)
        if value is not None and (wire,) not in keys and maker.is_valid(shape.properties[wire].schema, value):
            known[wire] = value
    return known


def particular_members(api: Api, maker: RecordMaker, operation: Operation) -> list[str]:
    """Return the members that a body is better made without: who does not mean them, is refused for them.

    What only a server that was set up for it takes, consents to what it may not know, versions of a record, and what
    only records of another kind than ours have.
    """
    action = api.behaviour.action(operation.id) if api.behaviour is not None else None
    conditions, consents = ((), ()) if action is None else (action.conditions, action.consents)
    places = [*(place for one in conditions for place in one.places), *(consent.place for consent in consents)]
    said = (place.path[0] for place in places if place.part == "body" and place.path)
    others = _of_other_kinds(api, maker, operation)
    return [*said, *revisions(api, maker, operation, needed=False), *others]


def _of_other_kinds(api: Api, maker: RecordMaker, operation: Operation) -> frozenset[str]:
    """Return the members that records of some kind have, and those that the run makes have not.

    A change may take the members of every kind in one body, and refuse those that the record at hand cannot have.
    """
    action = api.behaviour.action(operation.id) if api.behaviour is not None else None
    resource = api.behaviour.resource(action.resource) if api.behaviour is not None and action is not None else None
    return frozenset() if resource is None else maker.of_other_kinds(api.schema(resource.schema).schema)


def sendable_members(api: Api, maker: RecordMaker, operation: Operation) -> Mapping[str, Property]:
    """Return the members of a JSON body by wire name, without those that only records of another kind have."""
    schema = json_schema(operation)
    members: Mapping[str, Property] = maker.shape(schema).properties if schema is not None else {}
    others = _of_other_kinds(api, maker, operation)
    return {name: member for name, member in members.items() if name not in others} if others else members


def version_members(current: Current, maker: RecordMaker, operation: Operation) -> dict[str, Json]:
    """Return the members that an update has to name the version of its record by, with what stands for it."""
    if operation.id not in current.versions:
        schema, needed = json_schema(operation), revisions(current.api, maker, operation, needed=True)
        members = () if schema is None else maker.shape(schema).properties.items()
        current.versions[operation.id] = [
            name for name, member in members if name in needed and maker.is_valid(member.schema, VERSION)
        ]
    return dict.fromkeys(current.versions[operation.id], VERSION)
