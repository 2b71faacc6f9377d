"""Where records are kept: a protocol any store can follow, and the one in memory."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeAlias

from truespec.contract.schema import Json

__all__ = ["MemoryStore", "Record", "Snapshot", "Store"]

Record: TypeAlias = dict[str, Json]
"""A stored record.  Nobody changes one: a new one takes its place, so a reader needs neither copy nor lock."""

Snapshot: TypeAlias = Mapping[str, Mapping[str, Record]]
"""All records by resource and key, in the order they were inserted."""


class Store(Protocol):
    """Keeps the records of each resource by their key, in the order they were inserted."""

    def exclusive(self) -> AbstractContextManager[object]:
        """Return a context for look-ups and the writes they lead to: nobody else writes meanwhile.

        Within another one of the same thread it is part of that one.  A store that outlives its process keeps all that
        is done in the outermost, or nothing where it is left by an exception or a crash.
        """
        ...

    def insert(self, resource: str, key: str, record: Record) -> None:
        """Add a record after all others; one with the same key is replaced in its place."""
        ...

    def remove(self, resource: str, key: str) -> bool:
        """Take a record away; say whether there was one."""
        ...

    def get(self, resource: str, key: str) -> Record | None:
        """Return a record, or ``None``."""
        ...

    def find(self, resource: str, members: tuple[str, ...], values: tuple[Json, ...]) -> str | None:
        """Return the key of the first record whose ``members`` have these ``values`` (a member not there is null)."""
        ...

    def records(self, resource: str) -> Sequence[Record]:
        """Return all records of a resource in the order they were inserted."""
        ...

    def is_empty(self) -> bool:
        """Say whether nothing at all is kept."""
        ...

    def snapshot(self) -> Snapshot:
        """Return everything that is kept, unaffected by what comes later."""
        ...

    def restore(self, snapshot: Snapshot) -> None:
        """Forget everything and keep what ``snapshot`` has."""
        ...

    def close(self) -> None:
        """Close what is open, as has to be before a fork; the next call opens it again."""
        ...


class _Table:
    """The records of one resource, with an index for every set of members that was ever looked for."""

    def __init__(self, records: Mapping[str, Record]) -> None:
        self.records = dict(records)
        self._inserted = dict(zip(self.records, itertools.count()))
        self._insertions = itertools.count(len(self.records))
        self._indexes: dict[tuple[str, ...], dict[str, dict[str, None]]] = {}

    def put(self, key: str, record: Record) -> None:
        if key in self.records:
            self._forget(key)
        else:
            self._inserted[key] = next(self._insertions)
        self.records[key] = record
        for members, index in self._indexes.items():
            index.setdefault(_fingerprint(record, members), {})[key] = None

    def remove(self, key: str) -> bool:
        self._forget(key)
        self._inserted.pop(key, None)
        return self.records.pop(key, None) is not None

    def find(self, members: tuple[str, ...], values: tuple[Json, ...]) -> str | None:
        index = self._indexes.get(members)
        if index is None:
            index = self._indexes[members] = {}
            for key, record in self.records.items():
                index.setdefault(_fingerprint(record, members), {})[key] = None
        found = index.get(json.dumps(values, sort_keys=True), ())
        # A record that changes goes to the end of what its new values find, wherever it was inserted.
        return min(found, key=self._inserted.__getitem__, default=None)

    def _forget(self, key: str) -> None:
        record = self.records.get(key)
        if record is None:
            return
        for members, index in self._indexes.items():
            fingerprint = _fingerprint(record, members)
            keys = index[fingerprint]
            del keys[key]
            if not keys:
                del index[fingerprint]


def _fingerprint(record: Record, members: tuple[str, ...]) -> str:
    # JSON text, because Python takes 1, 1.0 and True for the same dictionary key and lists for none.
    return json.dumps([record.get(member) for member in members], sort_keys=True)


class MemoryStore:
    """Keeps records in memory, for any number of threads of one process."""

    def __init__(self) -> None:
        """Start empty."""
        self._lock = threading.RLock()
        self._tables: dict[str, _Table] = {}

    def exclusive(self) -> AbstractContextManager[object]:
        """Return the store's lock, which its own methods take too."""
        return self._lock

    def insert(self, resource: str, key: str, record: Record) -> None:
        """Add or replace a record."""
        with self._lock:
            table = self._tables.get(resource)
            if table is None:
                table = self._tables[resource] = _Table({})
            table.put(key, record)

    def remove(self, resource: str, key: str) -> bool:
        """Take a record away; say whether there was one."""
        with self._lock:
            return self._table(resource).remove(key)

    def get(self, resource: str, key: str) -> Record | None:
        """Return a record, or ``None``."""
        with self._lock:
            return self._table(resource).records.get(key)

    def find(self, resource: str, members: tuple[str, ...], values: tuple[Json, ...]) -> str | None:
        """Return the key of the first record with these values, found by an index."""
        with self._lock:
            return self._table(resource).find(members, values)

    def records(self, resource: str) -> Sequence[Record]:
        """Return all records of a resource in the order they were inserted."""
        with self._lock:
            return tuple(self._table(resource).records.values())

    def is_empty(self) -> bool:
        """Say whether nothing at all is kept."""
        with self._lock:
            return not any(table.records for table in self._tables.values())

    def snapshot(self) -> Snapshot:
        """Return everything that is kept."""
        with self._lock:
            return {resource: dict(table.records) for resource, table in self._tables.items()}

    def restore(self, snapshot: Snapshot) -> None:
        """Forget everything and keep what ``snapshot`` has."""
        with self._lock:
            self._tables = {resource: _Table(records) for resource, records in snapshot.items()}

    def close(self) -> None:
        """Do nothing: memory is not closed."""

    def _table(self, resource: str) -> _Table:
        # Looking makes no table: anybody can name a thousand tenants that have nothing.
        return self._tables.get(resource) or _Table({})
