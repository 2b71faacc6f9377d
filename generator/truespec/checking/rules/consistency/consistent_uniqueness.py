"""Where no rules are written, what the spec's own words say only one record may have is refused to another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from truespec.checking.facts import assumed_among
from truespec.checking.rules.ground.evidence import Case, NothingTells, Trouble
from truespec.checking.rules.ground.sentences import (
    is_negated,
    members_named,
    plain,
    says_any_case,
    sentences,
    with_what_follows,
    words_in,
)
from truespec.checking.rules.ground.values import same_value
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action
from truespec.contract.operation import Answer, Operation
from truespec.contract.schema import Json, Property

__all__ = ["check_uniqueness", "unique_everywhere", "unique_members"]

_CONFLICT: Final = "409"
_TAKEN: Final = re.compile(
    r"\b(another|other|already|exists?|taken|duplicates?|unique|in use|same|twice)\b", re.IGNORECASE
)
_UNIQUE: Final = re.compile(r"\bunique\b|\bno two\b", re.IGNORECASE)
_NO_TWO: Final = re.compile(r"\bno two\b[^.;:]*\bthe same\b", re.IGNORECASE)
_MUST_NOT: Final = re.compile(
    r"\b(?:must|may|can|shall) ?not (?:already )?be (?:already )?(?:in use|used|taken|had|registered)\b"
    r"(?=.*\b(?:by|for|with) (?:another|any other|an existing|some other)\b)",
    re.IGNORECASE,
)
_BY_ONE: Final = re.compile(
    r"\b(?:used|had|held|taken|owned|registered) (?:by|to|with|for) (?:"
    r"(?:only|just|at most|no more than) one\b|a single\b|one \w+(?: of (?:a|the|each|one) (\w+))? only\b)",
    re.IGNORECASE,
)
_NONE: Final = re.compile(r"\b(?:and|nor|or)\s+(?:none|no two)\b", re.IGNORECASE)
_ANYTHING_BUT: Final = re.compile(r"\b(not|never)\b[^.;,]*\bunique\b|n't\b[^.;,]*\bunique\b", re.IGNORECASE)
_AMONG_SOME: Final = re.compile(r"\b(within|combination|together|per|with the same|pair)\b", re.IGNORECASE)
"""What is unique among some records only, or together with something else, needs a rule to say so."""


_OR: Final = re.compile(r"[.;]\s|,?\s+or\s", re.IGNORECASE)
_VERB: Final = re.compile(r"\b(is|are|has|have|was|were|exists?|does|uses?|belongs?)\b", re.IGNORECASE)
_PLACE: Final = re.compile(
    r"\b(?:within|in|per)\s+(?:(?:the|a|an|each|one|your|its)\s+)?(?:same\s+)?(\w+)\b"
    r"(?!\s*(?:/|(?:,\s*\w+\s*)*\b(?:and|or)\b))",
    re.IGNORECASE,
)


def check_uniqueness(case: Case) -> None:
    """Judge what makes and what changes a record, where it can be refused for what another record has."""
    for action, operation in case.world.actions("create", "update"):
        answer = operation.answer(int(_CONFLICT)) if action.resource == case.resource.name else None
        if answer is None or answer.status != _CONFLICT:
            continue
        by_rule = {name for rule in action.unique for name in rule.members}
        for name in (name for name in _told(case, operation, answer) if name not in by_rule):
            fact = _fact(case, operation, answer, name)
            case.judge(fact, partial(_is_had_twice, case, (action, operation), name, str))
            if _is_alike(case, operation, answer, name):
                states = f"{operation.label} takes letters of both cases in `{name}` as the same"
                letters = replace(fact, id=f"{fact.id}.letters", states=states)
                case.judge(letters, partial(_is_had_twice, case, (action, operation), name, str.swapcase))


def _told(case: Case, operation: Operation, answer: Answer) -> Iterator[str]:
    """Yield the member that the words of the conflict name, or those whose own words say that they are unique."""
    members = {
        name: member
        for name, member in case.world.sendable(operation).items()
        if name != case.resource.key and case.world.maker.types(member.schema) - {"null"} <= {"string", "integer"}
    }
    told_of = set[str]()
    for text in _clauses(_here(case, answer.description)):
        words = words_in(text)
        named = [name for name in members if plain(name) in words]
        if len(named) == 1 and named[0] not in told_of and _TAKEN.search(text) and not _AMONG_SOME.search(text):
            told_of.add(named[0])
            yield named[0]
    for name in _said_of(case, operation, members):
        if name not in told_of:
            told_of.add(name)
            yield name
    if told_of:
        # What is called unique may be so elsewhere, where the conflict is told to be about another member.
        members = {name: one for name, one in members.items() if _is_here_alone(case, one) and name not in told_of}
    for name, member in members.items():
        told = _here(case, _described(case, member))
        if _is_unique(told):
            yield name


def unique_members(case: Case) -> list[str]:
    """Return the members that what makes a record refuses, as its words say, where another record has the same."""
    operation = case.create[1]
    answer = operation.answer(int(_CONFLICT))
    return list(_told(case, operation, answer)) if answer is not None and answer.status == _CONFLICT else []


def _said_of(case: Case, operation: Operation, members: Mapping[str, Property]) -> Iterator[str]:
    """Yield the members that a sentence says no two records have: "the same email and none the same code".

    So does one by which a value must not be in use by another record.
    """
    for text in sentences(_here(case, _said(case, operation))):
        about = members_named(text, members)
        if _MUST_NOT.search(text) and len(about) == 1 and not _AMONG_SOME.search(text):
            yield about[0]
        if _is_of_one(text, members) and len(about) == 1:
            yield about[0]
        if _NO_TWO.search(text) and not _AMONG_SOME.search(text) and not _ANYTHING_BUT.search(text):
            parts = _NONE.split(text)
            named = [members_named(part, members) for part in parts]
            if all(len(names) == 1 for names in named):
                yield from (names[0] for names in named)


def _is_of_one(text: str, members: Mapping[str, Property]) -> bool:
    """Say whether a sentence says that one record has something, among all that requests can tell apart."""
    found = _BY_ONE.search(text)
    if found is None or is_negated(text) or _AMONG_SOME.search(text):
        return False
    return not found[1] or all(plain(found[1]) not in plain(name) for name in members)


def _said(case: Case, operation: Operation) -> str:
    """Return the words of an operation, with those of what makes records where one conflict is told of both."""
    making = case.create[1]
    here, there = (one.answer(int(_CONFLICT)) for one in (operation, making))
    same = here is not None and there is not None and here.status == there.status and here.description
    if operation is making or not same or there is None or here is None or here.description != there.description:
        return operation.description
    return f"{operation.description}. {making.description}"


def unique_everywhere(case: Case) -> Iterator[str]:
    """Yield the members that a sentence says no two records have, however they came to have it."""
    operation = case.create[1]
    told = [_here(case, text) for text in sentences(operation.description)]
    for name, member in case.world.sendable(operation).items():
        if name == case.resource.key or not case.world.maker.types(member.schema) - {"null"} <= {"string", "integer"}:
            continue
        own = [_here(case, text) for text in sentences(_described(case, member))]
        about = [text for text in told if _named_alone(case, text) == name]
        if any(map(_is_unique, (*own, *about))):
            yield name


def _is_unique(text: str) -> bool:
    return all([_UNIQUE.search(text), not _AMONG_SOME.search(text), not _ANYTHING_BUT.search(text)])


def _named_alone(case: Case, text: str) -> str:
    """Return the only member of a new record that a sentence names, nothing where it names several or none."""
    named = members_named(text, case.world.sendable(case.create[1]))
    return named[0] if len(named) == 1 else ""


def _clauses(text: str) -> list[str]:
    """Return the reasons that a text has for a conflict, where each is a clause of its own, and then the text."""
    clauses = [clause for clause in _OR.split(text) if clause.strip()]
    return [*(clauses if all(map(_VERB.search, clauses)) else ()), text]


def _is_here_alone(case: Case, member: Property) -> bool:
    """Say whether a member is told to be unique at the very place that all records of a run are at."""
    told = _described(case, member)
    return _here(case, told) != told


def _described(case: Case, member: Property) -> str:
    return f"{member.schema.description} {case.world.api.target(member.schema).description}"


def _here(case: Case, text: str) -> str:
    """Return a text without what says that it is about one place, such as a tenant: all records of a run are there."""
    named = (one.wire for one in case.create[1].parameters if one.place in {"path", "header"})
    places = {word.lower() for wire in named for word in re.findall(r"[A-Z]?[a-z]+", wire)} - {"id", "key"}
    return _PLACE.sub(lambda found: " " if found[1].lower() in places else found[0], text)


def _is_alike(case: Case, operation: Operation, answer: Answer, name: str) -> bool:
    """Say whether a sentence that says a member is unique also says that the case of its letters counts for nothing."""
    member = case.world.sendable(operation)[name]
    own = sentences(_described(case, member))
    told = with_what_follows(sentences(f"{_said(case, operation)}. {answer.description}"))
    # What is said of one member is not said of the next: "no two the same email in any case, and none the same code".
    others = [part for text in told for part in _NONE.split(text)]
    telling = [text for text in others if _TAKEN.search(text) or _BY_ONE.search(text)]
    about = [text for text in telling if plain(name) in words_in(text)]
    return any(says_any_case(text) for text in (*own, *about))


def _fact(case: Case, operation: Operation, answer: Answer, name: str) -> Fact:
    states = f"{operation.label} refuses a `{name}` that another record has with {answer.status}"
    fact = case.fact(operation, f"unique.{name}", states)
    why = fact.assumed or assumed_among(answer.assumptions)
    return Fact(fact.id, states, answer.location, operation.id, "rule", why)


def _is_had_twice(case: Case, what: tuple[Action, Operation], name: str, spelt: Callable[[str], str]) -> Trouble:
    """Give a record what another one has, spelt so; all else of it is new."""
    action, operation = what
    first, other = case.new(), case.new() if action.kind == "update" else None
    value = first.record.get(name) if first is not None else None
    if first is None or value in (None, "") or not same_value(value, first.sent.get(name)):
        raise NothingTells
    value = spelt(value) if isinstance(value, str) else value
    body = case.world.new_body(operation, {name: value})
    if body is None or (action.kind == "update" and other is None):
        raise NothingTells
    key: Json = other.key if other is not None else None
    sent: dict[str, Json] = {name: value} if action.kind == "update" and operation.method.upper() == "PATCH" else body
    answer = case.world.session.ask(operation, case.world.values_for(operation, action.key, key), sent)
    if not answer.response.success:
        return None
    read = case.now(other) if other is not None else case.world.record_in(action, answer)
    found = read.get(name) if read is not None else None
    if not same_value(*(one.casefold() if isinstance(one, str) else one for one in (value, found))):
        raise NothingTells
    return f"it answered {answer.response.status} to a `{name}` that another record has", answer
