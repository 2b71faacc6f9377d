"""What a sample has at the places of printed rows, also below one for which it says that it leads back."""

from __future__ import annotations

import dataclasses
from typing import Any

from truespec.documentation.rendered.fields import Field
from truespec.documentation.rendered.sample_values import Path, first_object, is_circular, sampled_name, value_at

__all__ = ["Sampled"]


@dataclasses.dataclass(slots=True)
class Sampled:
    """A sample, and which of the objects around a place leads back to which."""

    sample: object
    _turns: dict[Path, Path] = dataclasses.field(default_factory=dict[Path, Path])
    _values: dict[Path, object] = dataclasses.field(default_factory=dict[Path, object])

    def value(self, path: Path) -> object:
        """Return what is at a place."""
        if path not in self._values:
            self._values[path] = value_at(self.sample, self._turned(path))
        return self._values[path]

    def members(self, path: Path) -> dict[str, Any] | None:
        """Return the members of what is at a place; None where the sample tells nothing of them."""
        return first_object(self.value(self._turns.get(path, path)))

    def open(self, path: Path, following: Field | None) -> None:
        """Note that a page goes on where the sample leads back, if one of the objects around has what follows."""
        if following is None or path in self._turns or not is_circular(self.value(path)):
            return
        around = [path[:count] for count in range(len(path))]
        found = [one for one in around if sampled_name(following) in (first_object(self.value(one)) or ())]
        if len(found) == 1:
            self._turns[path] = found[0]

    def _turned(self, path: Path) -> Path:
        """Return the place where the sample has what is at another."""
        for count in range(len(path) - 1, 0, -1):
            if path[:count] in self._turns:
                return self._turned((*self._turns[path[:count]], *path[count:]))
        return path
