"""What was made before, kept by what it was made from: a folder of the user's own that may vanish at any time."""

from __future__ import annotations

import contextlib
import hashlib
import mmap
import os
import tempfile
import time
from pathlib import Path
from typing import Final

__all__ = ["Cache", "user_cache"]

_DIGEST: Final = hashlib.sha256().digest_size
_DAY: Final = 86_400.0
_KEPT_DAYS: Final = 30
_SWEPT: Final = ".swept"


class Cache:
    """Bytes by key, a SHA-256 digest of all that they depend on; ``None`` as folder keeps nothing.

    An entry that is damaged reads as one that is not there, and trouble with the disk is never an error: the cost is
    time. Entries that nobody asked for during a month are removed.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    @property
    def keeps(self) -> bool:
        """Whether anything is kept at all."""
        return self._folder is not None

    def get(self, key: str) -> bytes | None:
        """Return what was kept under a key."""
        if self._folder is None:
            return None
        path = self._path(self._folder, key)
        try:
            with path.open("rb") as file:
                known, content = file.read(_DIGEST), file.read()
        except OSError:
            return None
        if hashlib.sha256(content).digest() != known:
            return None
        _asked_for(path)
        return content

    def view(self, key: str, digest: str) -> memoryview | None:
        """Return a view of what :meth:`put_file` kept under a key, if that has this SHA-256 digest in hexadecimal.

        What is not looked at is not brought into memory.
        """
        if self._folder is None:
            return None
        path = self._path(self._folder, key)
        try:
            with path.open("rb") as file:
                whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError):  # an empty file cannot be mapped
            return None
        if hashlib.sha256(whole).hexdigest() != digest:
            return None
        _asked_for(path)
        return memoryview(whole)

    def put(self, key: str, content: bytes) -> None:
        """Keep something, whole or not at all."""
        self._put(key, hashlib.sha256(content).digest(), content)

    def put_file(self, key: str, content: bytes | memoryview) -> None:
        """Keep something large, of which whoever asks knows the digest."""
        self._put(key, content)

    def _put(self, key: str, *parts: bytes | memoryview) -> None:
        if self._folder is None:
            return
        path = self._path(self._folder, key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.writelines(parts)
                Path(name).replace(path)
            except OSError:
                Path(name).unlink(missing_ok=True)
            self._sweep(self._folder)

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / key[2:]

    def _sweep(self, folder: Path) -> None:
        """Once a day, remove what was not asked for during a month."""
        stamp = folder / _SWEPT
        now = time.time()
        if stamp.exists() and now - stamp.stat().st_mtime < _DAY:
            return
        stamp.touch()
        for path in folder.glob("??/*"):
            if now - path.stat().st_mtime > _KEPT_DAYS * _DAY:
                path.unlink(missing_ok=True)


def _asked_for(path: Path) -> None:
    """Note that an entry is in use, once a day."""
    with contextlib.suppress(OSError):
        if time.time() - path.stat().st_mtime > _DAY:
            os.utime(path)


def user_cache() -> Cache:
    """Return the cache of the user: where ``TRUESPEC_CACHE`` says (``off``: nowhere), else where caches belong."""
    named = os.environ.get("TRUESPEC_CACHE", "")
    if named == "off":
        return Cache(None)
    if named:
        return Cache(Path(named))
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return Cache((Path(base) if base else Path.home() / ".cache") / "truespec")
    except RuntimeError:  # nobody's home is known
        return Cache(None)
