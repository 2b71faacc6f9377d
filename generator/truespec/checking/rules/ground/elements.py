"""The elements of a batch: what each is called beside what is sent for it, and which answer is about which of them."""

from __future__ import annotations

from collections.abc import Sequence

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.paths import take, with_value
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Batch
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json
from truespec.mock.shapes import Shape

__all__ = ["batch_body", "in_their_order", "plain_batch"]


def plain_batch(world: World, operation: Operation) -> Json | Absent:
    """Return the body of a batch without its elements."""
    made = world.new_body(operation)
    return {} if made is None else dict(made)


def batch_body(world: World, operation: Operation, batch: Batch, elements: Sequence[Json]) -> Json:
    """Return the body of a batch with these elements; each says what only an element has to say, in words of its own.

    By a reference of the client's own, which none of the others may have, many a server tells what became of it.
    """
    shape = _shape_of_one(world, operation, batch)
    said = [_with_own(world, shape, _own_names(world, shape, batch), one) for one in elements]
    return with_value(plain_batch(world, operation), batch.items.path, said)


def _shape_of_one(world: World, operation: Operation, batch: Batch) -> Shape | None:
    """Return what the spec says of one element."""
    whole = world.shape_at(operation, batch.items)
    return world.maker.shape(whole.items) if whole is not None and whole.items is not None else None


def _own_names(world: World, shape: Shape | None, batch: Batch) -> list[str]:
    """Return the members that an element needs, and that what is done for each alone does not know."""
    single = world.api.operation(batch.each)
    if shape is None or single is None:
        return []
    alone = world.sendable(single)
    return [name for name in shape.properties if name in shape.required and name not in alone]


def _with_own(world: World, shape: Shape | None, names: list[str], element: Json) -> Json:
    if shape is None or not isinstance(element, dict):
        return element
    own = {name: world.maker.value(name, shape.properties[name].schema) for name in names if name not in element}
    return {**own, **element}


def in_their_order(world: World, batch: Batch, exchange: Exchange, answers: list[Json]) -> list[Json]:
    """Return the answers in the order of the elements, where each is called as one of them is: they may come in any."""
    sent = take(exchange.request.json(), batch.items.path)
    names = _own_names(world, _shape_of_one(world, exchange.operation, batch), batch)
    for name in names if isinstance(sent, list) and len(sent) == len(answers) else ():
        called = [take(one, (name,)) for one in sent] if isinstance(sent, list) else []
        told = {word: one for one in answers if isinstance(word := take(one, (name,)), str | int)}
        if len(told) == len(answers) and set(told) == {word for word in called if isinstance(word, str | int)}:
            return [told[word] for word in called if isinstance(word, str | int)]
    return answers
