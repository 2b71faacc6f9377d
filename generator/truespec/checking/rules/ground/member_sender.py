"""Sends one member of a body with a value, beside others that are taken as they are made up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["REFUSED", "MemberSender"]

REFUSED: Final = frozenset({400, 422})
"""How a request of the wrong form is refused."""


@dataclass(frozen=True, slots=True)
class MemberSender:
    """Sends requests of one operation, and what is refused again without the member in question."""

    world: World
    action: Action
    operation: Operation
    resource: Resource

    def send(self, name: str, value: Json) -> tuple[Exchange | None, Exchange | None]:
        """Send a body with a value for a member, and where it is refused, the same without the member.

        ``None`` stands for what could not be made up, and for what was not sent again.
        """
        world, values = self.world, self.world.values_for(self.operation)
        if self.action.kind == "update" and self.action.key is not None:
            subject = fresh(world, self.resource)
            if subject is None:
                return None, None
            values = world.values_for(self.operation, self.action.key, subject.key)
        body = world.new_body(self.operation, self._same(name), leave_out=[name])
        if body is None:
            return None, None
        exchange = world.session.ask(self.operation, values, {**body, name: value})
        refused = exchange.response.status in REFUSED
        return exchange, world.session.ask(self.operation, values, body) if refused else None

    def _same(self, name: str) -> dict[str, Json]:
        """Return what makes all requests be about one record, where the operation knows a record again."""
        members = self.action.dedupe.members if self.action.dedupe is not None else ()
        known = self.world.again.setdefault(self.operation.id, self.world.new_body(self.operation) or {})
        return {member: known[member] for member in members if member != name and member in known}
