"""Bodies that a server takes: where one is refused, what it does not like is found out once and left out later."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.parameters import Values
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.records.references import make_referred, try_referred
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json, Property

__all__ = ["learn", "learn_more"]

_REFUSED: Final = frozenset({400, 422})
_MOST: Final = 60
"""So many bodies are tried for one operation."""

_TRIES: Final = 4
"""So often a body is sent again to a server that is busy."""

_WORDS: Final = 4
"""So many other words of lists are tried beside members that were turned away."""

_DOUBTS: Final = 2
"""So often a body that is turned away later, where others were taken, is asked about."""

_WORD: Final = re.compile(r"\w+")


def learn(world: World) -> None:
    """Find out, for every operation that makes or changes a record, which members it does not take as they are made up.

    A server may be stricter than its documentation; what it says of the other members is told all the same.
    """
    disliked: set[str] = set()
    for action, operation in (*world.actions("create", "upsert"), *world.actions("update")):
        resource = world.resource(action)
        # Where no record could be made to go on from, it may be made by what was learnt meanwhile.
        world.parents = {name: key for name, key in world.parents.items() if key is not None}
        body = world.new_body(operation)
        if resource is None or body is None or operation.id in world.refused:
            continue
        world.refused[operation.id] = frozenset()
        attempts = _Attempts(world, action, operation, resource, body, _words(world, operation, body))
        if attempts.are_taken(body):
            continue
        if make_referred(world, operation):
            # What names a record of another kind names one of ours from now on.
            attempts.body = world.new_body(operation) or body
            if attempts.are_taken(attempts.body):
                continue
        found = attempts.disliked(disliked)
        disliked.update(found)
        _apart(world, attempts, found)
    for operation in world.api.operations:
        if operation.method == "POST" and world.behaviour.action(operation.id) is None:
            try_referred(world, operation)


def learn_more(world: World) -> None:
    """Find out why a body was turned away where others were taken: a member may go only with some word of another."""
    for action, operation in world.actions("create", "upsert"):
        tastes, resource = world.tastes, world.resource(action)
        body, taken = tastes.turned_away.pop(operation.id, None), tastes.taken.get(operation.id)
        asked = tastes.asked.get(operation.id, 0)
        if body is None or not taken or resource is None or operation.id not in world.refused or asked >= _DOUBTS:
            continue
        tastes.asked[operation.id] = asked + 1
        words = _words(world, operation, body)
        attempts = _Attempts(world, action, operation, resource, body, words)
        if not attempts.are_taken(body):
            _apart(world, attempts, attempts.disliked(()))


def _apart(world: World, attempts: _Attempts, disliked: Collection[str]) -> None:
    """Keep apart what is disliked: from some words of another member, or from everything."""
    operation, most = attempts.operation.id, attempts.count + _WORDS
    for name in sorted(disliked):
        others = [other for other in attempts.words if other not in disliked and attempts.action.kind != "update"]
        found = next(
            ((other, words) for other in others if (words := _words_beside(attempts, name, other, most))), None
        )
        if found is None:
            world.refused[operation] |= {name}
            continue
        told = found[0], frozenset(found[1])
        world.tastes.beside.setdefault(operation, {})[name] = told
        for _, changing in world.actions("update"):
            # What a new record is refused for, a changed one is as well.
            if {name, found[0]} <= world.sendable(changing).keys():
                world.tastes.beside.setdefault(changing.id, {})[name] = told


def _words(world: World, operation: Operation, body: Mapping[str, Json]) -> dict[str, Json]:
    """Return what a body has of lists of words, and each yes and no: others may depend on it."""
    sendable = world.sendable(operation)
    return {
        name: value
        for name, value in body.items()
        if isinstance(value, bool)
        or (isinstance(value, str) and name in sendable and _is_of_words(world, sendable[name]))
    }


def _is_of_words(world: World, member: Property) -> bool:
    return bool(world.maker.narrowed(member.schema).enum)


def _words_beside(attempts: _Attempts, name: str, other: str, most: int) -> list[Json]:
    """Return the words of a member with which another is taken: those it was seen with, or else one of its list."""
    world, operation = attempts.world, attempts.operation
    taken = [body for body in world.tastes.taken.get(operation.id, ()) if body.get(name) not in (None, "", [])]
    found = [word for body in taken if isinstance(word := body.get(other), str | bool)]
    seen: list[Json] = [word for at, word in enumerate(found) if word not in found[:at]]
    enum = world.maker.narrowed(world.sendable(operation)[other].schema).enum or ()
    more: list[list[Json]] = [[word] for word in enum if word is not None and word != attempts.body[other]]
    tried = [seen] if taken else more
    for words in tried:
        if attempts.count < most and _is_taken_with(attempts, other, words):
            return words
    return []


def _is_taken_with(attempts: _Attempts, other: str, words: Sequence[Json]) -> bool:
    """Say whether all of a body is taken where one member has another word."""
    if not words or attempts.body.get(other) in words:
        return False
    usual = attempts.words
    attempts.words = {**usual, other: words[0]}
    is_taken = attempts.are_taken(attempts.body)
    attempts.words = usual
    return is_taken


@dataclass(slots=True)
class _Attempts:
    """Bodies sent to one operation, each some members of ``body``; an update changes the same record each time.

    ``words`` are the same in all of them.
    """

    world: World
    action: Action
    operation: Operation
    resource: Resource
    body: dict[str, Json]
    words: dict[str, Json]
    told: Exchange | None = None
    count: int = 0
    _values: Values = field(default_factory=dict[tuple[str, str], Json])

    def disliked(self, elsewhere: Collection[str]) -> set[str]:
        """Return the members without which a body is taken; none, where nothing helps.

        Those that were disliked ``elsewhere`` come first, then those that the refusal names.
        """
        suspects = [name for name in self.body if name in elsewhere] or self._named()
        while suspects and len(suspects) < len(self.body):
            rest = [name for name in self.body if name not in suspects]
            if self.are_taken(rest):
                return set(suspects) - set(self._bearable(suspects, rest))
            # What is looked at later is named only when that which comes before it is right.
            more = [name for name in self._named() if name not in suspects]
            suspects = [*suspects, *more] if more else []
        return self._searched()

    def are_taken(self, names: Collection[str]) -> bool:
        """Say whether a body of these members is not refused for its form."""
        self.count += 1
        body = {name: value for name, value in self.body.items() if name in names}
        if self.action.kind == "update" and self.action.key is not None and not self._values:
            maker = self.world.maker_of(self.resource)
            new = self.world.new_body(maker[1]) if maker is not None else None
            made = self.world.make_record(self.resource, new) if new is not None else None
            if made is None or made[1] is None:
                return True
            self._values = self.world.values_for(self.operation, self.action.key, made[1])
        # What has to be unlike all others may be there already after the first attempt.
        left_out = [name for name in self.world.sendable(self.operation) if name not in body]
        given = {name: value for name, value in self.words.items() if name in body}
        fresh = self.world.new_body(self.operation, given, leave_out=left_out)
        sent = fresh if fresh is not None and fresh.keys() == body.keys() else body
        values = self._values or self.world.values_for(self.operation)
        answer = self.told = self._asked(values, sent)
        if answer.response.success:
            self.world.tastes.note(self.operation.id, answer.response.status, sent)
        return answer.response.status not in _REFUSED

    def _asked(self, values: Values, sent: Json) -> Exchange:
        """Send a body; who is too busy to answer has not said what it takes, and is asked again."""
        answer = self.world.session.ask(self.operation, values, sent)
        for _ in range(_TRIES):
            if not answer.response.busy:
                break
            self.world.pause()
            answer = self.world.session.ask(self.operation, values, sent)
        return answer

    def _named(self) -> list[str]:
        """Return the members that the latest refusal speaks of."""
        answer = self.told.response.json() if self.told is not None else None
        told = json.dumps(answer, ensure_ascii=False) if isinstance(answer, dict | list) else ""
        words = set(_WORD.findall(told))
        return [name for name in self.body if words.issuperset(_WORD.findall(name))]

    def _searched(self) -> set[str]:
        taken = self._bearable(list(self.body), ())
        if taken:
            # What was tried before that which it needs gets a second look.
            taken += self._bearable([name for name in self.body if name not in taken], taken)
            return set(self.body) - set(taken)
        # Something is needed together: take away one at a time instead.
        for name in self.body:
            if self.are_taken([other for other in self.body if other != name]):
                return {name}
        return set()

    def _bearable(self, names: Sequence[str], beside: Sequence[str]) -> list[str]:
        """Return those of some members that are taken beside others: all at once, or each half by itself."""
        if not names or self.count >= _MOST:
            return []
        if len(names) + len(beside) < len(self.body) and self.are_taken([*beside, *names]):
            return list(names)
        if len(names) == 1:
            return []
        middle = len(names) // 2
        first = self._bearable(names[:middle], beside)
        return [*first, *self._bearable(names[middle:], [*beside, *first])]
