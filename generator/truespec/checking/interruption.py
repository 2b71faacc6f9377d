"""The user's key that stops a run: once, and the answer in hand is awaited and what was made is taken away."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType, TracebackType
from typing import Final, Self

__all__ = ["Interruption"]

_SLICE: Final = 0.2
_TWICE: Final = 2


class Interruption:
    """Listens to the key while its block lasts, where nobody else does.

    The first time it is only noted, so that no record is made whose key is not heard.  The second time it stops what is
    going on at once, but not what writes down the outcome; from the third on it is what it always was.
    """

    def __init__(self) -> None:
        """Begin with nothing pressed."""
        self.times = 0
        self.at = 0.0
        self.may_break = True
        self._listens = False

    @property
    def asked(self) -> bool:
        """Whether the user wants the run to stop."""
        return self.times > 0

    @property
    def impatient(self) -> bool:
        """Whether the user has said so more than once."""
        return self.times >= _TWICE

    def __enter__(self) -> Self:
        """Listen; a program that has its own way with the key keeps it."""
        main = threading.current_thread() is threading.main_thread()
        if main and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._pressed)
            self._listens = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Leave the key as it was."""
        if self._listens:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def _pressed(self, number: int, frame: FrameType | None) -> None:
        self.times += 1
        self.at = self.at or time.monotonic()
        if (self.impatient and self.may_break) or self.times > _TWICE:
            signal.default_int_handler(number, frame)

    def check(self) -> None:
        """Stop here where the user wants it.

        Raises:
            KeyboardInterrupt: The key was pressed.
        """
        if self.asked:
            raise KeyboardInterrupt

    def sleep(self, seconds: float) -> None:
        """Wait, but not on after the key.

        Raises:
            KeyboardInterrupt: The key was pressed.
        """
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.check()
            time.sleep(min(left, _SLICE))
