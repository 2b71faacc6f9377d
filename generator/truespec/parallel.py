"""Work that is spread over processes or machines; this is the one file that knows joblib."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

__all__ = ["each"]

Item = TypeVar("Item")
Result = TypeVar("Result")


def each(work: Callable[[Item], Result], items: Iterable[Item], processes: int) -> list[Result]:
    """Do the same ``work``, a function of a module, for each of the items; the results come in their order.

    Fewer than two ``processes`` do it here, without a cost.
    """
    if processes < 2:
        return [work(item) for item in items]
    joblib: Any = importlib.import_module("joblib")  # untyped; and slow to import, for what is done rarely
    done: list[Result] = joblib.Parallel(n_jobs=processes)(joblib.delayed(work)(item) for item in items)
    return done
