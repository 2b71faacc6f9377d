"""Pages by their addresses: fetched, told apart from those that did not change, and saved where they are asked for."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from truespec import __version__
from truespec.catalogue import ApiEntry
from truespec.cli.console import Exit
from truespec.cli.pages import ReadPage, read_bytes
from truespec.diagnostics import Location, Report
from truespec.documentation.page import MAX_BYTES
from truespec.documentation.retrieval import Retrieval, RetrievalError, Retrieved, Validators, is_loopback

__all__ = ["FETCHES_FILE", "Fetches", "fetch_pages"]

FETCHES_FILE: Final = "documented.fetches.json"
_AGENT: Final = f"truespec/{__version__} (reads API documentation for changes; one request a page)"
_OFFLINE: Final = "TRUESPEC_OFFLINE"


@dataclass(slots=True)
class Fetches:
    """What servers called the pages that were accepted, kept beside the lock."""

    path: Path | None
    known: dict[str, Validators] = field(default_factory=dict[str, Validators])
    _new: dict[str, tuple[str, Validators]] = field(default_factory=dict[str, tuple[str, Validators]])
    """By how they are shown: the addresses of this run, and what they are called."""

    @classmethod
    def of(cls, entry: ApiEntry | None, accepted: Container[str]) -> Fetches:
        """Return what is known of those pages of an API that its lock holds, as ``accepted`` are their addresses.

        A file that cannot be read, or a page that is not in the lock, only costs a request in full.
        """
        if entry is None:
            return cls(None)
        path = entry.spec.parent / FETCHES_FILE
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            known = {
                str(address): Validators(str(one["etag"]), str(one["last-modified"]))
                for address, one in document.items()
                if _name(address) in accepted
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            known = {}
        return cls(path, known)

    def note(self, url: str, found: Validators) -> None:
        """Remember what a page that was fetched is called; what stands behind ``?`` may be a secret, and is not."""
        if "?" not in url:
            self._new[_name(url)] = (url, found)

    def accept(self, shown: str) -> None:
        """Take a page for known that was accepted: one that was refused has to be fetched again, whole."""
        if shown in self._new:
            url, found = self._new[shown]
            self.known[url] = found

    def keep(self) -> None:
        """Write what is known.

        Raises:
            OSError: It cannot be written.
        """
        if self.path is None:
            return
        written = {
            address: {"etag": one.etag, "last-modified": one.last_modified}
            for address, one in sorted(self.known.items())
            if one != Validators()
        }
        text = json.dumps(written, indent=1, sort_keys=True) + "\n"
        if written or self.path.exists():
            self.path.write_text(text, encoding="utf-8")


def fetch_pages(urls: list[str], fetches: Fetches, save: Path | None) -> Iterator[ReadPage]:
    """Fetch and read the pages one by one; with ``TRUESPEC_OFFLINE`` set, only from this machine."""
    retrieval = Retrieval(_AGENT, MAX_BYTES)
    for url in urls:
        report = Report()
        try:
            found = _get(retrieval, url, fetches)
        except RetrievalError as error:
            report.error(
                "page-not-fetched", Location(_name(url)), str(error), "save the page by hand and read the file"
            )
            yield ReadPage(_name(url), None, report, Exit.COULD_NOT_TELL, _name(url))
            continue
        if found.data is None:
            yield ReadPage(_name(url), None, report, Exit.HOLDS, _name(url))
            continue
        fetches.note(url, found.validators)
        name = _saved(found.data, url, save, report) if save is not None else _name(url)
        yield read_bytes(found.data, name, report, _name(url))


def _get(retrieval: Retrieval, url: str, fetches: Fetches) -> Retrieved:
    if os.environ.get(_OFFLINE) and not is_loopback(url):
        raise RetrievalError(f"{_OFFLINE} is set")
    return retrieval.get(url, fetches.known.get(url))


def _name(url: str) -> str:
    """Return an address as it may be shown: without what could be a credential."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "address"
    return f"{parts.scheme}://{host}{parts.path}"


def _saved(data: bytes, url: str, folder: Path, report: Report) -> str:
    stem = re.sub(r"[^A-Za-z0-9.]+", "-", f"{urlsplit(url).hostname}{urlsplit(url).path}").strip("-.") or "page"
    path = folder / (stem if "." in stem.rpartition("-")[2] else f"{stem}.page")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        report.error(
            "page-not-saved", Location(str(path)), error.strerror or "it cannot be written", "name another folder"
        )
    return str(path)
