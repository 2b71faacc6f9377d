"""Where equal records are told apart by a second name, and a text puts first what fits it best."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.values import before, comparable
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.lists.population import population
from truespec.checking.rules.lists.walk import Lister, listers_of
from truespec.contract.behaviour import Place, Resource
from truespec.contract.schema import Json
from truespec.contract.selection import Order

__all__ = ["FAMILY"]


def _check(world: World) -> None:
    for resource in world.behaviour.resources:
        for lister in listers_of(world, resource):
            rule = lister.action.order
            if rule is not None:
                _then_ordered(lister, rule, resource)
                if rule.relevance is not None:
                    _best_first(lister, rule, rule.relevance, resource)


def _then_ordered(lister: Lister, rule: Order, resource: Resource) -> None:
    """Order by a member in which all are equal and then by another: the second decides."""
    shape, subjects = lister.shape_at(rule.by), population(lister.world, resource)
    if shape is None or "array" not in shape.types or rule.direction is not None or len(subjects) < 2:
        return
    sendable = [name for name, value in subjects[0].sent.items() if isinstance(value, str) and value.isalpha()]
    differing = {name: len({str(subject.record.get(name)) for subject in subjects}) for name in sendable}
    equal = [name for name, count in differing.items() if count == 1]
    second = next((name for name, count in differing.items() if count == len(subjects)), None)
    if not equal or second is None:
        return
    fact = lister.world.fact(rule, lister.operation, "by", part="second", states="the second name decides among equals")
    # Both directions: a server that heeds the first name alone may have one of them by chance, never both.
    for descending in (True, False):
        names: list[Json] = [equal[0], f"{rule.prefix}{second}" if descending else second]
        shown, last = _own_values(lister.asking((rule.by, names)), resource, second)
        pairs = [(one, other) for one, other in pairwise(shown) if comparable(one, other)]
        if last is None or not last.response.success or not pairs:
            lister.world.session.ledger.unknown(fact, "the list could not be asked for it")
            return
        wrong = sum(before(*pair) if descending else before(pair[1], pair[0]) for pair in pairs)
        lister.world.session.ledger.expect(fact, not wrong, f"{wrong} neighbours are in the wrong order", last)


def _best_first(lister: Lister, rule: Order, place: Place, resource: Resource) -> None:
    """Look for a word that one record has once among others, and a later one everywhere and alone: that fits best."""
    world, ledger = lister.world, lister.world.session.ledger
    fact = world.fact(rule, lister.operation, "relevance", part="relevance", states=f"`{place}` decides the order")
    members = _looked_into(lister, place, population(world, resource))
    word, other = world.maker.word(), world.maker.word()
    weak = (
        fresh(world, resource, {**dict.fromkeys(members[1:], other), members[0]: f"{other} {word}"})
        if members
        else None
    )
    strong = fresh(world, resource, dict.fromkeys(members, word)) if members else None
    if weak is None or strong is None:
        ledger.unknown(fact, "no records could be made that fit a text more and less")
        return
    page = lister.asking((place, word)).page(lister.paging.first, lister.ample())
    keys = [key for item in page.items or [] if (key := take(item, (resource.key,))) in (weak.key, strong.key)]
    if len(keys) < 2:
        ledger.unknown(fact, "not both records are found")
        return
    ledger.expect(fact, keys[0] == strong.key, "a record that fits less comes first", page.exchange)


def _looked_into(lister: Lister, place: Place, subjects: Sequence[Subject]) -> list[str]:
    """Return the members a text is looked for in that hold a word of our own."""
    paths = [path for rule in lister.action.filters if rule.place == place for path in rule.members]
    names = [path[0] for path in paths if len(path) == 1]
    names += lister.action.search.members if lister.action.search is not None else ()
    sent = subjects[0].sent if subjects else {}
    return [name for name in names if isinstance(value := sent.get(name), str) and value.isalpha()]


def _own_values(lister: Lister, resource: Resource, member: str) -> tuple[list[Json], Exchange | None]:
    """Return the values of our own records in the order of the list."""
    own = {subject.key: subject.record for subject in population(lister.world, resource)}
    values: list[Json] = []
    last: Exchange | None = None
    for page, items in lister.walk_once(resource.key, lister.ample()):
        if last is not None and not page.exchange.response.success:
            break
        last = page.exchange
        for item in items:
            key = take(item, (resource.key,))
            if isinstance(key, str | int) and key in own:
                values.append(own[key].get(member))
    return values, last


FAMILY = Family("ranking", "a second name decides among equals, and what fits a text best comes first", _check)
