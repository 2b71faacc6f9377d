"""Counts requests for several processes that were forked from one: a rate limit holds for all of them together."""

from __future__ import annotations

import fcntl
import mmap
import struct
import tempfile
import threading
from typing import Final

__all__ = ["SharedCounts"]

_SLOT: Final = struct.Struct("<16sqq")
"""The digest of a caller, the period after the one that is counted (0: the slot was never used), and the count."""

_SLOTS: Final = 16_384
_PROBES: Final = 16


class SharedCounts:
    """Counts in memory that processes made by forking share; it has to be made before they are.

    It has room for thousands of callers in one period; where that is not enough, one of them is counted anew.  The
    lock is one that the system takes back from a process that is killed.
    """

    def __init__(self) -> None:
        """Count from zero."""
        self._memory = mmap.mmap(-1, _SLOTS * _SLOT.size)
        self._lock_file = tempfile.TemporaryFile()  # noqa: SIM115 - open until it is closed
        self._threads = threading.Lock()

    def count(self, period: int, caller: bytes) -> int:
        """Count one request of a caller, known by 16 bytes; return how many it has sent in this period."""
        with self._threads:
            fcntl.lockf(self._lock_file, fcntl.LOCK_EX)
            try:
                return self._counted(period + 1, caller)
            finally:
                fcntl.lockf(self._lock_file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Give back what was taken of the system, in this process."""
        self._memory.close()
        self._lock_file.close()

    def _counted(self, mark: int, caller: bytes) -> int:
        home = int.from_bytes(caller[:8]) % _SLOTS
        place, count = home, 1
        # Slots of one period are taken in this order and never given back, so a vacant one ends the search.
        for probed in ((home + step) % _SLOTS for step in range(_PROBES)):
            known, marked, counted = _SLOT.unpack_from(self._memory, probed * _SLOT.size)
            if marked != mark or known == caller:
                place, count = probed, counted + 1 if marked == mark else 1
                break
        _SLOT.pack_into(self._memory, place * _SLOT.size, caller, mark, count)
        return count
