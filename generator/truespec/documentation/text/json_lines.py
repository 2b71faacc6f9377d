"""The JSON value with which lines of a saved page begin, whatever of the site around it stands in between."""

from __future__ import annotations

import json
import re
from typing import Final

__all__ = ["first_value"]

_FOREIGN: Final = 5
"""Lines at most within a sample that are none of it."""
_JSON_MARKS: Final = re.compile(r"[{}\[\]\"]|[,:]\Z")
_SCALAR: Final = re.compile(r"(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)\Z")


def first_value(texts: list[str]) -> tuple[object, int]:
    """Return the value that begins a text, and its length; lines within that are no JSON are taken out of ``texts``.

    They belong to the site around a page, such as a chat that stood in the way.  Many are another page.

    Raises:
        ValueError: The lines that are left are no JSON either.
    """
    for _ in range(_FOREIGN + 1):
        try:
            value, length = json.JSONDecoder().raw_decode("\n".join(texts))
        except json.JSONDecodeError as error:
            at = error.lineno - 1
            if not 0 < at < len(texts) or _JSON_MARKS.search(texts[at]) or _SCALAR.match(texts[at]):
                raise
            del texts[at]
        else:
            return value, length
    raise ValueError(texts[0])
