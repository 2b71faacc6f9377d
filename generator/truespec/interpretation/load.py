"""The whole way from a word on the command line to a contract: find, read, lint, interpret."""

from __future__ import annotations

from pathlib import Path

from truespec.catalogue import ApiEntry, resolve
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.behaviour import load_behaviour
from truespec.interpretation.interpret import interpret
from truespec.specification.lint import lint

__all__ = ["load_api", "load_entry", "load_with_files"]


def load_api(word: str, report: Report, start: Path | None = None) -> Api | None:
    """Return the contract of an API of the catalogue or of an OpenAPI file; ``None`` where it has errors."""
    entry = resolve(word, report, start)
    return None if entry is None else load_entry(entry, report)


def load_entry(entry: ApiEntry, report: Report) -> Api | None:
    """Return the contract of an entry; ``None`` where its spec or behaviour has errors, which are in the report."""
    found = load_with_files(entry, report)
    return None if found is None else found[0]


def load_with_files(entry: ApiEntry, report: Report) -> tuple[Api, tuple[Path, ...]] | None:
    """Return the contract of an entry and every file that was read for it; ``None`` as :func:`load_entry`."""
    document = lint(entry.spec, report, house=entry.house)
    behaviour = load_behaviour(entry.behaviour, report) if entry.behaviour is not None else None
    if document is None or report.failed:
        return None
    troubles = Report()
    api = interpret(document, behaviour, entry, troubles)
    report.extend(troubles)
    files = (*(source.path for source in document.sources), *entry.inputs[1:])
    return None if troubles.failed else (api, files)
