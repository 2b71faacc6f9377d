"""Finds out what ``--data`` names, and that it may be written to: a file of SQLite, or the URL of a database."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from truespec.diagnostics import printable
from truespec.mock.errors import StoreError

if TYPE_CHECKING:
    from truespec.mock.database import DatabaseStore

__all__ = ["open_data"]

_HEADER: Final = b"SQLite format 3\0"
_FILE_SCHEME: Final = "sqlite://"


def open_data(data: str, api: str) -> DatabaseStore:
    """Return the store for the API called ``api`` in a file or database; the file is made where there is none.

    Nothing is written to a file that is not a data file of the mock or is damaged.  No password is ever shown.

    Raises:
        StoreError: It cannot be used, or what it needs is not installed.
    """
    try:
        from truespec.mock.engines import open_file, open_server  # noqa: PLC0415 - only who keeps data pays for it
    except ModuleNotFoundError:
        raise StoreError("keeping data needs SQLAlchemy", "pip install 'truespec[database]'") from None
    if "://" in data and not data.startswith(_FILE_SCHEME):
        return open_server(data, api)
    name = data.removeprefix(_FILE_SCHEME).removeprefix("/") if data.startswith(_FILE_SCHEME) else data
    if name in {"", ":memory:"}:
        raise StoreError("a database in memory keeps nothing", "name a file: --data FILE.db")
    _check_file(Path(name), printable(name))
    return open_file(Path(name), api)


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
    foreign = StoreError(f"{shown} is no data file of the mock", "name another file: nothing was changed in this one")
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
