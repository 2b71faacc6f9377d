"""What is not there for a second credential is not there for it at all: no operation shows or does what others deny."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.around import plain_name
from truespec.checking.rules.consistent_restores import pair_of, put_away
from truespec.checking.rules.evidence import GONE, Case, NothingTells, Trouble
from truespec.checking.rules.listings import listings
from truespec.checking.rules.subjects import prepared, unknown_key
from truespec.checking.rules.turning import SEARCHES, Listing
from truespec.checking.rules.world import Subject
from truespec.contract.behaviour import Action
from truespec.contract.operation import Operation
from truespec.contract.rule import Place
from truespec.contract.schema import ABSENT, Json

__all__ = ["check_readers"]

_KINDS: Final = ("update", "delete")
_TEXTS: Final = 3
"""So many texts of a record are looked for, as nobody knows where a search looks."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """The second credential, as it is sent instead of the first."""

    case: Case
    replaced: Mapping[str, str]

    def do(self, operation: Operation, subject: Subject) -> Exchange:
        """Do something to a record with the second credential."""
        request = prepared(self.case.world, operation, [subject.key])
        if request is None:
            raise NothingTells
        return request.send_with(self.case.world, self.replaced)

    def misses(self, subject: Subject) -> bool:
        """Say whether a record is not there to be read with the second credential."""
        return self.do(self.case.read, subject).response.status in GONE


def check_readers(case: Case) -> None:
    """Judge what lists, changes and removes records, where the second credential is told that one is not there."""
    access = case.world.session.target.access
    alternative = access.credentials.alternative(case.read) or ()
    replaced = {scheme: value for scheme in alternative if (value := access.second.value(scheme)) is not None}
    if not replaced:
        return
    reader, scoped = _Reader(case, replaced), not case.world.unwritten and case.resource.scope is not None
    if not case.world.unwritten and not scoped and not _is_apart(reader) and not _acts_apart(reader):
        # Where rules are written and name nobody who is to see less, the second may well see all there is.
        return
    states = "what cannot be read with a credential is not there for it"
    for operation in _untold(case):
        fact = case.fact(operation, "hidden", f"{states}: {operation.label} does nothing to it")
        case.judge(fact, partial(_is_done_below, reader, operation))
    if scoped:
        return
    for action, operation in case.world.actions(*_KINDS):
        if action.resource == case.resource.name and action.key is not None and action.deletion is None:
            fact = case.fact(operation, "hidden", f"{states}: {operation.label} does nothing to it")
            case.judge(fact, partial(_is_done, reader, operation))
    for listing in listings(case.world):
        if listing.operation.method == "GET" and _lists_records(case, listing):
            fact = case.fact(listing.operation, "hidden", f"{states}: {listing.operation.label} does not list it")
            case.judge(fact, partial(_is_listed, reader, listing))
    fact = case.fact(case.read, "hidden", f"{states}: {case.read.label} shows nothing that others say is not there")
    case.judge(fact, partial(_is_shown, reader))


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


def _lists_records(case: Case, listing: Listing) -> bool:
    """Say whether what is listed are records of the case, by their path and their members."""
    maker, beside = case.world.maker, "{" not in listing.operation.path
    record = maker.narrowed(case.world.api.schema(case.resource.schema).schema)
    return beside and bool(listing.key) and maker.narrowed(listing.answer).properties.keys() == record.properties.keys()


def _is_done(reader: _Reader, operation: Operation) -> Trouble:
    subject = reader.case.new()
    if subject is None or not reader.misses(subject):
        raise NothingTells
    answer = reader.do(operation, subject)
    if not answer.response.success:
        return None
    return f"it answered {answer.response.status} for a record that cannot be read so", answer


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


def _is_shown(reader: _Reader) -> Trouble:
    """Read a record that two operations say is not there: neither that changes it nor that removes it has it."""
    subject = reader.case.new()
    read = reader.do(reader.case.read, subject) if subject is not None else None
    if read is not None and read.response.status in GONE:
        return None
    if subject is None or read is None or not read.response.success:
        raise NothingTells
    answers = [reader.do(operation, subject).response.status for _, operation in _acting(reader.case)]
    if len(answers) < len(_KINDS) or not all(status in GONE for status in answers):
        return None
    return "it shows a record that the others answer with 404 for", read


def _acting(case: Case) -> Iterator[tuple[Action, Operation]]:
    for kind in _KINDS:
        found = case.world.first(kind, case.resource)
        if found is not None and found[0].key is not None and found[0].deletion is None:
            yield found


def _is_listed(reader: _Reader, listing: Listing) -> Trouble:
    """Look for a record in the longest part of a list, and in what is found by its texts."""
    subject = reader.case.new()
    if subject is None or not reader.misses(subject):
        raise NothingTells
    most: list[tuple[Place, Json]] = [] if listing.limit is None else [(listing.limit, listing.most)]
    asked = [(place, text) for place in _searched(listing) for text in _telling(reader.case, subject)]
    for more in ([], *([one] for one in asked)):
        request = listing.base
        for place, value in (*most, *more):
            request = request.having(place, value)
        answer = request.send_with(listing.world, reader.replaced)
        if subject.key in listing.names(listing.items_in(answer) or []):
            return "it lists a record that cannot be read so", answer
    return None


def _searched(listing: Listing) -> Iterator[Place]:
    yield from (place for place, _ in listing.places if plain_name(place.path[-1]) in SEARCHES)


def _telling(case: Case, subject: Subject) -> list[str]:
    """Return the shortest texts of a record that others have not."""
    texts = [value for value in subject.record.values() if isinstance(value, str) and case.world.maker.tag in value]
    return sorted(texts, key=len)[:_TEXTS]
