"""What words say of merging: that what one lacks is taken from the other, and which lists and numbers are of both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeGuard

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.sentences import is_negated, members_named, sentences
from truespec.checking.rules.ground.subjects import prepared
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Subject, World
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json, Property

__all__ = ["FILLED", "judge_merged_parts", "lists_united", "members_filled", "numbers_summed"]

_FIELDS: Final = r"(?:members?|fields?|values?|properties|attributes?|parts|details)"
_EMPTY: Final = r"(?:empty|missing|null|unset|absent|not set|without a value)"
_TAKEN: Final = r"(?:taken|filled|completed|copied|supplied|carried over|inherited|comes? from|come over)"
_LACKS: Final = r"(?:lacks?|misses|is missing|has not|does not have|has no value for|has nothing in)"
FILLED: Final = re.compile(
    rf"\b(?:what|whatever|anything|everything|all(?: that)?) (?:that )?(?:is|was) {_EMPTY}\b.*\b{_TAKEN}\b|"
    rf"\b(?:what|whatever|anything|everything|all(?: that)?) (?:the |that |it )?"
    rf"(?:\w+ ){{0,3}}{_LACKS}\b.*\b{_TAKEN}\b|"
    rf"\b(?:{_EMPTY} {_FIELDS}|{_FIELDS} (?:that (?:are|is) |which (?:are|is) )?{_EMPTY})\b.*\b{_TAKEN}\b|"
    rf"\b{_FIELDS} (?:that |which )?(?:the |it )(?:\w+ ){{0,3}}{_LACKS}\b.*\b{_TAKEN}\b|"
    rf"\b(?:fills?|completes?|supplies) (?:in |up )?(?:what(?:ever)?|(?:the |its |all |any )?{_EMPTY} {_FIELDS})\b|"
    rf"\b(?:takes over|takes|copies|inherits) (?:what(?:ever)?|the {_FIELDS}|all)(?: that| which)? (?:it|is|the)"
    rf" (?:\w+ ){{0,2}}(?:{_LACKS}|{_EMPTY})\b|"
    rf"\b(?:fills?|completes?) (?:the |its |any )?gaps\b",
    re.IGNORECASE,
)
"""That what is empty in the one that remains is taken from another."""

_UNITED: Final = re.compile(
    r"\b(?:united|union|combined|pooled|joined|unified|those of (?:both|all)|of (?:both|all) (?:are|is) (?:kept|there)|"
    r"(?:is|are) (?:added to|kept from both)|both (?:records'|sets of))\b",
    re.IGNORECASE,
)
_SUMMED: Final = re.compile(r"\b(?:added up|added together|summed(?: up)?|the sum of|sums? up)\b", re.IGNORECASE)
_DOUBT: Final = re.compile(
    r"\b(?:may|might|can|should|unless|except|only|but|first|newer|newest|older|oldest|latest|at most|up to|"
    r"such as|like|for example)\b",
    re.IGNORECASE,
)
_ORDINAL: Final = re.compile(r"\bfrom the first (?=(?:of (?:the|them|those) )?\w+)", re.IGNORECASE)
"""Which of several gives something is nothing where there is only one."""

_LIST: Final = frozenset({"array"})
_NUMBERS: Final = frozenset({"integer", "number"})
_NOTHING: Final[tuple[Json, ...]] = (None, "", [], {})
_ADDED: Final[tuple[Json, Json]] = (2, 3)
_SUM: Final = 5
"""What the two have of a number that is added up, and what is right of it then."""


@dataclass(frozen=True, slots=True)
class _Merged:
    """The record that remains before and after, the one that became part of it, and the last exchange."""

    target: Subject
    source: Subject
    now: dict[str, Json]
    last: Exchange


def _texts(operation: Operation) -> Iterator[str]:
    for text in sentences(operation.description):
        for clause in re.split(r":\s", " ".join(text.split())):
            if not is_negated(re.sub(r"\b(?:does not have|not set|has not)\b", "", clause)):
                yield clause


def members_filled(operation: Operation, members: dict[str, Property]) -> list[str] | None:
    """Return which members are said to be taken over where they are empty: all, where none is named.

    ``None`` is for nothing that is said of it.
    """
    for text in _texts(operation):
        if FILLED.search(text) and not _DOUBT.search(_ORDINAL.sub("", text)):
            return members_named(text, members) or list(members)
    return None


def lists_united(operation: Operation, members: list[str]) -> list[str]:
    """Return those lists of which it is said that what remains has the elements of both."""
    texts = [text for text in _texts(operation) if _UNITED.search(text) and not _DOUBT.search(text)]
    return [name for text in texts for name in members_named(text, members)]


def numbers_summed(operation: Operation, members: list[str]) -> list[str]:
    """Return those numbers of which it is said that what remains has the sum."""
    texts = [text for text in _texts(operation) if _SUMMED.search(text) and not _DOUBT.search(text)]
    return [name for text in texts for name in members_named(text, members)]


def judge_merged_parts(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Merge a full record into one that has only what it must have, and look at what the words say of the outcome."""
    maker = world.maker_of(resource)
    if maker is None:
        return
    shown = world.maker.shape(world.api.schema(resource.schema).schema).properties
    own = {*(name for name, _ in (*resource.sets, *resource.constants)), resource.key}
    sent = {name: member for name, member in world.sendable(maker[1]).items() if name in shown and name not in own}
    types = {name: world.maker.types(member.schema) - {"null"} for name, member in sent.items()}
    filled = members_filled(operation, sent)
    united = lists_united(operation, [name for name, kinds in types.items() if kinds == _LIST])
    numbers = [name for name, kinds in types.items() if kinds and kinds <= _NUMBERS]
    summed = [
        name
        for name in numbers_summed(operation, numbers)
        if all(world.maker.is_valid(sent[name].schema, value) for value in (*_ADDED, _SUM))
    ]
    if filled is None and not united and not summed:
        return
    bare = [name for name in sent if name not in (*united, *summed)]
    merged = _merged(world, operation, resource, bare, summed)
    if merged is None:
        return
    if filled is not None:
        _is_filled(world, (action, operation), merged, filled)
    for name in united:
        held = [
            element for subject in (merged.target, merged.source) for element in _elements(subject.record.get(name))
        ]
        there = _elements(merged.now.get(name))
        missing = [one for one in held if not any(same_value(one, element) for element in there)]
        fact = world.fact(action, operation, part=f"unites.{name}", states=f"`{name}` is of both")
        if world.maker.is_valid(shown[name].schema, held):  # as many may be more than there is room for
            world.session.ledger.expect(
                fact, not missing, f"{len(missing)} of {len(held)} elements are lost", merged.last
            )
    for name in summed:
        parts = (merged.target.record.get(name), merged.source.record.get(name), merged.now.get(name))
        known = [value for value in parts if _is_number(value)]
        if len(known) == len(parts):
            fact = world.fact(action, operation, part=f"sums.{name}", states=f"`{name}` is the sum")
            world.session.ledger.expect(fact, known[-1] == sum(known[:-1]), "it is not the sum of both", merged.last)


def _is_filled(world: World, what: tuple[Action, Operation], merged: _Merged, names: list[str]) -> None:
    """Judge that what one lacked, and the other had, is there now."""
    had, now = merged.source.record, merged.now
    lacking = [name for name in names if merged.target.record.get(name) is None and had.get(name) not in _NOTHING]
    lost = [name for name in lacking if now.get(name) in _NOTHING or not _is_of(now.get(name), had[name])]
    fact = world.fact(*what, part="fills", states="what it lacks is taken from the other")
    detail = f"{', '.join(f'`{name}`' for name in lost)} is not what the other had"
    world.session.ledger.expect(fact, not lost, detail, merged.last)


def _merged(
    world: World, operation: Operation, resource: Resource, bare: list[str], summed: list[str]
) -> _Merged | None:
    numbers: list[dict[str, Json]] = [dict.fromkeys(summed, number) for number in _ADDED]
    target, source = _made(world, resource, bare, numbers[0]), _made(world, resource, [], numbers[1])
    if target is None or source is None:
        return None
    request = prepared(world, operation, [target.key, source.key])
    last = request.send(world) if request is not None else None
    if last is None or not last.response.success:
        return None
    read = world.read(resource, target.key)
    return _Merged(target, source, read[1], last) if read is not None and read[1] is not None else None


def _made(world: World, resource: Resource, leave_out: list[str], given: dict[str, Json]) -> Subject | None:
    """Make a record with all that can be sent, but for what is left out where it need not be there."""
    maker = world.maker_of(resource)
    schema = world.body_schema(maker[1]) if maker is not None else None
    if maker is None or schema is None:
        return None
    required = world.maker.shape(schema).required
    body = world.new_body(maker[1], given, leave_out=[name for name in leave_out if name not in required])
    made = world.make_record(resource, body) if body is not None else None
    read = world.read(resource, made[1]) if made is not None and made[1] is not None else None
    if body is None or made is None or read is None or read[1] is None:
        return None
    return Subject(made[1], read[1], body)


def _is_of(value: Json, source: Json) -> bool:
    """Say whether a value is that of the other record; of an object, every member that it has."""
    if isinstance(value, dict) and isinstance(source, dict):
        return all(same_value(value.get(name), part) for name, part in source.items() if part is not None)
    return same_value(value, source)


def _elements(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _is_number(value: Json) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
