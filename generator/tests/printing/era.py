"""The generations of the renderer that the printer knows, and what each does in its own way."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Final

__all__ = ["ERAS", "Era", "Words"]

_TABLE: Final = Path(__file__).parents[2] / "truespec" / "documentation" / "words.json"


@dataclasses.dataclass(frozen=True)
class Era:
    """One generation; ``date`` is a month in which it was the renderer."""

    date: str
    lower_flags: bool = False
    says_optional: bool = True
    default_in_row: bool = False
    values_word: str = ""
    nullable_bar: bool = True
    auth_open: bool = False
    path_below: bool = True
    """The path in the header of the samples is no button, and a crawler keeps it."""
    glued_header: bool = False
    array_in_heading: bool = True
    members_at_once: bool = False
    """An answer without headers shows its members without a row "Response"."""


ERAS: Final = (
    Era("2025-02", True, False, True, "Options", path_below=False, array_in_heading=False),
    Era("2025-03", True, True, True, "Available options", path_below=False, array_in_heading=False),
    Era("2025-04", True, True, False, "Available options", path_below=False, array_in_heading=False),
    Era("2025-06", path_below=False, array_in_heading=False),
    Era("2025-11", auth_open=True),
    Era("2026-02", nullable_bar=False, auth_open=True),
    Era("2026-09", nullable_bar=False, auth_open=True, glued_header=True, members_at_once=True),
)


class Words:
    """The words of a language, the newest of each; English where the renderer never translates."""

    def __init__(self, language: str) -> None:
        self._table: dict[str, list[str]] = json.loads(_TABLE.read_text("utf-8"))[language]
        self.language = language

    def __call__(self, key: str) -> str:
        """Return the word for ``key``."""
        return self._table[key][-1]

    def button(self, key: str, what: str) -> str:
        """Return what a button says: ``Show properties``."""
        return next(text for text in self._table[key][::-1] if "${1}" in text).replace("${1}", what)
