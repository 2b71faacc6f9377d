"""A text of the length that is documented is kept to its end."""

from __future__ import annotations

from truespec.checking.exchange import Exchange
from truespec.checking.rules.naming import keeps
from truespec.checking.rules.paths import take
from truespec.checking.rules.world import World
from truespec.contract.behaviour import Action, Resource

__all__ = ["is_kept_whole"]


def is_kept_whole(world: World, action: Action, exchange: Exchange, resource: Resource, sent: tuple[str, str]) -> None:
    """Read the record of a request that was taken, and look for the end of a text: member and text as ``sent``.

    What stands there otherwise is another rule's: only a beginning of the text is a text that was cut.
    """
    (name, text), key = sent, world.key_in(action, exchange, resource)
    read = world.read(resource, key) if key is not None else None
    found = take(read[1], world.kept_at(action, name)) if read is not None else None
    beginning = found.rstrip() if isinstance(found, str) else ""
    if beginning and text.startswith(beginning) and len(beginning) < len(text.rstrip()):
        fact = keeps(world, action, exchange.operation, resource, name)
        detail = f"of {len(text)} letters, as many as are documented, {len(beginning)} were kept"
        world.session.ledger.broken(fact, detail, exchange)
