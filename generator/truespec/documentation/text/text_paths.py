"""Methods and paths of operations, which a saved text may show three times: in a row, above samples, in a request."""

from __future__ import annotations

import dataclasses
import re
from typing import Final

from truespec.documentation.openapi.openapi_facts import METHODS
from truespec.documentation.text.text_lines import TextLines

__all__ = [
    "MethodLine",
    "completed",
    "is_path",
    "is_title_of",
    "is_torn",
    "method_line",
    "path_end",
    "row_of",
    "without_host",
]

_ADDRESS: Final = re.compile(r"(?:[a-z]+|\{[\w.-]+\})://", re.IGNORECASE)
"""What an address begins with: its scheme may be a variable."""
_HOST: Final = re.compile(rf"{_ADDRESS.pattern}[^/]+", re.IGNORECASE)
_PATH: Final = re.compile(r"/\S*\Z")
_BEHIND_VARIABLE: Final = re.compile(r"[.:#~@,;=&_-][\w.:#~@,;=&/-]*\Z")
_URL: Final = re.compile(r"(?:https?|wss?|\{[\w.-]+\})://[^\s<>\"]+\Z|\{[\w.-]+\}(?:/\S*)?\Z")
"""An address, of which the scheme may be a variable, or what begins with one."""
_METHOD: Final = re.compile(rf"({'|'.join(METHODS)})\b|({'|'.join(METHODS)})(?=https?://|/)", re.IGNORECASE)
_VARIABLE: Final = re.compile(r"\{[^{}]*\}")


@dataclasses.dataclass(frozen=True, slots=True)
class MethodLine:
    """A line that begins with a method; ``rest`` is the path or address glued to it."""

    method: str
    rest: str


def method_line(text: str) -> MethodLine | None:
    """Read a line that is a method, alone or with a path or an address glued to it."""
    match = _METHOD.match(text)
    if match is None:
        return None
    rest = text[match.end() :].strip()
    if rest and not (_PATH.match(rest) or _URL.match(rest)):
        return None
    return MethodLine((match[1] or match[2]).upper(), rest)


def is_title_of(lines: TextLines, index: int, start: int) -> bool:
    """Whether a line is the title of the operation that begins at ``start``: its method and its path in words.

    Rows have them glued together or below each other.
    """
    title, own = method_line(lines.text(index)), method_line(lines.text(start))
    if title is None or own is None or title.method != own.method or index >= start:
        return False
    between = range(index + 1, start)
    if lines.text(index) != f"{title.method} {title.rest}" or any(not _may_part(lines, one) for one in between):
        return False
    server, path = row_of(lines, start, path_end(lines, start))
    return (path or without_host(server) or title.rest).endswith(title.rest)


def _may_part(lines: TextLines, index: int) -> bool:
    """Whether a line may stand between the title of an operation and its method."""
    return lines.is_badge(index) or lines.is_noise(index)


def is_path(text: str) -> bool:
    """Whether ``text`` is a path, an address, or the next part of a path."""
    return bool(_PATH.match(text) or _URL.match(text))


def _goes_on(before: str, text: str) -> bool:
    """Whether ``text`` is what a path has right behind its variable: ``:cancel``, ``.json``."""
    return before.endswith("}") and is_path(before) and _BEHIND_VARIABLE.match(text) is not None


def path_end(lines: TextLines, start: int) -> int:
    """Return the first line after a method and the pieces of its path."""
    index = start + 1
    while index < len(lines) and _is_piece_of_path(lines, index):
        index += 1
    return index


def row_of(lines: TextLines, start: int, end: int) -> tuple[str, str]:
    """Return server (or whole address) and path from a method and the lines of its path, ``end`` excluded."""
    method = method_line(lines.text(start))
    pieces = [method.rest] if method is not None and method.rest else []
    pieces += [lines.text(index) for index in range(start + 1, end)]
    begins_with_path = bool(pieces) and pieces[0].startswith(("/", "{")) and not _ADDRESS.match(pieces[0])
    server = "" if begins_with_path or not pieces else pieces.pop(0)
    while server and pieces and _ADDRESS.match(pieces[0]):
        pieces.pop(0)  # what else can be chosen from the menu of servers
    befores = ["", *pieces]
    rest = [piece for before, piece in zip(befores, pieces, strict=False) if is_path(piece) or _goes_on(before, piece)]
    return server, "".join(rest)


def without_host(address: str) -> str:
    """Return the path of an address, nothing where it has no host."""
    host = _HOST.match(address)
    return address[host.end() :] if host else ""


def _is_piece_of_path(lines: TextLines, index: int) -> bool:
    return is_path(lines.text(index)) or _goes_on(lines.text(index - 1), lines.text(index))


def is_torn(row: str, head: str, requested: str) -> bool:
    """Whether the path in a row, that above the samples and that of the request are not those of one operation.

    A capture may have lost the variables of a path, or all behind one; a request has the path of the server before its
    own, and may have values for variables.
    """
    begun = (head[: variable.start()] for variable in _VARIABLE.finditer(head))
    if row and head and _VARIABLE.sub("", row) not in {_VARIABLE.sub("", one) for one in (head, *begun)}:
        return True
    path = head or row
    pairs = zip(reversed(path.split("/")), reversed(requested.split("/")), strict=False)
    return bool(path and requested) and not all(
        one == other or not one or not other or "{" in one + other for one, other in pairs
    )


def completed(path: str, requested: str) -> str:
    """Put back variables that a capture lost from a path, where the requested path confirms it."""
    if requested.endswith(path):
        return path
    segments = requested.split("/")
    for first in range(1, len(segments)):
        suffix = "/" + "/".join(segments[first:])
        if _VARIABLE.sub("", suffix) == path:
            return suffix
    return path
