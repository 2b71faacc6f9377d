"""What a package says of its API as a whole, after an edit of words that nothing else depends on."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Final

from truespec.rendering.sketch import Sketch

__all__ = ["reworded"]

_TEXTS: Final = frozenset({"CHANGELOG.md", "README.md", "pyproject.toml"})
"""Files that print the version, the description of the API and those of its servers, as they stand."""


def reworded(files: Mapping[str, bytes], before: Sketch, after: Sketch) -> dict[str, bytes] | None:
    """Return ``files`` with the difference between two sketches of an API without operations and schemas.

    ``None`` where other files differ, or lines do not stand just once as they were.
    """
    if before.files.keys() != after.files.keys():
        return None
    found = dict(files)
    for path, text in before.files.items():
        if text == after.files[path]:
            continue
        whole = _exchanged(files[path].decode(), text, after.files[path]) if path in _TEXTS and path in files else None
        if whole is None:
            return None
        found[path] = whole.encode()
    return found


def _exchanged(whole: str, before: str, after: str) -> str | None:
    """Return a text with the lines that differ exchanged, each stretch found by the line above it and its own."""
    old, new = before.split("\n"), after.split("\n")
    for kind, first, last, start, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if first == 0:
            return None
        was = "\n".join(["", *old[first - 1 : last], ""])
        whole = f"\n{whole}"
        if whole.count(was) != 1:
            return None
        whole = whole.replace(was, "\n".join(["", old[first - 1], *new[start:stop], ""]))[1:]
    return whole
