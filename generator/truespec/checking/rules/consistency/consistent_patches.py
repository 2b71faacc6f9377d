"""What RFC 7396 says of a merge patch: null takes a member away, and within an object the rest stays, too.

Of null the spec may say the same in words, whatever is sent, and a behaviour file this or the opposite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.evidence import DONE, Case, NothingTells, Trouble
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.sentences import is_negated, sentences
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Subject
from truespec.contract.behaviour import Action
from truespec.contract.effects import Change
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json, Property

__all__ = ["check_patches"]

_MERGE: Final = "application/merge-patch+json"
_CLEARS: Final = re.compile(
    r"\bnull\b[^,]*\b(clears?|removes?|unsets?|deletes?|erases?|empties)\b|"
    r"\b(clear|remove|unset|delete|erase|empty)\b.*\b(send|sending|set|setting|to|as|is|with)\b.{0,20}\bnull\b",
    re.IGNORECASE | re.DOTALL,
)
_FEW: Final = 3
_ELEMENTS: Final = 2
_BOTH_WAYS: Final = ("there", "back")
"""What was put there may be what a server puts where nothing is; turned round once more, it is not."""


def check_patches(case: Case) -> None:
    """Judge every update of the case that takes merge patches and nothing else, or that tells what null does."""
    for action, operation in case.world.actions("update"):
        content = operation.body.content if operation.body is not None else ()
        merges = bool(content) and all(media.name.partition(";")[0].strip().lower() == _MERGE for media in content)
        if action.resource != case.resource.name or action.key is None:
            continue
        if merges:
            inner = f"{operation.label} leaves what a merge patch does not name, within an object, too"
            case.judge(case.fact(operation, "merges", inner), partial(_replaces, case, action, operation))
        if action.change is not None and action.change.null is not None:
            _is_null_right(case, action, operation, action.change)
        elif merges or any(_CLEARS.search(told) and not is_negated(told) for told in sentences(operation.description)):
            empty = f"{operation.label} takes away what is sent as null"
            case.judge(case.fact(operation, "empties", empty), partial(_keeps, case, action, operation))


def _is_null_right(case: Case, action: Action, operation: Operation, rule: Change) -> None:
    fact = case.world.fact(rule, operation, "null", part="null", states=f"null {rule.null} what it is sent for")
    case.judge(fact, partial(_keeps if rule.null == "clears" else _clears, case, action, operation))


def _patched(case: Case, what: tuple[Action, Operation], subject: Subject, body: dict[str, Json]) -> Exchange | None:
    """Send a patch; ``None`` where it is none that the spec lets through, or is refused."""
    (action, operation), world = what, case.world
    schema = world.body_schema(operation)
    if schema is None or action.key is None or not world.maker.is_valid(schema, body):
        return None
    answer = world.session.ask(operation, world.values_for(operation, action.key, subject.key), body)
    return answer if answer.response.status in DONE else None


def _new(case: Case) -> Subject:
    subject = case.new()
    if subject is None:
        raise NothingTells
    return subject


def _told(case: Case, operation: Operation) -> Iterator[tuple[str, Property]]:
    """Yield the members that can be patched, and that a record shows."""
    record = case.world.maker.shape(case.world.api.schema(case.resource.schema).schema).properties
    for name, member in case.world.sendable(operation).items():
        if name in record and name != case.resource.key and not record[name].schema.read_only:
            yield name, member


def _replaces(case: Case, action: Action, operation: Operation) -> Trouble:
    """Patch one member of an object: the others in it stay."""
    subject, tells = _new(case), False
    for name, member in _told(case, operation):
        for _ in _BOTH_WAYS:
            found = _lost(case, (action, operation), subject, name, member)
            if found is None:
                break
            tells, (lost, inner, answer) = True, found
            if lost:
                names = ", ".join(f"`{name}.{one}`" for one in lost)
                return f"{names} changed, and only `{name}.{inner}` was sent", answer
        if tells:
            return None
    raise NothingTells


def _lost(
    case: Case, what: tuple[Action, Operation], subject: Subject, name: str, member: Property
) -> tuple[list[str], str, Exchange] | None:
    """Return what one member of an object takes along when it is patched, and which; ``None`` where nothing tells."""
    maker, shown = case.world.maker, (case.now(subject) or {}).get(name)
    inside, held = maker.narrowed(member.schema).properties, shown if isinstance(shown, dict) else dict[str, Json]()
    known = [inner for inner in inside if held.get(inner) is not None]
    if len(known) < _ELEMENTS:
        return None
    inner = known[0]
    # What a new record has may be what a server puts where nothing is.
    rest = {one: _other(case, one, inside[one], held[one]) for one in known[1:]}
    moved = _patched(case, what, subject, {name: {inner: held[inner], **rest}})
    before = (case.now(subject) if moved is not None else None) or {}
    answer = _patched(case, what, subject, {name: {inner: maker.value(inner, inside[inner].schema)}})
    now = case.now(subject) if answer is not None else None
    if answer is None or now is None:
        return None
    was = {one: take(before, (name, one)) for one in rest}
    told = {one: value for one, value in was.items() if not isinstance(value, Absent)}
    return [one for one, value in told.items() if not same_value(value, take(now, (name, one)))], inner, answer


def _other(case: Case, name: str, member: Property, held: Json) -> Json:
    """Return another value for a member of an object, where there is one."""
    words = [word for word in case.world.maker.narrowed(member.schema).enum or () if word is not None and word != held]
    if isinstance(held, bool):
        return not held
    return words[-1] if words else case.world.maker.value(name, member.schema)


def _keeps(case: Case, action: Action, operation: Operation) -> Trouble:
    """Take away members that may be null: none of them is read as before."""
    subject, now, some, answer = _emptied(case, action, operation)
    kept = [name for name in some if same_value(subject.record[name], take(now, (name,)))]
    return (f"{', '.join(f'`{name}`' for name in kept)} is read as before", answer) if kept else None


def _clears(case: Case, action: Action, operation: Operation) -> Trouble:
    """Send members as null that leaves them alone: all of them are read as before."""
    subject, now, some, answer = _emptied(case, action, operation)
    lost = [name for name in some if not same_value(subject.record[name], take(now, (name,)))]
    return (f"{', '.join(f'`{name}`' for name in lost)} is not read as before", answer) if lost else None


def _emptied(
    case: Case, action: Action, operation: Operation
) -> tuple[Subject, dict[str, Json], Sequence[str], Exchange]:
    """Send members as null, all at once, or a few alone where that is refused; return the record before and after."""
    subject, maker = _new(case), case.world.maker
    shape = maker.shape(case.world.api.schema(case.resource.schema).schema)
    record = shape.properties
    own = {*dict(case.resource.sets), *(action.ignored.members if action.ignored is not None else ())}
    names = [
        name
        for name, member in _told(case, operation)
        if "null" in maker.types(member.schema)
        and ("null" in maker.types(record[name].schema) or name not in shape.required)
        and subject.record.get(name)
        # Where there is a default, what is taken away is what it comes to.
        and subject.record[name] != maker.shape(record[name].schema).default
        and name not in own
    ]
    for some in (names, *([name] for name in names[:_FEW])):
        answer = _patched(case, (action, operation), subject, dict.fromkeys(some)) if some else None
        now = case.now(subject) if answer is not None else None
        if answer is not None and now is not None:
            return subject, now, some, answer
    raise NothingTells
