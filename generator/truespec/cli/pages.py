"""Pages on the command line: files or addresses, read one after the other, and the lock that an API has of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from truespec.cli.console import Exit
from truespec.diagnostics import Location, Report

if TYPE_CHECKING:
    from truespec.catalogue import ApiEntry
    from truespec.documentation.facts.surface import Surface
    from truespec.documentation.locks.lock import Lock

__all__ = ["ReadPage", "check_end", "is_usable", "load_lock", "lock_path", "open_page", "read_pages"]

_LEAST_UNDERSTOOD: Final = 0.8
"""Of a page of which less was understood, nothing is compared or accepted."""
_CONSENT: Final = "where it really is so, accept it with --accept --accept-loss"


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page that was read: ``surface`` is None where there was nothing to read at all."""

    file: str
    surface: Surface | None
    report: Report
    exit: Exit
    address: str = ""


def read_pages(files: list[Path]) -> Iterator[ReadPage]:
    """Read the pages one by one; nothing of one is kept when the next is asked for."""
    for path in files:
        report = Report()
        data = _bytes(path, report)
        if data is None:
            yield ReadPage(str(path), None, report, Exit.UNUSABLE)
        else:
            yield read_bytes(data, str(path), report)


def read_bytes(data: bytes, name: str, report: Report, address: str = "") -> ReadPage:
    """Read the bytes of a page; what is no page, or none that can be read, could not be told anything about."""
    from truespec.documentation.page import decode  # noqa: PLC0415 -- the start of every command is on the clock
    from truespec.documentation.reading import read  # noqa: PLC0415

    page = decode(data, name, report)
    surface = None if page is None else read(page, report)
    if surface is not None and not report.failed:
        _check_whole(surface, name, report)
    return ReadPage(name, surface, report, Exit.COULD_NOT_TELL if report.failed else Exit.HOLDS, address)


def _check_whole(surface: Surface, name: str, report: Report) -> None:
    page = surface.page
    if not page.whole:
        message = "the page ends in the middle: what it does not show may still be there"
        report.error("page-cut", Location(name, page.lines, 1), message, "save the page again, whole")
    elif page.lines and page.understood < _LEAST_UNDERSTOOD * page.lines:
        message = f"only {page.understood} of {page.lines} lines were understood"
        report.error("page-not-understood", Location(name), message, "save the page in another form, such as page.md")


def _bytes(path: Path, report: Report) -> bytes | None:
    from truespec.documentation.page import MAX_BYTES  # noqa: PLC0415

    try:
        if not path.is_file():
            report.error("page-missing", Location(str(path)), _what(path), "name a file that holds a saved page")
            return None
        with open_page(path) as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be opened"
        report.error("page-missing", Location(str(path)), f"cannot be read: {reason}", "check its permissions")
        return None


def open_page(path: Path) -> BinaryIO:
    """Open a file that holds a page."""
    return path.open("rb")


def _what(path: Path) -> str:
    if path.is_dir():
        return "a folder, not a page"
    return "a pipe or a device, not a file" if path.exists() else "there is no such file"


def check_end(lock: Lock, name: str, page: ReadPage, *, consent: bool = False) -> bool:
    """Whether a page has the parts that the lock lets expect; reported where it seems to have lost one.

    With ``consent`` that is a warning, and no reason to refuse the page.
    """
    from truespec.documentation.locks.acceptance import broken_since, seems_cut  # noqa: PLC0415
    from truespec.documentation.loss.losses import lost_part  # noqa: PLC0415

    before = lock.page(name)
    if before is None or page.surface is None:
        return True
    line = page.surface.page.lines
    if seems_cut(before, page.surface):
        message = "the lines that stood below the last operation are missing: the page seems cut"
        advice = f"save the page again, with its last lines; {_CONSENT}"
    elif line := broken_since(before, page.surface):
        message = "the sample that begins here is broken, and was whole: a part of the page seems to be missing"
        advice = f"save the page again, whole; {_CONSENT}"
    elif lost := lost_part(before.surface, page.surface):
        line, message = 1, f"this looks like a part of the page that was accepted: {lost}"
        advice = f"save the page again, whole; {_CONSENT}"
    else:
        return True
    report = page.report.warning if consent else page.report.error
    report("page-cut", Location(page.file, line, 1), message, advice)
    return consent


def is_usable(page: ReadPage) -> bool:
    """Whether a page says enough to be compared or accepted."""
    return page.surface is not None and page.exit is Exit.HOLDS


def lock_path(entry: ApiEntry) -> Path:
    """Return where the lock of an API is: beside its spec."""
    from truespec.documentation.locks.lock import LOCK_FILE  # noqa: PLC0415

    return entry.spec.parent / LOCK_FILE


def load_lock(entry: ApiEntry, report: Report, path: Path | None = None) -> Lock | None:
    """Return the lock of an API, or the one at ``path``; None, with the reason reported, where it cannot be trusted."""
    from truespec.documentation.locks.lock import read_lock  # noqa: PLC0415

    if path is not None and not path.is_file():
        report.error("lock-unreadable", Location(str(path)), "there is no such file", "check the name")
        return None
    return read_lock(path or lock_path(entry), report)
