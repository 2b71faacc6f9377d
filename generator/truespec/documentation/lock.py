"""The lock of an API: its pages as last accepted, in canonical JSON, with digests and code words for sentences."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from truespec.diagnostics import Location, Report
from truespec.documentation.capture import condensed
from truespec.documentation.operations import ending
from truespec.documentation.surface import Evidence, Fact, Form, Grade, Leftover, PageFacts, Surface, Value, Visibility

__all__ = ["LOCK_FILE", "Lock", "LockedPage", "lock_text", "read_lock", "write_lock"]

LOCK_FILE: Final = "documented.lock.json"
_VERSION: Final = 1
_MOST_BYTES: Final = 256 * 1024 * 1024
_ADVICE: Final = "restore it from version control, or remove it and accept the pages anew"


_MERGE: Final = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)


class _VersionError(Exception):
    """The lock is of a form that this version does not know."""


class _FactError(Exception):
    """A line of a lock cannot be taken for a fact."""

    def __init__(self, line: object) -> None:
        super().__init__()
        self._line = line

    def line_in(self, text: str) -> int:
        """Return the number of the line in the file; 1 where it is not written as a lock writes it."""
        written = json.dumps(self._line, ensure_ascii=True)
        found = (number for number, one in enumerate(text.splitlines(), 1) if one.strip().rstrip(",") == written)
        return next(found, 1)


@dataclass(frozen=True)
class LockedPage:
    """One page as last accepted; a fact whose line is 0 was shown by an earlier, better capture of it."""

    name: str
    surface: Surface
    address: str = ""

    @functools.cached_property
    def operations(self) -> tuple[str, ...]:
        """The operations of the page in their order."""
        return tuple(dict.fromkeys(fact.operation for fact in self.surface.facts if fact.operation))

    @functools.cached_property
    def endings(self) -> frozenset[str]:
        """What the operations of another capture of the page end with."""
        return frozenset(map(ending, self.operations))


@dataclass(frozen=True, slots=True)
class Lock:
    """The pages of one API by name."""

    pages: Mapping[str, LockedPage] = field(default_factory=dict[str, LockedPage])

    def with_page(self, page: LockedPage) -> Lock:
        """Return a lock that holds this page instead of the one of its name."""
        return Lock({**self.pages, page.name: page})


def lock_text(lock: Lock) -> str:
    """Write a lock: sorted keys, one fact a line, ASCII; the same facts give the same text."""
    pages = [f"  {json.dumps(name)}: {_page_text(page)}" for name, page in sorted(lock.pages.items())]
    inner = "{\n" + ",\n".join(pages) + "\n }" if pages else "{}"
    return f'{{\n "documented-lock": {_VERSION},\n "pages": {inner}\n}}\n'


def _page_text(page: LockedPage) -> str:
    operations: dict[str, list[str]] = {}
    for fact in page.surface.facts:
        operations.setdefault(fact.operation, []).append(_fact_text(fact))
    blocks = [
        f"    {json.dumps(operation)}: [\n" + ",\n".join(f"     {line}" for line in sorted(set(lines))) + "\n    ]"
        for operation, lines in sorted(operations.items())
    ]
    stated = "{\n" + ",\n".join(blocks) + "\n   }" if blocks else "{}"
    left = _line([{"at": leftover.line, "digest": leftover.digest} for leftover in page.surface.not_understood])
    return (
        f'{{\n   "address": {json.dumps(page.address)},\n   "not-understood": {left},\n   "operations": {stated},\n'
        f'   "page": {_line(_page_json(page.surface.page))}\n  }}'
    )


def _line(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, default=dict)


def _page_json(page: PageFacts) -> dict[str, Any]:
    return {
        **({"footer": True} if page.footer else {}),
        **({"titled": True} if page.titled else {}),
        **({"top": page.top} if page.top else {}),
        "form": page.form.value,
        "grade": page.grade.value,
        "language": page.language,
        "lines": page.lines,
        "printer": page.printer,
        "reasons": list(page.reasons) if page.grade is Grade.D else [],
        "sha256": page.sha256,
        "understood": page.understood,
        "whole": page.whole,
    }


def _fact_text(fact: Fact) -> str:
    """Write a fact on one line, place and attribute first, so that lines sort by them."""
    written: dict[str, Any] = {"of": [fact.place, fact.attribute], "value": condensed(fact.attribute, fact.value)}
    if fact.evidence is not Evidence.STATED:
        written["evidence"] = fact.evidence.value
    if fact.visibility is not Visibility.SHOWN:
        written["visibility"] = fact.visibility.value
    if fact.line:
        written["at"] = fact.line
    return json.dumps(written, ensure_ascii=True, default=dict)


def read_lock(path: Path, report: Report) -> Lock | None:
    """Read a lock; one that is not there holds no page.

    None, with the place in the report (``lock-unreadable``, ``lock-damaged``), where it cannot be trusted: a damaged
    lock is never taken for an empty one.
    """
    try:
        if not path.exists():
            return Lock()
        if path.stat().st_size > _MOST_BYTES:
            report.error("lock-unreadable", Location(str(path)), "larger than any lock of ours", _ADVICE)
            return None
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        report.error("lock-unreadable", Location(str(path)), f"cannot read the lock: {reason}", _ADVICE)
        return None
    marks = _MERGE.search(text)
    if marks is not None:
        place = Location(str(path), text.count("\n", 0, marks.start()) + 1, 1)
        advice = "take one side whole, then accept the pages anew"
        report.error("lock-damaged", place, "the marks of a merge that was not finished stand here", advice)
        return None
    try:
        return _lock(json.loads(text))
    except json.JSONDecodeError as error:
        place = Location(str(path), error.lineno, error.colno)
        report.error("lock-damaged", place, f"not valid JSON: {error.msg}", _ADVICE)
    except _FactError as error:
        place = Location(str(path), error.line_in(text), 1)
        report.error("lock-damaged", place, "this line says nothing that a lock could", _ADVICE)
    except _VersionError:
        message = "a lock of another version: perhaps one of a newer truespec"
        report.error("lock-damaged", Location(str(path), 1, 1), message, "use the version that wrote it")
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        message = f"not a lock of this version: {type(error).__name__}"
        report.error("lock-damaged", Location(str(path), 1, 1), message, _ADVICE)
    return None


def _lock(document: Any) -> Lock:
    if document["documented-lock"] != _VERSION:
        raise _VersionError
    return Lock({name: _page(name, page) for name, page in document["pages"].items()})


def _page(name: str, document: Any) -> LockedPage:
    page = document["page"]
    facts = [fact for operation, lines in document["operations"].items() for fact in _facts(operation, lines)]
    known = PageFacts(
        form=Form(page["form"]),
        grade=Grade(page["grade"]),
        language=str(page["language"]),
        printer=str(page["printer"]),
        reasons=tuple(map(str, page["reasons"])),
        sha256=str(page["sha256"]),
        lines=int(page["lines"]),
        understood=int(page["understood"]),
        whole=bool(page["whole"]),
        footer=bool(page.get("footer", False)),
        titled=bool(page.get("titled", False)),
        top=str(page.get("top", "")),
    )
    left = tuple(Leftover(int(one["at"]), str(one["digest"])) for one in document["not-understood"])
    in_order = tuple(sorted(facts, key=lambda fact: fact.line or 1 << 60))
    return LockedPage(name, Surface(known, in_order, left), str(document["address"]))


def _facts(operation: str, lines: Iterable[Any]) -> Iterator[Fact]:
    for line in lines:
        try:
            yield _fact(operation, line)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _FactError(line) from error


def _fact(operation: str, line: Any) -> Fact:
    place, attribute = line["of"]
    return Fact(
        operation=operation,
        place=str(place),
        attribute=str(attribute),
        value=_frozen(line["value"]),
        line=int(line.get("at", 0)),
        visibility=Visibility(line.get("visibility", "shown")),
        evidence=Evidence(line.get("evidence", "stated")),
    )


def _frozen(value: Any) -> Value:
    if isinstance(value, list):
        return tuple(_frozen(one) for one in cast("list[object]", value))
    if isinstance(value, dict):
        return {str(key): _frozen(one) for key, one in cast("dict[str, Any]", value).items()}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(type(value).__name__)


def write_lock(path: Path, lock: Lock) -> bool:
    """Write a lock whole or not at all; return whether it was not there, or another, before.

    Raises:
        OSError: It cannot be written; the old one is as it was.
    """
    text = lock_text(lock)
    try:
        if path.read_text(encoding="utf-8") == text:
            return False
    except (OSError, UnicodeDecodeError):
        pass  # none, or none that can be kept
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    return True
