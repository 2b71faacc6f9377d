"""``truespec test``: a server, live or mocked, against its contract."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truespec.cli import console
from truespec.cli.console import Exit
from truespec.cli.pairs import pairs
from truespec.cli.progress import CheckProgress
from truespec.diagnostics import Location, Report
from truespec.specification.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from truespec.checking.targets import Access, Target
    from truespec.checking.verdict import Verdict
    from truespec.contract.api import Api

__all__ = ["check_server"]


class ProfileName(StrEnum):
    """How much is tried."""

    QUICK = "quick"
    THOROUGH = "thorough"


class ResultFormat(StrEnum):
    """How the verdict is printed."""

    TEXT = "text"
    JSON = "json"


class ReportName(StrEnum):
    """What is written to the folder of reports."""

    JUNIT = "junit"
    JSON = "json"


def check_server(
    api: Annotated[str, typer.Argument(metavar="API|FILE", help="An API of the catalogue, or an OpenAPI file.")],
    url: Annotated[str | None, typer.Option(help="The server to test; without it, a mock in this process.")] = None,
    auth: Annotated[
        list[str] | None,
        typer.Option(metavar="SCHEME=VALUE", help="A credential, by the scheme's name or its header's name."),
    ] = None,
    second_auth: Annotated[
        list[str] | None,
        typer.Option(metavar="SCHEME=VALUE", help="A credential with fewer permissions, to see what it is refused."),
    ] = None,
    rate: Annotated[str | None, typer.Option(metavar="N/s", help="Send at most so many requests a second.")] = None,
    header: Annotated[
        list[str] | None, typer.Option(metavar="'NAME: VALUE'", help="Send this with every request.")
    ] = None,
    param: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="Fix a path or query parameter to a value.")
    ] = None,
    profile: Annotated[ProfileName, typer.Option(help="How much is tried.")] = ProfileName.QUICK,
    seed: Annotated[int, typer.Option(help="The same seed sends the same requests.")] = 0,
    budget: Annotated[float | None, typer.Option(min=1, metavar="SECONDS", help="Stop trying after this long.")] = None,
    output: Annotated[ResultFormat, typer.Option("--format", help="How to print the verdict.")] = ResultFormat.TEXT,
    report: Annotated[str | None, typer.Option(metavar="junit,json", help="Reports to write.")] = None,
    report_dir: Annotated[Path, typer.Option(help="The folder for reports.")] = Path("truespec-reports"),
    *,
    read_only: Annotated[bool, typer.Option("--read-only", help="Change nothing on the server.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Count a difference from an assumption as broken.")] = False,
    limits: Limits = DEFAULT,
) -> None:
    """Test a server against the documented facts and stated rules of an API."""
    diagnostics = Report()
    reports = _report_names(report, diagnostics)
    credentials = pairs("--auth", auth, "=", diagnostics)
    second = pairs("--second-auth", second_auth, "=", diagnostics)
    pace = _rate(rate, diagnostics)
    headers = pairs("--header", header, ":", diagnostics)
    parameters = pairs("--param", param, "=", diagnostics)
    if url is None and (auth or second_auth or rate or header or param or read_only):
        message = "credentials, headers, parameters, --rate and --read-only are for a server, and no --url names one"
        diagnostics.error("option-needs-url", Location("--url"), message, "add --url, or leave the others out")
    contract = _contract(api, diagnostics, limits)
    access: Access | None = None
    if contract is not None:
        access = replace(
            _access(contract, credentials, second, diagnostics),
            headers=tuple(headers),
            parameters=tuple(parameters),
            read_only=read_only,
            rate=pace,
        )
    target = _target(contract, url, access, diagnostics)
    console.diagnostics(diagnostics)
    if contract is None or target is None:
        raise typer.Exit(Exit.UNUSABLE)
    from truespec.checking.run import check  # noqa: PLC0415 -- only a run pays for it

    with CheckProgress(contract.name) as progress:
        verdict = check(contract, target, profile.value, [progress], seed=seed, budget=budget)
    _write_reports(verdict, reports, report_dir, strict=strict)
    _print(verdict, output, strict=strict)
    raise typer.Exit(verdict.exit_code(strict=strict))


def _report_names(words: str | None, report: Report) -> list[ReportName]:
    found: list[ReportName] = []
    for word in (words or "").split(","):
        if word.strip() in set(ReportName):
            found.append(ReportName(word.strip()))
        elif word.strip():
            known = ", ".join(ReportName)
            report.error(
                "report-unknown", Location("--report"), f"no report is called {word.strip()!r}", f"reports: {known}"
            )
    return found


def _contract(word: str, report: Report, limits: Limits) -> Api | None:
    from truespec.interpretation.load import load_api  # noqa: PLC0415

    return load_api(word, report, limits=limits)


def _rate(text: str | None, report: Report) -> float | None:
    """Return how many requests a second ``5/s`` or ``30/m`` means, ``None`` where there is no limit."""
    if text is None:
        return None
    found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)/(s|m)", text, re.ASCII)
    number = float(found[1]) / {"s": 1, "m": 60}[found[2]] if found is not None else 0.0
    if not number:
        report.error("rate-form", Location("--rate"), "is no number of requests in a time", "write 5/s or 30/m")
        return None
    return number


def _access(api: Api, credentials: list[tuple[str, str]], second: list[tuple[str, str]], report: Report) -> Access:
    from truespec.checking.credentials import read_credentials  # noqa: PLC0415
    from truespec.checking.targets import Access  # noqa: PLC0415

    known = read_credentials(api, dict(credentials), report)
    return Access(known, second=read_credentials(api, dict(second), report, "--second-auth"))


def _target(api: Api | None, url: str | None, access: Access | None, report: Report) -> Target | None:
    """Return what to aim at; ``None`` where anything was wrong with the command so far, or is with the address."""
    if api is None or access is None or report.failed:
        return None
    from truespec.checking.targets import mock_target, url_target  # noqa: PLC0415

    return mock_target(api) if url is None else url_target(url, access, report)


def _write_reports(verdict: Verdict, names: list[ReportName], folder: Path, *, strict: bool) -> None:
    import json  # noqa: PLC0415

    for name in names:
        folder.mkdir(parents=True, exist_ok=True)
        if name is ReportName.JUNIT:
            from truespec.checking.report_junit import junit  # noqa: PLC0415

            path, text = folder / "junit.xml", junit(verdict, strict=strict)
        else:
            path, text = folder / "verdict.json", json.dumps(verdict.as_json(), indent=2) + "\n"
        partial = path.with_suffix(".partial")
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)


def _print(verdict: Verdict, output: ResultFormat, *, strict: bool) -> None:
    if output is ResultFormat.JSON:
        console.document(verdict.as_json())
        return
    from truespec.checking.text import text_lines  # noqa: PLC0415

    for line in text_lines(verdict, strict=strict):
        console.line(line)
    columns = ("operation", "requests #", "held #", "broken #", "differ #", "not checked #")
    console.table(f"{verdict.api} at {verdict.target}, profile {verdict.profile}", columns, _rows(verdict))


def _rows(verdict: Verdict) -> list[tuple[str, ...]]:
    """Count facts by operation; the last row adds up."""
    counts: dict[str, list[int]] = {
        operation: [sent, 0, 0, 0, 0] for operation, sent in verdict.requests_by_operation.items()
    }
    groups = (
        verdict.holds,
        tuple(finding.fact for finding in verdict.broken),
        tuple(finding.fact for finding in verdict.differs),
        tuple(item.fact for item in verdict.not_checked),
    )
    for column, facts in enumerate(groups, start=1):
        for fact in facts:
            counts.setdefault(fact.operation, [0, 0, 0, 0, 0])[column] += 1
    total = [verdict.requests, *(len(facts) for facts in groups)]
    rows = [(operation or "(any)", *(str(number) for number in numbers)) for operation, numbers in counts.items()]
    return [*rows, ("all", *(str(number) for number in total))]
