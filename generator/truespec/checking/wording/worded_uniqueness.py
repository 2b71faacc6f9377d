"""What only one record may have, where the words of what makes records say so: "an address is used once per shop"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from truespec.checking.parameters import json_schema
from truespec.checking.rules.ground.sentences import (
    is_negated,
    members_named,
    plain,
    says_any_case,
    sentences,
    with_what_follows,
)
from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Behaviour
from truespec.contract.conditions import Unique
from truespec.contract.operation import Operation
from truespec.contract.schema import Property
from truespec.mock.shapes import Shapes

__all__ = ["with_worded_uniqueness"]

_CONFLICT: Final = "409"
_PLAIN: Final = frozenset({"string", "integer"})
_ONE: Final = re.compile(
    r"\b(?:used|taken|given|registered|assigned|had|kept) (?:only |just |at most )?once\b|"
    r"\bno (?:two|other)\b.*\b(?:same|has|have|with|uses?)\b|"
    r"\b(?:must|has to|have to|needs? to|is to|are to|is|are) be unique\b|\b(?:is|are) unique\b|"
    r"\b(?:must|may|can|shall) ?not (?:already )?be (?:already )?(?:in use|used|taken|had|registered)\b"
    r"(?=.*\b(?:by|for|with) (?:another|any other|an existing|some other)\b)|"
    r"\b(?:used|had|held|taken|owned|registered) (?:by|to|with|for) (?:only|just|at most|no more than) one\b|"
    r"\b(?:belongs|is given) to (?:only |just |at most )?one \w+(?: (?:of|in|at) (?:a|an|the|each) \w+)? "
    r"(?:only|alone)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAKEN: Final = re.compile(
    r"\b(?:another|an?other|an existing|some other|any other)\b.*\b(?:has|have|had|uses?|with|of)\b|"
    r"\b(?:of|by|with) (?:another|an existing|some other|any other)\b|"
    r"\balready (?:exists?|used|in use|taken|registered|has|have)\b|\b(?:is|are) (?:in use|taken)( already)?\b",
    re.IGNORECASE | re.DOTALL,
)
"""What is a reason for a conflict, in a sentence that tells of one."""

_LIKEWISE: Final = re.compile(
    r"\A\W*(?:the same|this|that|likewise)\b.*\b(?:goes|holds|applies|is true|is so)\b(?: (?:also|too|as well))? "
    r"(?:for|to|of)\b",
    re.IGNORECASE,
)
_LETTERS_COUNT: Final = re.compile(
    r"\bcompared exactly\b|\bcase[- ]sensitiv\w*|\b(?:upper and lower )?case (?:matters|counts|is significant)\b|"
    r"\bexactly as (?:it is )?(?:written|sent)\b",
    re.IGNORECASE,
)
_DOUBT: Final = re.compile(
    r"\b(?:combination|combined|together|pair|unless|except|usually|normally|should|may share|can share|warning|"
    r"optional(?:ly)?|archived|active|verified|if it is given|among|days|hours|times?)\b|\bn't\b",
    re.IGNORECASE,
)
_PLACES: Final = re.compile(
    r"\b(?:per|within|in|inside|under|at|of)\s+(?:(?:the|a|an|one|each|every|its|that|same)\s+)*(\w+)", re.IGNORECASE
)
_MUST_NOT: Final = re.compile(r"\b(?:must|may|can|shall) ?not (?:already )?(?:be|have|use)\b|\bcannot\b", re.IGNORECASE)
_FREE: Final = re.compile(
    r"\b(?:can|may) (?:then |afterwards )?be (?:used|taken|given|registered|assigned|had)(?: \w+)? (?:again|anew)\b"
    r"|\b(?:can|may) be re-?(?:used|registered|assigned)\b|"
    r"\b(?:is|are|becomes?|gets?) (?:free|available)(?: for \w+)? (?:again|afterwards)\b",
    re.IGNORECASE,
)
_REMOVED: Final = re.compile(r"\b(?:deleted|removed|erased)\b", re.IGNORECASE)
_DEFERRED: Final = re.compile(r"\b(?:days?|weeks?|months?|years?|hours?|later|eventually|once)\b", re.IGNORECASE)

_Letters = Literal["", "alike", "apart"]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a sentence says of one member."""

    member: str
    letters: _Letters


def with_worded_uniqueness(api: Api) -> Api:
    """Return ``api`` with what only one record may have, as the words of its operations say it of single members.

    What is refused with another status than 409, what is unique together with something else, and what may be so or
    not, is not read.
    """
    behaviour = api.behaviour
    if behaviour is None:
        return api
    operations, shapes = {operation.id: operation for operation in api.operations}, Shapes(api)
    actions = tuple(_with_rules(one, behaviour, operations, shapes) for one in behaviour.actions)
    return replace(api, behaviour=replace(behaviour, actions=actions))


def _with_rules(action: Action, behaviour: Behaviour, operations: Mapping[str, Operation], shapes: Shapes) -> Action:
    operation, making = operations.get(action.id), _making(action, behaviour, operations)
    if operation is None or making is None or action.kind not in {"create", "update"} or action.unique:
        return action
    if not any(answer.status == _CONFLICT for answer in operation.answers):
        return action
    members, found = _members(making, shapes), dict[str, _Letters]()
    # What is unique in an object that a record names, such as its parent, is so together with that.
    holders = {plain(name) for name in _all_members(making, shapes)} - {plain(name) for name in members}
    texts = [
        one for one in _words(operation, making) if not holders & {plain(word) for word in _PLACES.findall(one[0])}
    ]
    for said in _said(texts, members):
        if said.member in _members(operation, shapes):
            found[said.member] = found.get(said.member) or said.letters
    free = _free(behaviour, operations, action, (making, members, [*found]))
    rules = tuple(
        Unique(
            f"{action.id}.unique.{name}",
            f"`{name}` is had by one record only.",
            operation.location,
            members=(name,),
            status=int(_CONFLICT),
            letters=letters,
            deleted="free" if name in free else "",
        )
        for name, letters in found.items()
    )
    return replace(action, unique=rules)


def _making(action: Action, behaviour: Behaviour, operations: Mapping[str, Operation]) -> Operation | None:
    made = (one.id for one in behaviour.actions if one.kind == "create" and one.resource == action.resource)
    return next((operations[id_] for id_ in made if id_ in operations), None)


def _members(operation: Operation, shapes: Shapes) -> Mapping[str, Property]:
    found = _all_members(operation, shapes)
    return {name: one for name, one in found.items() if shapes.types(one.schema) - {"null"} <= _PLAIN}


def _all_members(operation: Operation, shapes: Shapes) -> Mapping[str, Property]:
    schema = json_schema(operation)
    return shapes.chosen(schema).properties if schema is not None else {}


def _words(operation: Operation, making: Operation) -> list[tuple[str, bool]]:
    """Return the sentences about a conflict, each with whether it tells of one by where it stands.

    What makes records and what changes them may be described at one of them, where both tell of the same conflict.
    """
    here, there = (
        next((answer.description for answer in one.answers if answer.status == _CONFLICT), "")
        for one in (operation, making)
    )
    told = (
        [operation.description] if operation is making or here != there else [operation.description, making.description]
    )
    own = [(text, False) for one in told for text in _in_lines(one)]
    return [*own, *((text, True) for text in _in_lines(here))]


def _in_lines(text: str) -> list[str]:
    return [" ".join(sentence.split()) for sentence in with_what_follows(sentences(text))]


def _said(texts: list[tuple[str, bool]], members: Mapping[str, Property]) -> Iterator[_Said]:
    before = False
    for text, is_conflict in texts:
        named = members_named(text, members)
        told = bool(_ONE.search(text)) or ((is_conflict or _CONFLICT in text) and bool(_TAKEN.search(text)))
        likewise = before and bool(_LIKEWISE.search(text))
        sure = not _DOUBT.search(text) and not is_negated(_LETTERS_COUNT.sub("", _MUST_NOT.sub("", text)))
        before = sure and (told or likewise) and (len(named) == 1 or (bool(named) and _all_alone(text, named)))
        if before:
            yield from (_Said(name, _letters(text)) for name in named)


def _all_alone(text: str, named: list[str]) -> bool:
    """Say whether several members are named for themselves: "the e-mail address and the code of another"."""
    return len(named) == 2 and bool(re.search(r"\bof (?:another|an existing|any other)\b", text, re.IGNORECASE))


def _letters(text: str) -> _Letters:
    if says_any_case(text):
        return "alike"
    return "apart" if _LETTERS_COUNT.search(text) and not re.search(r"\bnot\b", text, re.IGNORECASE) else ""


def _free(
    behaviour: Behaviour,
    operations: Mapping[str, Operation],
    action: Action,
    known: tuple[Operation, Mapping[str, Property], list[str]],
) -> set[str]:
    """Return the members that another may have after a record was removed, by name or all of them."""
    making, members, unique = known
    removing = [operations[one.id] for one in behaviour.actions if _removes(one, action) and one.id in operations]
    told = [text for one in removing for text in _in_lines(one.description) if _FREE.search(text)]
    told += [text for text in _in_lines(making.description) if _FREE.search(text) and _REMOVED.search(text)]
    found = set[str]()
    for text in told:
        if not is_negated(text) and not _DEFERRED.search(text):
            named = members_named(text, members)
            found.update(named or (unique if re.search(r"\bwhat\b", text, re.IGNORECASE) else ()))
    return found


def _removes(one: Action, action: Action) -> bool:
    return one.kind == "delete" and one.resource == action.resource
