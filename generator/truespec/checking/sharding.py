"""One share of several that together are the whole: which machine does what is told by names alone."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final, Self

__all__ = ["Shard"]

_FORM: Final = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shard:
    """Share ``number`` (from 1) of ``total``; each name belongs to exactly one of them, on every machine the same."""

    number: int = 1
    total: int = 1

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the shard that is written ``2/5``.

        Raises:
            ValueError: It is written otherwise, or its number is larger than its total.
        """
        found = _FORM.fullmatch(text)
        if found is None or int(found[1]) > int(found[2]):
            raise ValueError("write NUMBER/TOTAL, from 1/5 to 5/5")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        """Write it as it is read."""
        return f"{self.number}/{self.total}"

    @property
    def whole(self) -> bool:
        """Whether it is all there is."""
        return self.total == 1

    def takes(self, name: str) -> bool:
        """Say whether what has this name is done here."""
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8]) % self.total == self.number - 1
