"""What a body says that no reader of JSON, and no standard of its media type, lets stand."""

from __future__ import annotations

import json
from typing import Final

from truespec.checking.exchange import Response

__all__ = ["PROBLEM", "names_twice", "told_otherwise"]

PROBLEM: Final = "application/problem+json"
"""What RFC 9457 calls the JSON of an error; frameworks name their refusals so by themselves."""


def names_twice(body: bytes) -> bool:
    """Say whether an object in a body of JSON names a member twice: readers disagree on which of them counts."""
    twice = False

    def members(pairs: list[tuple[str, object]]) -> dict[str, object]:
        nonlocal twice
        found = dict(pairs)
        twice = twice or len(found) < len(pairs)
        return found

    json.loads(body, object_pairs_hook=members)
    return twice


def told_otherwise(response: Response, documented: str) -> str:
    """Say which status a problem tells that its answer does not have; empty where there is none.

    RFC 9457, section 3.1.2: who makes one must give both the same.  Only what is documented as such is held to it.
    """
    sent = (response.header("content-type") or "").partition(";")[0].strip().lower()
    body = response.json()
    told = body.get("status") if isinstance(body, dict) else None
    if sent != PROBLEM or documented.partition(";")[0].strip().lower() != PROBLEM or isinstance(told, bool):
        return ""
    return f"it tells {told} in its body" if isinstance(told, int) and told != response.status else ""
