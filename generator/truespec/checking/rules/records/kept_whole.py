"""A text of the length that is documented is kept to its end, also one inside an object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.naming import keeps
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.text_members import stays_short
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Action, Resource
from truespec.contract.schema import Json, Schema

__all__ = ["is_kept_whole", "keeps_its_plus", "with_full_texts"]

_LONGEST: Final = 5_000


def with_full_texts(world: World, schema: Schema) -> dict[str, Json] | None:
    """Return an object with texts as long as is documented; ``None`` where it has none whose length is."""
    shape, texts = world.maker.narrowed(schema), dict[str, Json]()
    for name, inner in shape.properties.items():
        part = world.maker.narrowed(inner.schema)
        longest = part.constraints.get("maxLength")
        free = part.types in {(), ("string",)} and not part.format and "pattern" not in part.constraints
        own = stays_short(name) or part.enum is not None
        if free and not own and isinstance(longest, int) and longest <= _LONGEST:
            words = " ".join(world.maker.word() for _ in range(longest // len("letters. ") + 1))
            texts[name] = words[:longest].strip().ljust(longest, "x")
    made = world.maker.make(schema, (), texts) if texts else None
    return made if isinstance(made, dict) else None


def is_kept_whole(world: World, action: Action, exchange: Exchange, resource: Resource, sent: tuple[str, Json]) -> None:
    """Read the record of a request that was taken, and look for the ends of its texts: member and value as ``sent``.

    What stands there otherwise is another rule's: only a beginning of a text is one that was cut.
    """
    (name, value), key = sent, world.key_in(action, exchange, resource)
    read = world.read(resource, key) if key is not None else None
    for path, text in _texts(value):
        found = take(read[1], (*world.kept_at(action, name), *path)) if read is not None else None
        beginning = found.rstrip() if isinstance(found, str) else ""
        if beginning and text.startswith(beginning) and len(beginning) < len(text.rstrip()):
            fact = keeps(world, action, exchange.operation, resource, name)
            detail = f"of {len(text)} letters, as many as are documented, {len(beginning)} were kept"
            world.session.ledger.broken(fact, detail, exchange)


def keeps_its_plus(
    world: World, action: Action, exchange: Exchange, resource: Resource, sent: tuple[str, Json]
) -> None:
    """Read the record of a request that was taken with an address that has a plus sign: without it, it is another."""
    (name, value), key = sent, world.key_in(action, exchange, resource)
    read = world.read(resource, key) if key is not None and isinstance(value, str) and "+" in value else None
    found = take(read[1], world.kept_at(action, name)) if read is not None and read[1] is not None else None
    local, _, host = str(value).partition("@")
    if isinstance(found, str) and found.casefold() == f"{local.partition('+')[0]}@{host}".casefold():
        fact = keeps(world, action, exchange.operation, resource, name)
        world.session.ledger.broken(fact, "an address came back without its plus sign and what follows it", exchange)


def _texts(value: Json) -> Iterator[tuple[tuple[str, ...], str]]:
    for name, text in value.items() if isinstance(value, dict) else [("", value)]:
        if isinstance(text, str):
            yield (name,) if name else (), text
