"""``truespec list``: the APIs with what is documented of each, and what is assumed, where and why."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from truespec.cli import console
from truespec.cli.console import Exit
from truespec.cli.lint import selected
from truespec.diagnostics import Report, printable
from truespec.specification.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from truespec.contract.api import Api
    from truespec.contract.inventory import Assumed, Inventory

__all__ = ["list_apis"]


class ListFormat(StrEnum):
    """How the list is printed."""

    TEXT = "text"
    JSON = "json"


def list_apis(
    apis: Annotated[
        list[str] | None, typer.Argument(metavar="[API|FILE]...", help="APIs of the catalogue or OpenAPI files.")
    ] = None,
    assumptions: Annotated[
        str | None, typer.Option(metavar="API|FILE", help="Print each assumption of one API, its place and its reason.")
    ] = None,
    output: Annotated[ListFormat, typer.Option("--format", help="How to print the list.")] = ListFormat.TEXT,
    limits: Limits = DEFAULT,
) -> None:
    """Print the APIs: operations, schemas, documented facts, assumptions."""
    report = Report()
    found = _taken([assumptions] if assumptions is not None else apis, report, limits)
    if output is ListFormat.JSON:
        documents = [_as_json(api, taken, listed=assumptions is not None) for api, taken in found]
        console.document({"apis": documents, "diagnostics": [diagnostic.as_json() for diagnostic in report]})
    else:
        console.diagnostics(report)
        _print(found, listed=assumptions is not None)
    raise typer.Exit(Exit.UNUSABLE if report.failed else Exit.HOLDS)


def _taken(words: list[str] | None, report: Report, limits: Limits) -> list[tuple[Api, Inventory]]:
    from truespec.contract.inventory import take  # noqa: PLC0415 -- the start of every command is on the clock
    from truespec.interpretation.load import load_entry  # noqa: PLC0415

    found: list[tuple[Api, Inventory]] = []
    for entry in selected(words, report):
        own = Report()
        api = load_entry(entry, own, limits=limits)
        report.extend(own)
        if api is not None:
            found.append((api, take(api)))
    return found


def _as_json(api: Api, taken: Inventory, *, listed: bool) -> dict[str, Any]:
    document: dict[str, Any] = {
        "name": api.name,
        "title": api.title,
        "version": api.version,
        "operations": taken.operations,
        "schemas": taken.schemas,
        "facts": taken.facts,
        "assumptions": len(taken.assumed),
    }
    if listed:
        document["assumed"] = [_assumed_json(assumed) for assumed in taken.assumed]
    return document


def _assumed_json(assumed: Assumed) -> dict[str, Any]:
    place = assumed.assumption.location
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "pointer": place.pointer,
        "what": assumed.subject,
        "attribute": assumed.assumption.attribute,
        "reason": assumed.assumption.why,
    }


def _print(found: list[tuple[Api, Inventory]], *, listed: bool) -> None:
    if not found:
        return
    if not listed:
        columns = ("API", "title", "operations #", "schemas #", "documented facts #", "assumptions #")
        console.table("APIs", columns, [_row(api, taken) for api, taken in found])
        return
    for api, taken in found:
        for assumed in taken.assumed:
            what = " ".join(word for word in (assumed.subject, assumed.assumption.attribute) if word)
            reason = " ".join(assumed.assumption.why.split())
            console.line(f"{assumed.assumption.location}: {printable(what)}: {printable(reason)}")
        console.line(f"{api.name}: {len(taken.assumed)} assumptions beside {taken.facts} documented facts")


def _row(api: Api, taken: Inventory) -> tuple[str, ...]:
    counts = (taken.operations, taken.schemas, taken.facts, len(taken.assumed))
    return api.name, api.title, *map(str, counts)
