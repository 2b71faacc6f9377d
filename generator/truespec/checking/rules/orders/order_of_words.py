"""A word to order by that is the name of no member: its sentence tells which member is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from truespec.checking.facts import assumed_among
from truespec.checking.rules.ground.sentences import is_negated, plain, sentences
from truespec.checking.rules.ground.values import before
from truespec.checking.rules.orders.order_case import OrderCase, asked_by

__all__ = ["comes_by_words"]

_SORTS: Final = r"[`'\"]?\s*(?:(?:sorts?|orders?|is sorted|is ordered) by|means|stands for|is|:|=)\s+(?:the )?"
_UP_TO: Final = r"([\w -]+?)\s*(?:,|\(|\band\b|\bthen\b|$)"


def comes_by_words(case: OrderCase, words: Sequence[str]) -> None:
    """Ask for both directions of each word that stands for a member, and hold our own records to them."""
    ledger = case.lister.world.session.ledger
    for word, member in _stands_for(case, words):
        values = [record.get(member) for record in case.own.values()]
        # Any other text sorts as the language of the server has it.
        if len(values) < len("ab") or not all(
            isinstance(value, str) and value.isalpha() and value.islower() for value in values
        ):
            continue
        for down in case.ways:
            asked = case.ask(*asked_by(case.lister, case.rule, word, descending=down))
            pairs = case.pairs(asked, member)
            wrong = sum(before(*pair) if down else before(pair[1], pair[0]) for pair in pairs)
            if pairs and not asked.refusal:
                detail = f"by `{word}`, {wrong} neighbours are in the wrong order of `{member}`"
                ledger.expect(case.fact(descending=down, certain=True), not wrong, detail, asked.exchange)


def _stands_for(case: OrderCase, words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the words that no member is called, each with the first member that a sentence says it is sorted by.

    Only where the spec lists the word turned round as well does it surely not stand for a direction of its own.
    """
    place, maker, shape = case.rule.by, case.lister.world.maker, case.lister.shape_at(case.rule.by)
    listed = shape.enum if shape is not None and shape.enum is not None and case.rule.prefix else ()
    names = {
        plain(name): name for name in maker.shape(case.lister.world.api.schema(case.resource.schema).schema).properties
    }
    told = [
        text
        for one in case.lister.operation.parameters
        if (one.place, one.wire) == (place.part, place.path[-1])
        and assumed_among(one.assumptions, ("description",)) is None
        for text in sentences(one.description)
    ]
    for word in words:
        said = re.compile(rf"(?<![\w-]){re.escape(word)}{_SORTS}{_UP_TO}", re.IGNORECASE)
        found = {
            names.get(plain(match[1]))
            for text in told
            if not is_negated(text) and (match := said.search(text)) is not None
        }
        member = found.pop() if len(found) == 1 and plain(word) not in names else None
        if member is not None and f"{case.rule.prefix}{word}" in listed:
            yield word, member
