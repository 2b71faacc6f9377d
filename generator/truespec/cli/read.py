"""``truespec read``: what saved pages say, fact by fact, and the lock that remembers it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truespec.catalogue import ApiEntry, resolve
from truespec.cli import console
from truespec.cli.console import Exit
from truespec.cli.page_formats import page_document, page_lines
from truespec.cli.pages import ReadPage, check_end, is_usable, load_lock, lock_path, read_pages
from truespec.cli.progress import CountProgress
from truespec.diagnostics import Location, Report, printable

if TYPE_CHECKING:
    from truespec.cli.fetching import Fetches
    from truespec.contract.api import Api
    from truespec.documentation.facts.surface import Surface
    from truespec.documentation.locks.lock import Lock
    from truespec.drift.change import Change

__all__ = ["read_page"]


class ReadFormat(StrEnum):
    """How what was read is printed."""

    TEXT = "text"
    JSON = "json"


def read_page(
    pages: Annotated[
        list[Path] | None, typer.Argument(metavar="PAGE...", help="Saved pages: text, HTML, Markdown.")
    ] = None,
    api: Annotated[str | None, typer.Option(metavar="API", help="The API whose pages they are.")] = None,
    named: Annotated[
        str | None,
        typer.Option("--as", metavar="NAME|ADDRESS", help="What the lock calls the page; else its operations tell."),
    ] = None,
    urls: Annotated[
        list[str] | None, typer.Option("--url", metavar="URL", help="Fetch a page, politely: https, one request.")
    ] = None,
    save: Annotated[Path | None, typer.Option(metavar="DIR", help="Where to keep the pages that are fetched.")] = None,
    output: Annotated[ReadFormat, typer.Option("--format", help="How to print what was read.")] = ReadFormat.TEXT,
    *,
    accept: Annotated[bool, typer.Option("--accept", help="Keep what was read in the lock of the API.")] = False,
    accept_loss: Annotated[
        bool, typer.Option("--accept-loss", help="With --accept: also a page that seems to have lost a part.")
    ] = False,
    refused: Annotated[
        bool, typer.Option("--note-refused", help="Note in the lock that a page cannot be read (grade D).")
    ] = False,
) -> None:
    """Read pages and print their facts; with --api also what changed since they were accepted."""
    report = Report()
    if accept_loss and not accept:
        report.error("option-form", Location("--accept-loss"), "what is to be accepted?", "add --accept")
    entry = _entry(api, report, needed=accept or refused)
    lock = None if entry is None or report.failed else load_lock(entry, report)
    if not (pages or urls):
        report.error("page-missing", Location("PAGE"), "no page to read", "name a file, or an address with --url")
    if report.failed:
        console.diagnostics(report)
        raise typer.Exit(Exit.UNUSABLE)
    run = _Reading(entry, lock, named or "", output, accept=accept, loss=accept_loss, refused=refused)
    raise typer.Exit(run.all(pages or [], urls or [], save))


def _entry(api: str | None, report: Report, *, needed: bool) -> ApiEntry | None:
    if api is not None:
        return resolve(api, report)
    if needed:
        report.error("option-form", Location("--accept"), "which API's lock?", "name it with --api")
    return None


class _Reading:
    """One run over pages, one at a time: what was read of one is forgotten before the next."""

    def __init__(
        self,
        entry: ApiEntry | None,
        lock: Lock | None,
        named: str,
        output: ReadFormat,
        *,
        accept: bool,
        loss: bool,
        refused: bool,
    ) -> None:
        self._entry, self._lock, self._output = entry, lock, output
        self._address = named if "/" in named else ""
        self._named = named.rstrip("/").rpartition("/")[2]
        self._accept, self._loss, self._refused = accept, loss, refused
        self._dirty = False
        self._apis: list[Api | None] = []
        self._fetches: Fetches | None = None

    def all(self, files: list[Path], urls: list[str], save: Path | None) -> Exit:
        """Read every page, print each, and write the lock once at the end; return what it comes to."""
        total = len(files) + len(urls)
        exits = [Exit.HOLDS]
        several = total > 1 and self._output is ReadFormat.JSON
        if several:
            console.line('{"pages": [')
        with CountProgress(total, "reading") as progress:
            for number, page in enumerate(self._pages(files, urls, save)):
                exits.append(self._one(page, last=number + 1 == total, several=several))
                progress.advance(failed=exits[-1] is not Exit.HOLDS)
        if several:
            console.line("]}")
        exits.append(self._write())
        return max(exits)

    def _pages(self, files: list[Path], urls: list[str], save: Path | None) -> Iterator[ReadPage]:
        yield from read_pages(files)
        if urls:
            from truespec.cli.fetching import Fetches, fetch_pages  # noqa: PLC0415 -- only those who fetch pay for it

            pages = [] if self._lock is None else [self._lock.page(name) for name in self._lock]
            self._fetches = Fetches.of(self._entry, {page.address for page in pages if page is not None})
            yield from fetch_pages(urls, self._fetches, save)

    def _one(self, page: ReadPage, *, last: bool, several: bool) -> Exit:
        changes: list[Change] | None = None
        exit_ = page.exit
        if is_usable(page) and self._entry is not None and page.surface is not None and self._lock is not None:
            name = self._name(page, page.surface)
            if not name or not check_end(self._lock, name, page, consent=self._loss):
                exit_ = Exit.COULD_NOT_TELL
            else:
                changes = self._changes(name, page.surface)
                if self._accept:
                    self._take(name, page.surface, page.address or self._address)
                    if self._fetches is not None:
                        self._fetches.accept(page.address)
                elif any(change.drift for change in changes):
                    exit_ = Exit.DOES_NOT_HOLD
        elif self._refused and page.surface is not None:
            self._note_refused(page)
        console.diagnostics(page.report)
        self._print(page, changes, last=last, several=several)
        return exit_

    def _name(self, page: ReadPage, surface: Surface) -> str:
        """Return what the lock calls the page; empty, with the reason reported, for one of other operations."""
        from truespec.documentation.locks.acceptance import same_page  # noqa: PLC0415

        assert self._lock is not None and self._entry is not None  # noqa: S101, PT018 -- asked with an API only
        known = same_page(self._lock, surface, self._named)
        if not self._is_replaced(known, surface) and (known or self._named):
            return known or self._named
        if not self._named and self._is_of_spec(surface):
            return _slug(page)
        message = f"the page has no operation of {self._entry.name}, neither of its lock nor of its spec"
        page.report.error("page-of-others", Location(page.file), message, "name the right API, or the page with --as")
        return ""

    def _is_replaced(self, name: str, surface: Surface) -> bool:
        """Whether a page that was named has no operation of that page, nor of any other that is known of the API."""
        from truespec.documentation.locks.acceptance import same_page  # noqa: PLC0415

        if not (self._named and name) or self._lock is None or self._loss:
            return False
        told = self._lock.contents()[name].operations and surface.facts
        return bool(told) and not (same_page(self._lock, surface) or self._is_of_spec(surface))

    def _is_of_spec(self, surface: Surface) -> bool:
        from truespec.documentation.facts.operations import matched  # noqa: PLC0415

        api = self._api()
        labels = [] if api is None else [operation.label for operation in api.operations]
        return bool(matched(labels, {fact.operation for fact in surface.facts if fact.operation}))

    def _api(self) -> Api | None:
        """Return the contract of the API, made once; None where its spec has errors."""
        from truespec.interpretation.load import load_entry  # noqa: PLC0415

        assert self._entry is not None  # noqa: S101 -- asked with an API only
        if not self._apis:
            self._apis.append(load_entry(self._entry, Report()))
        return self._apis[0]

    def _changes(self, name: str, surface: Surface) -> list[Change]:
        """Return what changed since the page was accepted; nothing for a page that never was."""
        from truespec.cli.since import changes_since  # noqa: PLC0415

        assert self._lock is not None  # noqa: S101 -- as above
        before = self._lock.page(name)
        return [] if before is None else changes_since(self._api(), name, before.surface, surface)

    def _take(self, name: str, surface: Surface, address: str) -> None:
        from truespec.documentation.locks.acceptance import accepted  # noqa: PLC0415

        assert self._lock is not None  # noqa: S101 -- as above
        self._lock = self._lock.with_page(accepted(self._lock.page(name), name, surface, address))
        self._dirty = True

    def _note_refused(self, page: ReadPage) -> None:
        """Keep the identity of a page that cannot be read; what a better capture showed stays as it is."""
        from truespec.documentation.facts.surface import Grade  # noqa: PLC0415
        from truespec.documentation.locks.locked_page import LockedPage  # noqa: PLC0415

        surface = page.surface
        name = self._named or _slug(page)
        if (
            self._lock is not None
            and surface is not None
            and surface.page.grade is Grade.D
            and name not in self._lock
            and surface.page.sha256 not in {known.sha256 for known in self._lock.contents().values()}
        ):
            self._lock = self._lock.with_page(
                LockedPage(name, replace(surface, facts=()), page.address or self._address)
            )
            self._dirty = True

    def _write(self) -> Exit:
        from truespec.documentation.locks.lock import write_lock  # noqa: PLC0415

        if not self._dirty or self._lock is None or self._entry is None:
            return Exit.HOLDS
        path = lock_path(self._entry)
        try:
            state = "written" if write_lock(path, self._lock) else "unchanged"
            if self._fetches is not None:
                self._fetches.keep()
        except OSError as error:
            report = Report()
            report.error(
                "lock-not-written",
                Location(str(path)),
                error.strerror or "cannot be written",
                "the old one is as it was",
            )
            console.diagnostics(report)
            return Exit.UNUSABLE
        console.note(f"{printable(str(path))} {state}")
        return Exit.HOLDS

    def _print(self, page: ReadPage, changes: list[Change] | None, *, last: bool, several: bool) -> None:
        if self._output is ReadFormat.TEXT:
            for line in page_lines(page, changes):
                console.line(line)
        elif several:
            text = json.dumps(page_document(page, changes), ensure_ascii=True)
            console.line(text if last else f"{text},")
        else:
            console.document(page_document(page, changes))


def _slug(page: ReadPage) -> str:
    stem = page.address.rstrip("/").rpartition("/")[2] if page.address else Path(page.file).stem
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "page"
