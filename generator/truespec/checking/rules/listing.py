"""What was made is listed, and a list has the stated order."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from truespec.checking.rules.population import population
from truespec.checking.rules.values import before, comparable, same_value
from truespec.checking.rules.walk import Lister, count_where, listers_of
from truespec.checking.rules.world import Family, World, take
from truespec.contract.behaviour import Resource, Sort
from truespec.contract.schema import Absent, Json

__all__ = ["FAMILY"]

_SAMPLES: Final = 3
_GONE: Final = frozenset({404, 410})
_OTHER_REASONS: Final = frozenset({401, 403, 429})
"""Refusals that say nothing of a record."""


def _check(world: World) -> None:
    for resource in world.behaviour.resources:
        for lister in listers_of(world, resource):
            if lister.action.search is None:
                _is_listed(world, lister, resource)
            _can_be_read(world, lister, resource)
            _shows_the_same(world, lister, resource)
            if lister.action.sort is not None:
                _is_sorted(lister, resource, lister.action.sort)


def _is_listed(world: World, lister: Lister, resource: Resource) -> None:
    """Make a record and look for it in the list."""
    fact, ledger = world.fact(lister.action, lister.operation), world.session.ledger
    maker = world.maker_of(resource)
    body = world.new_body(maker[1]) if maker is not None else None
    made = world.make_record(resource, body) if body is not None else None
    if made is None or made[1] is None:
        ledger.unknown(fact, "no record could be made to look for")
        return
    found = count_where(world, resource, {resource.key: made[1]})
    if found is None:
        ledger.unknown(fact, "the list could not be read to its end")
    else:
        ledger.expect(fact, found > 0, "a new record is on no page", world.session.last)


def _can_be_read(world: World, lister: Lister, resource: Resource) -> None:
    """Read a few records that are listed, those of others first: each is there under the same key."""
    fact = world.fact(lister.action, lister.operation, part="readable", states="what is listed can be read by its key")
    page = lister.page(lister.first, lister.largest() or 100)
    found = (take(item, (resource.key,)) for item in page.items or [])
    keys = [key for key in found if isinstance(key, str | int)]
    keys.sort(key=lambda key: key in world.made)
    for key in [*keys[:_SAMPLES], *keys[_SAMPLES:][-1:]]:
        read = world.read(resource, key)
        if read is None or read[0].response.status in _OTHER_REASONS:
            world.session.ledger.unknown(fact, "no operation reads a record, or this one may not be read")
        elif read[0].response.status in _GONE:
            world.session.ledger.broken(fact, f"reading it answered {read[0].response.status}", read[0])
        elif read[1] is not None and read[1].get(resource.key) is not None:
            same = read[1][resource.key] == key
            world.session.ledger.expect(fact, same, f"another `{resource.key}` was answered", read[0])


def _shows_the_same(world: World, lister: Lister, resource: Resource) -> None:
    """Look for our own records in the list: what it says of them is what reading them says.

    A list may say less of a record than there is of it, by leaving members out.
    """
    states = "a list says of a record what reading it says"
    fact = world.fact(lister.action, lister.operation, part="shows", states=states)
    own = {subject.key: subject for subject in population(world, resource)}
    sets = dict(resource.sets)
    for page, items in lister.walk_once(resource.key, lister.largest() or 100):
        for item in items:
            key = take(item, (resource.key,))
            subject = own.pop(key, None) if isinstance(key, str | int) else None
            if subject is None or not isinstance(item, dict):
                continue
            told = {name: value for name, value in subject.record.items() if name in subject.sent and name not in sets}
            other = [name for name, value in told.items() if name in item and not same_value(value, item[name])]
            detail = f"{', '.join(f'`{name}`' for name in other)} has another value than in the record as it was read"
            world.session.ledger.expect(fact, not other, detail, page.exchange)
        if not own:
            return


def _is_sorted(lister: Lister, resource: Resource, sort: Sort) -> None:
    """Compare neighbours on a few pages; equal values may come in any order."""
    ledger = lister.world.session.ledger
    fact = lister.world.fact(sort, lister.operation, "by")
    values: list[Json] = []
    for _, items in lister.walk_once(resource.key, lister.largest() or 50):
        found = (take(item, tuple(sort.member.split("."))) for item in items)
        values.extend(value for value in found if not isinstance(value, Absent))
    ordered = [(earlier, later) for earlier, later in pairwise(values) if comparable(earlier, later)]
    if not ordered:
        ledger.unknown(fact, "there are too few records with a value to compare")
        return
    falling = [pair for pair in ordered if before(pair[1], pair[0])]
    rising = [pair for pair in ordered if before(*pair)]
    if falling and rising:
        wrong = min(len(falling), len(rising))
        ledger.broken(fact, f"{wrong} neighbours are in another order than the others", lister.world.session.last)
        return
    direction = lister.world.fact(sort, lister.operation, "by", "direction")
    if direction.assumed is not None and fact.assumed is None:
        # That there is an order is documented, which of the two is a guess.
        ledger.holds(fact)
        direction = replace(direction, id=f"{fact.id}.direction")
    right = not (rising if sort.direction == "descending" else falling)
    ledger.expect(direction, right, "it is the other way round", lister.world.session.last)


FAMILY = Family("listing", "what was made is listed, in the stated order", _check)
