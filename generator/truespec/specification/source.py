"""One file of a document: its value, what is wrong with its text, and, on demand, the place of everything in it."""

import os
import stat
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Final

from truespec.diagnostics import Location, Report
from truespec.specification import json_source, pointer
from truespec.specification.limits import Limits
from truespec.specification.positions import Entry, LineTable, Token, Trouble

__all__ = ["Source", "parse_source", "read_source"]

_YAML: Final = frozenset({".yaml", ".yml"})
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
# Without blocking, a pipe that took the file's name cannot make the reader wait.
_OPEN_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


class Source:
    """A file that has been read: ``path`` is real and absolute, ``name`` is how messages call it.

    ``value`` is made of dict, list, str, int, float, bool and None, and is not to be changed: YAML aliases share parts.
    """

    def __init__(self, path: Path, name: str, text: str, value: object, places: Callable[[], Entry]) -> None:
        self.path = path
        self.name = name
        self.value = value
        self._text = text
        self._find_places = places

    def __repr__(self) -> str:
        """Name the file; the text of it stays out of logs."""
        return f"Source({self.name!r})"

    @property
    def is_json(self) -> bool:
        """Whether the text is one value of JSON."""
        return self._text.lstrip()[:1] == "{" and _looks_like_json(self.path, self._text)

    def locate(self, tokens: Sequence[Token], *, key: bool = False) -> Location:
        """Return the place of the value that ``tokens`` lead to, or of its key.

        The text is read again for places, JSON as far as it has to be; loading a document does not pay for them.
        Where the tokens lead nowhere, the place is that of the nearest existing value above.
        """
        entry = self._places.find(tokens)
        return self.at(entry.key if key and entry.key >= 0 else entry.value, tokens)

    def at(self, offset: int, tokens: Sequence[Token] = ()) -> Location:
        """Return the place of the character at ``offset``."""
        line, column = self._lines.place(offset)
        return Location(self.name, line, column, pointer.join(tokens))

    @cached_property
    def _places(self) -> Entry:
        return self._find_places()

    @cached_property
    def _lines(self) -> LineTable:
        return LineTable(self._text)


def read_source(path: Path, name: str, report: Report, limits: Limits) -> Source | None:
    """Read the YAML or JSON file at ``path``; None when nothing of it can be used, which the report then explains.

    ``.json`` is read as JSON and ``.yaml`` and ``.yml`` as YAML, which JSON is too; of other names the first
    character decides.
    """
    data = _read_bytes(path, Location(name), report, limits)
    return None if data is None else parse_source(path, name, data, report, limits)


def parse_source(path: Path, name: str, data: bytes, report: Report, limits: Limits) -> Source | None:
    """Read the bytes of a file as :func:`read_source` does; ``path`` tells its format, and files from one another."""
    text = _decode(data, name, report)
    if text is None:
        return None
    value, troubles, places = _parse(path, text, limits)
    source = Source(path, name, text, value, places)
    for trouble in troubles:
        report.error(trouble.id, source.at(trouble.offset), trouble.message, trouble.advice)
    if any(trouble.fatal for trouble in troubles):
        return None
    if value is None and not troubles:
        report.error("file-empty", source.at(0), "the file holds no value", "write an OpenAPI document into it")
        return None
    return source


def _parse(path: Path, text: str, limits: Limits) -> tuple[object, list[Trouble], Callable[[], Entry]]:
    """Return the value of a text, what is wrong with it, and what finds the places in it."""
    if _looks_like_json(path, text):
        value, troubles = json_source.parse(text, limits)
        if path.suffix.lower() not in _YAML or not any(trouble.fatal for trouble in troubles):
            return value, troubles, partial(json_source.index, text)
    from truespec.specification import yaml_positions, yaml_source  # noqa: PLC0415  # JSON does not wait for PyYAML

    value, troubles = yaml_source.parse(text, limits)
    return value, troubles, partial(yaml_positions.index, text)


def _read_bytes(path: Path, location: Location, report: Report, limits: Limits) -> bytes | None:
    """Read a regular file of bounded size; anything else is refused before a byte is read."""
    try:
        if not _is_readable(path.stat(), location, report, limits):
            return None
        descriptor = os.open(path, _OPEN_FLAGS)
    except (OSError, ValueError) as error:
        _report_unreadable(error, location, report)
        return None
    with os.fdopen(descriptor, "rb") as file:
        # Asked again of what is open now: the name may have changed hands since.
        if not _is_readable(os.fstat(descriptor), location, report, limits):
            return None
        data = file.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        report.error("file-too-large", location, "the file grew while it was read", "try again")
        return None
    return data


def _is_readable(status: os.stat_result, location: Location, report: Report, limits: Limits) -> bool:
    if stat.S_ISDIR(status.st_mode):
        report.error("file-is-directory", location, "a directory, not a file", "name the document inside it")
    elif not stat.S_ISREG(status.st_mode):
        report.error("file-not-regular", location, "not a regular file", "name a file on disk")
    elif status.st_size > limits.file_bytes:
        message = f"{status.st_size} bytes, more than the {limits.file_bytes} that are read"
        report.error(
            "file-too-large",
            location,
            message,
            "split the document into several files, or allow it with --max-file-bytes",
        )
    else:
        return True
    return False


def _report_unreadable(error: OSError | ValueError, location: Location, report: Report) -> None:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        report.error("file-missing", location, "there is no such file", "check the name")
    elif isinstance(error, OSError):
        report.error("file-unreadable", location, f"cannot be read: {error.strerror}", "check the file's permissions")
    else:
        report.error("file-unreadable", location, "cannot be a file name", "check the name")


def _decode(data: bytes, name: str, report: Report) -> str | None:
    data = data.removeprefix(_BYTE_ORDER_MARK)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        location = Location(name, 1, 1)
        report.error("file-not-utf8", location, "the encoding is UTF-16, not UTF-8", "save the file as UTF-8")
        return None
    if (nul := data.find(b"\0")) >= 0:
        location = _byte_location(data, nul, name)
        report.error("file-binary", location, "a NUL byte: the file is binary, not text", "name a YAML or JSON file")
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        report.error("file-not-utf8", _byte_location(data, error.start, name), message, "save the file as UTF-8")
        return None


def _byte_location(data: bytes, offset: int, name: str) -> Location:
    before = data[:offset].decode("utf-8", errors="replace")
    return Location(name, *LineTable(before).place(len(before)))


def _looks_like_json(path: Path, text: str) -> bool:
    start = text.lstrip()[:1]
    if path.suffix.lower() in _YAML:
        return start == "{"  # JSON is YAML, but for the escapes of characters beyond 16 bits
    return path.suffix.lower() == ".json" or start in {"{", "["}
