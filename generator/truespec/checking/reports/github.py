"""A verdict as annotations of a pull request: workflow commands, one a line."""

from __future__ import annotations

from collections.abc import Iterator

from truespec.checking.verdict import Finding, Verdict
from truespec.diagnostics import printable

__all__ = ["github"]


def github(verdict: Verdict, *, strict: bool = False) -> Iterator[str]:
    """Yield a command for each finding on the line of the spec or the behaviour that states the fact.

    A difference from an assumption is a warning, with ``strict`` an error.
    """
    for finding in verdict.broken:
        yield _annotation(finding, "error", "broken")
    for finding in verdict.differs:
        yield _annotation(finding, "error" if strict else "warning", "differs from an assumption")
    for item in verdict.never_done:
        place = f"file={_property(item.location.file)},line={item.location.line or 1},col={item.location.column or 1}"
        yield f"::warning {place},title={_property(f'never done: {item.operation}')}::{_data(item.states)}"
    if verdict.untold:
        yield f"::error title={_property('the run could not tell')}::{_data(verdict.untold)}"


def _annotation(finding: Finding, level: str, word: str) -> str:
    place = finding.fact.location
    properties = {
        "file": place.file,
        "line": str(place.line or 1),
        "col": str(place.column or 1),
        "title": f"{word}: {finding.fact.id}",
    }
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    lines = [finding.fact.states, f"seen: {finding.detail}"]
    lines += [f"again: {line}" for line in finding.reproduction.split("\n") if line]
    return f"::{level} {listed}::{_data(chr(10).join(lines))}"


def _data(text: str) -> str:
    lines = (printable(line) for line in text.replace("%", "%25").split("\n"))
    return "%0A".join(line.replace("\r", "%0D") for line in lines)


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")
