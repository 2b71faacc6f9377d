"""What a record had that was removed, another may have, where the words of the spec say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from truespec.checking.rules.consistency.consistent_uniqueness import unique_members
from truespec.checking.rules.ground.deleting import deleted
from truespec.checking.rules.ground.evidence import DONE, Case, NothingTells, Trouble
from truespec.checking.rules.ground.sentences import is_negated, members_named, sentences
from truespec.checking.rules.ground.values import same_value
from truespec.contract.behaviour import Action
from truespec.contract.operation import Operation

__all__ = ["check_reuse"]

_CONFLICT: Final = 409
_AGAIN: Final = re.compile(
    r"\b(?:can|may) be (?:used|taken|given|registered|assigned|had)(?: \w+)? (?:again|anew|by (?:another|others))\b"
    r"|\b(?:can|may) be re-?(?:used|registered|assigned)\b"
    r"|\b(?:is|are|becomes?|gets?) (?:free|available)(?: for \w+)? (?:again|afterwards|to (?:others|be used))\b"
    r"|\b(?:is|are) freed\b|\bfrees (?:the|its|their)\b",
    re.IGNORECASE,
)
_REMOVED: Final = re.compile(r"\b(?:delet|remov|eras|clos|gone|afterwards)", re.IGNORECASE)
_EMAIL: Final = re.compile(r"\baddress\b", re.IGNORECASE)
_DOUBT: Final = re.compile(r"\b(after \w+ (?:days|weeks|months|years|hours)|later|eventually|once)\b", re.IGNORECASE)


def check_reuse(case: Case) -> None:
    """Judge what makes records again, of what only one may have, after the one that had it is gone."""
    for action, operation in case.world.actions("delete"):
        if action.resource != case.resource.name or action.key is None or action.deletion is not None:
            continue
        for name in _free_again(case, operation):
            states = f"after {operation.label}, the `{name}` can be had again"
            fact = case.fact(case.create[1], f"reuse.{name}", states)
            case.judge(fact, partial(_is_kept_back, case, (action, operation), name))


def _free_again(case: Case, operation: Operation) -> Iterator[str]:
    """Yield the members that are said to be free again after a record is removed, by their names or as its address."""
    ruled = {name for rule in case.create[0].unique if rule.deleted == "free" for name in rule.members}
    unique = [name for name in unique_members(case) if name not in ruled]
    told = [text for text in sentences(operation.description) if _AGAIN.search(text)]
    told += [text for text in sentences(case.create[1].description) if _AGAIN.search(text) and _REMOVED.search(text)]
    found = set[str]()
    for text in told:
        if is_negated(text) or _DOUBT.search(text):
            continue
        named = members_named(text, case.world.sendable(case.create[1]))
        mails = [name for name in unique if "mail" in name.lower()]
        found.update(name for name in named if name in unique)
        found.update(mails if not named and _EMAIL.search(text) and len(mails) == 1 else ())
    yield from (name for name in unique if name in found)


def _is_kept_back(case: Case, what: tuple[Action, Operation], name: str) -> Trouble:
    """Remove a record, and make another that has of it nothing but what is unique."""
    (action, operation), world, create = what, case.world, case.create[1]
    subject = case.new()
    value = subject.sent.get(name) if subject is not None else None
    if subject is None or value in (None, "") or not same_value(value, subject.record.get(name)):
        raise NothingTells
    if deleted(world, action, operation, subject.key).response.status not in DONE:
        raise NothingTells
    last = None
    for _ in "ab":
        body = world.new_body(create, {name: value})
        if body is None:
            raise NothingTells
        last = world.session.ask(create, world.values_for(create), body)
        if last.response.success:
            return None
        world.pause()
    if last is None or last.response.status != _CONFLICT:
        raise NothingTells
    return f"it answered {last.response.status} to the `{name}` of a record that was removed", last
