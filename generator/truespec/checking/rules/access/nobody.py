"""What is kept from somebody is kept from nobody: a record of others is not shown to who has no known credential."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from truespec.checking.rules.access.alike import need_of
from truespec.checking.rules.ground.evidence import GONE
from truespec.checking.rules.ground.subjects import fresh, prepared
from truespec.checking.rules.ground.world import World
from truespec.contract.operation import Operation
from truespec.contract.security import SecurityScheme

__all__ = ["check_nobody"]


def check_nobody(
    world: World, taken: Sequence[tuple[SecurityScheme, Operation]], unknown: Callable[[SecurityScheme], str | None]
) -> None:
    """Read a record with a credential that nobody has, which the second one is not shown.

    A server may let every credential through, as some do for tests, and refuse things to one that is there to show what
    is forbidden.  One for which a record is not there, asked for by somebody it knows, tells whose records are whose.
    """
    for scheme, operation in taken:
        action, known = world.behaviour.action(operation.id), world.session.target.access.second.value(scheme.wire)
        resource = world.resource(action) if action is not None and action.kind == "read" else None
        if resource is None or known is None or action is None:
            continue
        subject = fresh(world, resource)
        request = prepared(world, operation, [subject.key]) if subject is not None else None
        if request is None or request.send_with(world, {scheme.wire: known}).response.status not in GONE:
            continue
        shown = request.send_with(world, {scheme.wire: unknown(scheme)})
        again = request.send_with(world, {scheme.wire: known}).response.status
        if shown.response.success and again in GONE:
            detail = f"with an unknown one it shows what it answers {again} for with another that it knows"
            world.session.ledger.broken(need_of(operation, scheme), detail, shown)
