"""Members that name a record of another kind: `club_id` is the key of a club, and one that is made up is nobody's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.around import AROUND, plain_name
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["make_referred", "try_referred"]

_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_KEYS: Final = frozenset({"id", "uid", "uuid", "key", "ref"})

_REFUSED: Final = frozenset({400, 422})

_SEVERAL: Final = 2
"""So many records are made to be named: what all of ours have in common tells nothing of a filter."""


def make_referred(world: World, operation: Operation) -> bool:
    """Make records of other kinds for what a body names by its members; say whether there is any that is known now.

    It is done where a body was turned away: who takes what is made up does not look for it.
    """
    action, told = world.behaviour.action(operation.id), world.tastes.named.setdefault(operation.id, {})
    own, found = action.resource if action is not None else "", False
    for name, member in world.sendable(operation).items():
        if name in told:
            continue
        keys = [*_new_keys(world, name, operation, own)]
        if keys and all(world.maker.is_valid(member.schema, key) for key in keys):
            told[name], found = tuple(keys), True
    return found


def try_referred(world: World, operation: Operation) -> None:
    """Send what no rule is about, and what cannot be done without a record of another kind, with one of ours."""
    schema, session = world.body_schema(operation), world.session
    needed = world.maker.shape(schema).required if schema is not None else ()
    if not session.may_send(operation) or not session.can_authenticate(operation):
        return
    makers = [_made_at(world, kind) for name in needed if (kind := _kind_of(name))]
    if not any(maker is not None and maker is not operation for maker in makers):
        return
    body = world.new_body(operation)
    values = world.values_for(operation)
    refused = body is not None and session.ask(operation, values, body).response.status in _REFUSED
    if refused and make_referred(world, operation) and (body := world.new_body(operation)) is not None:
        session.ask(operation, values, body)


def _kind_of(name: str) -> str:
    """Return the kind of record that a member is called after: `homeClubId` after a club."""
    *words, last = [word.lower() for word in _WORD.findall(name)] or [""]
    return words[-1] if words and last in _KEYS else ""


def _new_keys(world: World, name: str, operation: Operation, own: str) -> Iterator[Json]:
    """Yield the keys of new records of the kind that a member is called after."""
    kind, resources = _kind_of(name), world.behaviour.resources
    if not kind:
        return
    resource = next((one for one in resources if kind in {*_called(one.name), *_called(one.schema)}), None)
    maker = world.maker_of(resource) if resource is not None else None
    by_path = _made_at(world, kind) if resource is None else None
    for _ in range(_SEVERAL):
        if resource is not None and resource.name != own and maker is not None:
            body = world.new_body(maker[1])
            made = world.make_record(resource, body) if body is not None else None
            if made is not None and made[1] is not None:
                yield made[1]
        elif by_path is not None and by_path is not operation:
            body = world.new_body(by_path)
            answer = world.session.ask(by_path, world.values_for(by_path), body) if body is not None else None
            if answer is not None and (key := _key_in(answer)) is not None:
                yield key


def _called(name: str) -> set[str]:
    """Return what one of several is called, as far as a name of one word tells."""
    words = [word.lower() for word in _WORD.findall(name)]
    return {words[0], words[0].removesuffix("s")} if len(words) == 1 else set()


def _made_at(world: World, word: str) -> Operation | None:
    """Return what makes a record where no rule says it: POST at a path that ends in the plural of its name."""
    for operation in world.api.operations:
        *_, last = operation.path.rstrip("/").split("/")
        plain = operation.method == "POST" and "{" not in operation.path and word in _called(last)
        usable = world.session.may_send(operation) and world.session.can_authenticate(operation)
        if plain and usable and any(answer.status == "201" for answer in operation.answers):
            return operation
    return None


def _key_in(answer: Exchange) -> Json:
    """Return the id of the record that an answer holds, in an envelope or not; ``None`` where there is none."""
    value = answer.response.json() if answer.response.success else None
    inside = [one for name, one in value.items() if plain_name(name) in AROUND] if isinstance(value, dict) else []
    held = (one.get("id") for one in (value, *inside) if isinstance(one, dict))
    return next((key for key in held if isinstance(key, str | int)), None)
