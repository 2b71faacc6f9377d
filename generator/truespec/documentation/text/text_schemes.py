"""Schemes of authorisation as a saved text prints them, of which some have no type."""

from __future__ import annotations

import dataclasses
import itertools
import re
from typing import Final

from truespec.documentation.rendered.fields import Field
from truespec.documentation.rendered.type_line import FLOW, TypeLine
from truespec.documentation.text.text_lines import TextLines

__all__ = ["FieldStart", "bare_scheme", "described", "scheme_in_pieces"]

_CHOSEN: Final = re.compile(r"security-\d+\Z")
_BARE: Final = re.compile(r"(HTTP|OpenID Connect|OAuth2)([A-Za-z]*)\Z")
_OF_A_FLOW: Final = re.compile(r"(?:Authorization|Token|Refresh|OpenID Connect) URL:|Available scopes\b")
"""What stands below the description of a scheme: addresses, and what may be asked for."""


@dataclasses.dataclass(frozen=True, slots=True)
class FieldStart:
    """Where a field begins: how many lines its name, type and flags take, and what stands behind them."""

    field: Field
    length: int
    tail: str = ""


def bare_scheme(lines: TextLines, index: int) -> FieldStart | None:
    """A scheme that is printed without a type: ``HTTPRequired``, ``OAuth2clientCredentialsRequired``."""
    text = lines.text(index)
    for word, flag in lines.words.flags.items():
        if flag == "required" and text.endswith(word):
            match = _BARE.match(text.removesuffix(word))
            if match is not None:
                kind = TypeLine((match[2],)) if match[2] else None
                return FieldStart(Field(match[1], kind, lines.number(index), {"required"}), 1)
    return None


def scheme_in_pieces(lines: TextLines, index: int) -> FieldStart | None:
    """A scheme that is printed without a type, each piece on a line of its own."""
    match = _BARE.match(lines.text(index))
    if match is None or match[2]:
        return None
    flow = lines.text(index + 1)
    if _CHOSEN.match(flow):
        return None  # the name of a scheme in a menu
    kind = TypeLine((flow,)) if match[1] == "OAuth2" and FLOW.match(flow) else None
    after = index + 1 + (kind is not None)
    length, flags = lines.flags_after(after)
    if not flags and kind is None and not lines.copied:
        return None
    return FieldStart(Field(match[1], kind, lines.number(index), flags), after - index + length)


def described(words: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the description of a scheme, without the addresses and scopes of its flow."""
    return list(itertools.takewhile(lambda line: _OF_A_FLOW.match(line[1]) is None, words))
