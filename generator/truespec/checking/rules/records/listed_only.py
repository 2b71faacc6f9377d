"""A record that no operation reads, an address of a customer, say, is gone from the list once it was deleted."""

from __future__ import annotations

from truespec.checking.rules.ground.deleting import deleted
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.late_lists import comes_true
from truespec.checking.rules.lists.looking import count_where
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["is_gone_from_its_list"]


def is_gone_from_its_list(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Make a record beside another, delete it, and look for both in the list."""
    ledger, fact = world.session.ledger, world.fact(action, operation)
    maker = world.maker_of(resource)
    bodies = [world.new_body(maker[1]) for _ in "ab"] if maker is not None else []
    made = [world.make_record(resource, body) for body in bodies if body is not None]
    keys = [one[1] for one in made if one is not None and one[1] is not None]
    if len(keys) < len("ab") or [_count(world, resource, key) for key in keys] != [1, 1]:
        ledger.unknown(fact, "no record could be made and found in a list to be deleted")
        return
    gone = deleted(world, action, operation, keys[-1])
    if not gone.response.success:
        ledger.unknown(fact, f"a valid request was answered {gone.response.status}")
        return
    left = _count(world, resource, keys[-1])
    last = world.session.last
    if left and comes_true(world, lambda: not _count(world, resource, keys[-1])):
        left = 0
    ledger.expect(fact, not left, "the record is still listed", last)


def _count(world: World, resource: Resource, key: Json) -> int | None:
    return count_where(world, resource, {resource.key: key})
