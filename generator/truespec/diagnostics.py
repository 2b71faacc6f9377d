"""How every room speaks of trouble: a place, a severity, a stable id, what is wrong and what to do.

A stage of the pipeline takes a :class:`Report`, adds to it and returns its best value.
Only the command line turns a report into an exit code.
"""

from __future__ import annotations

import enum
import functools
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, TypedDict

__all__ = ["Diagnostic", "DiagnosticJson", "Location", "Report", "Severity", "printable"]

_ESCAPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def printable(text: str) -> str:
    """Return ``text`` on one line with control, bidi and other invisible characters written as escapes.

    Text from a document ends up on terminals and in logs; nothing in it may move a cursor or reorder a line.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        character.encode("unicode_escape").decode("ascii") if unicodedata.category(character) in _ESCAPED else character
        for character in text
    )


class Severity(enum.Enum):
    """How much a diagnostic weighs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@functools.total_ordering
class Location:
    """A place in a file the user wrote.

    ``file`` is shown as given (relative to the working directory where possible); ``line`` and ``column`` count from 1,
    in characters; 0 means the place has no line (a missing file).  A place made by :meth:`lazy` finds its line when it
    is first asked: a contract holds one for every part of a document, and nearly all of them are never shown.
    """

    __slots__ = ("_find", "_line_column", "_pointer", "file")

    def __init__(self, file: str, line: int = 0, column: int = 0, pointer: str = "") -> None:
        self.file: Final = file
        self._pointer: str | Callable[[], str] = pointer
        self._line_column = (line, column)
        self._find: Callable[[], tuple[int, int]] | None = None

    @classmethod
    def lazy(cls, file: str, pointer: str | Callable[[], str], find: Callable[[], tuple[int, int]]) -> Location:
        """Return a place whose line and column ``find`` tells when they are needed; so may ``pointer`` be told."""
        location = cls(file)
        location._pointer = pointer
        location._find = find
        return location

    def _resolve(self) -> tuple[int, int]:
        if self._find is not None:
            self._line_column = self._find()
            self._find = None
        return self._line_column

    @property
    def pointer(self) -> str:
        """The RFC 6901 JSON Pointer of the node; empty for a whole file."""
        if not isinstance(self._pointer, str):
            self._pointer = self._pointer()
        return self._pointer

    @property
    def line(self) -> int:
        """The line, from 1; 0 where there is none."""
        return self._resolve()[0]

    @property
    def column(self) -> int:
        """The column in characters, from 1; 0 where there is none."""
        return self._resolve()[1]

    def _key(self) -> tuple[str, tuple[int, int], str]:
        return self.file, self._resolve(), self.pointer

    def __eq__(self, other: object) -> bool:
        """Compare places; lines are looked for only where file and pointer agree (a key and its value share them)."""
        if not isinstance(other, Location):
            return NotImplemented
        if self is other:
            return True
        if (self.file, self.pointer) != (other.file, other.pointer):
            return False
        return self._resolve() == other._resolve()

    def __lt__(self, other: object) -> bool:
        """Order places by file, then as they stand in it."""
        if not isinstance(other, Location):
            return NotImplemented
        return self._key() < other._key()

    def __hash__(self) -> int:
        return hash((self.file, self.pointer))

    def __repr__(self) -> str:
        return f"Location({str(self)!r}, pointer={self.pointer!r})"

    def __reduce__(self) -> tuple[type[Location], tuple[str, int, int, str]]:
        """Pickle the found place: what finds it belongs to this process."""
        return Location, (self.file, self.line, self.column, self.pointer)

    def __str__(self) -> str:
        """Write the place as ``file:line:column``, without the numbers where there is no line."""
        name = printable(self.file)
        return f"{name}:{self.line}:{self.column}" if self.line else name


class DiagnosticJson(TypedDict):
    """A diagnostic as ``--format json`` prints it."""

    id: str
    severity: str
    file: str
    line: int
    column: int
    pointer: str
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One trouble: ``id`` is stable (kebab-case), ``message`` says what, ``advice`` what to do about it (one line)."""

    id: str
    severity: Severity
    location: Location
    message: str
    advice: str = ""

    def __str__(self) -> str:
        """Write ``file:line:column: severity id: message`` and, on a second line, the advice."""
        head = f"{self.location}: {self.severity.value} {self.id}: {printable(self.message)}"
        return f"{head}\n  advice: {printable(self.advice)}" if self.advice else head

    def as_json(self) -> DiagnosticJson:
        """Return the diagnostic as plain JSON data."""
        return {
            "id": self.id,
            "severity": self.severity.value,
            "file": self.location.file,
            "line": self.location.line,
            "column": self.location.column,
            "pointer": self.location.pointer,
            "message": self.message,
            "advice": self.advice,
        }


@dataclass(slots=True)
class Report:
    """The diagnostics collected so far; equal ones are kept once."""

    _seen: dict[Diagnostic, None] = field(default_factory=dict[Diagnostic, None])

    def add(self, severity: Severity, id_: str, location: Location, message: str, advice: str = "") -> None:
        """Append one diagnostic."""
        self._seen[Diagnostic(id_, severity, location, message, advice)] = None

    def error(self, id_: str, location: Location, message: str, advice: str = "") -> None:
        """Append an error: the document cannot be used as it is."""
        self.add(Severity.ERROR, id_, location, message, advice)

    def warning(self, id_: str, location: Location, message: str, advice: str = "") -> None:
        """Append a warning: usable, but probably not what was meant."""
        self.add(Severity.WARNING, id_, location, message, advice)

    def note(self, id_: str, location: Location, message: str, advice: str = "") -> None:
        """Append a note: worth knowing, nothing to do."""
        self.add(Severity.NOTE, id_, location, message, advice)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Append diagnostics made elsewhere."""
        for diagnostic in diagnostics:
            self._seen[diagnostic] = None

    def __iter__(self) -> Iterator[Diagnostic]:
        """Yield the diagnostics by place, then in the order they were found."""
        return iter(sorted(self._seen, key=lambda diagnostic: diagnostic.location))

    def __len__(self) -> int:
        """Count the diagnostics."""
        return len(self._seen)

    def count(self, severity: Severity) -> int:
        """Count the diagnostics of one severity."""
        return sum(diagnostic.severity is severity for diagnostic in self._seen)

    @property
    def failed(self) -> bool:
        """Whether there is at least one error."""
        return any(diagnostic.severity is Severity.ERROR for diagnostic in self._seen)
