"""Every list of a batch does what it is for, and the status tells whether every element went well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.batches.known_upserts import updates_nothing
from truespec.checking.rules.ground.subjects import Prepared, element, fresh_many, unknown_key
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.lists.looking import count_where, records_where
from truespec.checking.rules.lists.walk import lister_of
from truespec.checking.rules.records.comparing import differing_members
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Batch, Resource
from truespec.contract.effects import BatchList, Outcome
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["AT_ONCE", "FAMILY"]

_ELEMENTS: Final = 2
_REFUSED: Final = frozenset({400, 404, 409, 422})
_UNREAD: Final = "the list could not be read to its end"
_TELLING: Final = 2
"""So many texts of an element tell its record from all others: they carry the tag of the run."""


@dataclass(frozen=True, slots=True)
class _Case:
    """One operation that takes lists of elements."""

    world: World
    action: Action
    operation: Operation
    resource: Resource

    def send(self, *lists: tuple[BatchList, list[Json]]) -> Exchange:
        """Send some lists."""
        request = Prepared(self.operation, self.world.values_for(self.operation), {})
        for part, elements in lists:
            request = request.having(part.items, list(elements))
        return request.send(self.world)

    def read(self, part: BatchList, made: dict[str, Json]) -> tuple[Exchange, dict[str, Json] | None] | None:
        """Read the record of an element, where what names it there names it here too."""
        named = part.key == self.resource.key and part.key in made
        return self.world.read(self.resource, made[part.key]) if named else None

    def found(self, part: BatchList, made: dict[str, Json]) -> tuple[dict[str, Json] | None, bool]:
        """Return the record an element is about, and whether it would have been found if it were there.

        It is looked for by the key that was sent, else by what else the element says of itself: a server may give new
        records keys of its own, and its list may be longer than is read, or refuse to be read in large pages.
        """
        read = self.read(part, made)
        if read is not None and read[1] is not None:
            return read[1], True
        if part.key in made and (last := self.world.session.last) is not None and last.response.busy:
            return None, False
        members, known = _telling(made, part.key), part.kind == "update"
        found, whole = records_where(self.world, self.resource, members) if members else ([], False)
        return (found[0] if found else None), whole or known


def _cases(world: World) -> Iterator[tuple[_Case, Batch]]:
    for action, operation in world.actions("batch"):
        resource = world.resource(action)
        if action.batch is not None and action.batch.lists and resource is not None:
            yield _Case(world, action, operation, resource), action.batch


def _check(world: World) -> None:
    for case, batch in _cases(world):
        for turn in range(world.rounds):
            # Something to update or to create: both is what an upsert is for.
            done = [part for part in batch.lists if _is_done(case, batch, part, exists=_exists(part, turn))]
            if len(done) > 1:
                _are_done_together(case, batch, done, turn)
            if batch.outcome is not None:
                _tells(case, batch, batch.outcome)


def _check_at_once(world: World) -> None:
    """Send one element to every list in one request, and look more closely at those of which it was not done."""
    for case, batch in _cases(world) if world.rounds == 1 else ():
        made_up = [(part, _one(case, part, exists=_exists(part, 0))) for part in batch.lists]
        sent = [(part, made) for part, made in made_up if made is not None]
        if len(sent) < _ELEMENTS:
            continue
        exchange = case.send(*((part, list[Json]([made])) for part, made in sent))
        rights = [_is_right(case, part, made) for part, made in sent] if exchange.response.success else []
        for (part, _), right in zip(sent, rights, strict=False):
            if right is False:
                _is_done(case, batch, part, exists=_exists(part, 0))
        if rights and all(rights) and batch.outcome is not None:
            _judge_done(case, batch.outcome, exchange)


def _exists(part: BatchList, turn: int) -> bool:
    """Say whether an element of a list is sent for a record that is there."""
    return part.kind in {"update", "delete"} or (part.kind == "upsert" and turn % 2 == 1)


def _are_done_together(case: _Case, batch: Batch, parts: list[BatchList], turn: int) -> None:
    """Send one element to every list that is done alone, all in one request: what is meant for one is done for it."""
    world, ledger, operation = case.world, case.world.session.ledger, case.operation
    # Alone, an upsert made something; beside the others, it finds what is there.
    made_up = [(part, _one(case, part, exists=_exists(part, turn + 1))) for part in parts]
    sent = [(part, made) for part, made in made_up if made is not None]
    if len(sent) < _ELEMENTS:
        return
    exchange = case.send(*((part, list[Json]([made])) for part, made in sent))
    status = exchange.response.status
    if status in _REFUSED and all(_is_done_alone(case, part, turn) for part, _ in sent):
        fact = world.fact(case.action, operation, part="together", states="in one request")
        ledger.broken(fact, f"it answered {status} to lists that it takes one at a time", exchange)
    if not exchange.response.success:
        return
    failed = batch.outcome is not None and status == batch.outcome.failed
    for part, made in sent:
        fact = world.fact(part, operation, part="together", states="beside the other lists")
        right = _is_right(case, part, made)
        if right is None:
            ledger.unknown(fact, _UNREAD)
        elif right:
            ledger.holds(fact)
        elif all(_is_done_alone(case, one, turn) for one in ([one for one, _ in sent] if failed else [part])):
            # Where one of them fails, a server may do none of them.
            ledger.broken(fact, "it was not done in a request with other lists", exchange)
        else:
            # What it does for a new record it may not do for one that is there.
            _is_done(case, batch, part, exists=_exists(part, turn + 1))
    if batch.outcome is not None and all(_is_right(case, part, made) for part, made in sent):
        _judge_done(case, batch.outcome, exchange)


def _one(case: _Case, part: BatchList, *, exists: bool) -> dict[str, Json] | None:
    """Return an element of a list, for a record that is there or a new one."""
    subjects = fresh_many(case.world, case.resource, 1) if exists else []
    key = subjects[0].record.get(part.key) if subjects else None
    return element(case.world, case.operation, part, case.resource, key) if (key is not None) == exists else None


def _is_done_alone(case: _Case, part: BatchList, turn: int) -> bool:
    """Say whether an element like the one that was sent beside others is done where it is the only one."""
    made = _one(case, part, exists=_exists(part, turn + 1))
    return made is not None and case.send((part, [made])).response.success and _is_right(case, part, made) is True


def _is_done(case: _Case, batch: Batch, part: BatchList, *, exists: bool) -> bool:
    """Send two elements to one list, look for what became of each, and say whether both were done."""
    world, ledger, operation = case.world, case.world.session.ledger, case.operation
    fact = world.fact(part, operation)
    # What an element looks like, and what names its record, may be an assumption of the whole action.
    shape = world.fact(case.action, operation, "lists")
    subjects = fresh_many(world, case.resource, _ELEMENTS) if exists else []
    keys: list[Json] = [subject.record.get(part.key) for subject in subjects] if exists else [None] * _ELEMENTS
    known = [key for key in keys if not exists or key is not None]
    made = [one for key in known if (one := element(world, operation, part, case.resource, key)) is not None]
    if len(made) < _ELEMENTS:
        ledger.unknown(fact, "no valid elements could be made up")
        return False
    exchange = case.send((part, list(made)))
    status, outcome = exchange.response.status, batch.outcome
    if not exchange.response.success or (shape.assumed and outcome is not None and status == outcome.failed):
        reason = f"a valid request was answered {status}"
        done = exchange.response.success and all(_is_right(case, part, one) for one in made)
        if not done:
            left = _left_undone(case, outcome, part, exists=exists) if outcome is not None else None
            kept = _updates_nothing(case, batch, part) if exists and left is None else None
            if left is not None:
                ledger.broken(fact, f"it answered {left.response.status}, and the element was not done", left)
            elif kept is not None:
                ledger.broken(fact, "a record that is there is not updated, with its key or without", kept)
            else:
                ledger.unknown(fact, reason)
            ledger.unknown(shape, reason)
            return False
    ledger.holds(shape)
    rights = [_is_right(case, part, one) for one in made]
    wrong = rights.count(False)
    if not wrong and None in rights:
        ledger.unknown(fact, _UNREAD)
        return False
    if not wrong and part.kind in {"create", "upsert"}:
        _is_done_once(case, fact, made[0], exchange)
    if wrong and exists and part.kind == "upsert" and shape.assumed and _updates_nothing(case, batch, part) is None:
        # What it knows a record again by is not documented: it may be none of what was sent.
        ledger.unknown(fact, "by what a record that is there is known again is not documented")
        return False
    detail = f"of {len(made)} elements, {wrong} were not done"
    ledger.expect(fact, not wrong, detail, exchange)
    if outcome is not None and not wrong:
        _judge_done(case, outcome, exchange)
    return not wrong


def _updates_nothing(case: _Case, batch: Batch, part: BatchList) -> Exchange | None:
    what = (case.action, case.operation, case.resource)
    return updates_nothing(case.world, what, batch, part, lambda one, made: case.send((one, [made])))


def _left_undone(case: _Case, rule: Outcome, part: BatchList, *, exists: bool) -> Exchange | None:
    """Send one element alone; return the exchange where it is said to have gone well, and was not done."""
    made = _one(case, part, exists=exists)
    exchange = case.send((part, [made])) if made is not None else None
    if made is None or exchange is None or exchange.response.status != rule.done:
        return None
    return exchange if _is_right(case, part, made) is False else None


def _is_done_once(case: _Case, fact: Fact, made: dict[str, Json], exchange: Exchange) -> None:
    """Judge that an element makes one record: no other has the same texts, which carry the tag of the run."""
    members = _telling(made, case.resource.key)
    count = count_where(case.world, case.resource, members) if members else None
    if count is not None and all(case.world.maker.tag in str(text) for text in members.values()):
        case.world.session.ledger.expect(fact, count <= 1, f"an element made {count} records", exchange)


def _telling(made: dict[str, Json], key: str) -> dict[str, Json]:
    """Return the first texts of an element that tell its record from all others."""
    found = {name: value for name, value in made.items() if isinstance(value, str) and name != key}
    return dict(list(found.items())[:_TELLING])


def _is_right(case: _Case, part: BatchList, made: dict[str, Json]) -> bool | None:
    """Say whether an element was done; ``None`` where what it made could stand where nobody can look for it."""
    if part.kind == "delete":
        read = case.read(part, made)
        listed = count_where(case.world, case.resource, {part.key: made[part.key]})
        if read is None or read[1] is None:
            return not listed
        # As far as can be seen it is gone from the list: what reading it answers may be another matter.
        return None if not listed and lister_of(case.world, case.resource) is not None else False
    record, sure = case.found(part, made)
    if record is None:
        return False if sure else None
    return not differing_members(case.world, case.action, case.resource, made, record)


def _judge_done(case: _Case, rule: Outcome, exchange: Exchange) -> None:
    """Judge the status of a request of which everything was done."""
    fact = case.world.fact(rule, case.operation, "done", part="done", states=f"{rule.done} where all went well")
    status = exchange.response.status
    case.world.session.ledger.expect(fact, status == rule.done, f"it answered {status}", exchange)


def _tells(case: _Case, batch: Batch, rule: Outcome) -> None:
    """Send a batch in which a record is missing."""
    world, ledger, operation = case.world, case.world.session.ledger, case.operation
    failed = world.fact(rule, operation, "failed", part="failed", states=f"{rule.failed} where one failed")
    part = next((item for item in batch.lists if item.kind in {"update", "delete"}), None)
    unknown = unknown_key(world, case.resource)
    stranger = element(world, operation, part, case.resource, unknown) if part is not None else None
    if part is None or stranger is None:
        ledger.unknown(failed, "no element that has to fail could be made up")
        return
    exchange = case.send((part, [stranger]))
    status = exchange.response.status
    if status in _REFUSED and _takes_others(case, part):
        ledger.broken(failed, f"an element without a record had the whole answered {status}", exchange)
        return
    if not exchange.response.success:
        ledger.unknown(failed, f"the whole was refused with {status}")
        return
    ledger.expect(failed, status == rule.failed, f"an element without a record was answered {status}", exchange)
    known = _known(case, part) if status == rule.failed else None
    if known is not None:
        both = case.send((part, [known, stranger]))
        detail = f"of two elements, one has no record, and it answered {both.response.status}"
        ledger.expect(failed, both.response.status == rule.failed, detail, both)


def _takes_others(case: _Case, part: BatchList) -> bool:
    """Say whether an element of the same form is taken whose record is there: the form is no reason to refuse it."""
    known = _known(case, part)
    return known is not None and case.send((part, [known])).response.success


def _known(case: _Case, part: BatchList) -> dict[str, Json] | None:
    """Return an element for a record that is there."""
    return _one(case, part, exists=True)


AT_ONCE = Family("batch at once", "every list of a batch does what it is for, beside the others", _check_at_once)

FAMILY = Family("batch lists", "every list of a batch does what it is for", _check)
