"""Files in memory: an ordered, frozen mapping of relative POSIX paths to text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

__all__ = ["FileTree"]


class FileTree(Mapping[str, str]):
    """The files of a package, by relative POSIX path, in the order of the paths.

    No two paths may be the same file on a disk that ignores case or normalises Unicode, none may leave the folder.

    Raises:
        ValueError: A path breaks that.
    """

    __slots__ = ("_files",)

    def __init__(self, files: Mapping[str, str]) -> None:
        taken: dict[str, str] = {}
        for path in files:
            _check(path)
            folded = unicodedata.normalize("NFC", path).casefold()
            if folded in taken:
                raise ValueError(f"{path!r} and {taken[folded]!r} are one file where case is ignored")
            taken[folded] = path
        self._files = {path: files[path] for path in sorted(files)}

    def __getitem__(self, path: str) -> str:
        return self._files[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __repr__(self) -> str:
        """Say how many: the text of a package is long."""
        return f"FileTree({len(self)} files)"

    def replaced(self, changes: Mapping[str, str]) -> FileTree:
        """Return the tree with some texts replaced or added."""
        return FileTree({**self._files, **changes})

    def encoded(self) -> dict[str, bytes]:
        """Return the files as they stand on disk: UTF-8, lines ended by a line feed."""
        return {path: text.encode() for path, text in self._files.items()}


def _check(path: str) -> None:
    pure = PurePosixPath(path)
    wrong = pure.is_absolute() or ".." in pure.parts or str(pure) != path or "\\" in path or ":" in path or path == "."
    if wrong or not path.isprintable():
        raise ValueError(f"{path!r} is not a plain relative path")
