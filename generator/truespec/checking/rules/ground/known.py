"""What the user says the server knows, where a body has to name it."""

from __future__ import annotations

from truespec.checking.records import RecordMaker
from truespec.checking.targets import Access
from truespec.contract.api import Api
from truespec.contract.schema import Json, Schema

__all__ = ["known_members"]


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
