"""What a server of this folder was told to break, and where it was told to differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

__all__ = ["Flags", "Record", "Refused", "stamp"]

Record: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Flags:
    """The names of the mutant and of the variant; both are empty for the plain server."""

    mutant: str = ""
    variant: str = ""

    def broken(self, *names: str) -> bool:
        """Say whether one of these facts is to be broken."""
        return self.mutant in names

    def differs(self, *names: str) -> bool:
        """Say whether the server is to differ in one of these ways."""
        return self.variant in names


class Refused(Exception):  # noqa: N818 - it names what happened
    """A request is answered with this status and body."""

    def __init__(self, status: int, body: Any = None) -> None:
        super().__init__(status)
        self.status = status
        self.body = body


def stamp(at: datetime, flags: Flags) -> str:
    """Write a time as the documentation's examples do; which zone it is in is not said."""
    return f"{at + timedelta(hours=5 if flags.differs('other-zone') else 0):%Y-%m-%d %H:%M:%S}"
