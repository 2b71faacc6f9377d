"""One folder takes the place of another in a single step, so that no reader ever sees half of each."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Final

__all__ = ["discard", "exclusive", "recover", "staging_for", "swap", "sync_tree"]

_EXCHANGE: Final = 2
_HERE: Final = -100
_UNSUPPORTED: Final = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM})


def staging_for(folder: Path) -> Path:
    """Return the sibling in which the next state of ``folder`` is built."""
    return folder.with_name(f".{folder.name}.truespec-new")


def _retired(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.truespec-old")


@contextlib.contextmanager
def exclusive(folder: Path) -> Generator[None]:
    """Keep other writers of the same parent out, where the system has locks; the lock ends with the process."""
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415  # not on every system

    handle = os.open(folder.parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def recover(folder: Path) -> None:
    """Clear what a writer left behind that was killed; call it under :func:`exclusive`.

    Only the fallback of :func:`swap` can leave no folder at all: then the old one stands beside, and comes back.
    """
    if not folder.exists() and _retired(folder).is_dir():
        _retired(folder).rename(folder)
    discard(_retired(folder))
    discard(staging_for(folder))


def discard(folder: Path) -> None:
    """Remove a folder that nobody looks at any more; links are removed, never followed."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def sync_tree(folder: Path) -> None:
    """Bring every folder below and at ``folder`` to the disk, so that the swap never outruns its content."""
    for path, _, _ in os.walk(folder):
        _sync(Path(path))


def swap(staging: Path, folder: Path) -> None:
    """Put ``staging`` where ``folder`` is and remove what was there.

    With the system's help this is one step.  Without it there is a moment with no folder, which :func:`recover` ends.
    """
    if not folder.exists() or not any(folder.iterdir()):
        staging.replace(folder)
        _sync(folder.parent)
        return
    if _exchanged(staging, folder):
        _sync(folder.parent)
        discard(staging)
        return
    folder.rename(_retired(folder))
    staging.rename(folder)
    _sync(folder.parent)
    discard(_retired(folder))


def _exchanged(staging: Path, folder: Path) -> bool:
    """Exchange two folders by ``renameat2`` and return whether the system could."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_HERE, os.fsencode(staging), _HERE, os.fsencode(folder), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(folder))


def _sync(folder: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
