"""Read ``x-assumed``: the mark of a choice that no documentation page settles."""

from __future__ import annotations

from typing import Final

from truespec.contract.provenance import Assumption
from truespec.specification.document import Node

__all__ = ["ASSUMED", "read_assumptions", "shared_assumptions"]

ASSUMED: Final = "x-assumed"


def read_assumptions(node: Node) -> tuple[Assumption, ...]:
    """Return the assumptions an object carries: one for a string, one for each attribute of a mapping.

    Anything else was reported by lint (``assumption-empty``) and is left out.
    """
    mark = node.get(ASSUMED)
    if mark is None:
        return ()
    if isinstance(mark.value, str):
        return (Assumption("", mark.value, mark.location),)
    return tuple(
        Assumption(str(attribute), reason.value, reason.location)
        for attribute, reason in mark.items()
        if isinstance(reason.value, str)
    )


def shared_assumptions(written: Node, meant: Node) -> tuple[Assumption, ...]:
    """Return the assumptions of an object and of the reference that led to it, where ``written`` is one."""
    if written == meant:
        return read_assumptions(meant)
    return tuple(dict.fromkeys((*read_assumptions(written), *read_assumptions(meant))))
