"""The differences of one API as Markdown for a pull request: breaking ones first, suggestions folded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from truespec.diagnostics import printable
from truespec.drift.change import Change, Kind, Suggestion, Weight
from truespec.drift.reports import ApiReport, Suggest
from truespec.drift.wording import counted, place_of, said_of

__all__ = ["markdown"]

_ORDER = {Weight.ERROR: 1, Weight.WARNING: 2, Weight.INFO: 3, Weight.NOTE: 4}


def markdown(report: ApiReport, suggest: Suggest) -> Iterator[str]:
    """Yield the lines of a report, and with each change the lines of the spec that it suggests."""
    yield f"## Drift of {_text(report.api)}"
    yield ""
    yield f"**{_text(counted(report.changes))}**; coverage: {_text(str(report.coverage))}."
    yield ""
    for page in report.pages:
        known = page.page
        if known is not None:
            file = f" `{_code(page.file)}`" if page.file else ""
            what = f"{known.form.value}, grade {page.grades}, {page.operations} operations"
            yield f"- page {_text(page.name)}{file}: {what}"
    listed = [change for change in report.changes if change.kind is not Kind.UNSUPPORTED]
    listed.sort(key=lambda change: (not change.breaking, _ORDER[change.weight]))
    drift = [change for change in listed if change.drift]
    rest = [change for change in listed if not change.drift]
    yield from _table(drift, report)
    yield from _suggestions(drift, suggest)
    if rest:
        yield from ("", "<details>", f"<summary>No drift: {counted(rest).partition(', ')[2]}</summary>")
        yield from _table(rest, report)
        yield from ("", "</details>")
        yield from _suggestions(rest, suggest)


def _table(changes: list[Change], report: ApiReport) -> Iterator[str]:
    if changes:
        yield ""
        yield "| | operation | place | what | page | spec |"
        yield "| --- | --- | --- | --- | --- | --- |"
        yield from (_row(change, report) for change in changes)


def _row(change: Change, report: ApiReport) -> str:
    file = report.file_of(change.page)
    is_linked = change.line and file and not PurePath(file).is_absolute()
    page = f"[{change.line}]({_link(file)}#L{change.line})" if is_linked else str(change.line or "")
    spec = change.spec
    if change.location is not None:
        where = f"{change.location.file}:{change.location.line}:{change.location.column}"
        spec = f"[{_text(where)}]({_link(change.location.file)}#L{change.location.line}) {_text(change.spec)}"
    sign = "waived" if change.waived else "**breaking**" if change.breaking else change.weight.value
    said = f"{said_of(change)}; waived {change.waived_on}: {change.waived}" if change.waived else said_of(change)
    cells = (sign, f"`{_code(change.operation)}`", f"`{_code(place_of(change))}`", _text(said), page, spec)
    return f"| {' | '.join(cells)} |"


def _suggestions(changes: list[Change], suggest: Suggest) -> Iterator[str]:
    told: set[tuple[Suggestion, ...]] = set()
    for change in changes:
        found = () if change.waived else suggest(change)
        if not found or found in told:
            continue
        told.add(found)
        how = "`--apply` makes it" if found[0].applies else "to be made by hand"
        yield ""
        yield "<details>"
        yield f"<summary>{_text(f'{change.operation} {place_of(change)}')}: suggested edit</summary>"
        yield ""
        yield f"Look at it first: {_text(found[0].caution)}." if found[0].caution else f"An edit {how}."
        yield ""
        yield from _difference(found)
        yield "</details>"


def _difference(found: tuple[Suggestion, ...]) -> Iterator[str]:
    """Yield a fenced difference, longer than whatever fence is in it."""
    lines: list[str] = []
    for one in found:
        lines.append(f"@@ {printable(one.file)}:{one.line}:{one.column} @@")
        lines += [f"-{printable(line)}" for line in one.old]
        lines += [f"+{printable(line)}" for line in one.new]
    longest = max((len(run) for line in lines for run in re.findall(r"`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    yield from (f"{fence}diff", *lines, fence)


def _text(text: str) -> str:
    """Escape what Markdown and HTML would take for their own."""
    escaped = printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|~#@])", r"\\\1", escaped)


def _code(text: str) -> str:
    return printable(text).replace("`", "'").replace("|", "\\|")


def _link(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9_./-]", lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), text)
