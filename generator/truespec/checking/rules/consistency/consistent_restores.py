"""What is put away and brought back: it is there again with what it held, and shown as put away only in between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.evidence import DONE, GONE, Case, NothingTells, Trouble, is_lost, plain_texts
from truespec.checking.rules.ground.world import Subject
from truespec.checking.rules.lists.around import plain_name
from truespec.checking.rules.lists.listings import listing_fact, listings
from truespec.checking.rules.lists.turning import Listing
from truespec.checking.rules.records.kept_values import lost_values
from truespec.contract.operation import Operation
from truespec.contract.rule import Place
from truespec.contract.schema import Json, Schema

__all__ = ["check_restores", "pair_of", "put_away"]

_BACK: Final = {"unarchive": "archive", "untrash": "trash", "undelete": "", "restore": None, "recover": None}
"""What brings back, with what it brings back from: nothing stands for `DELETE`, ``None`` for whatever there is."""

_AWAY: Final = frozenset({"archive", "trash"})
_MARK: Final = re.compile(r"(?:is)?(archived|deleted|trashed)(?:at|on|date|time)?")
"""What a member is called that tells that a record was put away."""

_TOO: Final = re.compile(r"(?:include|with|show)(archived|deleted|trashed)")
"""What a list is asked by for what was put away, too."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What puts a record away and what brings it back; ``mark`` is the member that tells which it is, if any.

    It tells so by ``word``, one of a list, or by holding anything at all.
    """

    away: Operation
    back: Operation | None
    mark: str
    word: str = ""

    def is_away(self, record: dict[str, Json] | None) -> bool:
        """Say whether a record shows that it was put away."""
        value = (record or {}).get(self.mark)
        return value == self.word if self.word else bool(value)


def check_restores(case: Case) -> None:
    """Judge what puts records of the case away, and what brings them back."""
    pair = pair_of(case)
    if pair is None:
        return
    if pair.back is not None:
        states = f"what {pair.away.label} put away and {pair.back.label} brought back is there as it was"
        case.judge(case.fact(pair.back, "back", states), partial(_is_not_back, case, pair, pair.back))
    for listing, place in _lists(case, pair.word or pair.mark):
        states = f"what was put away is listed with `{place.path[-1]}`, and not without"
        fact = listing_fact(listing, f"put-away.{place.path[-1]}", states, place)
        case.judge(fact, partial(_is_listed_wrongly, case, pair, listing, place))


def pair_of(case: Case) -> Pair | None:
    """Return what puts records away, by its name: with what brings them back, or with a mark that they show."""
    world, path = case.world, case.read.path.rstrip("/")
    aways, backs = dict[str, Operation](), dict[str, Operation]()
    for operation in world.api.operations:
        usable = world.session.may_send(operation) and world.session.can_authenticate(operation)
        step = plain_name(operation.path.removeprefix(path))
        if not usable or operation.body is not None or not operation.path.startswith(path):
            continue
        if operation.method == "DELETE" and operation.path.rstrip("/") == path:
            aways[""] = operation
        elif operation.method in {"POST", "PUT"} and step in _AWAY | _BACK.keys():
            (aways if step in _AWAY else backs)[step] = operation
    members = world.maker.shape(world.api.schema(case.resource.schema).schema).properties
    marks = [(name, "") for name in members if _MARK.fullmatch(plain_name(name))]
    words = [(name, word) for name, member in members.items() for word in _words_for_away(case, member.schema)]
    mark, told = next((found[0] for found in (marks, words) if len(found) == 1), ("", ""))
    for word, back in backs.items() if len(backs) == 1 else ():
        stem = _BACK[word]
        away = next(iter(aways.values()), None) if stem is None and len(aways) == 1 else aways.get(stem or "-")
        away = aways.get("") if stem == "" else away
        if away is not None and (mark or stem is not None):
            return Pair(away, back, mark, told)
    return Pair(next(iter(aways.values())), None, mark, told) if len(aways) == 1 and mark else None


def _words_for_away(case: Case, schema: Schema) -> list[str]:
    """Return the words of a list that tell that a record was put away."""
    words = case.world.maker.narrowed(schema).enum or ()
    return [word for word in words if isinstance(word, str) and _MARK.fullmatch(plain_name(word))]


def put_away(case: Case, pair: Pair) -> tuple[Subject, dict[str, Json], Exchange]:
    """Make a record and put it away; return it as it was before, and what was answered."""
    subject = case.new()
    before = case.now(subject) if subject is not None else None
    answer = _do(case, pair.away, subject) if subject is not None else None
    if subject is None or before is None or answer is None or answer.response.status not in DONE:
        raise NothingTells
    if pair.is_away(before):
        raise NothingTells
    return subject, before, answer


def _do(case: Case, operation: Operation, subject: Subject) -> Exchange:
    reads = case.world.first("read", case.resource)
    return case.world.session.ask(
        operation, case.world.values_for(operation, reads[0].key if reads is not None else None, subject.key)
    )


def _is_not_back(case: Case, pair: Pair, back: Operation) -> Trouble:
    subject, before, put = put_away(case, pair)
    between = case.now(subject)
    if pair.mark and between == before:
        case.world.pause()
        if case.now(subject) == before:
            return f"{pair.away.label} was answered with success, and `{pair.mark}` is as it was before", put
    answer = _do(case, back, subject)
    if answer.response.status in GONE:
        case.world.pause()
        answer = _do(case, back, subject)
    if answer.response.status in GONE:
        return f"it answered {answer.response.status} for what was just put away", answer
    if answer.response.status not in DONE:
        raise NothingTells
    trouble = _differs(case, pair, subject, (before, between))
    if trouble is not None:
        case.world.pause()
        trouble = _differs(case, pair, subject, (before, between))
    return trouble


def _differs(
    case: Case, pair: Pair, subject: Subject, known: tuple[dict[str, Json], dict[str, Json] | None]
) -> Trouble:
    """Say what a record that was brought back lacks: texts that it had, and all that it showed while it was away."""
    (before, between), (world, create) = known, (case.world, case.create[1])
    found = world.read(case.resource, subject.key)
    if found is None:
        raise NothingTells
    read, now = found
    if read.response.status in GONE:
        return "reading it finds nothing", read
    if now is None:
        raise NothingTells
    if pair.is_away(now):
        return f"`{pair.mark}` says that it is still put away", read
    texts = [name for name in plain_texts(world, create, case.resource) if before.get(name) is not None]
    lost = [name for name in texts if is_lost(world, create, name, (before[name], now.get(name)))]
    lost += [name for name in lost_values(world, create, case.resource, between or {}, now) if name not in lost]
    return (f"{', '.join(f'`{name}`' for name in lost)} is not what it was", read) if lost else None


def _lists(case: Case, mark: str) -> Iterator[tuple[Listing, Place]]:
    """Yield the lists of the case that can be asked for what was put away, too, and where."""
    stem = _MARK.fullmatch(plain_name(mark))
    for listing in listings(case.world) if stem is not None else ():
        for place, schema in listing.places if listing.resource is case.resource else ():
            named = _TOO.fullmatch(plain_name(place.path[-1]))
            switch = "boolean" in case.world.maker.types(schema) and case.world.maker.shape(schema).default is not True
            if stem is not None and named is not None and named[1] == stem[1] and switch:
                yield listing, place


def _is_listed_wrongly(case: Case, pair: Pair, listing: Listing, place: Place) -> Trouble:
    subject, _, answer = put_away(case, pair)
    if not pair.is_away(case.now(subject)):
        raise NothingTells
    told = None
    for _ in "ab":
        without, too = (_has(listing.asking((place, asked)), subject) for asked in (False, True))
        told = "it is listed without being asked for" if without else None if too else "it is not listed when asked for"
        if told is None:
            return None
        case.world.pause()
    return (told, case.world.session.last or answer) if told is not None else None


def _has(listing: Listing, subject: Subject) -> bool:
    parts = listing.everything()
    if parts is None:
        raise NothingTells
    return any(subject.key in listing.names(part.items or []) for part in parts)
