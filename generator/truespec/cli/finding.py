"""Every OpenAPI document below a folder, known by what it says and not by what it is called."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from truespec.contract.names import Namespace, snake

__all__ = ["Found", "find_documents"]

_LIMIT: Final = 64 * 1024 * 1024
_WORDS: Final = frozenset({"openapi", "swagger"})
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_STATED: Final = re.compile(r"""^["']?(?:openapi|swagger)["']?[ \t]*:[ \t]*["']?[0-9]""", re.MULTILINE)
_FLOW: Final = re.compile(r"""\{\s*["']?(?:openapi|swagger)["']?\s*:""")
_AT_THE_MARGIN: Final = re.compile(r"^[^\s#].*", re.MULTILINE)
_OF_A_MAPPING: Final = re.compile(r"""(?:["'][^"'\n]*["']|[\w$./-][^:\n]*):(?:\s|$)|-(?:\s|$)|---|\.\.\.|%|[\]}]""")


@dataclass(frozen=True, slots=True)
class Found:
    """The documents of a folder as ``(name of a folder of its own, file)``, and how many other files there are."""

    documents: tuple[tuple[str, Path], ...]
    passed_over: int


def find_documents(folder: Path) -> Found:
    """Look at every file below ``folder``, in the order of the paths; links are not followed.

    The names are those of the paths below the folder, no two of them alike even where case is ignored.  Parts that
    documents refer to do not call themselves OpenAPI, so they are passed over with everything else.
    """
    names = Namespace()
    documents: list[tuple[str, Path]] = []
    passed_over = 0
    for path in _files(folder):
        if _is_document(path):
            documents.append((names.take(snake(path.relative_to(folder).with_suffix("").as_posix(), "api")), path))
        else:
            passed_over += 1
    return Found(tuple(documents), passed_over)


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            path = Path(parent, name)
            if path.is_file() and not path.is_symlink():
                yield path


def _is_document(path: Path) -> bool:
    try:
        if path.stat().st_size > _LIMIT:
            return False
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return False
    if text.lstrip()[:1] == "{":
        return _states_in_json(text) or _FLOW.match(text.lstrip()) is not None
    # Prose may quote a document; of YAML, every line at the margin is a key, an element or a mark.
    return _STATED.search(text) is not None and all(
        _OF_A_MAPPING.match(line[0]) for line in _AT_THE_MARGIN.finditer(text)
    )


def _states_in_json(text: str) -> bool:
    """Whether an object has one of the keys itself; values before it are stepped over, the rest is not looked at."""
    decoder = json.JSONDecoder()

    def after(position: int) -> int:
        match = _SPACE.match(text, position)
        return match.end() if match is not None else position

    position = after(after(0) + 1)
    try:
        while text[position] == '"':
            key, position = decoder.raw_decode(text, position)
            if key in _WORDS:
                return True
            _, position = decoder.raw_decode(text, after(after(position) + 1))
            position = after(after(position) + 1)
    except (ValueError, IndexError, RecursionError):
        return False
    return False
