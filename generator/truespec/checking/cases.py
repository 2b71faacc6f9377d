"""Requests made up for one operation: a good one with one thing changed, then with several at once.

All of an operation's values are made up once and used again in other company, which costs next to nothing; what a
request breaks is not taken from how it was made, but judged when it is sent.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from itertools import zip_longest
from typing import Final

from truespec.checking.crowds import Change, Chosen, by_turns, crowds, telling
from truespec.checking.exchange import Request, Response
from truespec.checking.parameters import build, is_idempotency_key
from truespec.checking.raw_bodies import EMPTY_OBJECT, HOW_MANY, with_raw
from truespec.checking.rules.ground.subjects import Prepared, prepared, unread_keys
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.records.parts import give_what_is_taken
from truespec.checking.safety import changes_nothing
from truespec.checking.steps import WORDS, can_be_a_step, telling_steps
from truespec.checking.strangers import may_name_another, names_records
from truespec.checking.variations import UNHEARD_OF, Spot, allowed, place, spots, variations
from truespec.contract.behaviour import Place
from truespec.contract.operation import Operation, Parameter
from truespec.contract.schema import ABSENT, Absent, Json, Schema

__all__ = ["Cases"]

_ONCE: Final = frozenset({"delete", "merge", "create", "upsert"})
"""What these have done once with a body or a key, they do otherwise the second time."""

_NOBODYS: Final = 1_987_654_321
"""A number that no server that counts its records has come to."""
_AT_ONCE: Final = (1, 2, 2, 3, 4)
_MOSTLY_GOOD: Final = 0.8
_CONFLICT: Final = 409
_MOST_CONFLICTS: Final = 60
"""So often another record is made for what conflicts with what is there."""

_STALE: Final = 30
"""So many requests are made from one good one: what it names may be gone, or full, after that."""


def _is_vital(change: Change, kind: str) -> bool:
    """Say whether a request cannot be done as documented: it lacks what it needs, or its path names what is not."""
    return kind == "required" or (isinstance(change.part, Parameter) and change.part.place == "path" and kind in WORDS)


class Cases:
    """The requests for one operation; ``source`` decides what goes together."""

    def __init__(self, world: World, operation: Operation, source: random.Random) -> None:
        """Make nothing up before it is asked for."""
        self._world = world
        self._operation = operation
        self._random = source
        self._base: Prepared | None = None
        self._used = 0
        self._conflicts = 0
        self._lacks_nothing = False
        self._sent = set[str]()
        self._changed: list[Prepared] = []

    def clearest(self, *, sure: bool = True) -> Iterator[tuple[str, Callable[[], Iterator[Request]]]]:
        """Yield what tells most, each with its kind and what makes it: nothing is made before it is called.

        First odd values everywhere, then bodies that cannot be read, then what breaks each thing that is asked for
        just so. Where it is not ``sure`` that anything is refused for its form, what nothing can be done without comes
        before all else, and of the rest one of each kind will do: it can only show a server that breaks down.
        """
        place = "body" if self._body is not None else "query"
        changes = [change for change in self._changes if not change.is_condition]
        told = by_turns(telling(changes))
        vital = [one for one in told if not sure and _is_vital(one[0], one[1])]
        for change, kind, value in vital:
            name = f"{change.path} {kind}"
            yield f"{self._operation.id} {name}", partial(self._once, name, ((change, value),))
        apart = self._telling_apart()
        for name, chosen in crowds([change for change in changes if change.path not in apart]):
            yield f"{place} {name}", partial(self._once, f"all {name}", chosen)
        for number in range(HOW_MANY if self._body is not None else 0):
            yield f"raw {number}", partial(self._raw, number)
        if self._body is not None and "minProperties" in self._world.maker.shape(self._body).constraints:
            yield f"{self._operation.id} nothing", partial(self._raw, EMPTY_OBJECT)
        for change, kind, value in told:
            # Where one object takes members that nobody knows, another may not.
            where = f"{self._operation.id} {change.path}" if change.name == UNHEARD_OF else change.where
            name = f"{where if sure else place} {kind}"
            yield name, partial(self._once, f"{change.path} {kind}", ((change, value),))

    def _telling_apart(self) -> frozenset[str]:
        """Return the members of the body that no two records have the same of: what is there already is refused."""
        action = self._world.behaviour.action(self._operation.id)
        unique = () if action is None else action.unique
        return frozenset(name for rule in unique for name in rule.members)

    def singles(self) -> Iterator[Request]:
        """Yield the good request as it is, then with one thing changed at a time.

        First what of the clearest was not sent yet, of each place the first before the second of any, so that the last
        place of a long body has its turn too; then all else, one of each kind after the other.
        """
        if self._good() is None:
            return
        yield from self._with()
        places = [list(telling([change])) for change in self._changes if not change.is_condition]
        for change, kind, value in (one for turn in zip_longest(*places) for one in turn if one is not None):
            yield from self._once(f"{change.path} {kind}", ((change, value),))
        for _, made in self.clearest():
            yield from made()
        waiting = [(change, list(change.bad), list(change.good)) for change in self._changes]
        while waiting:
            for change, bad, good in waiting:
                for values in (bad, good):
                    yield from self._with((change, values.pop(0))) if values else ()
            waiting = [item for item in waiting if item[1] or item[2]]

    def mixed(self) -> Iterator[Request]:
        """Yield requests with several things changed, without end; nothing where there is nothing to change."""
        changes = [change for change in self._changes if not change.is_condition]
        while changes and self._good() is not None:
            count = min(self._random.choice(_AT_ONCE), len(changes))
            chosen = self._random.sample(changes, count)
            yield from self._with(*((change, self._value(change)) for change in chosen))

    def restoring(self) -> Iterator[Request]:
        """Yield what makes the records that were changed plain ones again.

        A server may take any text, and what it does with an odd one later, in a list of all, is not what is looked at.
        """
        for base in tuple(self._changed):
            yield build(self._operation, self._world.session.with_fixed(self._operation, base.values), base.body)
        self._changed.clear()

    def hear(self, response: Response) -> None:
        """Take note of an answer: a record that is gone, or that was made, is not asked for again."""
        action = self._world.behaviour.action(self._operation.id)
        if action is not None and action.kind == "update" and response.success and self._base not in self._changed:
            self._changed.extend([] if self._base is None else [self._base])
        once = action is not None and action.kind in _ONCE and response.success
        self._lacks_nothing = self._lacks_nothing and not response.success
        self._conflicts += response.status == _CONFLICT
        if once or response.status in {404, 409, 410, 412} or self._used >= _STALE:
            self._base = None

    def _value(self, change: Change) -> Json | Absent:
        good = change.good and (not change.bad or self._random.random() < _MOSTLY_GOOD)
        return self._random.choice(change.good if good else change.bad)

    def _good(self) -> Prepared | None:
        """Return a request that ought to succeed, with records of its own where it names some."""
        if self._base is None:
            self._base, self._used = (
                prepared(self._world, self._operation, unread_keys(self._world, self._operation)),
                0,
            )
            if self._base is not None and 0 < self._conflicts <= _MOST_CONFLICTS:
                self._base = self._below_another(self._base)
            self._lacks_nothing = False
        if self._base is not None and not self._lacks_nothing:
            self._lacks_nothing = True
            give_what_is_taken(self._world, self._base)
        return self._base

    def _below_another(self, base: Prepared) -> Prepared:
        """Return the request below a record that was just made: another may be full."""
        action = self._world.behaviour.action(self._operation.id)
        names = [parameter.wire for parameter in self._operation.parameters if parameter.place == "path"]
        if action is not None and action.kind not in {"create", "upsert", "outside"}:
            return base
        for name in reversed(names):
            other = self._world.another_parent(self._operation, name)
            if other is not None:
                return base.having(Place("path", (name,)), other)
        return base

    @cached_property
    def _body(self) -> Schema | None:
        return self._world.body_schema(self._operation)

    @cached_property
    def _changes(self) -> Sequence[Change]:
        found = [self._of_parameter(parameter) for parameter in self._operation.parameters]
        found += [self._of_spot(spot) for spot in spots(self._world.maker, self._body)] if self._body else []
        return [change for change in found if change is not None and (change.good or change.bad)]

    def _of_parameter(self, parameter: Parameter) -> Change | None:
        if self._world.session.target.access.fixed(parameter.wire) is not None or parameter.content_type:
            return None
        good, bad = self._sorted(parameter.wire, parameter.schema)
        if parameter.place == "path":
            safe = changes_nothing(self._world.api, self._operation)
            good, bad = (
                [value for value in values if can_be_a_step(value) and (safe or not may_name_another(value))]
                for values in (good, bad)
            )
            telling = telling_steps(self._telling(parameter.wire, parameter.schema), good, bad)
            return Change(parameter, (), (*good, *bad), telling)
        left_out = {"required": ABSENT} if parameter.required else {}
        telling = self._telling(parameter.wire, parameter.schema)
        return Change(parameter, tuple(good), (*left_out.values(), *bad), {**left_out, **telling})

    def _of_spot(self, spot: Spot) -> Change:
        name = str(spot.path[-1])
        if name == UNHEARD_OF:
            return Change(spot, (), ("text",), {"additionalProperties": "text"})
        good, bad = self._sorted(name, spot.schema)
        telling = self._telling(name, spot.schema)
        if self._names_records(spot):
            good, bad = ([value for value in values if not may_name_another(value)] for values in (good, bad))
            safe = {kind: value for kind, value in telling.items() if not may_name_another(value)}
            # A number is the wrong type that a server most easily takes for a text.
            number = self._world.maker.broken(spot.schema, _NOBODYS)
            telling = {number[1]: _NOBODYS, **safe} if number[1] in telling and not number[0] else safe
            # What is there or not, nobody knows: none of it has to succeed.
            good, bad = [], [*good, *bad]
        if spot.required:
            return Change(spot, tuple(good), (ABSENT, *bad), {"required": ABSENT, **telling})
        return Change(spot, (*good, ABSENT), tuple(bad), telling)

    def _names_records(self, spot: Spot) -> bool:
        """Say whether what stands there names records that something is done with: nobody's are to be hit."""
        if changes_nothing(self._world.api, self._operation):
            return False
        action = self._world.behaviour.action(self._operation.id)
        merge = action.merge if action is not None else None
        places = [action.key if action is not None else None, merge.others if merge is not None else None]
        path = tuple(step for step in spot.path if isinstance(step, str))
        stated = any(place is not None and (place.part, place.path) == ("body", path) for place in places)
        return stated or any(names_records(step) for step in path[-1:])

    def _sorted(self, name: str, schema: Schema) -> tuple[list[Json], list[Json]]:
        good, bad = allowed(self._world.maker, schema, variations(self._world.maker, name, schema))
        self._random.shuffle(good)
        self._random.shuffle(bad)
        return good, bad

    def _telling(self, name: str, schema: Schema) -> dict[str, Json]:
        """Return null, where it is forbidden, and the first value that breaks each keyword of a schema.

        One that is wrong as a whole comes before one that has something wrong in it: that is another place's.
        """
        found: dict[str, Json] = {}
        inside: dict[str, Json] = {}
        for value in variations(self._world.maker, name, schema):
            path, kind = self._world.maker.broken(schema, value)
            if kind:
                (inside if path else found).setdefault("null" if value is None else kind, value)
        return {**found, **{kind: value for kind, value in inside.items() if kind not in found}}

    def _once(self, name: str, chosen: Sequence[Chosen]) -> Iterator[Request]:
        for request in self._with(*chosen) if name not in self._sent else ():
            self._sent.add(name)
            yield request

    def _with(self, *chosen: Chosen) -> Iterator[Request]:
        base = self._good()
        if base is None:
            return
        self._used += 1
        values, body = dict(base.values), base.body
        for change, value in chosen:
            if isinstance(change.part, Spot):
                body = place(body, change.part.path, value)
            elif isinstance(value, Absent):
                values.pop((change.part.place, change.part.wire), None)
            else:
                values[change.part.place, change.part.wire] = self._anew(change.part, value)
        yield build(self._operation, self._world.session.with_fixed(self._operation, values), body)

    def _anew(self, parameter: Parameter, value: Json) -> Json:
        """Return a value as it is, but for one that no two requests may share: that is made up each time.

        In a header everything is a text, so only a text can be a wrong one.
        """
        maker, schema = self._world.maker, parameter.schema
        wrong = isinstance(value, str) and not maker.is_valid(schema, value)
        return value if wrong or not is_idempotency_key(parameter) else maker.value(parameter.wire, schema)

    def _raw(self, number: int) -> Iterator[Request]:
        """Yield a body that is no JSON, not of the right kind, or not said to be JSON."""
        yield from (with_raw(request, number) for request in self._once(f"raw {number}", ()))
