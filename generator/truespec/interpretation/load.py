"""The whole way from a word on the command line to a contract: find, read, lint, interpret."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from truespec.catalogue import ApiEntry, resolve
from truespec.contract.api import Api
from truespec.contract.history import ApiChange
from truespec.diagnostics import Report
from truespec.interpretation.interpret import interpret
from truespec.specification.document import Document, Node
from truespec.specification.limits import DEFAULT, Limits
from truespec.specification.lint import lint
from truespec.specification.tolerance import tolerated

__all__ = ["load_api", "load_entry", "load_with_files"]


def load_api(word: str, report: Report, start: Path | None = None, limits: Limits = DEFAULT) -> Api | None:
    """Return the contract of an API of the catalogue or of an OpenAPI file; ``None`` where it has errors."""
    entry = resolve(word, report, start)
    return None if entry is None else load_entry(entry, report, limits=limits)


def load_entry(entry: ApiEntry, report: Report, *, strict: bool = False, limits: Limits = DEFAULT) -> Api | None:
    """Return the contract of an entry; ``None`` where its spec or behaviour has errors, which are in the report.

    Mistakes that can be worked around are warnings; with ``strict``, and in the specs of a catalogue, they are errors.
    """
    found = load_with_files(entry, report, strict=strict, limits=limits)
    return None if found is None else found[0]


def load_with_files(
    entry: ApiEntry,
    report: Report,
    *,
    strict: bool = False,
    limits: Limits = DEFAULT,
    document: Document | None = None,
) -> tuple[Api, tuple[Path, ...]] | None:
    """Return the contract of an entry and every file on disk that was read for it; ``None`` as :func:`load_entry`.

    ``document`` is that of the entry where it has been read already.
    """
    strict = strict or entry.house
    found = Report()
    document = lint(document or entry.spec, found, house=entry.house, samples=strict, limits=limits)
    report.extend(found if strict or document is None else tolerated(found))
    behaviour = None if entry.behaviour is None else _behaviour(entry.behaviour, report)
    changes = () if entry.changes is None else _changes(entry.changes, report)
    if document is None or report.failed:
        return None
    troubles = Report()
    api = interpret(document, behaviour, entry, troubles)
    api = replace(api, changes=changes) if changes else api
    troubles = troubles if strict else tolerated(troubles)
    report.extend(troubles)
    files = (*(source.path for source in document.sources if source.path.is_absolute()), *entry.inputs[1:])
    return None if troubles.failed else (api, files)


def _changes(path: Path, report: Report) -> tuple[ApiChange, ...]:
    from truespec.interpretation.history import read_changes  # noqa: PLC0415  # only some APIs have them

    return read_changes(path, report)


def _behaviour(path: Path, report: Report) -> Node | None:
    from truespec.interpretation.behaviour import load_behaviour  # noqa: PLC0415  # most documents have none

    return load_behaviour(path, report)
