"""A clock that can be set: tests of what happens next month need not wait for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from truespec.mock.origins import Clock, system_clock

__all__ = ["SettableClock"]


class SettableClock:
    """Tells the time of another clock until it is set, and then goes on from there or stands still."""

    def __init__(self, real: Clock = system_clock) -> None:
        """Begin with the time of ``real``."""
        self._real = real
        self._ahead = timedelta()
        self._frozen: datetime | None = None

    def __call__(self) -> datetime:
        """Return the time, with a time zone."""
        return self._frozen or self._real() + self._ahead

    @property
    def frozen(self) -> bool:
        """Whether it stands still."""
        return self._frozen is not None

    @property
    def is_set(self) -> bool:
        """Whether it tells another time than the real clock."""
        return self.frozen or bool(self._ahead)

    def set(self, now: datetime, *, frozen: bool = False) -> None:
        """Make it ``now``, which has a time zone; a ``frozen`` clock stays there.

        Raises:
            OverflowError: The time is too far away to go on from.
        """
        self._ahead = now - self._real()
        self._frozen = now if frozen else None

    def reset(self) -> None:
        """Tell the real time again."""
        self._ahead, self._frozen = timedelta(), None
