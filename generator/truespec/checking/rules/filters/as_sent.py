"""What is put on a record is found by what was put: in its capitals, and with its marks."""

from __future__ import annotations

from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.evidence import plain_texts
from truespec.checking.rules.ground.naming import keeps
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.lists.walk import Lister, listers_of
from truespec.contract.behaviour import Resource
from truespec.contract.schema import Json
from truespec.contract.selection import Filter

__all__ = ["FAMILY"]

_PAGES: Final = 4
_MARKS: Final = "O'Neil & Sons 50% #1 a+b"
"""Marks that have to be written otherwise in an address; a comma may stand between several values."""


def _check(world: World) -> None:
    """Look at lists of words that a list can be asked for; a server may write them its own way, if it knows both."""
    for resource in world.behaviour.resources if world.rounds == 1 else ():
        maker = world.maker_of(resource)
        for lister in listers_of(world, resource) if maker is not None else ():
            for rule in lister.action.filters:
                plain = rule.operator == "equal" and rule.within is None and len(rule.members) == 1
                name = rule.members[0][0] if plain and len(rule.members[0]) == 1 else ""
                if maker is not None and name and _holds_words(world, resource, name):
                    word = f"{world.maker.word().capitalize()} {world.maker.word().upper()}"
                    subject = fresh(world, resource, {name: [word]})
                    if subject is not None:
                        _is_found(lister, resource, rule, (name, word), subject)
            _are_found_with_marks(lister, resource)


def _are_found_with_marks(lister: Lister, resource: Resource) -> None:
    """Make one record of texts with marks that mean something in an address, and ask for it by each of them."""
    world, maker = lister.world, lister.world.maker_of(resource)
    if maker is None:
        return
    # A search asks for what has the tag of the run, beside whatever else it asks for.
    own = world.maker.word if lister.action.search is None else lambda: world.maker.tag
    given = {name: f"{own()} {_MARKS}" for name in plain_texts(world, maker[1], resource)}
    for name, member in world.sendable(maker[1]).items():
        if world.maker.narrowed(member.schema).format == "email":
            given[name] = f"{own()}+{world.maker.word()}@example.com"
    subject = fresh(world, resource, given) if given else None
    if subject is None or not _is_searched_for(lister, subject):
        return
    for rule in lister.action.filters:
        looked_at = [path[0] for path in rule.members if len(path) == 1]
        kept = all(name in given and subject.record.get(name) == given[name] for name in looked_at)
        if rule.operator != "equal" or rule.within is not None or not kept or (len(looked_at) > 1 and not rule.joined):
            continue
        text = " ".join(given[name] for name in looked_at)
        found, exchange = _keys(lister, resource, rule, text)
        if found is not None and exchange is not None and exchange.response.success:
            fact = world.fact(rule, lister.operation, part="marks", states="with the marks that a text may have")
            detail = "a record is not listed for a text with marks that it has"
            world.session.ledger.expect(fact, subject.key in found, detail, exchange)


def _is_searched_for(lister: Lister, subject: Subject) -> bool:
    """Say whether a record has the text that a search is always asked for, if the list is one."""
    search, tag = lister.action.search, lister.world.maker.tag
    return search is None or any(tag in str(subject.record.get(name)) for name in search.members)


def _holds_words(world: World, resource: Resource, name: str) -> bool:
    """Say whether a member is a list of free texts, as it is sent and as it is kept."""
    maker = world.maker_of(resource)
    if maker is None or name in world.refused.get(maker[1].id, ()):
        return False
    records = world.maker.shape(world.api.schema(resource.schema).schema).properties
    for member in (world.sendable(maker[1]).get(name), records.get(name)):
        shape = world.maker.narrowed(member.schema) if member is not None else None
        items = world.maker.narrowed(shape.items) if shape is not None and shape.items is not None else None
        if items is None or "string" not in items.types or items.enum is not None or items.constraints:
            return False
    return True


def _is_found(lister: Lister, resource: Resource, rule: Filter, sent: tuple[str, str], subject: Subject) -> None:
    """Ask for what was sent, where the record shows it in other letters; and for what is shown."""
    world, (name, word), maker = lister.world, sent, lister.world.maker_of(resource)
    kept = take(subject.record, (name,))
    shown = [one for one in (kept if isinstance(kept, list) else []) if isinstance(one, str)]
    if maker is None or word in shown or [one.casefold() for one in shown] != [word.casefold()]:
        return
    found, exchange = _keys(lister, resource, rule, word)
    other, _ = _keys(lister, resource, rule, shown[0])
    if found is not None and other is not None and subject.key in other and subject.key not in found:
        fact = keeps(world, *maker, resource, name)
        detail = "it came back in other letters, by which alone the record is found"
        world.session.ledger.broken(fact, detail, exchange)


def _keys(lister: Lister, resource: Resource, rule: Filter, word: str) -> tuple[list[Json] | None, Exchange | None]:
    """Return the keys of what is listed for a word; ``None`` where the list was refused or is too long."""
    shape = lister.shape_at(rule.place)
    asked = lister.asking((rule.place, [word] if shape is not None and "array" in shape.types else word))
    keys: list[Json] = []
    last: Exchange | None = None
    for number, (page, items) in enumerate(asked.walk_once(resource.key, asked.ample())):
        last = page.exchange
        if not last.response.success or number == _PAGES:
            return (keys if number and not page.items else None), last
        keys += [key for item in items if isinstance(key := take(item, (resource.key,)), str | int)]
    return keys, last


FAMILY = Family("as sent", "what is put on a record is found by the letters it was put in", _check)
