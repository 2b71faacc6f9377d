"""The words that frame an operation on a rendered page, in every language the renderer prints."""

from __future__ import annotations

import dataclasses
import functools
import importlib.resources
import json
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

__all__ = ["LANGUAGES", "SECTIONS", "Words", "words_of"]

SECTIONS: Final = {
    "authorizations": "auth",
    "path_parameters": "path",
    "query_parameters": "query",
    "header_parameters": "header",
    "body": "body",
    "payload": "body",
    "responses": "response",
}
"""What each heading of a section begins."""

_FLAGS: Final = ("discriminator", "read_only", "write_only", "required", "optional", "deprecated")
_DEFAULT_ANSWERS: Final = {"1": "information", "2": "success", "3": "redirect", "4": "error", "5": "error"}
_HOLE: Final = "${1}"


@functools.cache
def _table() -> Mapping[str, Mapping[str, Sequence[str]]]:
    text = importlib.resources.files("truespec.documentation").joinpath("words.json").read_text("utf-8")
    table: Mapping[str, Mapping[str, Sequence[str]]] = json.loads(text)
    return table


LANGUAGES: Final = ("en", "de", "es", "fr", "ja", "nl", "no", "pt-br", "zh")
"""The codes of the languages."""


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; those that are never translated are added to it."""

    language: str
    sections: Mapping[str, str]
    """From the heading to what it begins: ``auth``, ``path``, ``query``, ``header``, ``body``, ``response``."""
    flags: Mapping[str, str]
    """From a flag, as printed or in lower case, to its English name: ``required``, ``read_only``."""
    flag_run: re.Pattern[str]
    """One or more flags run together."""
    values: tuple[str, ...]
    """What stands before the values of an enum, with its colon."""
    limits: Mapping[str, str]
    """From ``min``, ``max`` and ``nullable``, as printed in lower case, to their English names."""
    show: re.Pattern[str]
    hide: re.Pattern[str]
    titled: Mapping[bool, re.Pattern[str]]
    """What the button of an object that is open says, or of one that is not, with any text for its title."""
    hide_members: frozenset[str]
    """What the button of an open object says, in lower case, and that of nothing else."""
    show_members: frozenset[str]
    """What the button of a closed object or list says, in lower case, and that of nothing else."""
    header_names: frozenset[str]
    """The heading of an answer's headers."""
    response_names: frozenset[str]
    """The heading of an answer's value."""
    separators: frozenset[str]
    """The words between alternatives."""
    no_content: frozenset[str]
    noise: frozenset[str]
    scopes: frozenset[str]
    circular: tuple[str, ...]
    answers: Mapping[str, frozenset[str]]
    """From the first digit of a status to what is printed where an answer has no description."""

    def of_status(self, status: str) -> frozenset[str]:
        """Return what may be printed for an answer without a description; for ``default`` any such word."""
        return self.answers.get(status[0]) or frozenset(word for words in self.answers.values() for word in words)

    def without_flags(self, gone: AbstractSet[str]) -> Words:
        """Return the words without those among the flags that are none on a page."""
        if not gone:
            return self
        flags = {word: flag for word, flag in self.flags.items() if word not in gone}
        return dataclasses.replace(self, flags=flags, flag_run=_run_of(flags))


@functools.cache
def words_of(language: str) -> Words:
    """Return the words of a language of :data:`LANGUAGES`."""
    table = _table()[language]
    flags = {word: key for key in _FLAGS for word in table[key]}
    flags |= {word: key for key in _FLAGS for word in _table()["en"][key] if key == "deprecated"}
    flags |= {word.lower(): key for word, key in flags.items()}
    return Words(
        language=language,
        sections={word: kind for key, kind in SECTIONS.items() for word in table[key]},
        flags=flags,
        flag_run=_run_of(flags),
        values=tuple(f"{word}:" for word in table["possible_values"]),
        limits={word.lower(): key for key in ("min", "max", "nullable") for word in (*table[key], key)},
        show=_template(table["show"], table),
        hide=_template(table["hide"], table),
        titled={opened: _any_template(table["hide" if opened else "show"]) for opened in (True, False)},
        hide_members=frozenset(
            text.replace(_HOLE, word).lower() for text in table["hide"] if _HOLE in text for word in table["properties"]
        ),
        show_members=frozenset(
            text.replace(_HOLE, word).lower()
            for text in table["show"]
            if _HOLE in text
            for key in ("properties", "available_items")
            for word in table[key]
        ),
        header_names=frozenset(table["headers"]),
        response_names=frozenset(table["response"]),
        separators=frozenset((*table["or"], *table["and"])),
        no_content=frozenset(table["no_content"]),
        noise=frozenset((*table["test_it"], *table["stability_experimental"])),
        scopes=frozenset((*table["required_scopes"], *table["required_scopes_description"])),
        circular=tuple(dict.fromkeys((*table["circular_reference"], *_table()["en"]["circular_reference"]))),
        answers={digit: frozenset(table[key]) for digit, key in _DEFAULT_ANSWERS.items()},
    )


def _run_of(flags: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(f"(?:{_any(flags)})+")


def _any(words: Mapping[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _any_template(patterns: Sequence[str]) -> re.Pattern[str]:
    """What ``Show ${1}`` may become where a title is anything."""
    whole = [re.escape(one).replace(re.escape(_HOLE), r"(\S.{0,400})") for one in patterns if _HOLE in one]
    return re.compile("(?:" + "|".join(whole) + r")\Z", re.IGNORECASE)


def _template(patterns: Sequence[str], table: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """What ``Show ${1}`` may become; the name in it is that of a group of members, or of a schema."""
    known = [word for key in ("properties", "available_items", "headers", "header") for word in table[key]]
    inside = "|".join(re.escape(word) for word in sorted(known, key=len, reverse=True))
    whole = [
        re.escape(pattern).replace(re.escape(_HOLE), f"(?:{inside}|[^\\s.,;:!?][^.,;:!?]{{0,60}})")
        for pattern in patterns
        if _HOLE in pattern
    ]
    return re.compile("(?:" + "|".join(whole) + r")\Z", re.IGNORECASE)
