"""Is a package what would be made now? The check is a comparison, with a diff for each file that is not."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from truespec.output.folder import on_disk

__all__ = ["StaleFile", "stale"]


@dataclass(frozen=True, slots=True)
class StaleFile:
    """A file that differs: ``diff``, where asked for, is a unified diff from what is there to what would be made."""

    path: str
    kind: Literal["missing", "changed", "surplus"]
    diff: str


def stale(
    files: Mapping[str, bytes], folder: Path, known: Mapping[str, str], *, diffs: bool = True
) -> tuple[StaleFile, ...]:
    """Compare ``files`` with a folder; files that only ``known`` (the manifest) names are surplus.

    Without ``diffs``, which take long for large files, only the paths are told.
    """
    return tuple(_compare(files, folder, known, _diff if diffs else _no_diff))


def _compare(
    files: Mapping[str, bytes], folder: Path, known: Mapping[str, str], diff: Callable[[Path, bytes | None, bytes], str]
) -> Iterator[StaleFile]:
    for path in sorted({*files, *known}):
        new, old = files.get(path), on_disk(folder, path)
        if new is None:
            if os.path.lexists(folder / path):
                yield StaleFile(path, "surplus", diff(folder / path, old, b""))
        elif old is None:
            yield StaleFile(path, "missing", diff(folder / path, b"", new))
        elif new != old:
            yield StaleFile(path, "changed", diff(folder / path, old, new))


def _no_diff(path: Path, old: bytes | None, new: bytes) -> str:  # noqa: ARG001  # stands in for the one below
    return ""


def _diff(path: Path, old: bytes | None, new: bytes) -> str:
    before = (old or b"").decode("utf-8", "backslashreplace").splitlines(keepends=True)
    after = new.decode("utf-8", "backslashreplace").splitlines(keepends=True)
    lines = difflib.unified_diff(before, after, str(path), f"{path} (as it would be made now)")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
