"""What looks like the badge of a deprecated member, and is all that describes it: the sample has that member.

A sample that was made has no member that is deprecated.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from truespec.documentation.rendered.fields import Field
from truespec.documentation.rendered.retold_values import is_made
from truespec.documentation.rendered.sample_values import first_object, sampled_name
from truespec.documentation.text.text_lines import TextLines

__all__ = ["give_back_badges"]


def give_back_badges(members: Sequence[Field], sample: object, lines: TextLines) -> None:
    """Make badges a part of the description of members that a sample has, where they stand on lines of their own."""
    values = first_object(sample)
    if values is None or not lines.pieced:
        return
    made = is_made(values)
    for field in members:
        name = sampled_name(field)
        if name in values:
            if made and "deprecated" in field.flags:
                _give_back(field, lines)
            for part in field.alternatives[:1]:
                give_back_badges(part.children, values[name], lines)
            give_back_badges(field.children, values[name], lines)


def _give_back(field: Field, lines: TextLines) -> None:
    index = bisect.bisect_left(lines.lines, field.line, key=lambda line: line.number) + 1
    while lines.type(index - 1) is None:
        index += 1
    length, flags = lines.flags_after(index)
    badge = index + length - 1
    if "deprecated" in flags and lines.flag(badge) == "deprecated":
        field.flags.discard("deprecated")
        field.words = sorted([*field.words, (lines.number(badge), lines.text(badge))])
