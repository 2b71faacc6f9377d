"""Where no rules are written, what a batch tells of alike is done alike, and each by itself where that is said."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.consistency.consistent_batches import holding, incomplete, taking_many
from truespec.checking.rules.consistency.consistent_numbers import Sending, check_numbers
from truespec.checking.rules.consistency.consistent_readers import lists_records
from truespec.checking.rules.consistency.consistent_uniqueness import unique_everywhere
from truespec.checking.rules.ground.evidence import Case, NothingTells, Trouble, plain_texts
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.sentences import sentences
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.lists.listings import listings
from truespec.checking.rules.lists.turning import Listing
from truespec.checking.rules.records.reading import named
from truespec.contract.operation import Operation
from truespec.contract.schema import Json, Property

__all__ = ["check_imports"]

_SIZE: Final = 3
_LATER: Final = 202
_MADE: Final = (200, 201)
_BY_ITSELF: Final = re.compile(
    r"\b(each|every)\b.*\b(on its own|by itself|individually|independently|separately)\b|"
    r"\b(does not|do not|doesn't|don't|never|without) (stop|abort|affect|prevent|block)\w*"
    r"( the)? (others?|rest|remaining)\b|"
    r"\b(each|every)\b.*\bas if it (came|had come|were sent|was sent|had been sent|were|was) alone\b|"
    r"\b(stops?|affects?|hinders?|prevents?|blocks?) none of the (others?|rest)\b|"
    r"\b(does not|do not|doesn't|don't|never) (keep|hinder|hold)s?( the)? (others?|rest|remaining) (from|back)\b",
    re.IGNORECASE,
)
_TOGETHER: Final = re.compile(
    r"\ball[- ]or[- ]nothing\b|\beither all\b.*\bor none\b|\batomic(ally)?\b"
    r"|\b(if|when|where|as soon as)\b.*\b(one|any|single|some)\b.*"
    r"\b(none|nothing|no \w+|not (a|one|any) \w+) (of them )?(is|are|will be|gets?|was|were)( \w+)? "
    r"(created|made|imported|added|saved|stored|written|changed|processed|taken|done)\b",
    re.IGNORECASE | re.DOTALL,
)
_NOT_TOGETHER: Final = re.compile(r"\bnot (all[- ]or[- ]nothing|atomic)\b|\bunless\b", re.IGNORECASE)


class _KeysTell(Exception):  # noqa: N818 - it names what was seen
    """What is told of with a key is looked for elsewhere; without any, or in other words, nothing says it was done."""


def check_imports(case: Case) -> None:
    """Judge every batch that makes records of one resource by which of them are there afterwards."""
    for operation, member in taking_many(case):
        states = f"what {operation.label} tells of alike is there, or none of it"
        with contextlib.suppress(_KeysTell):
            case.judge(case.fact(operation, "alike", states), partial(_is_partly_there, case, operation, member))
        check_numbers(case, operation, partial(_new_ones, case, operation, member))
        if any(map(_BY_ITSELF.search, sentences(operation.description))):
            states = f"{operation.label} makes what can be made, whatever stands beside it"
            case.judge(case.fact(operation, "apart", states), partial(_is_stopped, case, operation, member))
        if any(_TOGETHER.search(text) and not _NOT_TOGETHER.search(text) for text in sentences(operation.description)):
            states = f"{operation.label} makes nothing where it refuses one of them"
            case.judge(case.fact(operation, "together", states), partial(_is_made_in_part, case, operation, member))
        ruled = [rule.members[0] for rule in case.create[0].unique if len(rule.members) == 1 and not rule.assumptions]
        for name in dict.fromkeys((*unique_everywhere(case), *ruled)):
            states = f"{operation.label} makes no second record with the `{name}` of another"
            case.judge(
                case.fact(operation, f"unique.{name}", states), partial(_is_twice, case, operation, member, name)
            )


def _new(case: Case, count: int) -> list[dict[str, Json]]:
    """Return new bodies with the same words and flags: a list may leave out who is in another state."""
    world, operation = case.world, case.create[1]
    told = {name: world.maker.narrowed(one.schema) for name, one in world.sendable(operation).items()}
    alike = [name for name, shape in told.items() if shape.enum is not None or "boolean" in shape.types]
    first = world.new_body(operation) or {}
    given = {name: first[name] for name in alike if name in first}
    more = [body for _ in range(count - 1) if (body := world.new_body(operation, given)) is not None]
    if not first or len(more) < count - 1:
        raise NothingTells
    return [first, *more]


def _new_ones(case: Case, operation: Operation, member: str) -> Sending:
    made = _new(case, _SIZE)
    return Sending(list[Json](made), _sent(case, operation, member, made))


def _sent(case: Case, operation: Operation, member: str, elements: Sequence[dict[str, Json]]) -> Exchange:
    """Send a batch that is answered with success, if not all of it was done."""
    world = case.world
    exchange = world.session.ask(operation, world.values_for(operation), holding(case, operation, member, elements))
    if not exchange.response.success or exchange.response.status == _LATER:
        raise NothingTells
    return exchange


def _listing(case: Case) -> Listing | None:
    """Return the list that stands where the records are made."""
    path = case.create[1].path
    return next((one for one in listings(case.world) if one.operation.path == path and lists_records(case, one)), None)


def _shown(case: Case, listing: Listing | None) -> Mapping[str, Property]:
    return case.world.maker.narrowed(listing.answer).properties if listing is not None else {}


def _listed(case: Case, members: Mapping[str, Json]) -> int:
    """Count the records with these values in the list, as far as it goes on; what it does not show is not asked."""
    listing = _listing(case)
    shown = _shown(case, listing)
    members = {name: value for name, value in members.items() if name in shown}
    found, is_whole = 0, False
    for part in listing.walk(listing.most) if listing is not None and members else ():
        is_whole = part is None
        for item in part.items or [] if part is not None else ():
            found += all(same_value(value, take(item, (name,))) for name, value in members.items())
    if not is_whole and not found:
        raise NothingTells
    return found


def _count(case: Case, body: dict[str, Json]) -> int:
    """Count the records in the list that have the texts of a body, which no other has.

    Where it shows none of these, an address tells as well: no two that are made up are the same.
    """
    maker, shown = case.world.maker, _shown(case, _listing(case))
    names = [name for name in plain_texts(case.world, case.create[1], case.resource) if name in shown]
    names = names or [name for name in shown if name in body and maker.narrowed(shown[name].schema).format == "email"]
    return _listed(case, {name: body[name] for name in names if name in body})


def _lost(case: Case, there: Sequence[dict[str, Json]], sought: Sequence[dict[str, Json]]) -> int:
    """Count those that are in no list, where the others are; a moment later, for a list may be behind."""
    if all(_count(case, body) for body in sought):
        return 0
    case.world.pause()
    if not all(_count(case, body) == 1 for body in there):
        raise NothingTells
    return sum(not _count(case, body) for body in sought)


def _is_partly_there(case: Case, operation: Operation, member: str) -> Trouble:
    """Hold those that are told of without a key to those that are told of with one, in the same words."""
    made = _new(case, _SIZE)
    exchange = _sent(case, operation, member, made)
    answer = exchange.response.json()
    lists = [one for one in (answer.values() if isinstance(answer, dict) else [answer]) if isinstance(one, list)]
    if len(lists) != 1 or len(lists[0]) != len(made):
        raise _KeysTell
    words = {_words(one) for one in lists[0]}
    has_key = [bool(list(named(one, case.resource.key))) for one in lists[0]]
    if all(has_key) or not any(has_key) or len(words) != 1 or not any(words):
        raise _KeysTell
    pairs = list(zip(made, has_key, strict=True))
    lost = _lost(case, [body for body, has in pairs if has], [body for body, has in pairs if not has])
    return (f"of {len(made)} that are told of in the same words, {lost} are not listed", exchange) if lost else None


def _words(element: Json) -> tuple[str, ...]:
    """Return the short words, and the statuses of successes, of an answer about one element.

    What it has of the element itself is left out.
    """
    values = element.values() if isinstance(element, dict) else ()
    found = (value for value in values if not isinstance(value, bool))
    return tuple(str(one) for one in found if (isinstance(one, str) and one.isalpha()) or one in _MADE)


def _is_stopped(case: Case, operation: Operation, member: str) -> Trouble:
    """Send what is there already, and what lacks something, between new ones: the last is made as the first is."""
    there = case.new()
    if there is None:
        raise NothingTells
    trouble = _is_stopped_by(case, operation, member, there.sent)
    if trouble is not None:
        return f"what comes after one that is there already {trouble[0]}", trouble[1]
    with contextlib.suppress(NothingTells):
        trouble = _is_stopped_by(case, operation, member, incomplete(case, _new(case, 1)[0]))
    return None if trouble is None else (f"what comes after one that lacks something {trouble[0]}", trouble[1])


def _is_stopped_by(case: Case, operation: Operation, member: str, middle: dict[str, Json]) -> Trouble:
    first, last = _new(case, 2)
    exchange = _sent(case, operation, member, [first, middle, last])
    lost = _lost(case, [first], [last])
    if lost:
        _sent(case, operation, member, [last])
        if not _count(case, last):
            raise NothingTells  # it is not made by itself either
    return ("is not made", exchange) if lost else None


def _is_made_in_part(case: Case, operation: Operation, member: str) -> Trouble:
    """Send one that lacks what it needs between good ones: where that is refused, none of the good ones is there."""
    first, wrong, last = _new(case, _SIZE)
    body = holding(case, operation, member, [first, incomplete(case, wrong), last])
    exchange = case.world.session.ask(operation, case.world.values_for(operation), body)
    if not 400 <= exchange.response.status < 500:
        raise NothingTells
    made = sum(_count(case, body) for body in (first, last))
    return (f"it answered {exchange.response.status}, and {made} of the others are listed", exchange) if made else None


def _is_twice(case: Case, operation: Operation, member: str, name: str) -> Trouble:
    """Send a new record with what only one may have, another new one beside it; then two new ones with the same."""
    there = case.new()
    value = there.record.get(name) if there is not None else None
    body = case.world.new_body(case.create[1], {name: value}) if value not in (None, "") else None
    if body is None:
        raise NothingTells
    exchange = _sent(case, operation, member, [*_new(case, 1), body])
    found = _listed(case, {name: value})
    if found > 1:
        return f"{found} records have the same `{name}`", exchange
    first, second = _new(case, 2)
    if name not in first or name not in second:
        return None
    exchange = _sent(case, operation, member, [first, {**second, name: first[name]}])
    found = _listed(case, {name: first[name]})
    return (f"{found} records have the same `{name}`, which were sent at once", exchange) if found > 1 else None
