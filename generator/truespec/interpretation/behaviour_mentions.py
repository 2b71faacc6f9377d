"""What the rules of an action mention (places, members, statuses), each with the keys that lead to it in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from truespec.contract.behaviour import Action, Place
from truespec.specification.positions import Token

__all__ = ["Keys", "answer_places", "elements", "members", "request_places", "statuses"]

Keys: TypeAlias = tuple[Token, ...]


def request_places(action: Action) -> Iterator[tuple[Keys, Place]]:
    """Yield every place in the request."""
    if action.key is not None:
        yield ("key",), action.key
    if action.batch is not None and action.batch.each:
        yield ("items",), action.batch.items
    for one in action.batch.lists if action.batch is not None else ():
        yield ("lists", str(one.items)), one.items
    if action.paging is not None:
        yield ("paging", action.paging.style), action.paging.page
        if action.paging.limit is not None:
            yield ("paging", "limit"), action.paging.limit
    yield from _places_of_effects(action)
    yield from _places_of_selection(action)
    yield from _places_of_conditions(action)


def _places_of_effects(action: Action) -> Iterator[tuple[Keys, Place]]:
    for consent in action.consents:
        yield ("consents", str(consent.place)), consent.place
    for position, member in enumerate(action.ignored.members if action.ignored else ()):
        yield ("ignores", "members", position), Place("body", (member,))
    if action.merge is not None:
        yield ("merge", "others"), action.merge.others
    if action.unsubscription is not None:
        yield ("clears", "mode"), action.unsubscription.mode
    if action.part is not None:
        yield ("part", "value"), action.part.place
    if action.move is not None and action.move.place is not None:
        yield ("move", "to"), action.move.place


def _places_of_selection(action: Action) -> Iterator[tuple[Keys, Place]]:
    for one in action.filters:
        yield ("filters", str(one.place)), one.place
    search, order = action.search, action.order
    if search is not None:
        yield ("search", "query"), search.query
        for place, _ in search.own:
            yield ("search", "own", str(place)), place
        if search.exact is not None:
            yield ("search", "exact"), search.exact
        if search.scope is not None:
            yield ("search", "scope", "place"), search.scope.place
    if order is not None:
        yield ("order", "by"), order.by
        for key, chosen in (("direction", order.direction), ("relevance", order.relevance)):
            if chosen is not None:
                yield ("order", key), chosen


def _places_of_conditions(action: Action) -> Iterator[tuple[Keys, Place]]:
    for number, need in enumerate(action.needs):
        yield ("needs", number, "with"), need.other
        for position, place in enumerate(need.places):
            yield ("needs", number, "places", position), place
    for limit in action.limits:
        yield ("limits", str(limit.place)), limit.place
    for number, condition in enumerate(action.conditions):
        for position, place in enumerate(condition.places):
            yield ("conditions", number, "places", position), place


def answer_places(action: Action) -> Iterator[tuple[Keys, Place]]:
    """Yield every place in the answer."""
    if action.answer is not None:
        yield ("answer",), action.answer
    if action.deletion is not None:
        yield ("deletion", "deleted"), action.deletion.deleted
        yield ("deletion", "skipped"), action.deletion.skipped
    if action.paging is not None:
        yield ("paging", "items"), action.paging.items
        for name, beside in (("next", action.paging.following), ("more", action.paging.more)):
            if beside is not None:
                yield ("paging", name), beside
        totals = action.paging.totals
        for name in ("page_items", "items", "page_size", "pages", "page"):
            place: Place | None = getattr(totals, name)
            if place is not None:
                yield ("paging", "totals", name), place


def members(action: Action) -> Iterator[tuple[Keys, tuple[str, ...]]]:
    """Yield every path of members in the record."""
    for position, member in enumerate(action.dedupe.members if action.dedupe else ()):
        yield ("dedupe", "by", position), (member,)
    for number, unique in enumerate(action.unique):
        for position, member in enumerate(unique.members):
            yield ("unique", number, "by", position), (member,)
    if action.sort is not None:
        yield ("sort", "by"), (action.sort.member,)
    for consent in action.consents:
        yield ("consents", str(consent.place), "list"), (consent.member,)
    for word, cleared in action.unsubscription.members if action.unsubscription else ():
        for position, member in enumerate(cleared):
            yield ("clears", "members", word, position), (member,)
    if action.part is not None:
        yield ("part", "list"), (action.part.member,)
    yield from _members_of_states(action)
    yield from _members_chosen(action)


def _members_of_states(action: Action) -> Iterator[tuple[Keys, tuple[str, ...]]]:
    for word, rule in (("move", action.move), ("locked", action.locked)):
        if rule is not None:
            yield (word, "member"), (rule.member,)


def _members_chosen(action: Action) -> Iterator[tuple[Keys, tuple[str, ...]]]:
    for one in action.filters:
        if one.within is not None:
            yield ("filters", str(one.place), "within", "list"), (one.within.member,)
        else:
            for position, path in enumerate(one.members):
                yield ("filters", str(one.place), "members", position), path
    if action.search is not None:
        for position, member in enumerate(action.search.members):
            yield ("search", "members", position), (member,)
        for word, member in action.search.scope.lists if action.search.scope else ():
            yield ("search", "scope", "lists", word), (member,)


def elements(action: Action) -> Iterator[tuple[Keys, str, tuple[str, ...]]]:
    """Yield every path of members in an element of a list of the record, with the list before it."""
    for consent in action.consents:
        for name in ("key", "flag", "agreed", "refused"):
            member: str = getattr(consent, name)
            if member:
                yield ("consents", str(consent.place), name), consent.member, (member,)
    if action.part is not None:
        yield ("part", "key"), action.part.member, (action.part.key,)
    for one in action.filters:
        if one.within is not None:
            for position, path in enumerate(one.members):
                yield ("filters", str(one.place), "members", position), one.within.member, path
            for name, _ in one.within.where:
                yield ("filters", str(one.place), "within", "where", name), one.within.member, (name,)


def statuses(action: Action) -> Iterator[tuple[Keys, int]]:
    """Yield every status the operation answers with."""
    if action.missing is not None:
        yield ("missing", "status"), action.missing.status
    if action.batch is not None and action.batch.outcome is not None:
        yield ("outcome", "done"), action.batch.outcome.done
        yield ("outcome", "failed"), action.batch.outcome.failed
    yield from _statuses_of_states(action)
    for number, unique in enumerate(action.unique):
        yield ("unique", number, "status"), unique.status
    for number, need in enumerate(action.needs):
        yield ("needs", number, "status"), need.status
    for limit in action.limits:
        yield ("limits", str(limit.place), "status"), limit.status
    if action.permission is not None:
        yield ("permission", "status"), action.permission.status
    for number, condition in enumerate(action.conditions):
        if condition.status is not None:
            yield ("conditions", number, "status"), condition.status


def _statuses_of_states(action: Action) -> Iterator[tuple[Keys, int]]:
    if action.move is not None and action.move.steps:
        yield ("move", "status"), action.move.status
    if action.locked is not None:
        yield ("locked", "status"), action.locked.status
