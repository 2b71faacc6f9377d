"""Which operations change nothing on a server, as far as anybody can know."""

from __future__ import annotations

from typing import Final

from truespec.contract.api import Api
from truespec.contract.operation import Operation

__all__ = ["SAFE_METHODS", "changes_nothing"]

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_READING: Final = frozenset({"read", "list"})


def changes_nothing(api: Api, operation: Operation) -> bool:
    """Say whether an operation is safe: by its method, or because behaviour says that it only reads (by POST, say)."""
    if operation.method in SAFE_METHODS:
        return True
    action = api.behaviour.action(operation.id) if api.behaviour is not None else None
    return action is not None and action.kind in _READING
