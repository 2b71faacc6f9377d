"""A few records that differ in everything a list can be asked for, made once for all rules that look for some."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import cycle
from typing import Final

from truespec.checking.rules.ground.paths import take, with_value
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.world import Subject, World
from truespec.checking.rules.lists.walk import lister_of
from truespec.contract.behaviour import Action, Resource
from truespec.contract.effects import Consent
from truespec.contract.operation import Operation
from truespec.contract.schema import Json, Property

__all__ = ["is_still_there", "known_names", "population"]

_GONE: Final = frozenset({404, 410})
_SIZE: Final = 4
_DAYS: Final = ("1984-12-31", "1990-01-17", "1979-10-08", "1995-02-28")
"""Days of months with one digit and with two, the first and the last of them among these."""


def population(world: World, resource: Resource) -> tuple[Subject, ...]:
    """Return records of our own, fewer or none where they cannot be made."""
    known = world.populations.get(resource.name)
    if known is None:
        known = tuple(_made(world, resource))
        world.populations[resource.name] = known
    return known


def is_still_there(world: World, resource: Resource) -> bool:
    """Say whether the records can all be read yet, where they are looked for again: others may have removed some."""
    known = world.populations.get(resource.name, ()) if world.rounds > 1 else ()
    read = (world.read(resource, subject.key) for subject in known)
    return all(one is None or one[0].response.status not in _GONE for one in read)


def _made(world: World, resource: Resource) -> Iterator[Subject]:
    found = world.maker_of(resource)
    if found is None:
        return
    shared = _shared(world, resource, found[1])
    for number in range(_SIZE):
        words = {**shared, **_words(world, resource, found[1]), **_days(world, resource, found[1], number)}
        # A server may not know the names of consents that are made up, and has the right to say so.
        subject = (
            fresh(world, resource, {**words, **_consents(world, resource, found[0], number)})
            or fresh(world, resource, words)
            or fresh(world, resource)
        )
        if subject is not None:
            yield subject
        if number + 1 == _SIZE // 2 and subject is not None and _has_times(resource, subject):
            world.pause()


def _has_times(resource: Resource, subject: Subject) -> bool:
    return any(what in {"created", "updated"} and name in subject.record for name, what in resource.sets)


def _shared(world: World, resource: Resource, operation: Operation) -> dict[str, Json]:
    """Return one word that all have, where no list looks and nothing tells records apart: something else does."""
    apart = _looked_into(world, resource) | _telling_apart(world, resource)
    kept = world.maker.shape(world.api.schema(resource.schema).schema).properties
    for name, member in world.sendable(operation).items():
        if name not in apart and name in kept and _is_free(world, resource, name, member):
            return {name: world.maker.word()}
    return {}


def _words(world: World, resource: Resource, operation: Operation) -> dict[str, Json]:
    """Return a word that no other record has for every free text that a list looks into."""
    properties = world.sendable(operation)
    given: dict[str, Json] = {}
    for name in sorted(_looked_into(world, resource) & set(properties)):
        if _is_free(world, resource, name, properties[name]):
            given[name] = world.maker.word()
    return given | _found_by_tag(world, resource, operation, given)


def _found_by_tag(world: World, resource: Resource, operation: Operation, words: Mapping[str, Json]) -> dict[str, Json]:
    """Return a text with the tag of the run for each search that no other text of a record would have it for.

    A search is always asked for the tag, beside whatever else it is asked for.
    """
    properties, given = world.sendable(operation), dict[str, Json]()
    for action, _ in world.actions("list"):
        search = action.search if action.resource == resource.name else None
        names = [name for name in search.members if name in properties] if search is not None else []
        tagged = (name for name in names if world.maker.tag in str(world.maker.value(name, properties[name].schema)))
        if all(name in words and name not in given for name in tagged):
            texts = ((name, f"{world.maker.tag} {words[name]}") for name in names if name in words)
            fitting = [one for one in texts if world.maker.is_valid(properties[one[0]].schema, one[1])]
            given |= dict(fitting[:1])
    return given


def _days(world: World, resource: Resource, operation: Operation, number: int) -> dict[str, Json]:
    """Return a day for every date that a list is asked for by its month."""
    lists = [action for action, _ in world.actions("list") if action.resource == resource.name]
    rules = [rule for action in lists for rule in action.filters if rule.operator == "month" and rule.within is None]
    names = {path[0] for rule in rules for path in rule.members if len(path) == 1}
    properties = world.sendable(operation)
    dates = [
        name for name in sorted(names & set(properties)) if world.maker.shape(properties[name].schema).format == "date"
    ]
    return dict.fromkeys(dates, _DAYS[number])


def _is_free(world: World, resource: Resource, name: str, member: Property) -> bool:
    shape = world.maker.shape(member.schema)
    free = (
        "string" in shape.types and set(shape.types) <= {"string", "null"} and not shape.format and shape.enum is None
    )
    return free and "pattern" not in shape.constraints and name != resource.key and not _is_address(name)


def _is_address(name: str) -> bool:
    return any(word in name.lower() for word in ("mail", "phone", "mobile"))


def _looked_into(world: World, resource: Resource) -> set[str]:
    names: set[str] = set()
    for action, _ in world.actions("list"):
        if action.resource == resource.name:
            names |= set(action.search.members) if action.search is not None else set()
            for rule in action.filters:
                names |= {path[0] for path in rule.members if rule.within is None and path}
    return names


def _telling_apart(world: World, resource: Resource) -> set[str]:
    """Return the members that no two records have the same of."""
    names: set[str] = set()
    for action, _ in world.actions("create", "upsert", "update"):
        if action.resource == resource.name:
            names |= set(action.dedupe.members) if action.dedupe is not None else set()
            names |= {name for rule in action.unique for name in rule.members}
    return names


def _consents(world: World, resource: Resource, action: Action, number: int) -> Mapping[str, Json]:
    """Return consents in every form the action takes: to two things each, with both answers in turn."""
    given: dict[str, Json] = {}
    # The last one agrees to everything, so that nothing in it is refused.
    turns = ((True, False), (False, True))
    answers = cycle((True, True) if number == _SIZE - 1 else turns[number % 2])
    for consent in action.consents:
        if consent.place.part != "body" or not consent.place.path:
            continue
        value = _consent(world, resource, consent, (next(answers), next(answers)))
        name, rest = consent.place.path[0], consent.place.path[1:]
        given[name] = with_value(given.get(name, {}), rest, value)
    return given


def _consent(world: World, resource: Resource, consent: Consent, answers: tuple[bool, bool]) -> Json:
    names = list(known_names(world, resource, consent)) or [world.maker.word() for _ in answers]
    if consent.form == "list":
        # What is listed is agreed to: somebody has each of two without the other.
        return [name for name, agrees in zip(names, answers, strict=False) if agrees]
    return dict(zip(names, answers, strict=False))


def known_names(world: World, resource: Resource, consent: Consent) -> tuple[str, ...]:
    """Return two names of consents that are declared or that records of others show; fewer or none without any."""
    # What is sent in one form is no longer a name of others', so it is looked up once for all the forms.
    place = f"{resource.name}: {consent.member}, {consent.key}"
    known = world.known_names.get(place)
    if known is None:
        known = tuple(dict.fromkeys((*_declared(world, consent), *_shown(world, resource, consent))))[:2]
        world.known_names[place] = known
    return known


def _declared(world: World, consent: Consent) -> Iterator[str]:
    """Yield the only names that a request may have for what is agreed to."""
    for action, operation in world.actions("create", "upsert", "update"):
        shape = world.shape_at(operation, consent.place) if consent in action.consents else None
        if shape is None:
            continue
        names = tuple(shape.properties)
        if shape.items is not None:
            names = tuple(word for word in world.maker.narrowed(shape.items).enum or () if isinstance(word, str))
        yield from names
        return


def _shown(world: World, resource: Resource, consent: Consent) -> Iterator[str]:
    lister = lister_of(world, resource)
    for item in (lister.page(lister.first).items or []) if lister is not None else []:
        # What the run made up may be there by another way, and in a record that it did not make.
        kept = None if world.is_own(take(item, (resource.key,))) else take(item, (consent.member,))
        for element in kept if isinstance(kept, list) else []:
            name = take(element, (consent.key,))
            if isinstance(name, str) and not world.session.has_sent(name):
                yield name
