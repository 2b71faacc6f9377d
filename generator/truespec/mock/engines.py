"""Engines of SQLAlchemy for the databases that records can be kept in, set up so that what is committed stays."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy import event, exc

from truespec.diagnostics import printable
from truespec.mock.database import DatabaseStore
from truespec.mock.errors import StoreError

__all__ = ["open_file", "open_server"]

_PATIENCE_SECONDS: Final = 30
"""How long a writer waits for others of the same file."""

_CONNECT_SECONDS: Final = 10
_URL_ADVICE: Final = "write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, or the path of a file"
_SECRETS: Final = ("pass", "secret", "token", "key")
"""What the names of options have in them whose values nobody may see."""


def open_file(path: Path, api: str) -> DatabaseStore:
    """Return the store in a file of SQLite, which the caller has looked at; it is made where there is none.

    Raises:
        StoreError: It cannot be used.
    """
    shown = printable(str(path))
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path.absolute())), connect_args={"timeout": _PATIENCE_SECONDS}
    )

    def make_durable(connection: sqlite3.Connection, _: object) -> None:
        # In WAL mode readers wait for nobody; FULL has every commit on the disk before it returns.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    def begin(connection: sa.Connection) -> None:
        # The lock is taken at once: one taken at the first write would fail where another wrote since the first read.
        if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "connect", make_durable)
    event.listen(engine, "begin", begin)
    return _opened(engine, api, shown, "see whether the folder can be written to and its disk has room")


def open_server(data: str, api: str) -> DatabaseStore:
    """Return the store in the database with a URL; a PostgreSQL is reached by psycopg, unless the URL says otherwise.

    Raises:
        StoreError: The URL cannot be read, its driver is not installed, or the database cannot be used.
    """
    try:
        url = sa.make_url(data)
    except (exc.ArgumentError, ValueError):
        # What cannot be read may still hold a password.
        raise StoreError("the URL of the database cannot be read", _URL_ADVICE) from None
    shown = printable(_address(url))
    if url.get_backend_name() == "sqlite":
        raise StoreError(f"{shown} is a file", "name it by its path: --data FILE.db")
    options: Mapping[str, object] = {}
    if url.get_backend_name() in {"postgres", "postgresql"}:
        if url.drivername in {"postgres", "postgresql"}:
            url = url.set(drivername="postgresql+psycopg")
        options = {} if "connect_timeout" in url.query else {"connect_timeout": _CONNECT_SECONDS}
    try:
        engine = sa.create_engine(
            url,
            connect_args=dict(options),
            isolation_level="READ COMMITTED",
            pool_pre_ping=True,
            hide_parameters=True,
        )
    except ModuleNotFoundError as error:
        advice = "pip install 'truespec[database]' for PostgreSQL, the driver itself for others"
        raise StoreError(f"{shown} needs {error.name}, which is not installed", advice) from None
    except (exc.SQLAlchemyError, TypeError, ValueError):
        raise StoreError(f"{shown} cannot be used: no database of that kind is known", _URL_ADVICE) from None
    advice = "see that the server runs, and that host, port, user, password and the database's name are right"
    return _opened(engine, api, shown, advice)


def _opened(engine: sa.Engine, api: str, shown: str, advice: str, tries: int = 5) -> DatabaseStore:
    """Return the store, tried again where several processes make the same tables at once."""
    try:
        return DatabaseStore(engine, api, shown)
    except StoreError:
        engine.dispose()
        raise
    except (exc.SQLAlchemyError, OSError, UnicodeError) as error:
        engine.dispose()
        if tries > 1 and isinstance(error, exc.DBAPIError) and _is_race(error):
            time.sleep(0.2)
            return _opened(engine, api, shown, advice, tries - 1)
        raise StoreError(f"{shown} cannot be opened{_reason(error, engine.url)}", advice) from None


def _is_race(error: exc.DBAPIError) -> bool:
    """Say whether another process was faster: SQLite speaks of a lock, a server of what is there already."""
    text = str(error.orig)
    return any(word in text for word in ("locked", "already exists", "duplicate key"))


def _reason(error: Exception, url: sa.URL) -> str:
    """Return the driver's own words, where they repeat nothing secret."""
    words = str(getattr(error, "orig", None) or type(error).__name__).strip()
    text = printable(" ".join(words.split()))[:300]
    options = ((name.lower(), values) for name, values in url.normalized_query.items())
    hidden = (value for name, values in options if any(word in name for word in _SECRETS) for value in values)
    return "" if any(str(secret) in text for secret in (url.password, *hidden) if secret) else f": {text}"


def _address(url: sa.URL) -> str:
    """Return a database's address without what may be secret: user, password and options."""
    host = f"[{url.host}]" if url.host and ":" in url.host else url.host or ""
    port = f":{url.port}" if url.port else ""
    return f"{url.get_backend_name()}://{host}{port}/{url.database or ''}"
