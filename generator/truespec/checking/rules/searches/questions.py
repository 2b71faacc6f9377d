"""The ways to ask a list for a record by a text that it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.fitting import fits_plainly
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.walk import Lister, listers_of
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Place, Resource, Rule
from truespec.contract.schema import Json
from truespec.contract.selection import Filter

__all__ = ["Question", "questions", "settles", "text_in"]

_MOST_PAGES = 4
_SHORTEST = 6
_LOOKS = 5
"""So often a list that does not follow is looked at before it is said not to."""


@dataclass(frozen=True, slots=True)
class Question:
    """One way to ask a list for a record by a text that it has."""

    lister: Lister
    place: Place
    rule: Rule
    member: str
    text: str
    filtering: Filter | None = None

    def keys(self, key: str) -> tuple[set[Json], bool, Exchange] | None:
        """Return the keys of what is found, and whether that is all; ``None`` where the list could not be asked."""
        lister, found = self.asked(), set[Json]()
        last: Exchange | None = None
        for number, page in enumerate(lister.walk(lister.ample())):
            if lister.is_end(page) and last is not None:
                return found, True, last
            if page.items is None:
                return None
            last = page.exchange
            keys = (take(item, (key,)) for item in page.items)
            found |= {one for one in keys if isinstance(one, str | int)}
            if not page.items or lister.says_all(page, len(found)):
                return found, True, last
            if number + 1 == _MOST_PAGES:
                break
        return None if last is None else (found, False, last)

    def asked(self) -> Lister:
        """Return the list as it is asked for the text and for nothing else."""
        shape = self.lister.shape_at(self.place)
        value: Json = [self.text] if shape is not None and "array" in shape.types else self.text
        plain = Lister(self.lister.world, self.lister.action, self.lister.operation, self.lister.paging)
        return plain.asking((self.place, value))

    def fact(self, part: str, states: str) -> Fact:
        """Return the fact that this list follows what becomes of a record."""
        return self.lister.world.fact(self.rule, self.lister.operation, part=part, states=states)


def text_in(value: Json) -> str:
    """Return a text, or the first of a list of them; empty where there is none."""
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, str) else ""


def settles(world: World, resource: Resource, question: Question, key: Json, *, there: bool) -> bool | None:
    """Say whether a record is found, or not found, as it should be; a list may take a moment to follow."""
    for turn in range(_LOOKS):
        answer = question.keys(resource.key)
        if answer is None:
            return None
        found, whole, _ = answer
        if (key in found) == there:
            return True
        if there and not whole:
            return None
        if turn + 1 < _LOOKS:
            world.pause()
    return False


def questions(world: World, resource: Resource, record: dict[str, Json]) -> Iterator[Question]:
    """Yield every way to ask for the whole of a text that a record has."""
    for lister in listers_of(world, resource):
        needing = {place for needs in lister.action.needs for place in needs.places}
        for rule in lister.action.filters:
            if rule.within is None and not rule.joined and rule.operator in {"equal", "contains"}:
                for member, text in _held(record, [path[0] for path in rule.members]):
                    if rule.place not in needing and fits_plainly(record, rule, text):
                        yield Question(lister, rule.place, rule, member, text, rule)
        search = lister.action.search
        if search is not None:
            for member, text in _held(record, search.members):
                yield Question(lister, search.query, search, member, text)
            for place, name in search.own:
                for member, text in _held(record, [name]):
                    yield Question(lister, place, search, member, text)


def _held(record: dict[str, Json], names: list[str] | tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        text = text_in(record.get(name))
        if len(text) >= _SHORTEST:
            yield name, text
