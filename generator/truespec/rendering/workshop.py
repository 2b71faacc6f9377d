"""Where models are written: from memory, here, or in several processes at once."""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from truespec.cache import Cache
from truespec.parallel import each
from truespec.rendering.alike import Batch, batches, write_batch
from truespec.rendering.codegen import Group, Written, generator_key

__all__ = ["Workshop"]

_WORTH_A_PROCESS: Final = 300
"""How many definitions take longer to write than another process takes to start."""
_SHELF: Final = 64
"""About how many definitions are written and kept together: fewer cost more in all, in time and in files."""


class Workshop:
    """Writes what is not kept from an earlier time, with as many ``processes`` as are worth their start."""

    def __init__(self, cache: Cache | None = None, processes: int = 0) -> None:
        """Take a ``cache``, by default none, and how many processes to use at most: 0 for one a core."""
        self.cache = cache or Cache(None)
        self._processes = processes or os.cpu_count() or 1

    def __call__(self, definitions: Sequence[Group]) -> dict[str, Written]:
        """Return what each definition becomes, by its name; each of the groups holds one.

        Raises:
            ModelsError: The answer of the code generator is not what was asked for.
            UnsafeCodeError: The answer holds something that we never write.
        """
        shelves = [_Shelf(self.cache, groups) for groups in _divided(definitions)]
        missing = [group for shelf in shelves for group in shelf.missing]
        made = {name: one for written in self._write(batches(missing, _SHELF)) for name, one in written.items()}
        for shelf in shelves:
            if shelf.missing:
                shelf.put(made)
        return {name: written for shelf in shelves for name, written in shelf.written.items()}

    def _write(self, waiting: Sequence[Batch]) -> list[dict[str, Written]]:
        count = min(self._processes, sum(map(len, waiting)) // _WORTH_A_PROCESS)
        return each(write_batch, waiting, count)


def _divided(definitions: Sequence[Group]) -> list[list[Group]]:
    """Divide definitions by their names alone, so that an addition leaves all shelves but one as they are."""
    count = 1
    while count * _SHELF < len(definitions):
        count *= 2
    parts = defaultdict[int, list[Group]](list)
    for group in definitions:
        (name,) = group.definitions
        parts[int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % count].append(group)
    return [parts[number] for number in sorted(parts)]


class _Shelf:
    """Definitions that are kept in one entry of the cache, each by the digest of all that it depends on.

    The entry is found by the names of the definitions.  ``missing`` are those that were not in it as they are now.
    """

    def __init__(self, cache: Cache, groups: Sequence[Group]) -> None:
        self._cache = cache
        self._keys = {name: group.key for group in groups for name in group.definitions}
        names = json.dumps(sorted(self._keys))
        self._place = hashlib.sha256(f"shelf {generator_key()} {names}".encode()).hexdigest()
        content = cache.get(self._place)
        kept: dict[str, Any] = {} if content is None else json.loads(content)
        self.written = {name: Written.from_json(kept[key]) for name, key in self._keys.items() if key in kept}
        self.missing = [group for group in groups if not group.definitions.keys() <= self.written.keys()]

    def put(self, made: Mapping[str, Written]) -> None:
        """Add what was missing, and keep all that is needed now."""
        self.written |= {name: made[name] for group in self.missing for name in group.definitions}
        kept = {self._keys[name]: one.to_json() for name, one in self.written.items()}
        self._cache.put(self._place, json.dumps(kept).encode())
