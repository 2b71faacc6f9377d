"""What sentences of a spec say beyond doubt: which members they name, and that the case of letters is nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

__all__ = ["is_negated", "members_named", "plain", "says_any_case", "sentences", "with_what_follows", "words_in"]

_END: Final = re.compile(r"[.;](?:\s|$)|\n\s*\n")
_ANY_CASE: Final = re.compile(
    r"\b(without regard (to|for)|regardless of|irrespective of|ignoring)( the| its| their)?( letter)? case\b|"
    r"\bcase[- ]?insensitiv\w+|\bwhatever (the|its|their)( letter)? case\b|"
    r"\A\s*(whether )?in (capital|upper[- ]?case) or (small|lower[- ]?case) letters\s*\Z|"
    r"\b(?<!not )case (is|are) (ignored|disregarded|irrelevant|insignificant)\b",
    re.IGNORECASE,
)
_NOT_APART: Final = re.compile(
    r"\A\s*(it is |they are |(is|are) )?not case[- ]sensitive[\s.]*\Z|"
    r"\b(upper|lower|capital|small)([- ]?case)?( letters)? and (upper|lower|capital|small)([- ]?case)?( letters)? "
    r"(are (not (distinguished|told apart)|the same|(treated )?alike)|make no difference)[\s.]*\Z|"
    r"\A\s*(the )?case (does not|doesn't) matter[\s.]*\Z",
    re.IGNORECASE,
)
_EITHER: Final = re.compile(r"\A\s+in (?:any|either) (?:letter )?case[\s.]*\Z")
"""What a sentence ends with where it means letters: at its beginning it would mean "in any event"."""

_EXCEPT: Final = re.compile(r"\b(except|unless|but)\b", re.IGNORECASE)
_CLAUSE: Final = re.compile(r"[,;:()\[\]]|\s[-\u2013\u2014]\s")
_NEGATED: Final = re.compile(r"\b(not|no longer|never|except|unless)\b|n.t\b", re.IGNORECASE)
_MOST_WORDS: Final = 3
_ADDRESS: Final = (["address"], ["addresses"])
_FEW_WORDS: Final = 6
"""A sentence that says nothing but that the case of letters is nothing has no more."""


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [sentence for sentence in _END.split(text) if sentence.strip()]


def says_any_case(sentence: str) -> bool:
    """Say whether a sentence says that letters of both cases are the same.

    What is not to be may stand in another clause of it: "must not be taken (ignoring case)".
    """
    if _EXCEPT.search(sentence):
        return False
    clauses = _CLAUSE.split(sentence)
    if len(clauses) > 1 and _EITHER.search(clauses[-1]):
        return True
    return any(_NOT_APART.search(one) or (_ANY_CASE.search(one) and not is_negated(one)) for one in clauses)


def with_what_follows(sentences_in_order: Iterable[str]) -> list[str]:
    """Return sentences, each with a short one behind it that says of it that the case of letters is nothing."""
    found = list[str]()
    for sentence in sentences_in_order:
        if found and says_any_case(sentence) and len(words_in(sentence)) <= _FEW_WORDS:
            found[-1] = f"{found[-1]}, {sentence.strip()}"
        else:
            found.append(sentence)
    return found


def is_negated(sentence: str) -> bool:
    """Say whether a sentence has a word that may turn it round."""
    return _NEGATED.search(sentence) is not None


def plain(text: str) -> str:
    """Return the letters and digits of a name, in small letters."""
    return re.sub(r"[\W_]", "", text).lower()


def words_in(text: str) -> list[str]:
    """Return the words of a text as a name could have them."""
    return [plain(word) for word in re.findall(r"[\w-]+", text)]


def members_named(text: str, names: Iterable[str]) -> list[str]:
    """Return those of the names that a text has, in one word or in several: of two that fit, the longer."""
    known, words, found = {plain(name): name for name in names}, words_in(text), list[str]()
    start = 0
    while start < len(words):
        for size in range(_MOST_WORDS, 0, -1):
            name = known.get("".join(words[start : start + size]))
            if name is not None:
                found.append(name)
                start += size - 1
                # The address of an e-mail address is no other member.
                start += plain(name).endswith("email") and words[start + 1 : start + 2] in _ADDRESS
                break
        start += 1
    return list(dict.fromkeys(found))
