"""The ways to send a record again: by the operation that makes one, and as an element of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.elements import batch_body
from truespec.checking.rules.ground.subjects import plain_members
from truespec.checking.rules.ground.world import World
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Batch, Dedupe, Existing, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["Way", "is_empty"]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to send a record again: by the operation that makes one, or as an element of a batch."""

    world: World
    action: Action
    operation: Operation
    resource: Resource
    rule: Dedupe
    existing: Existing
    turn: int
    batch: tuple[Operation, Batch] | None = None

    @property
    def fact(self) -> Fact:
        """What is stated of a record that is there."""
        if self.batch is None:
            return self.world.fact(self.existing, self.operation, "rule")
        return self.world.fact(
            self.existing, self.batch[0], "rule", part="in-batch", states="as an element of a batch too"
        )

    def make(self, leave_out: Sequence[str], given: dict[str, Json]) -> tuple[dict[str, Json], Exchange] | None:
        """Make a record without some members; return what was sent."""
        body = self.world.new_body(self.operation, given, leave_out=leave_out)
        if body is None or any(body.get(name) is None for name in self.rule.members):
            return None
        return body, self.world.session.ask(self.operation, self.world.values_for(self.operation), body)

    def again(self, body: dict[str, Json]) -> Exchange:
        """Send a body for a record that is there; in a batch, after one for a new record."""
        world = self.world
        if self.batch is None:
            return world.session.ask(self.operation, world.values_for(self.operation), body)
        operation, batch = self.batch
        other = world.new_body(self.operation)
        elements: list[Json] = [body] if other is None else [other, body]
        whole = batch_body(world, operation, batch, elements)
        return world.session.ask(operation, world.values_for(operation), whole)

    def read(self, key: Json) -> dict[str, Json] | None:
        """Return the record of a key, ``None`` where it cannot be read."""
        read = self.world.read(self.resource, key) if key is not None else None
        return read[1] if read is not None else None

    def members(self) -> list[str]:
        """Return the plain members that may be left out and that it is not recognised by."""
        return plain_members(self.world, self.action, self.operation, self.resource)

    def required(self) -> tuple[str, ...]:
        """Return the members without which the operation takes nothing."""
        schema = self.world.body_schema(self.operation)
        return () if schema is None else tuple(self.world.maker.shape(schema).required)

    def flags(self, names: Sequence[str]) -> list[str]:
        """Return those that are yes or no."""
        sendable = self.world.sendable(self.operation)
        return [name for name in names if "boolean" in self.world.maker.types(sendable[name].schema)]

    def free_texts(self, names: Sequence[str]) -> list[str]:
        """Return those that take any text: half of them in one turn, the others in the next."""
        shapes = {name: self.world.maker.narrowed(self.world.sendable(self.operation)[name].schema) for name in names}
        return [
            name
            for name, shape in shapes.items()
            if "string" in shape.types and shape.enum is None and not shape.format and not shape.constraints
        ][self.turn % 2 :: 2]

    def nulls(self, names: Sequence[str]) -> dict[str, Json]:
        """Return a body with null for each that takes it."""
        sendable = self.world.sendable(self.operation)
        return {name: None for name in names if "null" in self.world.maker.types(sendable[name].schema)}


def is_empty(value: Json) -> bool:
    """Say whether a record has nothing in a member: an empty text that nobody sent is one way to write null."""
    return value is None or value == ""
