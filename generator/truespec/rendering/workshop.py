"""Where groups of models are written: from memory, here, or in several processes at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final

from truespec.cache import Cache
from truespec.parallel import each
from truespec.rendering.codegen import Group, Written, write_group

__all__ = ["Workshop"]

_WORTH_A_PROCESS: Final = 300
"""How many definitions take longer to write than another process takes to start."""


class Workshop:
    """Writes what is not kept from an earlier time, with as many ``processes`` as are worth their start."""

    def __init__(self, cache: Cache | None = None, processes: int = 0) -> None:
        """Take a ``cache``, by default none, and how many processes to use at most: 0 for one a core."""
        self.cache = cache or Cache(None)
        self._processes = processes or os.cpu_count() or 1

    def __call__(self, groups: Sequence[Group]) -> list[Written]:
        """Return what each group becomes, in the same order.

        Raises:
            ModelsError: The answer of the code generator is not what was asked for.
            UnsafeCodeError: The answer holds something that we never write.
        """
        keys = [group.key for group in groups]
        found = [self.cache.get(key) for key in keys]
        missing = [group for group, kept in zip(groups, found, strict=True) if kept is None]
        fresh = iter(self._write(missing))
        written: list[Written] = []
        for key, kept in zip(keys, found, strict=True):
            if kept is None:
                one = next(fresh)
                self.cache.put(key, one.to_bytes())
            else:
                one = Written.from_bytes(kept)
            written.append(one)
        return written

    def _write(self, groups: Sequence[Group]) -> list[Written]:
        count = min(self._processes, sum(len(group.definitions) for group in groups) // _WORTH_A_PROCESS)
        return each(write_group, groups, count)
