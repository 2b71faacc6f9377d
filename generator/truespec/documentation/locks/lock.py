"""The lock of an API: its pages as last accepted, in canonical JSON, with digests and code words for sentences."""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from truespec.diagnostics import Location, Report
from truespec.documentation.locks.locked_page import Contents, FactError, LockedPage, PackedPage

__all__ = ["LOCK_FILE", "Lock", "LockedPage", "lock_text", "read_lock", "write_lock"]

LOCK_FILE: Final = "documented.lock.json"
_VERSION: Final = 1
_MOST_BYTES: Final = 256 * 1024 * 1024
_ADVICE: Final = "restore it from version control, or remove it and accept the pages anew"
_MERGE: Final = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
_BLANK: Final = re.compile(r"[ \t\n\r]*")
_DECODER: Final = json.JSONDecoder()


class _VersionError(Exception):
    """The lock is of a form that this version does not know."""


class Lock:
    """The pages of one API by name; a page is read when it is asked for, and the lock does not keep it."""

    def __init__(self, pages: Mapping[str, LockedPage | PackedPage] = MappingProxyType({})) -> None:
        self._pages = {
            name: page if isinstance(page, PackedPage) else PackedPage.of(page) for name, page in pages.items()
        }

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the pages."""
        return iter(self._pages)

    def __len__(self) -> int:
        """Return how many pages there are."""
        return len(self._pages)

    def page(self, name: str) -> LockedPage | None:
        """Return a page; None where there is none of this name."""
        packed = self._pages.get(name)
        return None if packed is None else packed.page

    def contents(self) -> Mapping[str, Contents]:
        """Return what each page is told by."""
        return {name: page.contents for name, page in self._pages.items()}

    def with_page(self, page: LockedPage) -> Lock:
        """Return a lock that holds this page instead of the one of its name."""
        return Lock({**self._pages, page.name: page})

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield names and canonical texts of the pages, sorted."""
        return ((name, page.text) for name, page in sorted(self._pages.items()))


def lock_text(lock: Lock) -> str:
    """Write a lock: sorted keys, one fact a line, ASCII; the same facts give the same text."""
    return "".join(_pieces(lock))


def _pieces(lock: Lock) -> Iterator[str]:
    yield f'{{\n "documented-lock": {_VERSION},\n "pages": {{'
    for number, (name, text) in enumerate(lock.texts()):
        yield f"{',' if number else ''}\n  {json.dumps(name)}: {text}"
    yield "\n }\n}\n" if len(lock) else "}\n}\n"


def read_lock(path: Path, report: Report) -> Lock | None:
    """Read a lock; one that is not there holds no page.

    None, with the place in the report (``lock-unreadable``, ``lock-damaged``), where it cannot be trusted: a damaged
    lock is never taken for an empty one.
    """
    try:
        if not path.exists():
            return Lock()
        if path.stat().st_size > _MOST_BYTES:
            report.error("lock-unreadable", Location(str(path)), "larger than any lock of ours", _ADVICE)
            return None
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        report.error("lock-unreadable", Location(str(path)), f"cannot read the lock: {reason}", _ADVICE)
        return None
    marks = _MERGE.search(text)
    if marks is not None:
        place = Location(str(path), text.count("\n", 0, marks.start()) + 1, 1)
        advice = "take one side whole, then accept the pages anew"
        report.error("lock-damaged", place, "the marks of a merge that was not finished stand here", advice)
        return None
    try:
        return _lock(_Cursor(text))
    except json.JSONDecodeError as error:
        place = Location(str(path), error.lineno, error.colno)
        report.error("lock-damaged", place, f"not valid JSON: {error.msg}", _ADVICE)
    except FactError as error:
        place = Location(str(path), error.line_in(text), 1)
        report.error("lock-damaged", place, "this line says nothing that a lock could", _ADVICE)
    except _VersionError:
        message = "a lock of another version: perhaps one of a newer truespec"
        report.error("lock-damaged", Location(str(path), 1, 1), message, "use the version that wrote it")
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        message = f"not a lock of this version: {type(error).__name__}"
        report.error("lock-damaged", Location(str(path), 1, 1), message, _ADVICE)
    return None


class _Cursor:
    """A place in a text of JSON of which one value after the other is read, so that few are in memory."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def members(self) -> Iterator[str]:
        """Yield the keys of the object that begins here; the value of each is to be read before the next is asked for.

        Raises:
            json.JSONDecodeError: There is none, or it is not written as JSON is.
        """
        self._need("{", "Expecting an object")
        if self._passes("}"):
            return
        while True:
            if not self.text.startswith('"', self._blank()):
                raise json.JSONDecodeError("Expecting property name enclosed in double quotes", self.text, self.at)
            key = self.value()
            self._need(":", "Expecting ':' delimiter")
            yield key
            if self._passes("}"):
                return
            self._need(",", "Expecting ',' delimiter")

    def value(self) -> Any:
        """Read the value that begins here."""
        value, self.at = _DECODER.raw_decode(self.text, self._blank())
        return value

    def end(self) -> None:
        """Raise where something more stands here."""
        if self._blank() < len(self.text):
            raise json.JSONDecodeError("Extra data", self.text, self.at)

    def _blank(self) -> int:
        found = _BLANK.match(self.text, self.at)
        self.at = self.at if found is None else found.end()
        return self.at

    def _passes(self, mark: str) -> bool:
        there = self.text.startswith(mark, self._blank())
        self.at += len(mark) * there
        return there

    def _need(self, mark: str, message: str) -> None:
        if not self._passes(mark):
            raise json.JSONDecodeError(message, self.text, self.at)


def _lock(cursor: _Cursor) -> Lock:
    found: dict[str, dict[str, PackedPage]] = {}
    version: object = None
    for key in cursor.members():
        if key == "pages":
            found[key] = {name: _packed(cursor, name) for name in cursor.members()}
        elif key == "documented-lock":
            version = cursor.value()
            if version != _VERSION:
                raise _VersionError
        else:
            cursor.value()
    cursor.end()
    if version is None:
        raise KeyError("documented-lock")
    return Lock(found["pages"])


def _packed(cursor: _Cursor, name: str) -> PackedPage:
    start = cursor.at
    document = cursor.value()
    return PackedPage.of_text(name, cursor.text[start : cursor.at], document)


def write_lock(path: Path, lock: Lock) -> bool:
    """Write a lock whole or not at all; return whether it was not there, or another, before.

    Raises:
        OSError: It cannot be written; the old one is as it was.
    """
    if _is_same(path, _pieces(lock)):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(_pieces(lock))
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    return True


def _is_same(path: Path, pieces: Iterable[str]) -> bool:
    """Whether a file can be read, and holds these pieces of text and nothing else."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return all(file.read(len(piece)) == piece for piece in pieces) and not file.read(1)
    except (OSError, UnicodeDecodeError):
        return False
