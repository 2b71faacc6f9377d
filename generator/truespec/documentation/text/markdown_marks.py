"""Takes away what a converter to Markdown put around the words of a rendered page: headings, fences, escapes, icons."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from truespec.documentation.openapi.openapi_facts import METHODS

__all__ = ["without_marks"]

_HEADING: Final = re.compile(r"#{1,6}\s+(?=\S)")
_FENCE: Final = re.compile(r"(`{3,}|~{3,})\s*[\w+-]{0,20}\Z")
_REQUEST: Final = re.compile(r"[A-Z]+ \S+ HTTP/\d(?:\.\d)?\Z")
_METHOD: Final = re.compile(rf"(?:{'|'.join(METHODS)})\Z", re.IGNORECASE)
_ANCHOR: Final = re.compile(r"\[(?:hashtag|#|)\]\([^()\s]*\)\s*")
_LINK: Final = re.compile(r"\[([^\[\]]+)\]\([^()\s]*\)")
_CODE: Final = re.compile(r"(`[^`]*`)")
_ESCAPE: Final = re.compile(r"\\([!#-/:-@\[-`{-~])")
"""What a converter writes for a mark that is none: a quotation mark is never one."""
_IN_JSON: Final = re.compile(r"\\([!#-.:-@\[\]-`{-~])")
"""The same where JSON has escapes of its own."""
_JSON: Final = re.compile(r"[\[{\]}\"]")
_ICON: Final = re.compile(r"(?<=\S)chevron-(?:down|right|up|left)\Z")
_SIGN: Final = re.compile(r"(?<=\S)(?:plus|minus)\Z")
_TAIL: Final = re.compile(r"\b(Default|Example|Pattern): {0,2}(?=`[^`]+`)")
_VALUES: Final = re.compile(r"(?:.*\S)?(?:Default|Example|Pattern): {0,2}`[^`]+`\s*(?:\Z|[^\W\d_][^`:]*:\s)")
"""Values as they are printed below a field, or run into its flag: not behind the words of a sentence, nor before."""


def without_marks(lines: Sequence[str], buttons: Sequence[re.Pattern[str]]) -> Sequence[str]:
    """Return the lines as they are on the screen; as they are where nothing says that a converter wrote them.

    A description may be in Markdown as its author wrote it; so no mark in one alone tells a converter.  ``buttons`` are
    what a button may say, behind which an icon may stand.
    """
    texts = [line.strip() for line in lines]
    return list(_unmarked(texts, buttons)) if _is_converted(texts) else lines


def _is_converted(texts: Sequence[str]) -> bool:
    """Whether a title is a heading, all requests stand in fences, or values have the marks of code.

    A description may have a request of its own in a fence, where those of the samples stand in none.
    """
    words = [text for text in texts if text]
    if any(_VALUES.match(text) for text in words):
        return True
    pairs = list(itertools.pairwise(words))
    requests = [bool(_FENCE.match(one)) for one, two in pairs if _REQUEST.match(two)]
    return (bool(requests) and all(requests)) or any(_HEADING.match(one) and _METHOD.match(two) for one, two in pairs)


def _unmarked(texts: Sequence[str], buttons: Sequence[re.Pattern[str]]) -> Iterator[str]:
    fence = ""
    for text in texts:
        opened = _FENCE.match(text)
        if fence:
            closes = opened is not None and opened[1].startswith(fence) and text == opened[1]
            fence = "" if closes else fence
            yield "" if closes else text
        elif opened is not None:
            fence = opened[1]
            yield ""
        else:
            yield _words(text, buttons)


def _words(text: str, buttons: Sequence[re.Pattern[str]]) -> str:
    heading = _HEADING.match(text)
    if heading is not None:
        text = _LINK.sub(r"\1", _ANCHOR.sub("", text[heading.end() :]))
    elif any(button.match(shorter) for shorter in (_SIGN.sub("", text),) if shorter != text for button in buttons):
        text = _SIGN.sub("", text)
    text = _TAIL.sub(r"\1: ", _ICON.sub("", text))
    pieces = _CODE.split(text) if "\\" in text else [text]
    escape = _IN_JSON if _JSON.match(text) else _ESCAPE
    return "".join(piece if piece.startswith("`") else escape.sub(r"\1", piece) for piece in pieces)
