"""What was made in a batch is found by what it is, as what was made by itself."""

from __future__ import annotations

from collections import Counter
from typing import Final

from truespec.checking.rules.ground.elements import batch_body
from truespec.checking.rules.ground.subjects import Prepared, element
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.looking import record_where
from truespec.checking.rules.searches.questions import questions, settles
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["are_found_from_batches"]

_QUESTIONS: Final = 2
"""So many are asked of one list: what is not found by one text is seldom found by another."""

_TELLING: Final = 2


def are_found_from_batches(world: World, resource: Resource) -> None:
    """Make a record in each batch that makes some, and ask for it in every list by what it holds."""
    for action, operation in world.actions("batch"):
        record = _made(world, action, operation, resource) if world.resource(action) is resource else None
        key = None if record is None else record.get(resource.key)
        if record is None or key is None:
            continue
        asked = Counter[str]()
        for question in questions(world, resource, record):
            asked[question.lister.operation.id] += 1
            told = asked[question.lister.operation.id] <= _QUESTIONS
            if told and settles(world, resource, question, key, there=True) is False:
                fact = question.fact("batched", "what was made in a batch as well")
                detail = f"a record that was made in a batch is not found by its `{question.member}`"
                world.session.ledger.broken(fact, detail, world.session.last)


def _made(world: World, action: Action, operation: Operation, resource: Resource) -> dict[str, Json] | None:
    """Return a record that was made in a batch; ``None`` where none was, or it cannot be read or listed."""
    request, made = _request(world, action, operation, resource)
    if request is None or not made or not request.send(world).response.success:
        return None
    key = made.get(resource.key)
    read = world.read(resource, key) if key is not None else None
    if read is not None and read[1] is not None:
        return read[1]
    texts = [(name, value) for name, value in made.items() if isinstance(value, str) and world.maker.tag in value]
    return record_where(world, resource, dict(texts[:_TELLING])) if texts else None


def _request(
    world: World, action: Action, operation: Operation, resource: Resource
) -> tuple[Prepared | None, dict[str, Json]]:
    """Return a batch of one new element, and the element."""
    batch = action.batch
    if batch is None:
        return None, {}
    if not batch.lists:
        single = world.api.operation(batch.each)
        made = world.new_body(single) if single is not None else None
        body = batch_body(world, operation, batch, [made])
        return Prepared(operation, world.values_for(operation), body), made or {}
    part = next((part for part in batch.lists if part.kind in {"create", "upsert"}), None)
    made = element(world, operation, part, resource) if part is not None else None
    if part is None or made is None:
        return None, {}
    return Prepared(operation, world.values_for(operation), {}).having(part.items, [made]), made
