"""A difference between an answer and the specification, told without the value that differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Surprise", "SurpriseKind"]

SurpriseKind: TypeAlias = Literal["missing", "mistyped", "status", "unknown"]


@dataclass(frozen=True, slots=True)
class Surprise:
    """One difference.

    At ``path`` (as in ``items[3].email``) something is missing, mistyped or unknown; a ``status`` surprise has no path:
    the status itself is not declared.
    """

    operation: str
    path: str
    kind: SurpriseKind
