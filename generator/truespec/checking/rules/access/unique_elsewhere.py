"""What only one record of a place may have, one of another place may have, too: where it is said to be so per place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.access.merged_elsewhere import taken_away
from truespec.checking.rules.ground.sentences import is_negated, members_named, plain, sentences
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Action, Resource
from truespec.contract.conditions import Scope, Unique
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["check_unique_elsewhere"]

_ARTICLES: Final = r"(?:(?:the|a|an|one|each|every|your|its|same|that)\s+)*"
_OF_A_PLACE: Final = re.compile(rf"\b(?:per|within|in|of|at)\s+{_ARTICLES}(\w+(?:\s+\w+)?)", re.IGNORECASE)
_BELONGS: Final = re.compile(
    r"\b(?:belongs? to|opens|is (?:for|of)|are (?:for|of))\s+(?:exactly\s+|only\s+|just\s+)?(?:one|a single)\s+"
    r"(\w+(?:\s+\w+)?)",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"\A[Xx]-|[\W_]?(id|uid|uuid|slug|key|name|code)\Z", re.IGNORECASE)
_EVERYWHERE: Final = re.compile(r"\b(all|any|across|every|global\w*|whole)\b", re.IGNORECASE)
_MUST_NOT: Final = re.compile(r"\b(?:must|may|can|shall|should) ?not\b", re.IGNORECASE)
"""What says that something is forbidden, and turns no sentence round."""

_TELLING: Final = ("another", "other", "once", "one", "unique", "already", "twice", "same", "two")


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """Another place: what a request says for it, or the credentials that stand for it."""

    rule: Scope
    name: str
    replaced: Mapping[str, str | None]

    def make(self, world: World, operation: Operation, body: dict[str, Json]) -> Exchange:
        """Send what makes a record."""
        values = world.values_for(operation)
        if not self.replaced:
            values = {**values, (self.rule.place.part, self.rule.place.path[0]): self.name}
        return world.session.ask(operation, values, body, replaced=self.replaced)

    def remove(self, world: World, resource: Resource, key: Json) -> None:
        """Take away what was made."""
        if not self.replaced:
            taken_away(world, resource, self.rule, (self.name, key))
            return
        for action, operation in world.actions("delete"):
            if action.resource == resource.name and action.key is not None and action.deletion is None:
                values = world.values_for(operation, action.key, key)
                world.session.ask(operation, values, replaced=world.session.target.access.seconding(operation))
                return


def check_unique_elsewhere(world: World, resource: Resource, rule: Scope, elsewhere: str = "") -> None:
    """Make a record with what one of ours has at another place; without any, by the second credential."""
    maker = world.maker_of(resource)
    if maker is None:
        return
    replaced = {} if elsewhere else world.session.target.access.seconding(maker[1])
    if not elsewhere and not replaced:
        return
    place = _Elsewhere(rule, elsewhere, {**replaced})
    for unique in maker[0].unique:
        if _is_per_place(world, resource, rule, (unique, maker[1])):
            _judge(world, resource, maker, (unique, place))


def _is_per_place(world: World, resource: Resource, rule: Scope, what: tuple[Unique, Operation]) -> bool:
    """Say whether some words say that something is had once in a place."""
    unique, operation = what
    places = set(_places(world, rule)) - {plain(resource.name), plain(resource.schema), ""}
    members = [*world.sendable(operation)]
    told = [unique.states, operation.description, *(one.description for one in operation.answers)]
    for text in (sentence for one in told for sentence in sentences(one)):
        named = set(members_named(text, members)) & set(unique.members) or text in sentences(unique.states)
        about = {word for found in _OF_A_PLACE.findall(text) for word in _singular(found)}
        sure = not is_negated(_MUST_NOT.sub("", text)) and not _EVERYWHERE.search(text)
        if named and about & places and sure and any(word in text.lower().split() for word in _TELLING):
            return True
    return False


def _places(world: World, rule: Scope) -> Iterator[str]:
    """Yield what a place is called: after the parameter for it, or as what one credential is said to be of."""
    name = rule.place.path[-1] if rule.place.path else ""
    schemes = {scheme.parameter.lower() for scheme in world.api.security_schemes}
    if name.lower() not in schemes and name.lower() != "authorization":
        yield plain(_NAME.sub("", _NAME.sub("", name)))
    for text in (rule.states, *sentences(world.api.description)):
        yield from (word for found in _BELONGS.findall(text) for word in _singular(found))


def _singular(text: str) -> Iterator[str]:
    yield from (plain(word).removesuffix("s") for word in text.split())


def _judge(world: World, resource: Resource, maker: tuple[Action, Operation], what: tuple[Unique, _Elsewhere]) -> None:
    (unique, place), (action, operation) = what, maker
    body, other = world.new_body(operation), world.new_body(operation)
    made = world.make_record(resource, body) if body is not None else None
    shared = {name: (body or {}).get(name) for name in unique.members}
    if made is None or other is None or made[1] is None or None in shared.values():
        return
    if any(same_value(value, other.get(name)) for name, value in shared.items()) or _sees(
        world, resource, place, made[1]
    ):
        return
    fact = world.fact(unique, operation, "by", part="elsewhere", states="another place has records of its own")
    exchange = place.make(world, operation, {**other, **shared})
    status = exchange.response.status
    if exchange.response.success:
        world.session.ledger.holds(fact)
        place.remove(world, resource, world.key_in(action, exchange, resource))
        return
    control = place.make(world, operation, other) if status == unique.status else None
    if control is None or not control.response.success:
        world.session.ledger.unknown(fact, f"a valid request was answered {status}")
        return
    place.remove(world, resource, world.key_in(action, control, resource))
    world.session.ledger.broken(fact, f"it answered {status} for what a record of another place has", exchange)


def _sees(world: World, resource: Resource, place: _Elsewhere, key: Json) -> bool:
    """Say whether the second credential is let in to what is ours: then it is of no other place."""
    found = world.first("read", resource) if place.replaced else None
    if found is None or found[0].key is None:
        return False
    replaced = world.session.target.access.seconding(found[1])
    return world.session.ask(
        found[1], world.values_for(found[1], found[0].key, key), replaced=replaced
    ).response.success
