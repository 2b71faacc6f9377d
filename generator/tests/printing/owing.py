"""Tells which facts of a text without its buttons have a place in it: rows in buttons are above those of others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from printing.elements import Shown

__all__ = ["owed"]

_STEPS = re.compile(r"\.?\"(?:[^\"\\\\]|\\\\.)*\"|\[\]|\{\}|\|\d+|\.?[^.\[\]{}|]+")
_OTHERS = "ANY_ADDITIONAL_PROPERTY"


def owed(facts: Sequence[Shown], lost: Sequence[Shown], samples: Mapping[tuple[str, str], Any]) -> list[Shown]:
    """Return the facts of rows whose place the text tells.

    Where a row was in a button, those below it stand among the others, and only a sample says which they are; and where
    the status of an answer was in one, nothing says which answer its rows are of.
    """
    rows = {(operation, place) for operation, place, attribute, _ in lost if attribute in {"type", "const"}}
    answers = {(operation, place) for operation, place, attribute, _ in lost if attribute == "present" and place}
    alone = {one for one in answers if sum(one[0] == other[0] for other in answers) == 1}
    opened = any(_is_below(operation, place, rows) or ".header." in place for operation, place, *_ in facts)
    return [
        fact
        for fact in facts
        if _content(fact) not in answers - alone
        and (not opened or _is_told(fact, samples) if _content(fact)[1] else not _is_below(*fact[:2], rows))
    ]


def _is_told(fact: Shown, samples: Mapping[tuple[str, str], Any]) -> bool:
    """Whether a sample shows what a fact of a content is about."""
    content = _content(fact)
    place = fact[1]
    if place == content[1]:
        return True
    return content in samples and _shows(samples[content], place[len(content[1]) :])


def _content(fact: Shown) -> tuple[str, str]:
    """Return the operation and what of it may have a sample: its body, or one of its answers."""
    operation, place, *_ = fact
    steps = _STEPS.findall(place)
    kind = steps[0] if steps else ""
    return operation, "".join(steps[:2]) if kind == "response" else kind if kind == "body" else ""


def _is_below(operation: str, place: str, rows: set[tuple[str, str]]) -> bool:
    """Whether a row above a place was in a button; that of the whole content tells nothing but an array."""
    content = _content((operation, place, "", None))[1]
    return any((operation, above) in rows and above != content for above in _above(place))


def _above(place: str) -> Iterator[str]:
    steps = _STEPS.findall(place)
    return ("".join(steps[:count]) for count in range(1, len(steps)))


def _shows(sample: Any, inside: str) -> bool:
    """Whether a sample has something at a place inside it."""
    for step in _STEPS.findall(inside):
        if step == "[]":
            if not isinstance(sample, list) or not sample:
                return False
            sample = sample[0]
        elif step.startswith("|"):
            if step != "|1":
                return False
        else:
            bare = step.removeprefix(".")
            name = _OTHERS if step == "{}" else json.loads(bare) if bare.startswith('"') else bare
            if not isinstance(sample, dict) or name not in sample:
                return False
            sample = sample[name]
    return True
