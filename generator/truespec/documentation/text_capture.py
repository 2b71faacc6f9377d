"""What a saved text keeps of a page: flags, buttons, fields that open."""

from __future__ import annotations

from truespec.documentation.fields import Capture
from truespec.documentation.text_lines import TextLines, field_on_a_line

__all__ = ["capture_of"]


def capture_of(lines: TextLines) -> Capture:
    """Tell what a text keeps from the words that are in it."""
    flags = enums = members = False
    for index in range(len(lines)):
        text = lines.text(index)
        if lines.flag(index) in {"required", "optional"}:
            flags = flags or lines.type(index - 1) is not None
        elif not flags and field_on_a_line(text, lines.words) is not None:
            flags = True
        members = members or bool(lines.words.show.match(text) and _is_button(lines, index))
        members = members or bool(lines.words.hide.match(text) and _is_button(lines, index))
    return Capture(flags=flags, enums=enums, members=members)


def _is_button(lines: TextLines, index: int) -> bool:
    """Whether a "Show ..." stands below a field and is no sentence."""
    return any(
        lines.type(index - back) is not None
        or field_on_a_line(lines.text(index - back), lines.words) is not None
        or any(
            lines.text(index - back).startswith(name) for name in lines.words.response_names | lines.words.header_names
        )
        for back in (1, 2, 3)
    )
