"""Tells in which language a page was printed, by the words that stand where only the renderer puts them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from truespec.documentation.rendered.words import LANGUAGES, words_of

__all__ = ["language_of"]

_BASE: Final = r"(?:string|integer|number|boolean|object|any of|one of|all of|any|not|null|file)"
_TYPE: Final = re.compile(rf"(?:{_BASE}|const: .+)(?:\[\])*(?: [·|] .*)?\Z")
_AFTER_TYPE: Final = re.compile(rf"{_BASE}(?P<rest>.*)\Z")
_LONGEST: Final = 400
_FLAGS: Final = frozenset({"required", "optional"})


def language_of(lines: Sequence[str]) -> str:
    """Return the language of a page; empty where no heading of a section is there at all.

    Different headings count, and words in and behind types.  A heading with a type behind it is a name, whatever
    language it is in.
    """
    texts = [text for line in lines if (text := line.strip()) and len(text) < _LONGEST]
    headings = set(_headings(texts))
    signs = _signs(texts)
    texts_alone = frozenset(texts)
    often = [text for text in texts if text in headings]

    def score(language: str) -> tuple[int, int]:
        words = words_of(language)
        different = len({words.sections[word] for word in headings if word in words.sections})
        alone = len(texts_alone & (words.no_content | words.noise))
        return signs[language] + different + alone, sum(1 for word in often if word in words.sections)

    known = [language for language in LANGUAGES if score(language)[1]]
    return max(known, key=score, default="")


def _headings(texts: Sequence[str]) -> Iterator[str]:
    known = {word for language in LANGUAGES for word in words_of(language).sections}
    alone = [
        index
        for index, text in enumerate(texts)
        if text in known and not (index + 1 < len(texts) and _TYPE.match(texts[index + 1]))
    ]
    # A page of nothing but arrays has its headings before types too.
    return (texts[index] for index in alone or [index for index, text in enumerate(texts) if text in known])


def _signs(texts: Sequence[str]) -> dict[str, int]:
    """Count, for each language, its words in and behind types: limits, and flags on the same line or the next."""
    found: dict[str, int] = dict.fromkeys(LANGUAGES, 0)
    typed = [_TYPE.match(text) is not None for text in texts]
    for index, text in enumerate(texts):
        if typed[index]:
            behind = text
        elif index + 1 < len(texts) and typed[index + 1]:
            continue  # a name, whatever it looks like
        elif index and typed[index - 1]:
            behind = ""
        else:
            match = _AFTER_TYPE.search(text)
            behind = "" if match is None else match["rest"]
        for language, marks in _marks().items():
            found[language] += marks.matches(behind) if behind else text in marks.flags
    return found


class _Marks(NamedTuple):
    flags: frozenset[str]
    glued: re.Pattern[str]
    limits: re.Pattern[str]

    def matches(self, behind: str) -> bool:
        return self.glued.match(behind) is not None or self.limits.search(behind) is not None


@functools.cache
def _marks() -> dict[str, _Marks]:
    found: dict[str, _Marks] = {}
    for language in LANGUAGES:
        words = words_of(language)
        flags = frozenset(word for word, flag in words.flags.items() if flag in _FLAGS)
        limits = [word for word, kind in words.limits.items() if word != kind]
        never = "(?!)"  # a language whose limits are the English words has no sign in them
        found[language] = _Marks(
            flags,
            re.compile(rf"(?:| [·|].*?\S)(?:{_any(flags)})"),
            re.compile(rf"[·|] (?:{_any(limits)})(?![^\W_])" if limits else never),
        )
    return found


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
