"""What is not there for a second credential is not there for it at all: no operation shows or does what others deny.

The same holds for a second place, such as another tenant in the path, that somebody has said the server knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.consistency.consistent_restores import pair_of, put_away
from truespec.checking.rules.ground.evidence import GONE, Case, NothingTells, Trials, Trouble
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import Prepared, prepared, unknown_key
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Subject
from truespec.checking.rules.lists.around import asked_name
from truespec.checking.rules.lists.listings import listings
from truespec.checking.rules.lists.turning import SEARCHES, Listing
from truespec.checking.rules.lists.walk import Lister, lister_of
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action
from truespec.contract.operation import Operation
from truespec.contract.rule import Place
from truespec.contract.schema import ABSENT, Json

__all__ = ["check_places", "check_readers", "lists_records"]

_KINDS: Final = ("update", "delete")
_MOST: Final = 2 / 3
"""Of the members of an item, more than this part are those of the records it is one of."""

_TEXTS: Final = 3
"""So many texts of a record are looked for, as nobody knows where a search looks."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """The second credential, as it is sent instead of the first; or the same one, asking from another place."""

    case: Case
    replaced: Mapping[str, str]
    away: tuple[Place, str] | None = None

    def ask(self, request: Prepared) -> Exchange:
        """Send a request so."""
        return (request if self.away is None else request.having(*self.away)).send_with(self.case.world, self.replaced)

    def do(self, operation: Operation, subject: Subject) -> Exchange:
        """Do something to a record."""
        request = prepared(self.case.world, operation, [subject.key])
        if request is None:
            raise NothingTells
        return self.ask(request)

    def misses(self, subject: Subject) -> bool:
        """Say whether a record is not there to be read."""
        return self.do(self.case.read, subject).response.status in GONE

    def fact(self, operation: Operation, states: str) -> Fact:
        """Return a fact about what is hidden so."""
        if self.away is None:
            told = f"what cannot be read with a credential is not there for it: {states}"
            return self.case.fact(operation, "hidden", told)
        name = self.away[0].path[-1]
        told = f"what cannot be read with another `{name}` is not there with it: {states}"
        return self.case.fact(operation, f"hidden.{name}", told)


@dataclass(frozen=True, slots=True)
class _Tried:
    """A record that was just made, and what reading it so was answered with."""

    subject: Subject
    read: Exchange

    def hidden(self) -> Subject:
        """Return the record where it is not there to be read."""
        if self.read.response.status not in GONE:
            raise NothingTells
        return self.subject


def check_readers(case: Case) -> None:
    """Judge what lists, changes and removes records, where the second credential is told that one is not there."""
    replaced = case.world.session.target.access.seconding(case.read)
    if not replaced:
        return
    reader, scoped = _Reader(case, replaced), not case.world.unwritten and case.resource.scope is not None
    if not case.world.unwritten and not scoped and not _is_apart(reader) and not _acts_apart(reader):
        # Where rules are written and name nobody who is to see less, the second may well see all there is.
        return
    for operation in _untold(case):
        fact = reader.fact(operation, f"{operation.label} does nothing to it")
        case.judge(fact, partial(_is_done_below, reader, operation))
    if scoped:
        return
    tried = Trials(partial(_try, reader))
    _look(reader, tried)
    lister = lister_of(case.world, case.resource)
    if lister is not None and lister.operation.method != "GET":
        # What lists by a body is known by the rules alone.
        fact = reader.fact(lister.operation, f"{lister.operation.label} does not list it")
        case.judge(fact, partial(tried.look, fact, partial(_is_on_a_page, reader, lister)))


def check_places(case: Case) -> None:
    """Judge the same from a second place: of tenants, say, that records are made, read and listed below."""
    access, created = case.world.session.target.access, case.create[1].parameters
    alike = {(one.place, one.wire) for one in created} & {(one.place, one.wire) for one in case.read.parameters}
    for part, name in sorted(alike):
        for other in access.others(name)[:1]:
            reader = _Reader(case, {}, (Place(part, (name,)), other))
            _look(reader, Trials(partial(_try, reader)))


def _look(reader: _Reader, tried: Trials[_Tried]) -> None:
    """Judge what changes, removes, lists and reads records; one record will do for all that is as it ought to be."""
    case = reader.case
    for action, operation in case.world.actions(*_KINDS):
        if action.resource == case.resource.name and action.key is not None and action.deletion is None:
            fact = reader.fact(operation, f"{operation.label} does nothing to it")
            case.judge(fact, partial(tried.look, fact, partial(_is_done, reader, operation)))
    for listing in listings(case.world):
        if (listing.operation.method == "GET" or reader.away is not None) and lists_records(case, listing):
            fact = reader.fact(listing.operation, f"{listing.operation.label} does not list it")
            case.judge(fact, partial(tried.look, fact, partial(_is_listed, reader, listing)))
    fact = reader.fact(case.read, f"{case.read.label} shows nothing that others say is not there")
    case.judge(fact, partial(tried.look, fact, partial(_is_shown, reader)))


def _try(reader: _Reader) -> _Tried:
    subject = reader.case.new()
    if subject is None:
        raise NothingTells
    return _Tried(subject, reader.do(reader.case.read, subject))


def _is_apart(reader: _Reader) -> bool:
    subject = reader.case.new()
    return subject is not None and reader.misses(subject)


def _acts_apart(reader: _Reader) -> bool:
    """Say whether nothing that changes or removes a record knows one of the first credential's."""
    subject = reader.case.new()
    if subject is None:
        return False
    answers = [reader.do(operation, subject).response.status for _, operation in _acting(reader.case)]
    return len(answers) == len(_KINDS) and all(status in GONE for status in answers)


def lists_records(case: Case, listing: Listing) -> bool:
    """Say whether what is listed are records of the case, by their path and their members.

    Where records are made, and below, a list may show less of them, and a little that is made of their members.
    """
    maker, made_at = case.world.maker, case.create[1].path.rstrip("/")
    if not case.is_here(listing.operation) or not listing.key:
        return False
    record = maker.narrowed(case.world.api.schema(case.resource.schema).schema).properties.keys()
    shown = maker.narrowed(listing.answer).properties.keys()
    below = f"{listing.operation.path}/".startswith(f"{made_at}/")
    mostly = listing.key in record and len(shown & record) > _MOST * len(shown)
    return shown == record or (below and listing.key == case.resource.key and mostly)


def _is_done(reader: _Reader, operation: Operation, tried: _Tried) -> Trouble:
    subject = tried.hidden()
    answer = reader.do(operation, subject)
    if not answer.response.success or (reader.away is not None and not _has_happened(reader.case, subject, answer)):
        return None
    return f"it answered {answer.response.status} for a record that cannot be read so", answer


def _has_happened(case: Case, subject: Subject, answer: Exchange) -> bool:
    """Say whether a record is gone, or has what was sent: that there is nothing to do may be told as a success."""
    now, sent = case.now(subject), answer.request.json()
    if now is None or not isinstance(sent, dict):
        return now is None
    new = [name for name, value in sent.items() if not same_value(value, take(subject.record, (name,)))]
    return any(same_value(sent[name], take(now, (name,))) for name in new)


def _untold(case: Case) -> Iterator[Operation]:
    """Yield what changes a record of the case, or makes something below it, and is no known change of records."""
    path, world = case.read.path.rstrip("/"), case.world
    for operation in world.api.operations:
        action, below = world.behaviour.action(operation.id), operation.path.rstrip("/").removeprefix(path)
        mine = action is None or (action.resource != case.resource.name and action.kind == "create")
        here = operation.path.startswith(path) and "{" not in below and below[:1] in {"", "/"}
        usable = world.session.may_send(operation) and world.session.can_authenticate(operation)
        if mine and here and usable and operation.method not in {"GET", "HEAD"}:
            yield operation


def _is_done_below(reader: _Reader, operation: Operation) -> Trouble:
    """Do to a hidden record what can be done to one, where the server tells one from a key that nobody has."""
    case = reader.case
    key, pair = case.world.first("read", case.resource), pair_of(case)
    subject = put_away(case, pair)[0] if pair is not None and pair.back is operation else case.new()
    if key is None or subject is None or not reader.misses(subject):
        raise NothingTells
    body = case.world.new_body(operation) if operation.body is not None else ABSENT
    if body is None:
        raise NothingTells

    def done(value: Json, replaced: Mapping[str, str]) -> Exchange:
        values = case.world.values_for(operation, key[0].key, value)
        return case.world.session.ask(operation, values, body, replaced=replaced)

    if done(unknown_key(case.world, case.resource), {}).response.status not in GONE:
        raise NothingTells
    answer = done(subject.key, reader.replaced)
    if not answer.response.success:
        return None
    return f"it answered {answer.response.status} for a record that cannot be read so", answer


def _is_shown(reader: _Reader, tried: _Tried) -> Trouble:
    """Judge what was read where two operations say it is not there: neither that changes it nor that removes it."""
    read = tried.read
    if read.response.status in GONE:
        return None
    if not read.response.success:
        raise NothingTells
    answers = [reader.do(operation, tried.subject).response.status for _, operation in _acting(reader.case)]
    if len(answers) < len(_KINDS) or not all(status in GONE for status in answers):
        return None
    return "it shows a record that the others answer with 404 for", read


def _acting(case: Case) -> Iterator[tuple[Action, Operation]]:
    for kind in _KINDS:
        found = case.world.first(kind, case.resource)
        if found is not None and found[0].key is not None and found[0].deletion is None:
            yield found


def _is_listed(reader: _Reader, listing: Listing, tried: _Tried) -> Trouble:
    """Look for a record in the longest part of a list, and in what is found by its texts."""
    subject = tried.hidden()
    most: list[tuple[Place, Json]] = [] if listing.limit is None else [(listing.limit, listing.most)]
    asked: list[tuple[Place, Json]] = [
        (place, text) for place in _searched(listing) for text in _telling(reader.case, subject)
    ]
    asked += _named(reader.case, listing, subject)
    for more in ([], *([one] for one in asked)):
        request = listing.base
        for place, value in (*most, *more):
            request = request.having(place, value)
        answer = reader.ask(request)
        if subject.key in listing.names(listing.items_in(answer) or []):
            return "it lists a record that cannot be read so", answer
    return None


def _is_on_a_page(reader: _Reader, lister: Lister, tried: _Tried) -> Trouble:
    """Look for a record on every page that the second credential is shown."""
    case, theirs = reader.case, replace(lister, replaced=reader.replaced, known=None)
    subject = tried.hidden()
    for page, items in theirs.walk_once(case.resource.key, lister.ample()):
        if subject.key in [take(item, (case.resource.key,)) for item in items]:
            return "it lists a record that cannot be read so", page.exchange
    return None


def _searched(listing: Listing) -> Iterator[Place]:
    yield from (place for place, _ in listing.places if asked_name(place.path[-1]) in SEARCHES)


def _named(case: Case, listing: Listing, subject: Subject) -> list[tuple[Place, Json]]:
    """Return what asks for the name of a member, with a text of the record that no other one has there."""
    maker, asked = case.world.maker, list[tuple[Place, Json]]()
    for place, schema in listing.places:
        text = take(subject.record, place.path[-1:])
        if isinstance(text, str) and maker.tag in text:
            asked.append((place, [text] if "array" in maker.types(schema) else text))
    return asked[:_TEXTS]


def _telling(case: Case, subject: Subject) -> list[str]:
    """Return the shortest texts of a record that others have not."""
    texts = [value for value in subject.record.values() if isinstance(value, str) and case.world.maker.tag in value]
    return sorted(texts, key=len)[:_TEXTS]
