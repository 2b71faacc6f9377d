"""Telephone numbers that are kept in parts: the country of a number that tells it goes into a member of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from truespec.contract.schema import Absent, Json

__all__ = ["is_code_of_number"]

_WHOLE: Final = re.compile(r"(?:\+|00)(\d{6,})")
"""A number that begins with the code of its country."""
_WORDS: Final = re.compile(r"[A-Z]?[a-z]{2,}")


def is_code_of_number(sent: Mapping[str, Json], member: str, seen: Json | Absent) -> bool:
    """Say whether a number came back that is not the one sent, but the code of the telephone number sent beside it.

    ``PhoneCountryCode`` belongs to ``Phone``: the names share a word. What the whole number says, a server may believe.
    """
    value = sent.get(member)
    if not isinstance(value, int) or isinstance(value, bool) or not isinstance(seen, int) or isinstance(seen, bool):
        return False
    words = _words(member)
    whole = (
        _WHOLE.fullmatch(re.sub(r"[ ()./-]", "", text))
        for name, text in sent.items()
        if isinstance(text, str) and words & _words(name)
    )
    return seen > 0 and any(found is not None and found[1].startswith(str(seen)) for found in whole)


def _words(name: str) -> set[str]:
    return {word.lower() for word in _WORDS.findall(name)}
