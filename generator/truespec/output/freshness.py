"""Is a package what would be made now? The check is a comparison, with a diff for each file that is not."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from truespec.output.folder import on_disk

__all__ = ["StaleFile", "stale"]


@dataclass(frozen=True, slots=True)
class StaleFile:
    """A file that differs: ``diff`` is a unified diff from what is there to what would be made."""

    path: str
    kind: Literal["missing", "changed", "surplus"]
    diff: str


def stale(files: Mapping[str, bytes], folder: Path, known: Mapping[str, str]) -> tuple[StaleFile, ...]:
    """Compare ``files`` with a folder; files that only ``known`` (the manifest) names are surplus."""
    return tuple(_compare(files, folder, known))


def _compare(files: Mapping[str, bytes], folder: Path, known: Mapping[str, str]) -> Iterator[StaleFile]:
    for path in sorted({*files, *known}):
        new, old = files.get(path), on_disk(folder, path)
        if new is None:
            if os.path.lexists(folder / path):
                yield StaleFile(path, "surplus", _diff(folder / path, old, b""))
        elif old is None:
            yield StaleFile(path, "missing", _diff(folder / path, b"", new))
        elif new != old:
            yield StaleFile(path, "changed", _diff(folder / path, old, new))


def _diff(path: Path, old: bytes | None, new: bytes) -> str:
    before = (old or b"").decode("utf-8", "backslashreplace").splitlines(keepends=True)
    after = new.decode("utf-8", "backslashreplace").splitlines(keepends=True)
    lines = difflib.unified_diff(before, after, str(path), f"{path} (as it would be made now)")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
