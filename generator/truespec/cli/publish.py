"""``truespec publish``: specs, schemas, references and clients of the APIs in one folder, ready to be served."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from truespec.catalogue import ApiEntry
from truespec.cli import console
from truespec.cli.console import Exit
from truespec.cli.generate import ResultFormat
from truespec.cli.lint import selected
from truespec.diagnostics import Location, Report, printable
from truespec.specification.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from truespec.publishing.plan import Published, Subject

__all__ = ["publish"]


def publish(
    apis: Annotated[
        list[str] | None, typer.Argument(metavar="[API|FILE]...", help="APIs of the catalogue or OpenAPI files.")
    ] = None,
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder to write; one of before is replaced at once.")],
    output: Annotated[ResultFormat, typer.Option("--format", help="How to print what was done.")] = ResultFormat.TEXT,
    limits: Limits = DEFAULT,
) -> None:
    """Publish each API: bundled spec, JSON Schemas, an HTML reference, wheel and sdist of the client, checksums."""
    report = Report()
    published: tuple[Published, ...] | None = None
    subjects = [_subject(entry, report, limits) for entry in _distinct(selected(apis, report), report)]
    ready = [subject for subject in subjects if subject is not None]
    if ready and not report.failed:
        from truespec.publishing.publish import publish_all  # noqa: PLC0415 -- not before there is something to publish

        published = publish_all(ready, out, report)
    if output is ResultFormat.JSON:
        found = [diagnostic.as_json() for diagnostic in report]
        console.document({"out": str(out), "apis": [_as_json(one) for one in published or ()], "diagnostics": found})
    else:
        console.diagnostics(report)
        for one in published or ():
            console.line(f"{one.api.name}: {len(one.files)} files in {printable(str(out / one.api.name))}")
    raise typer.Exit(Exit.UNUSABLE if published is None else Exit.HOLDS)


def _distinct(entries: list[ApiEntry], report: Report) -> list[ApiEntry]:
    """Refuse two APIs of one name: they would share a folder."""
    seen: set[str] = set()
    for entry in entries:
        if entry.name in seen:
            message = f"two of the APIs are called {entry.name}"
            report.error("api-name-twice", Location(str(entry.spec)), message, "publish them apart")
        seen.add(entry.name)
    return entries


def _subject(entry: ApiEntry, report: Report, limits: Limits) -> Subject | None:
    from truespec.interpretation.load import load_entry  # noqa: PLC0415 -- the start of every command is on the clock
    from truespec.publishing.plan import Subject  # noqa: PLC0415
    from truespec.specification.bundle import as_json, as_yaml, bundle  # noqa: PLC0415
    from truespec.specification.document import load  # noqa: PLC0415

    own = Report()
    api = load_entry(entry, own, strict=True, limits=limits)
    report.extend(own)
    document = load(entry.spec, Report(), limits) if api is not None else None
    if api is None or document is None:
        return None
    bundled = bundle(document)
    return Subject(api, bundled, as_yaml(bundled), as_json(bundled))


def _as_json(one: Published) -> dict[str, Any]:
    return {"name": one.api.name, "version": one.api.version, "files": sorted(one.files)}
