"""A record that was changed is told the same by every operation that reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.sentences import is_negated, plain, sentences
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Subject, World
from truespec.checking.rules.lists.walk import lister_of
from truespec.checking.rules.records.wrapped import record_within
from truespec.contract.behaviour import Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json

__all__ = ["shows_as_listed", "shows_elsewhere"]

_MANY, _PAGES = 100, 8
"""So many records are asked for at once to find one again, and so often."""

_HIDDEN: Final = frozenset("*\N{BULLET}\N{HORIZONTAL ELLIPSIS}")


def shows_elsewhere(world: World, resource: Resource, subject: Subject, read: Exchange) -> None:
    """Read a changed record in every other way there is: what is told of it both times is told alike.

    ``subject`` has the record as it was read by ``read``, and what the change sent.  An answer may show less of a
    record, or show it in another form: only values of the same kind are compared. Where it is said to be the whole
    record, nothing is left out that was sent and that is read otherwise.
    """
    for action, operation in world.actions("read"):
        if action.resource != resource.name or action.key is None or operation is read.operation:
            continue
        exchange = world.session.ask(operation, world.values_for(operation, action.key, subject.key))
        record = record_within(world, action, resource, exchange)
        if record is None or record.get(resource.key) != subject.key:
            continue
        whole = _is_whole(operation, resource)
        if _denied(subject, record) or (whole and _lacking(subject, exchange)):
            # What is read in another way may be brought up to date later.
            world.pause()
            exchange = world.session.ask(operation, world.values_for(operation, action.key, subject.key))
            record = record_within(world, action, resource, exchange)
        if record is None:
            continue
        other = _denied(subject, record)
        fact = world.fact(action, operation, part="agrees", states="and says of it what reading it otherwise says")
        detail = f"{', '.join(f'`{name}`' for name in other)} has another value than in the record as it was read"
        world.session.ledger.expect(fact, not other, detail, exchange)
        lacking = _lacking(subject, exchange) if whole else []
        fact = world.fact(action, operation, part="whole", states="and says all of it that reading it otherwise says")
        detail = f"{', '.join(f'`{name}`' for name in lacking)} is nowhere in the answer, though it is in the record"
        if whole:
            world.session.ledger.expect(fact, not lacking, detail, exchange)


def shows_as_listed(world: World, resource: Resource, listed: Subject, record: dict[str, Json]) -> None:
    """Compare a record of others as a list showed it with the same as it is read.

    They may have changed it between: what differs is looked at again in both ways, one right after the other.
    """
    lister, reader = lister_of(world, resource), world.first("read", resource)
    if lister is None or reader is None or not _contradicted(listed.record, record):
        return
    pages = lister.afresh().walk_once(resource.key, lister.largest() or _MANY)
    items = (item for _, new in islice(pages, _PAGES) for item in new)
    again = next((item for item in items if isinstance(item, dict) and item.get(resource.key) == listed.key), None)
    read = world.read(resource, listed.key) if again is not None else None
    if again is None or read is None or read[1] is None:
        return
    names = [name for name in _contradicted(again, read[1]) if name in _contradicted(listed.record, record)]
    # What is another with every reading is no contradiction: a server may count how often a record is looked at.
    then = world.read(resource, listed.key) if names else None
    names = [name for name in names if then is not None and same_value(read[1][name], (then[1] or {}).get(name))]
    if names:
        fact = world.fact(*reader, part="agrees", states="and says of it what the list says")
        detail = f"{', '.join(f'`{name}`' for name in names)} has another value than in the list"
        world.session.ledger.broken(fact, detail, read[0])


def _contradicted(listed: dict[str, Json], record: dict[str, Json]) -> list[str]:
    """Return the members that both show, of which one denies the other; a list may well show less."""
    return [name for name, value in listed.items() if name in record and _is_denied(value, record[name])]


def _is_whole(operation: Operation, resource: Resource) -> bool:
    """Say whether an operation is said to answer with the whole record, whatever else comes with it."""
    name = re.escape(resource.name).replace("_", r"[\s_-]?")
    said = re.compile(rf"\b(whole|complete|entire)\s+{name}\b(?!\s+(id|name|list|number)s?\b)", re.IGNORECASE)
    told = (one for text in (operation.summary, operation.description) for one in sentences(text or ""))
    return any(said.search(one) and not is_negated(one) for one in told)


def _lacking(subject: Subject, exchange: Exchange) -> list[str]:
    """Return what was sent and is read otherwise, of which neither the name nor the value is anywhere in an answer."""
    shown = list(_within(exchange.response.json()))
    names = {plain(name) for name, value in shown if value not in (None, "")}
    return [
        name
        for name, value in subject.sent.items()
        if isinstance(value, str)
        and value
        and same_value(value, subject.record.get(name, ABSENT))
        and plain(name) not in names
        and not any(_letters(value) in _letters(one) for _, one in shown if isinstance(one, str))
    ]


def _within(value: Json | Absent, name: str = "") -> Iterator[tuple[str, Json]]:
    """Yield every value within a value, with the name it has."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _within(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from _within(one, name)
    elif not isinstance(value, Absent):
        yield name, value


def _denied(subject: Subject, record: dict[str, Json]) -> list[str]:
    shown = {name: subject.record[name] for name in subject.sent if name in subject.record and name in record}
    return [name for name, value in shown.items() if _is_denied(value, record[name])]


def _is_denied(value: Json, shown: Json) -> bool:
    if isinstance(value, str) and isinstance(shown, str):
        one, other = _letters(value), _letters(shown)
        # What is written otherwise, cut, or hidden in part is no other value.
        return bool(one and other) and one not in other and other not in one and not _HIDDEN & set(shown)
    if isinstance(value, list) and isinstance(shown, list):
        return bool(value) and not shown
    return type(value) is type(shown) and isinstance(value, int | float) and not same_value(value, shown)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
