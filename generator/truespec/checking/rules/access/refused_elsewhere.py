"""A place that is somebody else's is documented to be refused: then no operation is done there, nor shows anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.access.merged_elsewhere import made_elsewhere, taken_away
from truespec.checking.rules.ground.sentences import sentences
from truespec.checking.rules.ground.subjects import prepared, unknown_key
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Resource
from truespec.contract.conditions import Scope
from truespec.contract.operation import Operation

__all__ = ["check_refusals"]

_REFUSED: Final = 403
_NAME: Final = re.compile(r"[\W_]?(id|uid|uuid|slug|key|name|code)$", re.IGNORECASE)
_SAID: Final = (
    r"\b(other|another|foreign)( \w+)? {place}s?\b.*\b403\b|\b403\b.*\b(other|another|foreign)( \w+)? {place}s?\b|"
    r"\b{place}s?\b.*\bnot (yours|your own)\b.*\b403\b|\b403\b.*\b{place}s?\b.*\bnot (yours|your own)\b"
)
_ANSWERED: Final = (
    r"\b{place} (is not|isn't|that is not|which is not) (yours|your own)\b|"
    r"\b{place} (does not|doesn't) belong to\b|\b{place} (belongs to|of) (another|someone else|somebody else)\b|"
    r"\b(another|foreign|other) {place}\b|\bnot (allowed|permitted) (to|for|in) this {place}\b"
)
_EXCEPT: Final = re.compile(r"\b(unless|except|may|can|shared|admin\w*|only|some)\b", re.IGNORECASE)


def check_refusals(world: World, resource: Resource, rule: Scope, elsewhere: str) -> None:
    """Ask for everything where nothing is ours: what one request is refused for there, no other is let in to."""
    refused, done, operations = False, list[Exchange](), list(_operations(world, resource, rule))
    maker = world.maker_of(resource)
    # What is there of somebody else shows who is let in to it; one that nobody has may be looked for before that.
    body = world.new_body(maker[1]) if operations and maker is not None else None
    there = made_elsewhere(world, resource, rule, elsewhere, body)
    for operation in operations:
        action = world.behaviour.action(operation.id)
        named = [unknown_key(world, resource) if there is None else there, unknown_key(world, resource)]
        keys = named if action is not None and action.key is not None else None
        request = prepared(world, operation, keys)
        if request is None:
            continue
        exchange = request.having(rule.place, elsewhere).send(world)
        refused = refused or exchange.response.status == _REFUSED
        if exchange.response.success:
            done.append(exchange)
    if there is not None:
        taken_away(world, resource, rule, (elsewhere, there))
    if refused and done:
        states = "what is at another is refused"
        fact = replace(world.fact(rule, done[-1].operation, "place", part="refused", states=states), assumed=None)
        names = ", ".join(one.operation.label for one in done)
        detail = f"another `{rule.place.path[-1]}` is let in to {names}, and refused elsewhere"
        world.session.ledger.broken(fact, detail, done[-1])


def _operations(world: World, resource: Resource, rule: Scope) -> Iterator[Operation]:
    """Yield the operations at such a place that are documented to be refused at another."""
    name = _NAME.sub("", rule.place.path[-1] if rule.place.path else "")
    words = r"[\W_]?".join(map(re.escape, re.findall(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+", name)))
    if not words or rule.place.part != "path":
        return
    said = re.compile(_SAID.format(place=words), re.IGNORECASE | re.DOTALL)
    answered = re.compile(_ANSWERED.format(place=words), re.IGNORECASE)
    everywhere = any(said.search(text) and not _EXCEPT.search(text) for text in sentences(world.api.description))
    for operation in world.api.operations:
        about = next((one.description for one in operation.answers if one.status == str(_REFUSED)), None)
        here = any((one.place, one.wire) == ("path", rule.place.path[0]) for one in operation.parameters)
        action = world.behaviour.action(operation.id)
        ours = action is not None and (action.resource == resource.name or action.kind == "batch")
        usable = world.session.may_send(operation) and world.session.can_authenticate(operation)
        plainly = everywhere or (about is not None and answered.search(about) and not _EXCEPT.search(about))
        if about is not None and here and ours and usable and plainly:
            yield operation
