"""What a record is met again by, other than its key: an external id in the path, an address in elements of a batch.

A `PUT` to `/customers/external/{externalId}` makes a customer the first time and meets it again after that, and so does
an element of a batch that is known by its address. There is one record then, and it changes as is stated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.sentences import sentences
from truespec.checking.rules.ground.subjects import Prepared, element
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.lists.late_lists import comes_true
from truespec.checking.rules.lists.looking import records_where
from truespec.checking.rules.lists.walk import lister_for
from truespec.checking.rules.records.comparing import differing_members
from truespec.contract.behaviour import Action, Existing, Place, Resource
from truespec.contract.effects import BatchList
from truespec.contract.operation import Operation
from truespec.contract.rule import Rule
from truespec.contract.schema import Json, Schema

__all__ = ["FAMILY"]

_LATER: Final = 202
_BY_ITSELF: Final = re.compile(
    r"\b(each|every)\b.*\b(on its own|by itself|of its own|individually|independently|separately|alone)\b|"
    r"\bstops none of the (others?|rest)\b|\b(does not|do not|doesn't|don't|never) (stop|abort|affect|block)s? the ",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to make a record or to meet it again by the value of its ``member``."""

    world: World
    action: Action
    operation: Operation
    resource: Resource
    member: str
    schema: Schema
    one: Rule
    existing: Existing | None
    part: BatchList | None = None

    def value(self) -> Json:
        """Return a value that no record has."""
        return self.world.maker.value(self.member, self.schema)

    def body(self, value: Json) -> dict[str, Json] | None:
        """Return all that can be said of a record with a value of the member."""
        if self.part is None:
            return self.world.new_body(self.operation)
        return element(self.world, self.operation, self.part, self.resource, value)

    def required(self) -> tuple[str, ...]:
        """Return the members without which nothing is taken."""
        schema = self.world.body_schema(self.operation)
        if self.part is not None:
            shape = self.world.shape_at(self.operation, self.part.items)
            schema = shape.items if shape is not None else None
        needed = self.world.maker.shape(schema).required if schema is not None else ()
        return (*needed, self.member)

    def send(self, value: Json, *bodies: Json) -> Exchange:
        """Send what is said of the record with a value, or of several, each element with its own."""
        if self.part is None:
            place = Place("path", (self.member,))
            return self.world.session.ask(
                self.operation, self.world.values_for(self.operation, place, value), bodies[0]
            )
        request = Prepared(self.operation, self.world.values_for(self.operation), {})
        return request.having(self.part.items, list(bodies)).send(self.world)

    def found(self, value: Json, *answers: Exchange) -> list[dict[str, Json]] | None:
        """Return the records with a value: those that answers tell the keys of, else those that a list shows.

        ``None`` stands for a list whose end is not reached.
        """
        keys = [] if self.part is not None else [self.world.key_in(self.action, one, self.resource) for one in answers]
        read = [self.world.read(self.resource, key) for key in dict.fromkeys(keys) if key is not None]
        if any(one is not None and one[0].response.busy for one in read):
            return None
        if keys and None not in keys and None not in read:
            records = [one[1] for one in read if one is not None and one[1] is not None]
            return [record for record in records if same_value(value, take(record, (self.member,)))]
        found, whole = self._asked_for(value) or records_where(self.world, self.resource, {self.member: value})
        return found if whole or len(found) > 1 else None

    def _asked_for(self, value: Json) -> tuple[list[dict[str, Json]], bool] | None:
        """Return what a list shows that is asked for the value alone, ``None`` where it cannot be."""
        for action, operation in self.world.actions("list"):
            lister = lister_for(self.world, action, operation) if action.resource == self.resource.name else None
            for rule in action.filters if lister is not None else ():
                if lister is not None and rule.members == ((self.member,),) and rule.operator == "equal":
                    items = lister.asking((rule.place, value)).page(lister.first).items
                    found = [item for item in items or [] if isinstance(item, dict)]
                    same = [item for item in found if same_value(value, take(item, (self.member,)))]
                    return (same, True) if items is not None else None
        return None


def _ways(world: World) -> Iterator[_Way]:
    for action, operation in world.actions("upsert"):
        resource, rule = world.resource(action), action.dedupe
        if resource is None or rule is None or len(rule.members) != 1:
            continue
        [member] = rule.members
        at = next((one for one in operation.parameters if (one.place, one.wire) == ("path", member)), None)
        if at is not None and member not in world.sendable(operation) and member != resource.key:
            yield _Way(world, action, operation, resource, member, at.schema, rule, rule.existing)
    for action, operation in world.actions("batch"):
        resource, batch = world.resource(action), action.batch
        for part in batch.lists if batch is not None and resource is not None else ():
            shape = world.shape_at(operation, part.items)
            if shape is None or shape.items is None:
                continue
            inner = world.maker.shape(shape.items).properties
            if resource is not None and part.kind == "upsert" and part.key in inner and part.key != resource.key:
                schema = inner[part.key].schema
                yield _Way(world, action, operation, resource, part.key, schema, part, part.existing, part)


def _check(world: World) -> None:
    for way in _ways(world):
        _is_met_again(way)
        if way.part is not None and _is_each_by_itself(way, way.part):
            _goes_on(way)


def _is_met_again(way: _Way) -> None:
    """Make a record, and say less and something else of it under the same value."""
    world, ledger, one = way.world, way.world.session.ledger, way.world.fact(way.one, way.operation)
    value = way.value()
    first, second = way.body(value), way.body(value)
    if first is None or second is None:
        ledger.unknown(one, "no valid request could be made up")
        return
    made = way.send(value, first)
    before = _seen(way, value, lambda found: len(found) == 1, made) if made.response.success else None
    if before is None or len(before) != 1 or made.response.status == _LATER:
        ledger.unknown(one, f"a valid request was answered {made.response.status}, and no record was found")
        return
    needed = way.required()
    others = sorted(name for name in second if name not in needed)
    sent = {name: said for name, said in second.items() if name in needed or name in others[::2]}
    again = way.send(value, sent)
    if not again.response.success:
        ledger.unknown(one, f"the second request was answered {again.response.status}")
        return
    existing = way.existing
    rule = existing.rule if existing is not None else ""

    def wrong(found: list[dict[str, Json]]) -> list[str]:
        return list(_wrong(way, rule, (first, before[0]), sent, found[0])) if len(found) == 1 else []

    now = _seen(way, value, lambda found: len(found) == 1 and not wrong(found), made, again)
    if now is None:
        ledger.unknown(one, "the list could not be read to its end")
        return
    detail = f"{len(now)} records have the same `{way.member}`" if now else "no record has it any more"
    ledger.expect(one, len(now) == 1, detail, again)
    if existing is not None and len(now) == 1:
        ledger.expect(world.fact(existing, way.operation, "rule"), not wrong(now), "; ".join(wrong(now)), again)


def _wrong(
    way: _Way,
    rule: str,
    told: tuple[Mapping[str, Json], Mapping[str, Json]],
    sent: dict[str, Json],
    now: dict[str, Json],
) -> Iterator[str]:
    """Yield what did not become what is stated."""
    first, before = told
    if rule in {"replace", "partial", "renew"}:
        for name in differing_members(way.world, way.action, way.resource, sent, now):
            if not isinstance(sent[name], dict):
                yield f"`{name}` was sent and not taken over"
    for name, was in first.items():
        # What the server made of it the first time is what may stay or go.
        kept = before.get(name)
        if name in sent or name not in before or not same_value(was, kept) or was in (None, "", [], {}):
            continue
        stays = same_value(kept, take(now, (name,)))
        if rule in {"partial", "keep"} and not stays:
            yield f"`{name}` was changed, though it was not sent"
        if rule == "renew" and stays and not _is_usual(way, name, kept):
            yield f"`{name}` was not sent, and is as it was"
    for name, said in sent.items() if rule == "keep" else ():
        if name in before and not same_value(before[name], said) and same_value(said, take(now, (name,))):
            yield f"`{name}` was changed"


def _is_usual(way: _Way, name: str, value: Json) -> bool:
    """Say whether a value is what a record may have of which nothing was said."""
    shape = way.world.maker.shape(way.world.api.schema(way.resource.schema).schema)
    member = shape.properties.get(name)
    usual = [dict(way.resource.constants).get(name), False, 0]
    if member is not None:
        inner = way.world.maker.narrowed(member.schema)
        usual += [inner.default] if isinstance(inner.default, str | int | float | bool) else []
        # A member of one word of a few may well have one that the server chooses.
        if inner.enum is not None:
            return True
    return value in usual


def _seen(
    way: _Way, value: Json, settled: Callable[[list[dict[str, Json]]], bool], *answers: Exchange
) -> list[dict[str, Json]] | None:
    """Return the records with a value; where they are not as they should be, as they are a little later."""
    looks = [way.found(value, *answers)]

    def look() -> bool:
        looks.append(way.found(value, *answers))
        return settled(looks[-1] or [])

    if looks[0] is not None and not settled(looks[0]):
        comes_true(way.world, look)
    return looks[-1]


def _is_each_by_itself(way: _Way, part: BatchList) -> bool:
    told = [*sentences(way.operation.description), part.states, way.action.states]
    return any(map(_BY_ITSELF.search, told))


def _goes_on(way: _Way) -> None:
    """Send an element that has to fail between two that are done: what is done comes before and after it."""
    world, ledger = way.world, way.world.session.ledger
    fact = world.fact(way.one, way.operation, part="goes-on", states="an element that fails stops no other")
    values = [way.value() for _ in "abc"]
    bodies = [way.body(value) for value in values]
    first, failing, last = bodies
    if first is None or failing is None or last is None:
        return
    exchange = way.send(None, first, {**failing, way.member: []}, last)
    if not exchange.response.success or exchange.response.status == _LATER:
        # A server may look at the form of the whole before it does any of it.
        return
    before = _seen(way, values[0], lambda found: len(found) == 1)
    after = _seen(way, values[-1], lambda found: len(found) == 1)
    if before is None or after is None or len(before) != 1:
        ledger.unknown(fact, "the elements were not found where none of them fails")
        return
    ledger.expect(fact, len(after) == 1, "what comes after an element that fails was not done", exchange)


FAMILY = Family("natural keys", "what is met again by another member than its key is one record", _check)
