"""A store in a database: every change is a transaction, and any number of threads and processes may share it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Generator, Sequence
from typing import Final, TypeAlias

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from truespec.contract.schema import Json
from truespec.mock.errors import StoreError
from truespec.mock.store import Record, Snapshot

__all__ = ["DatabaseStore"]

_FORM: Final = 1
"""The form of the tables below: it grows when they change, and a store of a newer form is left alone."""

_Members: TypeAlias = tuple[str, ...]

_TABLES: Final = sa.MetaData()
_NUMBER: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_DIGEST: Final = sa.String(32)

# Names, keys and records are kept as ASCII JSON: a database may refuse NUL or half a surrogate pair.  What is looked
# for is a digest, because an index has a longest entry and a key has none.
_STORES: Final = sa.Table(
    "truespec_stores",
    _TABLES,
    sa.Column("api", _DIGEST, primary_key=True),
    sa.Column("name", sa.Text(), nullable=False),
    sa.Column("form", sa.Integer(), nullable=False),
    sa.Column("lookups", sa.Text(), nullable=False),
)
_RECORDS: Final = sa.Table(
    "truespec_records",
    _TABLES,
    sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
    sa.Column("place", _DIGEST, nullable=False, unique=True),
    sa.Column("api", _DIGEST, nullable=False),
    sa.Column("collection", _DIGEST, nullable=False),
    sa.Column("resource", sa.Text(), nullable=False),
    sa.Column("key", sa.Text(), nullable=False),
    sa.Column("record", sa.Text(), nullable=False),
    sa.Index("truespec_records_in_order", "api", "collection", "number"),
    sqlite_autoincrement=True,
)
_LOOKUPS: Final = sa.Table(
    "truespec_lookups",
    _TABLES,
    sa.Column("record", _NUMBER, nullable=False, index=True),
    sa.Column("fingerprint", _DIGEST, nullable=False),
    sa.Index("truespec_lookups_by_fingerprint", "fingerprint", "record"),
)

_LOCK: Final = sa.select(_STORES.c.lookups).where(_STORES.c.api == sa.bindparam("api")).with_for_update()
_NUMBERED: Final = sa.select(_RECORDS.c.number).where(_RECORDS.c.place == sa.bindparam("at"))
_READ: Final = sa.select(_RECORDS.c.record).where(_RECORDS.c.place == sa.bindparam("at"))
_READ_KEY: Final = sa.select(_RECORDS.c.key).where(
    _RECORDS.c.number
    == sa.select(sa.func.min(_LOOKUPS.c.record)).where(_LOOKUPS.c.fingerprint == sa.bindparam("mark")).scalar_subquery()
)
_READ_ALL: Final = (
    sa.select(_RECORDS.c.record)
    .where(_RECORDS.c.api == sa.bindparam("in_api"), _RECORDS.c.collection == sa.bindparam("within"))
    .order_by(_RECORDS.c.number)
)
_READ_STORE: Final = (
    sa.select(_RECORDS.c.number, _RECORDS.c.resource, _RECORDS.c.key, _RECORDS.c.record)
    .where(_RECORDS.c.api == sa.bindparam("in_api"))
    .order_by(_RECORDS.c.number)
)
_REPLACE: Final = sa.update(_RECORDS).where(_RECORDS.c.number == sa.bindparam("which"))
_REMOVE: Final = sa.delete(_RECORDS).where(_RECORDS.c.number == sa.bindparam("which"))
_REMOVE_LOOKUPS: Final = sa.delete(_LOOKUPS).where(_LOOKUPS.c.record == sa.bindparam("which"))
_OF_STORE: Final = sa.select(_RECORDS.c.number).where(_RECORDS.c.api == sa.bindparam("in_api"))
_EMPTY_LOOKUPS: Final = sa.delete(_LOOKUPS).where(_LOOKUPS.c.record.in_(_OF_STORE))
_EMPTY_STORE: Final = sa.delete(_RECORDS).where(_RECORDS.c.api == sa.bindparam("in_api"))
_REMEMBER: Final = sa.update(_STORES).where(_STORES.c.api == sa.bindparam("which"))


class _Transaction(threading.local):
    """The transaction that this thread is in, and by which members records can be looked up in it."""

    connection: sa.Connection | None = None
    lookups: tuple[_Members, ...] = ()


class DatabaseStore:
    """Keeps the records of one API in tables that several APIs may share.

    Who changes something first locks the row of the API (SQLite: the whole file), so all of its writers come one after
    the other and none of them works with what another is changing; reading waits for nobody.  What has returned is
    committed.  Every method raises :class:`StoreError` when the database cannot be used any more.
    """

    def __init__(self, engine: sa.Engine, name: str, shown: str) -> None:
        """Make the tables where there are none; ``name`` is the API's, ``shown`` what a message calls the database.

        Raises:
            StoreError: The tables are of a newer form.
            SQLAlchemyError: The database cannot be used.
        """
        self._engine = engine
        self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._api = _digest(name)
        self._shown = shown
        self._threads = threading.RLock()
        self._transaction = _Transaction()
        self._prepare(name)

    def close(self) -> None:
        """Close every connection; the next call opens one again."""
        self._engine.dispose()

    @contextlib.contextmanager
    def exclusive(self) -> Generator[None, None, None]:
        """Give a transaction: what is done in it is kept as a whole, or with an exception not at all."""
        if self._transaction.connection is not None:
            yield
            return
        # Threads wait here for each other, which is fairer than at SQLite's lock and takes up no connection.
        with self._threads, self._trouble(), self._engine.begin() as connection:
            registered = connection.execute(_LOCK, {"api": self._api}).scalar_one()
            self._transaction.lookups = tuple(tuple(members) for members in json.loads(registered))
            self._transaction.connection = connection
            try:
                yield
            finally:
                self._transaction.connection = None

    def insert(self, resource: str, key: str, record: Record) -> None:
        """Add or replace a record."""
        with self._changing() as connection:
            self._insert(connection, resource, key, record)

    def remove(self, resource: str, key: str) -> bool:
        """Take a record away; say whether there was one."""
        with self._changing() as connection:
            number = connection.execute(_NUMBERED, {"at": self._place(resource, key)}).scalar()
            if number is None:
                return False
            connection.execute(_REMOVE_LOOKUPS, {"which": number})
            connection.execute(_REMOVE, {"which": number})
            return True

    def get(self, resource: str, key: str) -> Record | None:
        """Return a record, or ``None``."""
        with self._looking() as connection:
            text = connection.execute(_READ, {"at": self._place(resource, key)}).scalar()
        return None if text is None else json.loads(text)

    def find(self, resource: str, members: tuple[str, ...], values: tuple[Json, ...]) -> str | None:
        """Return the key of the first record with these values; every change keeps what is needed for that up to date.

        The first time anybody looks for these members, all records of the API are gone through once.
        """
        with self._changing() as connection:
            if members not in self._transaction.lookups:
                self._register(connection, members)
            mark = self._fingerprint(resource, members, values)
            key = connection.execute(_READ_KEY, {"mark": mark}).scalar()
        return None if key is None else json.loads(key)

    def records(self, resource: str) -> Sequence[Record]:
        """Return all records of a resource in the order they were inserted."""
        with self._looking() as connection:
            found = connection.execute(_READ_ALL, {"in_api": self._api, "within": self._collection(resource)}).scalars()
            # One list is read several times faster than its elements one by one.
            return tuple(json.loads(f"[{','.join(found)}]"))

    def is_empty(self) -> bool:
        """Say whether nothing at all is kept for the API."""
        with self._looking() as connection:
            return connection.execute(_OF_STORE.limit(1), {"in_api": self._api}).scalar() is None

    def snapshot(self) -> Snapshot:
        """Return everything that is kept for the API."""
        kept = dict[str, dict[str, Record]]()
        with self._looking() as connection:
            for _, resource, key, record in connection.execute(_READ_STORE, {"in_api": self._api}):
                kept.setdefault(json.loads(resource), {})[json.loads(key)] = json.loads(record)
        return kept

    def restore(self, snapshot: Snapshot) -> None:
        """Forget everything that is kept for the API and keep what ``snapshot`` has."""
        with self._changing() as connection:
            connection.execute(_EMPTY_LOOKUPS, {"in_api": self._api})
            connection.execute(_EMPTY_STORE, {"in_api": self._api})
            for resource, records in snapshot.items():
                for key, record in records.items():
                    self._insert(connection, resource, key, record)

    def _insert(self, connection: sa.Connection, resource: str, key: str, record: Record) -> None:
        place, text = self._place(resource, key), json.dumps(record, separators=(",", ":"))
        number = connection.execute(_NUMBERED, {"at": place}).scalar()
        if number is None:
            row = {
                "place": place,
                "api": self._api,
                "collection": self._collection(resource),
                "resource": json.dumps(resource),
                "key": json.dumps(key),
                "record": text,
            }
            made = connection.execute(sa.insert(_RECORDS), row).inserted_primary_key
            number = made[0] if made else None
        else:
            connection.execute(_REPLACE, {"which": number, "record": text})
            if self._transaction.lookups:
                connection.execute(_REMOVE_LOOKUPS, {"which": number})
        self._index(connection, [(number, resource, record)], self._transaction.lookups)

    def _register(self, connection: sa.Connection, members: _Members) -> None:
        """Make records findable by members that nobody looked for so far."""
        self._transaction.lookups = (*self._transaction.lookups, members)
        connection.execute(_REMEMBER, {"which": self._api, "lookups": json.dumps(self._transaction.lookups)})
        found = connection.execute(_READ_STORE, {"in_api": self._api}).all()
        rows = [(number, json.loads(resource), json.loads(record)) for number, resource, _, record in found]
        self._index(connection, rows, (members,))

    def _index(
        self,
        connection: sa.Connection,
        records: Sequence[tuple[int | None, str, Record]],
        lookups: Sequence[_Members],
    ) -> None:
        rows = [
            {"record": number, "fingerprint": self._fingerprint(resource, members, [record.get(m) for m in members])}
            for number, resource, record in records
            for members in lookups
        ]
        if rows:
            connection.execute(sa.insert(_LOOKUPS), rows)

    def _prepare(self, name: str) -> None:
        with self._reading.connect() as connection:
            if sa.inspect(connection).has_table(_STORES.name):
                newest = connection.execute(sa.select(sa.func.max(_STORES.c.form))).scalar() or _FORM
                if newest > _FORM:
                    message = f"{self._shown} was written by a newer truespec (form {newest}; this one knows {_FORM})"
                    raise StoreError(message, "update truespec, or name another place")
        with self._engine.begin() as connection:
            _TABLES.create_all(connection)
            if connection.execute(_LOCK, {"api": self._api}).scalar() is None:
                row = {"api": self._api, "name": json.dumps(name), "form": _FORM, "lookups": "[]"}
                connection.execute(sa.insert(_STORES), row)

    @contextlib.contextmanager
    def _changing(self) -> Generator[sa.Connection, None, None]:
        with self.exclusive():
            connection = self._transaction.connection
            if connection is None:  # pragma: no cover - exclusive() has just set it
                raise StoreError(f"{self._shown} has no transaction", "this is a fault of ours")
            yield connection

    @contextlib.contextmanager
    def _looking(self) -> Generator[sa.Connection, None, None]:
        """Give the connection of this thread's transaction, else one that sees what is committed."""
        if self._transaction.connection is not None:
            yield self._transaction.connection
            return
        with self._trouble(), self._reading.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def _trouble(self) -> Generator[None, None, None]:
        try:
            yield
        except SQLAlchemyError as error:
            # Its text may quote the statement with a record in it.
            message = f"{self._shown} cannot be used any more ({type(error).__name__})"
            raise StoreError(message, "see whether the database runs and its disk has room") from None

    def _collection(self, resource: str) -> str:
        return _digest(self._api, resource)

    def _place(self, resource: str, key: str) -> str:
        return _digest(self._api, resource, key)

    def _fingerprint(self, resource: str, members: _Members, values: Sequence[Json]) -> str:
        return _digest(self._api, resource, list(members), list(values))


def _digest(*parts: Json) -> str:
    # JSON text, because Python takes 1, 1.0 and True for the same value.
    text = json.dumps(parts, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
