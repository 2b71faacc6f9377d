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
    menus_of_one: bool = True
    """A menu is there although there is one choice only."""
    button_path: bool = False
    """The path in the header of the samples is a button, and a crawler loses it."""
    button_answers: bool = False
    """Status and description of an answer stand in a button, and a crawler loses them."""
    opens_empty: bool = True
    """An answer without content opens, and says that it has none."""
    method_tag: str = "div"
    array_in_heading: bool = True
    titles: bool = True
    """A type has the title of an object; before, its button had."""
    opens_only_200: bool = False
    """Of the answers only 200 is open at first, else the first one whatever it is."""
    all_of: bool = False
    """The parts of "all of" stand as alternatives."""
    whole_apart: bool = False
    """A body of "all of" is shown as what it merges to, which opens."""
    native_menus: bool = True
    """A menu is an element of the browser's, and a script sees all that can be chosen."""
    members_at_once: bool = False
    """Answers without headers show their members without a row "Response"."""


ERAS: Final = (
    Era("2025-02", True, False, True, "Options", menus_of_one=False, button_path=True, button_answers=True,
        opens_empty=False, array_in_heading=False, titles=False, all_of=True),
    Era("2025-03", True, True, True, "Available options", menus_of_one=False, button_path=True, button_answers=True,
        opens_empty=False, array_in_heading=False, titles=False, all_of=True),
    Era("2025-04-10", True, True, False, "Available options", menus_of_one=False, button_path=True, button_answers=True,
        opens_empty=False, array_in_heading=False, titles=False, all_of=True),
    Era("2025-04-26", menus_of_one=False, button_path=True, button_answers=True, opens_empty=False,
        array_in_heading=False, titles=False, all_of=True),
    Era("2025-11", all_of=True),
    Era("2026-02", nullable_bar=False, auth_open=True, opens_only_200=True, whole_apart=True),
    Era("2026-08", nullable_bar=False, auth_open=True, method_tag="span", native_menus=False, members_at_once=True),
)  # fmt: skip


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
