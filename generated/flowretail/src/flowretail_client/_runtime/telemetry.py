"""What a client tells the log: an allow-list of facts that never hold a credential or personal data."""

from __future__ import annotations

import logging
from typing import Any

from .errors import ApiError
from .message import HttpAnswer
from .operation import Operation

__all__ = ["log_attempt", "logger"]

logger = logging.getLogger(__name__.partition(".")[0])
"""The logger of the package this runtime is part of; silent unless the program configures it."""
logger.addHandler(logging.NullHandler())


def log_attempt(operation: Operation[Any], attempt: int, outcome: HttpAnswer | ApiError, elapsed: float) -> None:
    """Log one attempt at DEBUG: operation id, method, path template, status or kind of failure, attempt, seconds."""
    if not logger.isEnabledFor(logging.DEBUG):
        return
    result = str(outcome.status) if isinstance(outcome, HttpAnswer) else type(outcome).__name__
    logger.debug(
        "%s %s %s: %s, attempt %d, %.3f s", operation.id, operation.method, operation.path, result, attempt, elapsed
    )
