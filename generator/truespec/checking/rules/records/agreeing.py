"""What is not kept where other members are left out: a yes without an address to write to, a part of a pair alone.

Nobody agrees to be written to who cannot be; the code of a country is of no use without the number, and so is the
text that somebody was shown who did not agree.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final

from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.records.comparing import differing_members
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json, Property

__all__ = ["unless_more_is_needed"]

_WHY: Final = "a yes may need another member beside it, an address to write to, say"
_WHY_PAIR: Final = "of two members that belong together, one may be kept only where the other is there"
_WORDS: Final = re.compile(r"[A-Z]?[a-z]{2,}")
_SHARED: Final = 2
"""So many words a text shares with the yes that it was shown for."""


def unless_more_is_needed(
    world: World,
    fact: Fact,
    of: tuple[Action, Operation, Resource],
    body: Mapping[str, Json],
    lost: Collection[str],
) -> Fact:
    """Return the fact that was broken: an assumption where a whole record keeps all that was lost.

    Looked at is what may need another member: a yes, a number or a text that stands beside what it belongs to.
    """
    action, operation, resource = of
    beside = {name: partners(world, operation, name) for name in lost}
    if fact.assumed or not lost or not all(body.get(name) is True or beside[name] for name in lost):
        return fact
    sent = {name: body[name] for name in lost if name in body}
    whole = {**_agreed(world, operation, (name for names in beside.values() for name in names)), **sent}
    if action.kind == "update":
        others = {name: not value for name, value in sent.items() if isinstance(value, bool)}
        agreed = {name: value for name, value in whole.items() if name not in sent}
        subject = fresh(world, resource, {**agreed, **others})
        values = world.values_for(operation, action.key, None if subject is None else subject.key)
        done = subject is not None and world.session.ask(operation, values, {**body, **agreed}).response.success
        key = subject.key if subject is not None and done else None
    else:
        made_of = world.new_body(operation, whole)
        made = world.make_record(resource, made_of) if made_of is not None else None
        key = made[1] if made is not None else None
    read = world.read(resource, key) if key is not None else None
    if read is None or read[1] is None:
        return fact
    kept = not differing_members(world, action, resource, sent, read[1])
    why = _WHY if all(value is True for value in sent.values()) else _WHY_PAIR
    return replace(fact, assumed=why) if kept else fact


def partners(world: World, operation: Operation, name: str) -> list[str]:
    """Return the members that one belongs to: ``Phone`` to ``PhoneCountryCode``, ``ReceiveSms`` to ``SmsText``."""
    sendable = world.sendable(operation)
    if name not in sendable:
        return []
    words, types = _words(name), _types(world, sendable[name])
    if "integer" in types:
        texts = (other for other, member in sendable.items() if "string" in _types(world, member))
        return [other for other in texts if _words(other) and _words(other) < words]
    if "string" in types:
        flags = (other for other, member in sendable.items() if "boolean" in _types(world, member))
        return [other for other in flags if len(_words(other) & words) >= _SHARED]
    return []


def _agreed(world: World, operation: Operation, names: Iterable[str]) -> dict[str, Json]:
    """Return the members that are wanted beside others: every yes, and texts as they are made up."""
    sendable = world.sendable(operation)
    found: dict[str, Json] = {}
    for name in names:
        flag = "boolean" in _types(world, sendable[name])
        found[name] = True if flag else world.maker.value(name, sendable[name].schema)
    return found


def _types(world: World, member: Property) -> Collection[str]:
    return world.maker.narrowed(member.schema).types


def _words(name: str) -> set[str]:
    return {word.lower() for word in _WORDS.findall(name)}
