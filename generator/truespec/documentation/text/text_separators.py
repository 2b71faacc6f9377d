"""Tells by a sample whether a word that stands between alternatives is a name instead."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from truespec.documentation.nested.nesting_rows import UNLISTED
from truespec.documentation.rendered.fields import Field
from truespec.documentation.rendered.sample_values import first_object, fits_type, values_named
from truespec.documentation.text.text_lines import TextLines

__all__ = ["is_name", "may_be_name"]

_OPEN: Final[Mapping[str, object]] = {"{": {"": None}, "[": []}
"""What a line of a sample ends with that begins an object or an array: one of them."""


def may_be_name(lines: TextLines, index: int, sample: object, *, sampled: bool) -> bool:
    """Whether a word before a type may be a name: a sample has it, or the row has a flag of what samples leave out.

    Where what stands here is not ``sampled``, it may be as other samples of the page have it.
    """
    text = lines.text(index)
    below = (lines.text(number - 1) for number in range(len(lines)) if lines.text(number) == text)
    if not sampled and any(lines.words.hide.match(one) for one in below):
        return True
    values = values_named(sample, text) if sampled else list(_values_on_page(lines, text))
    _, flags = lines.flags_after(index + 2)
    field = Field("", lines.type(index + 1), 0)
    return (sampled and sample is None) or bool(flags & UNLISTED) or any(fits_type(field, value) for value in values)


def _values_on_page(lines: TextLines, name: str) -> Iterator[object]:
    """Yield what the samples of a page have for the members of a name."""
    start = f'"{name}": '
    for line in lines.lines:
        if line.text.startswith(start):
            text = line.text.removeprefix(start).removesuffix(",")
            try:
                yield _OPEN[text] if text in _OPEN else json.loads(text)
            except ValueError:
                yield None


def is_name(lines: TextLines, index: int, within: range, sample: object) -> bool:
    """Whether a word is the name of a member of what a sample shows, which no other line ``within`` can be."""
    text = lines.text(index)
    members = first_object(sample) or {}
    if text not in members or not lines.pieced:
        return False
    rows = (number for number in within if lines.text(number) == text)
    kinds = ((number, lines.type(number + 1)) for number in rows)
    return index in within and [index] == [
        number for number, kind in kinds if kind is not None and fits_type(Field("", kind, 0), members[text])
    ]
