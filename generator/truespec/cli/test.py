"""``truespec test``: a server, live or mocked, against its contract."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from truespec.cli import console
from truespec.cli.console import Exit
from truespec.cli.pairs import pairs
from truespec.cli.progress import CheckProgress
from truespec.diagnostics import Location, Report
from truespec.specification.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from truespec.checking.sharding import Shard
    from truespec.checking.state import RunState
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

    HTML = "html"
    JUNIT = "junit"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


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
    timeout: Annotated[
        float, typer.Option(min=0.1, metavar="SECONDS", help="How long the server may stay silent.")
    ] = 10.0,
    rate: Annotated[str | None, typer.Option(metavar="N/s", help="Send at most so many requests a second.")] = None,
    header: Annotated[
        list[str] | None, typer.Option(metavar="'NAME: VALUE'", help="Send this with every request.")
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="Fix a parameter; a second value is another the server knows."),
    ] = None,
    profile: Annotated[ProfileName, typer.Option(help="How much is tried.")] = ProfileName.QUICK,
    seed: Annotated[int, typer.Option(help="The same seed sends the same requests.")] = 0,
    time_budget: Annotated[
        float | None,
        typer.Option(
            "--time-budget",
            "--budget",
            min=1,
            metavar="SECONDS",
            help="Stop trying after this long (quick: 10 minutes, thorough: 9); every part gets its share.",
        ),
    ] = None,
    shard: Annotated[
        str | None, typer.Option(metavar="K/N", help="Do share K of N, told by names: the same on every machine.")
    ] = None,
    resume: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep in this file what is done, and go on from there.")
    ] = None,
    output: Annotated[ResultFormat, typer.Option("--format", help="How to print the verdict.")] = ResultFormat.TEXT,
    report: Annotated[
        list[str] | None, typer.Option(metavar="html,junit,json,sarif,github", help="What to write.")
    ] = None,
    report_dir: Annotated[Path, typer.Option(help="The folder for reports.")] = Path("truespec-reports"),
    *,
    read_only: Annotated[bool, typer.Option("--read-only", help="Change nothing on the server.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Count a difference from an assumption as broken.")] = False,
    limits: Limits = DEFAULT,
) -> None:
    """Test a server against the documented facts and stated rules of an API."""
    diagnostics = Report()
    reports = _report_names(report or [], diagnostics)
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
    _make_folder(report_dir, reports, diagnostics)
    part = _shard(shard, diagnostics)
    target = _target(contract, url, access, timeout, diagnostics)
    state = None
    if contract is not None and target is not None and resume is not None:
        state = _state(resume, _run_of(contract, target, profile, seed, part), diagnostics)
    console.diagnostics(diagnostics)
    if contract is None or target is None or diagnostics.failed:
        raise typer.Exit(Exit.UNUSABLE)
    from truespec.checking.reports.files import ReportFile  # noqa: PLC0415 -- only a run pays for it
    from truespec.checking.reports.github import github  # noqa: PLC0415
    from truespec.checking.run import check  # noqa: PLC0415

    with CheckProgress(contract.name) as progress:
        files = [ReportFile(name.value, report_dir, strict=strict) for name in reports]
        verdict = check(
            contract,
            target,
            profile.value,
            [progress, *files],
            seed=seed,
            budget=time_budget or _BUDGETS[profile],
            shard=part,
            state=state,
        )
    if ReportName.GITHUB in reports:
        for line in github(verdict, strict=strict):  # a workflow takes its commands from either stream
            console.note(line)
    _print(verdict, output, strict=strict)
    raise typer.Exit(verdict.exit_code(strict=strict))


_BUDGETS: Final = {ProfileName.QUICK: 600.0, ProfileName.THOROUGH: 540.0}


def _shard(text: str | None, report: Report) -> Shard:
    from truespec.checking.sharding import Shard  # noqa: PLC0415

    try:
        return Shard() if text is None else Shard.read(text)
    except ValueError as error:
        report.error("shard-form", Location("--shard"), f"{text!r} is no share of a whole", str(error))
        return Shard()


def _run_of(api: Api, target: Target, profile: ProfileName, seed: int, shard: Shard) -> dict[str, str]:
    """Return what tells one run from another, where one is to be gone on with."""
    from truespec.checking.state import digest_of  # noqa: PLC0415

    return {
        "contract": digest_of(api),
        "url": target.base_url,
        "profile": profile.value,
        "seed": str(seed),
        "shard": str(shard),
    }


def _state(path: Path, run: dict[str, str], report: Report) -> RunState | None:
    """Return the state to go on from; the file is written once before anything is sent, so that it can be."""
    from truespec.checking.state import RunState  # noqa: PLC0415

    state = RunState.open(path, run, report)
    try:
        if state is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            state.write()
    except OSError as error:
        message = f"the state of the run cannot be kept there: {error.strerror}"
        report.error("resume-unwritable", Location(str(path)), message, "name another file with --resume")
    return state


def _report_names(words: list[str], report: Report) -> list[ReportName]:
    """Return the reports that are named, each once, whether in one list or by an option for each."""
    found: list[ReportName] = []
    for word in ",".join(words).split(","):
        if word.strip() in set(ReportName):
            if ReportName(word.strip()) not in found:
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


def _target(api: Api | None, url: str | None, access: Access | None, timeout: float, report: Report) -> Target | None:
    """Return what to aim at; ``None`` where anything was wrong with the command so far, or is with the address."""
    if api is None or access is None or report.failed:
        return None
    from truespec.checking.targets import mock_target, url_target  # noqa: PLC0415

    return mock_target(api) if url is None else url_target(url, access, report, timeout=timeout)


def _make_folder(folder: Path, names: list[ReportName], report: Report) -> None:
    """Make the folder for reports before anything is sent: a run whose outcome cannot be kept need not begin."""
    try:
        if names:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"the folder for reports cannot be made: {error.strerror}"
        report.error("report-unwritable", Location(str(folder)), message, "name another folder with --report-dir")


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
