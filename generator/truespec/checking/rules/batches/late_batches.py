"""Batches that are done after they are answered: a server may queue the elements and work through them a little later.

Nobody who documents a batch says how soon its elements are there. One whose element is not listed at once, and then is,
shows such a server: what is told of batches from then on is a difference, as with lists and records that come late.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.elements import batch_body
from truespec.checking.rules.ground.subjects import Prepared, element
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.late_lists import comes_true
from truespec.checking.rules.lists.looking import count_where
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.effects import BatchList
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["LateBatches"]

_WHY: Final = "how soon the elements of a batch are there is not documented, and here it takes a while"


@dataclass(slots=True)
class LateBatches:
    """Doubts what batches say against a server that does them later; ``late`` says whether it does, once looked up."""

    world: World
    late: bool | None = None

    def __call__(self, fact: Fact, exchange: Exchange | None) -> str | None:
        """Return why a finding leans on more than is documented, ``None`` where it does not."""
        if fact.kind != "rule" or fact.assumed is not None or exchange is None or not exchange.response.success:
            return None
        found = [one for one in self.world.actions("batch") if one[1].id == exchange.operation.id]
        if not found:
            return None
        if self.late is None:
            # What is asked meanwhile is nobody's evidence, and what was asked last is still to be told.
            self.late, last = False, self.world.session.last
            try:
                self.late = _comes_late(self.world, *found[0])
            finally:
                self.world.session.last = last
        return _WHY if self.late else None


def _comes_late(world: World, action: Action, operation: Operation) -> bool:
    """Send a batch of one new element, and say whether that is listed later and not at once."""
    batch, resource = action.batch, world.resource(action)
    if batch is not None and batch.lists and resource is not None:
        parts = [part for part in batch.lists if part.kind in {"create", "upsert"}]
        return any(_is_made_late(world, operation, part, resource) for part in parts[:1])
    each = world.behaviour.action(batch.each) if batch is not None else None
    single = world.api.operation(each.id) if each is not None else None
    made = world.new_body(single) if single is not None else None
    if batch is None or resource is None or each is None or made is None:
        return False
    members = each.dedupe.members if each.dedupe is not None else tuple(made)
    kept_otherwise = {resource.key, *dict(each.stores)}
    telling = {name: made[name] for name in members if isinstance(made.get(name), str) and name not in kept_otherwise}
    elements: list[Json] = [made]
    body = batch_body(world, operation, batch, elements)
    if not telling or not world.session.ask(operation, world.values_for(operation), body).response.success:
        return False

    def is_listed() -> bool:
        return bool(count_where(world, resource, telling))

    return not is_listed() and comes_true(world, is_listed)


def _is_made_late(world: World, operation: Operation, part: BatchList, resource: Resource) -> bool:
    """Send one new element to one of the lists of a batch, and say whether it is listed later and not at once."""
    made = element(world, operation, part, resource)
    if made is None:
        return False
    texts = ((name, value) for name, value in made.items() if isinstance(value, str) and name != resource.key)
    telling = {name: value for name, value in texts if world.maker.tag in value}
    sent = Prepared(operation, world.values_for(operation), {}).having(part.items, [made]).send(world)
    if not telling or not sent.response.success:
        return False

    def is_listed() -> bool:
        return bool(count_where(world, resource, dict[str, Json](list(telling.items())[:1])))

    return not is_listed() and comes_true(world, is_listed)
