"""Looks for words in several members of a record, or of the elements of a list in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from truespec.contract.schema import Json
from truespec.contract.selection import Search
from truespec.mock.places import given, leaves
from truespec.mock.records import key_text
from truespec.mock.store import Record
from truespec.mock.validation import Call

__all__ = ["distance", "found"]


@dataclass(frozen=True, slots=True)
class _Sought:
    """What is looked for where: each text in any of its members; ``exact`` asks for a whole value."""

    texts: tuple[tuple[str, tuple[str, ...]], ...]
    exact: bool
    apart: bool = False

    def found_in(self, holder: Json) -> bool:
        """Say whether a record, or an element of a list in it, has every text."""
        return all(self._has(text, members, holder) for text, members in self.texts)

    def _has(self, text: str, members: tuple[str, ...], holder: Json) -> bool:
        kept = [key_text(value) for member in members for value in leaves(holder, (member,))]
        if self.exact:
            return text in kept
        if self.apart:
            return all(any(word in value for value in kept) for word in text.split())
        folded = [value.casefold() for value in kept]
        # Several words may stand in different members: a first name and a city.
        return all(any(word in value for value in folded) for word in text.casefold().split())


def found(call: Call, rule: Search | None, records: Sequence[Record]) -> Sequence[Record]:
    """Return the records the request searches for, in the same order; all of them where it searches for nothing."""
    texts = () if rule is None else tuple(_texts(call, rule))
    if rule is None or not texts:
        return records
    sought = _Sought(texts, rule.exact is not None and given(call, rule.exact) is True, rule.letters == "apart")
    listed = _list(call, rule)
    if not listed:
        return [record for record in records if sought.found_in(record)]
    # One element has to have everything: half of it in one contact and half in another is nobody.
    return [record for record in records if any(map(sought.found_in, leaves(record, (listed,))))]


def _texts(call: Call, rule: Search) -> Iterator[tuple[str, tuple[str, ...]]]:
    own = [(member, value) for place, member in rule.own if (value := given(call, place)) is not None]
    for member, value in own:
        yield key_text(value), (member,)
    text = given(call, rule.query)
    if text is not None:
        taken = {member for member, _ in own}
        yield key_text(text), tuple(member for member in rule.members if member not in taken)


def _list(call: Call, rule: Search) -> str:
    """Return the list in a record that is searched, empty where the records themselves are."""
    word = None if rule.scope is None else given(call, rule.scope.place)
    lists = () if rule.scope is None else rule.scope.lists
    return next((member for known, member in lists if known == word), "")


def distance(text: str, values: Iterable[Json]) -> int:
    """Return how far a text is from the nearest of some values.

    0 is the value itself, 1 how it begins, 2 how a word in it begins, 3 somewhere inside, 4 not at all.
    """
    wanted = text.casefold()
    return min((_distance(wanted, key_text(value).casefold()) for value in values), default=4)


def _distance(wanted: str, kept: str) -> int:
    if kept == wanted:
        return 0
    if kept.startswith(wanted):
        return 1
    if any(word.startswith(wanted) for word in kept.split()):
        return 2
    return 3 if wanted in kept else 4
