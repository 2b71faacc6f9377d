"""Where models are written: from memory, here, or in several processes at once."""

from __future__ import annotations

import ast
import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

from truespec.cache import Cache
from truespec.parallel import each
from truespec.rendering.annotations import Form, Pattern, is_plain, patterns_of, put_together
from truespec.rendering.codegen import generator_key, write_forms, write_group
from truespec.rendering.groups import Group, Written
from truespec.rendering.verify import verify_module

__all__ = ["Workshop"]

Item = TypeVar("Item")
Result = TypeVar("Result")

_WORTH_A_PROCESS: Final = 1_500
"""How many patterns or definitions take longer to write than another process takes to start."""
_BATCH: Final = 64
"""How many definitions are written at once."""
_SHELVES: Final = 16
_SHELF: Final = 4_000
"""How many entries a shelf may hold; on one that is full, what nobody needs now makes way."""


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
        plain = [group for group in definitions if is_plain(group)]
        patterns = {pattern.key: pattern for group in plain for pattern, _ in patterns_of(group)}
        whole = {group.key: group for group in definitions if not is_plain(group)}
        shelves = _Shelves(self.cache, [*patterns, *whole])
        missing = [key for key in (*patterns, *whole) if key not in shelves.kept]
        if missing:
            made = self._write([patterns[key] for key in missing if key in patterns])
            shelves.put(made | self._write_whole([whole[key] for key in missing if key in whole]))
        forms = {pattern: Form.of(shelves.kept[key]) for key, pattern in patterns.items()}
        found = {name: put_together(group, forms) for group in plain for name in group.definitions}
        _look_at(list(found.values()))
        for key, group in whole.items():
            found |= {name: Written.from_json(json.loads(shelves.kept[key])) for name in group.definitions}
        return found

    def _write(self, waiting: Sequence[Pattern]) -> dict[str, str]:
        """Return the form of each pattern by its key."""
        made = self._shared_out(write_forms, waiting)
        return {pattern.key: form for forms in made for pattern, form in forms.items()}

    def _write_whole(self, waiting: Sequence[Group]) -> dict[str, str]:
        """Return definitions that take others to be written, by key, as they are kept."""
        made = self._shared_out(_write_groups, waiting)
        texts = {name: json.dumps(one.to_json()) for written in made for name, one in written.items()}
        return {group.key: texts[name] for group in waiting for name in group.definitions}

    def _shared_out(self, work: Callable[[Sequence[Item]], Result], waiting: Sequence[Item]) -> list[Result]:
        batches = [waiting[start : start + _BATCH] for start in range(0, len(waiting), _BATCH)]
        return each(work, batches, min(self._processes, len(waiting) // _WORTH_A_PROCESS))


def _write_groups(groups: Sequence[Group]) -> dict[str, Written]:
    return write_group(Group.of(groups))


def _look_at(written: Sequence[Written]) -> None:
    """Look at what was put together as if nobody had looked at its parts.

    Raises:
        UnsafeCodeError: It holds something that we never write.
    """
    for start in range(0, len(written), _BATCH):
        text = "\n".join(one.source for one in written[start : start + _BATCH])
        verify_module("models.py", ast.parse(text))


class _Shelves:
    """What was written before, by key, in a few entries of the cache; all documents of a user share them.

    ``kept`` is what was found of the keys that are needed.
    """

    def __init__(self, cache: Cache, needed: Sequence[str]) -> None:
        self._cache = cache
        self._needed = frozenset(needed)
        self._shelves: dict[int, dict[str, str]] = {}
        for number in sorted({_shelf(key) for key in needed}):
            content = cache.get(_place(number))
            self._shelves[number] = {} if content is None else json.loads(content)
        self.kept = {
            key: text for shelf in self._shelves.values() for key, text in shelf.items() if key in self._needed
        }

    def put(self, made: Mapping[str, str]) -> None:
        """Add what was missing, and keep it."""
        self.kept |= made
        changed = defaultdict[int, dict[str, str]](dict)
        for key, text in made.items():
            changed[_shelf(key)][key] = text
        for number, added in changed.items():
            shelf = self._shelves[number] | added
            if len(shelf) > _SHELF:
                shelf = {key: text for key, text in shelf.items() if key in self._needed}
            self._cache.put(_place(number), json.dumps(shelf).encode())


def _shelf(key: str) -> int:
    return int(key[:8], 16) % _SHELVES


def _place(number: int) -> str:
    return hashlib.sha256(f"shelf {generator_key()} {number}".encode()).hexdigest()
