"""``truespec lint``: what is wrong with a spec, each with its place."""

from __future__ import annotations

from typing import Annotated

import typer

from truespec.catalogue import ApiEntry, entries, find_root, resolve
from truespec.cli import console
from truespec.cli.console import Exit
from truespec.cli.diagnostic_formats import DiagnosticFormat, github, sarif
from truespec.diagnostics import Location, Report, Severity
from truespec.specification.limits import DEFAULT, Limits

__all__ = ["lint", "selected"]


def selected(words: list[str] | None, report: Report) -> list[ApiEntry]:
    """Return the entries that the words of a command line mean; all of the catalogue where there are none."""
    from pathlib import Path  # noqa: PLC0415 -- the start of every command is on the clock

    if words:
        return [entry for word in words if (entry := resolve(word, report)) is not None]
    root = find_root(Path.cwd())
    if root is None:
        report.error("catalogue-missing", Location("specs"), "no catalogue here", "name an OpenAPI file")
        return []
    return list(entries(root, report))


def lint(
    apis: Annotated[
        list[str] | None, typer.Argument(metavar="[API|FILE]...", help="APIs of the catalogue or OpenAPI files.")
    ] = None,
    output: Annotated[
        DiagnosticFormat, typer.Option("--format", help="How to print the diagnostics.")
    ] = DiagnosticFormat.TEXT,
    *,
    rules: Annotated[bool, typer.Option("--rules", help="List the rules and stop.")] = False,
    limits: Limits = DEFAULT,
) -> None:
    """Check specs and behaviour files; every mistake is named with file, line and column."""
    if rules:
        _print_rules()
        raise typer.Exit(Exit.HOLDS)
    report = Report()
    found = selected(apis, report)
    for entry in found:
        _check(entry, report, limits)
    _print(report, output, len(found))
    raise typer.Exit(Exit.UNUSABLE if report.failed else Exit.HOLDS)


def _check(entry: ApiEntry, report: Report, limits: Limits) -> None:
    from truespec.interpretation.load import load_entry  # noqa: PLC0415

    own = Report()
    load_entry(entry, own, strict=True, limits=limits)
    report.extend(own)


def _print_rules() -> None:
    from truespec.specification.rules import RULES  # noqa: PLC0415

    console.table(
        "Lint rules", ("id", "severity", "what it finds"), [(r.id, r.severity.value, r.summary) for r in RULES]
    )


def _print(report: Report, output: DiagnosticFormat, count: int) -> None:
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    match output:
        case DiagnosticFormat.JSON:
            found = [diagnostic.as_json() for diagnostic in report]
            console.document({"documents": count, "errors": errors, "warnings": warnings, "diagnostics": found})
        case DiagnosticFormat.SARIF:
            console.document(sarif(report))
        case DiagnosticFormat.GITHUB:
            for diagnostic in report:
                console.line(github(diagnostic))
        case DiagnosticFormat.TEXT:
            console.diagnostics(report)
            counts = ((count, "document"), (errors, "error"), (warnings, "warning"))
            console.line(", ".join(f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counts))
