"""Notices that files have changed, so that a mock can go on with what they say now."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, Self, TypeAlias

__all__ = ["Watcher"]

_EVERY_SECONDS: Final = 0.5

_Print: TypeAlias = tuple[int, int, int] | None


class Watcher:
    """Looks at files twice a second from a thread of its own, for the length of a ``with``.

    An editor may write a file in steps, so a change is told once the files have looked the same twice.
    """

    def __init__(
        self, files: Iterable[Path], changed: Callable[[], Iterable[Path]], every: float = _EVERY_SECONDS
    ) -> None:
        """Call ``changed`` after a change; it returns the files to look at from then on.  ``every`` is in seconds."""
        self._files = tuple(files)
        self._changed = changed
        self._every = every
        self._known = self._prints()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="truespec-watcher", daemon=True)

    def __enter__(self) -> Self:
        """Begin to look."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop looking."""
        self._stop.set()
        self._thread.join(self._every * 2)

    def _watch(self) -> None:
        latest = self._known
        while not self._stop.wait(self._every):
            before, latest = latest, self._prints()
            if latest != self._known and latest == before:
                self._files = tuple(self._changed())
                self._known = latest = self._prints()

    def _prints(self) -> dict[Path, _Print]:
        return {path: _print(path) for path in self._files}


def _print(path: Path) -> _Print:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
