"""What may be sent as one step of a path, the key of a record, say: another value names another record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from truespec.checking.variations import ODD_TEXTS
from truespec.contract.schema import Json

__all__ = ["WORDS", "can_be_a_step", "telling_steps"]

WORDS: Final = frozenset({"enum", "const"})
"""The keywords of a schema that say what is meant, not how it is written."""

_FAR: Final = 2**31 - 1
_FEW: Final = 2


def can_be_a_step(value: Json) -> bool:
    """Say whether a value stays where it is put, once it stands in a path."""
    return isinstance(value, str | int) and value not in {"", ".", ".."}


def telling_steps(told: Mapping[str, Json], good: Sequence[Json], bad: Sequence[Json]) -> dict[str, Json]:
    """Return what tells most of a step, by its kind: no word of a list, of no known form, and far out.

    ``told`` has the first value that breaks each keyword. One of no known form is enough, a plain text if there is
    any: it is the reading of it that a server trips over, whatever is wrong with it.
    """
    words = {kind: value for kind, value in told.items() if kind in WORDS and value in bad}
    texts = [value for value in bad if isinstance(value, str)] if told.keys() - WORDS else []
    if texts:
        words["malformed"] = min(texts, key=lambda text: not text.isalpha())
    far_out = [value for value in good if _is_far_out(value)][:_FEW]
    return words | {f"far out {number}": value for number, value in enumerate(far_out)}


def _is_far_out(value: Json) -> bool:
    """Say whether a key of the right form is one that a server may trip over."""
    return (isinstance(value, int) and value > _FAR) or (isinstance(value, str) and value in ODD_TEXTS)
