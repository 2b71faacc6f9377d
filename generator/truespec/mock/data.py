"""Opens the store that ``--data`` names: a file of SQLite, or the URL of a database."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from truespec.diagnostics import printable
from truespec.mock.errors import StoreError

if TYPE_CHECKING:
    import sqlalchemy as sa

    from truespec.mock.database import DatabaseStore

__all__ = ["open_data"]

_PATIENCE_SECONDS: Final = 30
"""How long a writer waits for others of the same file."""

_CONNECT_SECONDS: Final = 10
_TRIES: Final = 5
_SECRETS: Final = ("pass", "secret", "token", "key")
"""What the names of options have in them whose values nobody may see."""

_HEADER: Final = b"SQLite format 3\0"
_OTHER_FILE: Final = "name another file: nothing was changed in this one"


def open_data(data: str, api: str) -> DatabaseStore:
    """Return the store for the API called ``api`` in a file or database; the file is made where there is none.

    Nothing is written to a file that is not a data file of the mock or is damaged.  No password is ever shown.

    Raises:
        StoreError: It cannot be used, or what it needs is not installed.
    """
    try:
        import sqlalchemy as sa  # noqa: PLC0415 - only who keeps data pays for it
    except ModuleNotFoundError:
        raise StoreError("keeping data needs SQLAlchemy", "pip install 'truespec[database]'") from None
    if "://" not in data:
        return _opened_file(Path(data), api)
    try:
        url = sa.make_url(data)
    except (sa.exc.ArgumentError, ValueError):
        # What cannot be read may still hold a password.
        raise StoreError("the URL of the database cannot be read", _url_advice()) from None
    if url.get_backend_name() == "sqlite":
        if not url.database or url.database == ":memory:":
            raise StoreError("a database in memory keeps nothing", "name a file: --data FILE.db")
        return _opened_file(Path(url.database), api)
    return _opened_server(url, api)


def _opened_file(path: Path, api: str) -> DatabaseStore:
    import sqlalchemy as sa  # noqa: PLC0415 - as above

    shown = printable(str(path))
    _check_file(path, shown)
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

    sa.event.listen(engine, "connect", make_durable)
    sa.event.listen(engine, "begin", begin)
    advice = "see whether the folder can be written to and its disk has room"
    return _opened(engine, api, shown, advice)


def _opened_server(url: sa.URL, api: str) -> DatabaseStore:
    import sqlalchemy as sa  # noqa: PLC0415 - as above

    shown = printable(_address(url))
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
    except (sa.exc.SQLAlchemyError, TypeError, ValueError):
        raise StoreError(f"{shown} cannot be used: no database of that kind is known", _url_advice()) from None
    advice = "see that the server runs, and that host, port, user, password and the database's name are right"
    return _opened(engine, api, shown, advice)


def _opened(engine: sa.Engine, api: str, shown: str, advice: str) -> DatabaseStore:
    """Return the store, tried again where several processes make the same tables at once."""
    import sqlalchemy as sa  # noqa: PLC0415 - as above

    from truespec.mock.database import DatabaseStore  # noqa: PLC0415 - as above

    for last in (False,) * (_TRIES - 1) + (True,):
        try:
            return DatabaseStore(engine, api, shown)
        except StoreError:
            engine.dispose()
            raise
        except (sa.exc.SQLAlchemyError, OSError, UnicodeError) as error:
            engine.dispose()
            if last or not isinstance(error, sa.exc.DBAPIError) or _is_unreachable(error):
                raise StoreError(f"{shown} cannot be opened{_reason(error, engine.url)}", advice) from None
            time.sleep(0.2)
    raise StoreError(f"{shown} cannot be opened", advice)  # pragma: no cover - the last try returns or raises


def _is_unreachable(error: sa.exc.DBAPIError) -> bool:
    """Say whether trying again is of no use; SQLite speaks of a lock, a server of what is there already."""
    text = str(error.orig)
    return "locked" not in text and "already exists" not in text and "duplicate key" not in text


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


def _url_advice() -> str:
    return "write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, or the path of a file"


def _check_file(path: Path, shown: str) -> None:
    """Raise unless a file is a data file of the mock or can become one; it is only read."""
    try:
        kind = path.stat()
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise StoreError(f"{shown}: there is no folder for it", "make the folder first") from None
        return
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such path can be"
        raise StoreError(f"{shown}: {reason}", "name a file that can be read and written") from None
    if not stat.S_ISREG(kind.st_mode):
        what = "a folder" if stat.S_ISDIR(kind.st_mode) else "no ordinary file"
        raise StoreError(f"{shown} is {what}", "name a file: --data FILE.db")
    # Permissions bind no superuser, but whoever took them away meant it.
    if not kind.st_mode & 0o222 or not os.access(path, os.W_OK | os.R_OK):
        raise StoreError(f"{shown} is read-only", "make it writable, or work on a copy")
    if kind.st_size:
        _check_content(path, shown)


def _check_content(path: Path, shown: str) -> None:
    foreign = StoreError(f"{shown} is no data file of the mock", _OTHER_FILE)
    damaged = StoreError(f"{shown} is damaged", "restore it from a copy, or name another file; it was left as it is")
    with path.open("rb") as file:
        if file.read(len(_HEADER)) != _HEADER:
            raise foreign
    # Without a log beside it the file is all there is; with one it has to be read, which may write to that.
    how = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "mode=ro&immutable=1"
    try:
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True)) as connection:
            columns = {row[1] for row in connection.execute("PRAGMA table_info(truespec_stores)")}
            if not {"api", "form"} <= columns:
                raise foreign
            if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise damaged
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            raise damaged from None
        raise StoreError(f"{shown} cannot be read: {error}", "see who else uses it, and its permissions") from None
