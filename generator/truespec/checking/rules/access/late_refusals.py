"""A refusal that comes too late is none: what was refused for want of a credential is not done."""

from __future__ import annotations

from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.access.alike import need_of, plain_request
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.looking import count_where
from truespec.contract.security import SecurityScheme

__all__ = ["did_nothing"]

_REFUSALS: Final = frozenset({401, 403})


def did_nothing(world: World, scheme: SecurityScheme, usual: Exchange, exchange: Exchange) -> None:
    """Look for what a refused request would have made: a refusal that comes too late is none.

    The usual request may have made the same with a credential, and more than once where it had to be asked again: who
    is suspected is asked for something that nobody else is.
    """
    made = usual.response.success and usual.request.body == exchange.request.body
    if _made_by(world, exchange) <= made:
        return
    operation = exchange.operation
    request = plain_request(world, operation)
    again = world.session.ask(operation, request.values, request.body, replaced={scheme.wire: None})
    if again.response.status in _REFUSALS and _made_by(world, again):
        detail = f"it answered {again.response.status} without it, and made the record all the same"
        world.session.ledger.broken(need_of(operation, scheme), detail, again)


def _made_by(world: World, exchange: Exchange) -> int:
    """Return how many records there are of what a request was to make, as far as that can be told."""
    action, sent = world.behaviour.action(exchange.operation.id), exchange.request.json()
    if action is not None and action.batch is not None and not action.batch.lists:
        elements = take(sent, action.batch.items.path)
        sent = elements[0] if isinstance(elements, list) and elements else None
    makes = action is not None and action.kind in {"create", "upsert", "batch"}
    resource = world.resource(action) if action is not None and makes else None
    if resource is None or not isinstance(sent, dict):
        return 0
    record = world.maker.shape(world.api.schema(resource.schema).schema).properties
    texts = {name: text for name, text in sent.items() if name in record and world.maker.tag in str(text)}
    members = dict(list(texts.items())[:1])
    return (count_where(world, resource, members) or 0) if members else 0
