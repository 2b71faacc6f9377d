"""What is kept of a sentence: a digest, its length, and the numbers and code words in it; never the sentence."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from truespec.documentation.facts.surface import Value

__all__ = ["digest", "digest_line", "normalised"]

_LINK: Final = re.compile(r"!?\[([^\[\]]{0,500})\]\((?:[^()\s]|\\.){0,2000}(?:\s+\"[^\"]{0,300}\")?\)")
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_RULE: Final = re.compile(r"^[\s|:-]+$", re.MULTILINE)
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKS: Final = re.compile(r"^[ \t]*(?:[#>]+|[-*+•])[ \t]+", re.MULTILINE)
_WORD: Final = re.compile("\\w+(?:[.'\u2019:/@-]\\w+)*")
_NUMBER: Final = re.compile(r"\d[\d.,:-]*\Z")
_CODE: Final = re.compile(
    r"[A-Z][A-Z0-9]*_[A-Z0-9_]+\Z|[a-z]+[a-z0-9]*[A-Z]\w*\Z|\w*[a-z0-9]_\w+\Z|[A-Z]{3,}\Z"
    r"|[A-Z0-9_]{2,}(?:[.:/-][A-Z0-9_]{2,})+\Z|[a-z]\w*(?::[a-z]\w*)+\Z"  # permissions: TENANT.ACCESS, guests:read
)

_LONGEST_CODE: Final = 200
"""Longer words are no code words: how long it takes to see that grows with the square of their length."""


def normalised(text: str) -> list[str]:
    """Return the words of ``text`` without Markdown, markup, links, quotes and punctuation around them."""
    text = unicodedata.normalize("NFKC", html.unescape(text))
    text = _ESCAPE.sub(r"\1", _TAG.sub(" ", _LINK.sub(r"\1", _MARKS.sub("", _RULE.sub("", text)))))
    return [word.strip("_") for word in _WORD.findall(text) if word.strip("_")]


def digest(text: str) -> Mapping[str, Value]:
    """Return what a surface keeps of ``text``: ``digest`` (of the words run together), ``words``, ``codes``.

    Words are run together because a saved text glues paragraphs and cells of tables in its own way.
    """
    words = normalised(text)
    short = (word for word in words if len(word) <= _LONGEST_CODE)
    codes = sorted({word for word in short if _NUMBER.match(word) or _CODE.match(word)})
    return {"digest": _twelve(re.sub(r"\W", "", "".join(words))), "words": len(words), "codes": tuple(codes)}


def digest_line(line: str) -> str:
    """Return twelve hexadecimal digits that stand for a line nobody understood."""
    return _twelve(" ".join(line.split()))


def _twelve(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
