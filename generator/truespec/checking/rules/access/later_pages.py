"""Every page of a list needs the credentials, and not the first one alone."""

from __future__ import annotations

from dataclasses import replace

from truespec.checking.rules.access.alike import need_of
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.walk import lister_for

__all__ = ["check_later_pages"]


def check_later_pages(world: World) -> None:
    """Ask for the second page of each list without any credential; where that is looked at again, without each one."""
    for action, operation in world.actions("list"):
        alternative = world.session.target.access.credentials.alternative(operation) or ()
        schemes = [scheme for scheme in world.api.security_schemes if scheme.wire in alternative]
        lister = lister_for(world, action, operation)
        named = operation.security and all(operation.security) and schemes
        if lister is None or not named or lister.paging.style not in {"page", "offset"}:
            continue
        without = [schemes, *([scheme] for scheme in schemes if world.rounds > 1 and len(schemes) > 1)]
        for left_out in without:
            closed = replace(lister, replaced=dict.fromkeys(scheme.wire for scheme in left_out))
            exchange = closed.page(lister.paging.first + 1, lister.smallest()).exchange
            if exchange.response.success:
                detail = f"it answered {exchange.response.status} to a request for the second page without it"
                world.session.ledger.broken(need_of(operation, left_out[0]), detail, exchange)
