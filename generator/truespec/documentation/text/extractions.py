"""Tells the text that a program took for the article of a page: what had lines of its own runs into its neighbours.

Such a text lacks what stands between a value and the next name, so that nobody can tell where the one ends.
"""

from __future__ import annotations

import re
from typing import Final

from truespec.documentation.page import Page
from truespec.documentation.rendered.furniture import FOOTER
from truespec.documentation.rendered.words import LANGUAGES, Words, words_of
from truespec.documentation.text.text_lines import field_on_a_line, is_media, status_of

__all__ = ["is_extracted"]

_ENOUGH: Final = 2
"""Places where things run into each other; one may be an accident."""
_LONGEST: Final = 4_000
_PATH: Final = re.compile(r"/\S*")


def is_extracted(page: Page) -> bool:
    """Whether headings of sections, or what ends a page, stand behind other things on their lines."""
    texts = [text for line in page.lines if (text := line.strip()) and len(text) < _LONGEST]
    return any(_run_in(texts, words_of(language)) >= _ENOUGH for language in LANGUAGES)


def _run_in(texts: list[str], words: Words) -> int:
    heads = "|".join(re.escape(word) for word in sorted(words.sections, key=len, reverse=True))
    ends = re.compile(rf"\S(?P<head>{heads})\Z")
    within = re.compile(rf"\S(?:{heads})(?=\S)")
    count = 0
    for index, text in enumerate(texts):
        following = texts[index + 1] if index + 1 < len(texts) else ""
        match = ends.search(text)
        if match is not None:
            count += _begins(words, words.sections[match["head"]], following)
        elif len(within.findall(text)) > 1:
            count += 1
        elif (path := _PATH.match(text)) is not None and path[0] != text:
            count += any(FOOTER.match(text[at:]) for at in range(1, len(text)) if text[at].isupper())
    return count


def _begins(words: Words, kind: str, following: str) -> bool:
    """Whether a line is what a section of a kind begins with."""
    if kind == "response":
        return bool(status_of(following))
    shown = field_on_a_line(following, words)
    return bool(shown is not None and shown.flags) or is_media(following) or following in words.sections
