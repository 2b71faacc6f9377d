"""Where no rules are written down, a server still may not contradict itself: what it says it made or removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.rules.ground.evidence import (
    DONE,
    GONE,
    Case,
    NothingTells,
    Trials,
    Trouble,
    is_lost,
    plain_texts,
)
from truespec.checking.rules.ground.put_away import refuses_nobody
from truespec.checking.rules.ground.subjects import prepared, unknown_key
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Subject
from truespec.checking.rules.lists.listings import listings
from truespec.checking.rules.lists.walk import lister_of
from truespec.checking.rules.records.kept_values import lost_values
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["check_defaults", "check_made", "check_removals"]

_CREATED: Final = 201


def check_made(case: Case) -> None:
    """Judge what was answered with 201: it is there, under its own key and under no other."""
    create = case.create[1]
    two, texts = Trials(partial(_make_two, case)), plain_texts(case.world, create, case.resource)
    there = case.fact(create, "there", f"what {create.label} answers with 201 for is there to be read")
    case.judge(there, partial(two.look, there, partial(_is_missing, case)))
    right = case.fact(case.read, "right", f"{case.read.label} answers with the record that it is asked for")
    case.judge(right, partial(two.look, right, partial(_is_another, case)))
    kept = case.fact(create, "kept", f"what {create.label} takes with 201 is in the record")
    case.judge(kept, partial(two.look, kept, partial(_is_not_kept, case, texts)))
    declared = {answer.status for answer in case.read.answers}
    if "404" in declared:
        states = f"{case.read.label} has no record for a key that was made up, and 404 to say so"
        case.judge(case.fact(case.read, "unknown", states), partial(_is_invented, case))
    for action, operation in case.world.actions("update", "delete"):
        usable = action.resource == case.resource.name and action.deletion is None
        known = usable and action.key is not None and case.is_here(operation, action.key.path[-1])
        if known and refuses_nobody(action, operation):
            states = f"{operation.label} does nothing to a key that was made up, and has 404 to say so"
            case.judge(case.fact(operation, "unknown", states), partial(_is_done_to_none, case, operation))


def _is_done_to_none(case: Case, operation: Operation) -> Trouble:
    request = prepared(case.world, operation, [unknown_key(case.world, case.resource)])
    if request is None:
        raise NothingTells
    answer = request.send(case.world)
    return (f"it answered {answer.response.status} for a random key", answer) if answer.response.success else None


@dataclass(frozen=True, slots=True)
class _Made:
    """A record that was made, and how it was read then."""

    body: dict[str, Json]
    key: Json
    answer: Exchange
    read: Exchange
    record: dict[str, Json] | None


def _make_two(case: Case) -> tuple[_Made, _Made]:
    first = _make_one(case)
    # A flag that is lost shows in one of two that have it turned round.
    flags: dict[str, Json] = {name: not value for name, value in first.body.items() if isinstance(value, bool)}
    second = _make_one(case, flags)
    return first, second if second.answer.response.success or not flags else _make_one(case)


def _make_one(case: Case, given: dict[str, Json] | None = None) -> _Made:
    world, (_, create) = case.world, case.create
    body = world.new_body(create, given)
    made = world.make_record(case.resource, body) if body is not None else None
    read = world.read(case.resource, made[1]) if made is not None and made[1] is not None else None
    if body is None or made is None or read is None:
        raise NothingTells
    return _Made(body, made[1], made[0], *read)


def _is_missing(case: Case, made: tuple[_Made, _Made]) -> Trouble:
    for one in made:
        if one.answer.response.status != _CREATED:
            raise NothingTells
        if one.read.response.status in GONE:
            case.world.pause()
            if _is_gone(case, one.key):
                return "reading it by the key of the answer finds nothing", one.answer
    return None


def _is_gone(case: Case, key: Json) -> bool:
    read = case.world.read(case.resource, key)
    return read is not None and read[0].response.status in GONE


def _is_another(case: Case, made: tuple[_Made, _Made]) -> Trouble:
    if made[0].key == made[1].key:
        raise NothingTells
    for one in made:
        told = (one.record or {}).get(case.resource.key)
        if told is not None and told != one.key:
            return f"it answered with another `{case.resource.key}`", one.read
    return None


def _is_not_kept(case: Case, texts: list[str], made: tuple[_Made, _Made]) -> Trouble:
    for one in made:
        lost = _lost_of(case, texts, one)
        if lost:
            return f"{', '.join(f'`{name}`' for name in lost)} is not what was sent", one.read
    return None


def _lost_of(case: Case, texts: list[str], one: _Made) -> list[str]:
    """Return what a record lacks of what it was sent."""
    operation = case.create[1]
    if one.answer.response.status != _CREATED or one.record is None or one.record.get(case.resource.key) != one.key:
        raise NothingTells
    answered, found = case.world.record_in(case.create[0], one.answer) or {}, one.record
    lost = [
        name
        for name in texts
        if name in one.body and is_lost(case.world, operation, name, (one.body[name], found.get(name)))
    ]
    # What no answer shows may be for other eyes; what one denies is lost.
    shown = [name for name in lost if found.get(name) is not None or name in found or answered.get(name) is not None]
    return [*shown, *lost_values(case.world, operation, case.resource, one.body, found)]


def _is_invented(case: Case) -> Trouble:
    key = unknown_key(case.world, case.resource)
    read = case.world.read(case.resource, key)
    if read is None or not read[0].response.success or read[1] is None:
        return None
    return f"it answered {read[0].response.status} for a random key", read[0]


def check_defaults(case: Case) -> None:
    """Judge what a record has in the members that were not sent for it."""
    for fact, name, default in _defaults(case):
        case.judge(fact, partial(_has_another, case, name, default))


def _defaults(case: Case) -> Iterator[tuple[Fact, str, Json]]:
    """Yield the members of a request that may be left out and are documented to have a value then."""
    world, create = case.world, case.create[1]
    schema = world.body_schema(create)
    required = world.maker.shape(schema).required if schema is not None else ()
    record = world.maker.shape(world.api.schema(case.resource.schema).schema).properties
    for name, member in world.sendable(create).items():
        default = world.maker.narrowed(member.schema).default
        elsewhere = name in required or name not in record or name in dict(case.resource.constants)
        if elsewhere or isinstance(default, Absent | list | dict | None):
            continue
        if not member.schema.read_only and not record[name].schema.read_only:
            states = f"a new record has the documented default, {default}, where `{name}` is not sent"
            told = (*member.assumptions, *member.schema.assumptions, *record[name].assumptions)
            why = assumed_among(told, ("default", "name", "in", "type"))
            yield replace(case.fact(create, f"default.{name}", states), assumed=why), name, default


def _has_another(case: Case, name: str, default: Json) -> Trouble:
    world, (action, create) = case.world, case.create
    body = world.new_body(create, leave_out=[name])
    made = world.make_record(case.resource, body) if body is not None else None
    if made is None or made[0].response.status != _CREATED:
        raise NothingTells
    found = (world.record_in(action, made[0]) or {}).get(name)
    if found is None:
        raise NothingTells
    return None if same_value(default, found) else (f"it has another value in `{name}`", made[0])


def check_removals(case: Case) -> None:
    """Judge whatever removes a record, where no rule looks at what is listed then."""
    unlisted = case.world.unwritten or lister_of(case.world, case.resource) is None
    for action, operation in case.world.actions("delete") if unlisted else ():
        if action.resource == case.resource.name and action.key is not None and action.deletion is None:
            _removed(case, action, operation)


def _removed(case: Case, action: Action, operation: Operation) -> None:
    gone = case.fact(operation, "gone", f"what {operation.label} says is removed is not there as before")
    case.judge(gone, partial(_is_still_there, case, action, operation))
    others = case.fact(operation, "others", f"{operation.label} removes the record that it names, and no other")
    case.judge(others, partial(_takes_others, case, action, operation))


def _remove(case: Case, action: Action, operation: Operation, subject: Subject) -> Exchange | None:
    if operation.body is not None:
        return None
    answer = case.world.session.ask(operation, case.world.values_for(operation, action.key, subject.key))
    return answer if answer.response.status in DONE else None


def _is_still_there(case: Case, action: Action, operation: Operation) -> Trouble:
    """Remove a record: where it can still be read it shows that it was removed, and where it is gone no list has it."""
    world, subject = case.world, case.new()
    before = case.now(subject) if subject is not None else None
    if subject is None or before is None or _remove(case, action, operation, subject) is None:
        raise NothingTells
    trouble = _denied(case, subject, before)
    if trouble is not None:
        world.pause()
        trouble = _denied(case, subject, before)
    return trouble


def _denied(case: Case, subject: Subject, before: dict[str, Json]) -> Trouble:
    """Say what denies that a record was removed."""
    world, now, read = case.world, case.now(subject), case.world.session.last
    listed = _is_listed(case, subject.key)
    hidden = listed is False or (listed is None and lister_of(world, case.resource) is not None)
    if read is not None and now == before and not hidden:
        return "it can be read as if nothing had happened", read
    if read is not None and read.response.status in GONE and listed:
        return "it is still listed", read
    return None


def _is_listed(case: Case, key: Json) -> bool | None:
    """Say whether a record is listed, ``None`` where no list of all can be read to its end."""
    for listing in listings(case.world):
        if listing.resource is case.resource and listing.operation.method == "GET":
            parts = listing.everything()
            return None if parts is None else any(key in listing.names(part.items or []) for part in parts)
    return None


def _takes_others(case: Case, action: Action, operation: Operation) -> Trouble:
    before, subject, after = case.new(), case.new(), case.new()
    if before is None or subject is None or after is None:
        raise NothingTells
    answer = _remove(case, action, operation, subject)
    if answer is None:
        raise NothingTells
    for other in (before, after):
        read = case.world.read(case.resource, other.key)
        if read is not None and read[0].response.status in GONE:
            return "another record is gone, too", answer
    return None
