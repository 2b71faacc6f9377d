"""What is not there for a second credential is not there for it at all: no operation shows or does what others deny."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.around import plain_name
from truespec.checking.rules.evidence import GONE, Case, NothingTells, Trouble
from truespec.checking.rules.listings import listings
from truespec.checking.rules.subjects import prepared
from truespec.checking.rules.turning import SEARCHES, Listing
from truespec.checking.rules.world import Subject
from truespec.contract.behaviour import Action
from truespec.contract.operation import Operation
from truespec.contract.rule import Place
from truespec.contract.schema import Json

__all__ = ["check_readers"]

_KINDS: Final = ("update", "delete")


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
    if not replaced or (not case.world.unwritten and case.resource.scope is not None):
        return
    reader = _Reader(case, replaced)
    if not case.world.unwritten and not _is_apart(reader):
        # Where rules are written and name nobody who is to see less, the second may well see all there is.
        return
    states = "what cannot be read with a credential is not there for it"
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


def _is_shown(reader: _Reader) -> Trouble:
    """Read a record that two operations say is not there: neither that changes it nor that removes it has it."""
    subject = reader.case.new()
    read = reader.do(reader.case.read, subject) if subject is not None else None
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
    """Look for a record in the longest part of a list, and in what is found by one of its texts."""
    subject = reader.case.new()
    if subject is None or not reader.misses(subject):
        raise NothingTells
    asked: list[tuple[Place, Json]] = [] if listing.limit is None else [(listing.limit, listing.most)]
    asked += [(place, text) for place in _searched(listing) for text in _telling(reader.case, subject)]
    request = listing.base
    for place, value in asked:
        request = request.having(place, value)
    answer = request.send_with(listing.world, reader.replaced)
    if subject.key not in listing.names(listing.items_in(answer) or []):
        return None
    return "it lists a record that cannot be read so", answer


def _searched(listing: Listing) -> Iterator[Place]:
    yield from (place for place, _ in listing.places if plain_name(place.path[-1]) in SEARCHES)


def _telling(case: Case, subject: Subject) -> list[str]:
    """Return a text of a record that others have not."""
    texts = [value for value in subject.record.values() if isinstance(value, str) and case.world.maker.tag in value]
    return sorted(texts, key=len)[:1]
