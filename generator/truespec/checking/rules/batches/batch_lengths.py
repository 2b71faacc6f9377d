"""A batch may have one element or many: each is done, or the whole is refused for a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.rules.ground.elements import batch_body
from truespec.checking.rules.ground.naming import keeps
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.values import plain_text
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.late_lists import comes_true
from truespec.checking.rules.lists.looking import listed_members
from truespec.checking.rules.lists.walk import lister_of
from truespec.checking.rules.records.comparing import differing_members
from truespec.contract.behaviour import Action, Batch, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["is_taken_alone", "judge_lengths", "long_batch"]

_REFUSED: Final = frozenset({400, 422})
_COUNTS: Final = (1, 3)
_FEW: Final = 3
_MANY: Final = 30
_TELLING: Final = 3
"""So many texts of its own tell an element from all others."""

_SHORT: Final = 7
"""A text that is no longer may be a word that others have as well."""


def judge_lengths(world: World, action: Action, operation: Operation, batch: Batch, resource: Resource) -> None:
    """Send batches of one element, of a few and of many."""
    if world.rounds == 1:
        _takes_any_number(world, action, operation, batch)
        long_batch(world, (action, batch, resource), operation, _MANY)


def _takes_any_number(world: World, action: Action, operation: Operation, batch: Batch) -> None:
    """Send one element and then three; where both are refused, look whether such elements are taken alone."""
    single = world.api.operation(batch.each)
    answers = [exchange for count in _COUNTS if (exchange := _new_ones(world, operation, batch, count)) is not None]
    refused = [exchange for exchange in answers if exchange.response.status in _REFUSED]
    if single is None or len(answers) < len(_COUNTS) or not refused:
        return
    member = world.sendable(operation).get(batch.items.path[0]) if batch.items.path else None
    told = () if member is None else (*member.assumptions, *member.schema.assumptions)
    fact = world.fact(
        action, operation, part="count", states="one element is taken as well as several, as each is alone"
    )
    fact = replace(fact, assumed=fact.assumed or assumed_among(told, ("name", "in")))
    if len(refused) < len(answers):
        if all(exchange in refused or exchange.response.success for exchange in answers):
            detail = f"one of the two was answered {refused[0].response.status}"
            world.session.ledger.broken(fact, detail, refused[0])
        return
    if all(is_taken_alone(world, single) for _ in range(_FEW)):
        detail = f"it was answered {refused[0].response.status}, and {_FEW} such elements were taken alone"
        world.session.ledger.broken(fact, detail, refused[0])


def long_batch(
    world: World,
    what: tuple[Action, Batch, Resource],
    operation: Operation,
    count: int,
    given: Sequence[Mapping[str, Json]] = (),
) -> Exchange | None:
    """Send a long batch in which each element lacks another member: all of them are done, or the whole is refused.

    The first ones say what is ``given`` for them.  Returns ``None`` where none could be made up.
    """
    action, batch, resource = what
    single, ledger = world.api.operation(batch.each), world.session.ledger
    whole = world.new_body(single) if single is not None else None
    told = _telling_all(world, single, whole, resource) if single is not None else []
    if single is None or whole is None or len(told) <= _FEW:
        return None
    elements: list[dict[str, Json]] = []
    for number in range(count):
        said: Mapping[str, Json] = given[number] if number < len(given) else {}
        name = told[number % len(told)]
        element = world.new_body(single, said, leave_out=[] if name in said else [name])
        if element is not None:
            elements.append(element)
    made: list[Json] = list(elements)
    body = batch_body(world, operation, batch, made)
    exchange = world.session.ask(operation, world.values_for(operation), body)
    listed = _listed_in_the_end(world, resource, elements, told) if exchange.response.success else None
    if listed is not None:
        absent = _absent(elements, listed, told)
        fact = world.fact(action, operation, part="all", states="all of many elements are done")
        if absent and not all(_is_taken_without(world, single, name) for name in told):
            # A server may skip what it would refuse alone.
            ledger.unknown(fact, "such elements are not all taken alone")
            return exchange
        detail = f"of {len(elements)} elements of a batch, {absent} are not listed"
        ledger.expect(fact, not absent, detail, exchange)
        mixed = sorted(set(_mixed_up(elements, listed, told)))
        states = "what is sent for one element goes into no other"
        apart = world.fact(action, operation, part="apart", states=states)
        detail = f"`{', '.join(mixed)}` was left out of some elements, and has what another one says"
        ledger.expect(apart, not mixed, detail, exchange)
        _hold_their_words(world, what, list(zip(elements, given, strict=False)), listed, exchange)
    return exchange


def _listed_in_the_end(
    world: World, resource: Resource, elements: list[dict[str, Json]], told: list[str]
) -> list[dict[str, Json]] | None:
    """Return what is listed: a batch may be done after it is answered, and a list may come late."""
    looks = [_listed(world, resource)]

    def is_whole() -> bool:
        looks.append(_listed(world, resource))
        return looks[-1] is None or not _absent(elements, looks[-1], told)

    if looks[0] is not None and _absent(elements, looks[0], told):
        comes_true(world, is_whole)
    return looks[-1]


def _hold_their_words(
    world: World,
    what: tuple[Action, Batch, Resource],
    said: list[tuple[dict[str, Json], Mapping[str, Json]]],
    listed: list[dict[str, Json]],
    exchange: Exchange,
) -> None:
    """Look for the elements for which something was given: each is listed with it, as it was sent."""
    _, batch, resource = what
    each, single = world.behaviour.action(batch.each), world.api.operation(batch.each)
    if each is None or single is None or not said:
        return
    told = _telling_all(world, single, world.new_body(single), resource)
    kept = [(item, _texts(item, told)) for item in listed]
    for one, words in said:
        own = {pair for pair in _texts(one, told) if pair[0] not in words}
        enough = min(_TELLING, len(own))
        record = next((item for item, texts in kept if len(own & texts) >= enough), None) if own else None
        texts: dict[str, Json] = {name: word for name, word in words.items() if isinstance(word, str)}
        for name in differing_members(world, each, resource, texts, record) if record is not None else ():
            if isinstance(take(record, world.kept_at(each, name)), str):
                fact = keeps(world, each, single, resource, name)
                detail = f"`{texts[name]}`, sent in a batch, is listed as another word"
                world.session.ledger.broken(fact, detail, exchange)


def _is_taken_without(world: World, single: Operation, name: str) -> bool:
    body = world.new_body(single, leave_out=[name])
    return body is not None and world.session.ask(single, world.values_for(single), body).response.success


def _telling_all(world: World, single: Operation, whole: dict[str, Json] | None, resource: Resource) -> list[str]:
    """Return the members of an element that hold texts of its own: some of them tell it, whichever is left out.

    A word of a list is not of its own, and may be what the server puts in where nothing is said.  What the list of the
    records does not show tells nothing there.
    """
    texts = [name for name, value in (whole or {}).items() if isinstance(value, str) and name != resource.key]
    texts = listed_members(world, resource, texts)
    shapes = {name: world.maker.narrowed(world.sendable(single)[name].schema) for name in texts}
    return [name for name in texts if shapes[name].enum is None and len(str((whole or {})[name])) > _SHORT]


def _absent(elements: list[dict[str, Json]], listed: list[dict[str, Json]], told: list[str]) -> int:
    """Count the elements of which no listed record has two texts."""
    known = {pair for item in listed for pair in _texts(item, told)}
    texts = (_texts(one, told) for one in elements)
    return sum(len(own & known) < min(_TELLING, len(own)) for own in texts)


def _mixed_up(elements: list[dict[str, Json]], listed: list[dict[str, Json]], told: list[str]) -> Iterator[str]:
    """Yield the members that an element leaves out, and that its record holds with the text of another element."""
    kept = [_texts(item, told) for item in listed]
    sent = {pair for one in elements for pair in _texts(one, told)}
    for one in elements:
        own = _texts(one, told)
        for texts in kept:
            if len(own & texts) >= min(_TELLING, len(own)):
                yield from (name for name, _ in (texts & sent) - own if name not in one)


def _texts(record: dict[str, Json], told: list[str]) -> set[tuple[str, str]]:
    """Return the texts of a record or an element that tell it, each with its member."""
    return {(name, plain_text(value)) for name in told if isinstance(value := record.get(name), str)}


def _listed(world: World, resource: Resource) -> list[dict[str, Json]] | None:
    """Return all records of the list, ``None`` where it could not be walked to its end."""
    lister = lister_of(world, resource)
    found: list[dict[str, Json]] = []
    pages = lister.walk_once(resource.key, lister.ample()) if lister is not None else ()
    for page, new in pages:
        if lister is not None and lister.is_end(page):
            return found
        if not new:
            return None
        found.extend(item for item in new if isinstance(item, dict))
    return None


def _new_ones(world: World, operation: Operation, batch: Batch, count: int) -> Exchange | None:
    """Send a batch of so many new elements."""
    single = world.api.operation(batch.each)
    elements = [world.new_body(single) for _ in range(count)] if single is not None else []
    made: list[Json] = [element for element in elements if element is not None]
    if len(made) < count:
        return None
    return world.session.ask(operation, world.values_for(operation), batch_body(world, operation, batch, made))


def is_taken_alone(world: World, single: Operation) -> bool:
    """Say whether an element that is made up as those of a batch are is taken by itself."""
    body = world.new_body(single)
    return body is not None and world.session.ask(single, world.values_for(single), body).response.success
