"""``truespec mock --proxy``: a live server behind the contract, and at the end a verdict on what was said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from truespec.cli import console
from truespec.cli.console import Exit
from truespec.diagnostics import Report, printable

if TYPE_CHECKING:
    from truespec.checking.targets import Target
    from truespec.checking.traffic import Traffic
    from truespec.contract.api import Api
    from truespec.mock.exchange import Handler

__all__ = ["serve_proxy"]


def serve_proxy(
    api: Api,
    url: str,
    serve: Callable[[Handler], None],
    report_dir: Path | None,
    *,
    allow_writes: bool,
    log: Callable[[str], None] | None,
) -> NoReturn:
    """Forward to ``url`` until ``serve`` returns, then print the verdict, write the reports and leave with its code.

    Raises:
        typer.BadParameter: ``url`` is no plain http or https URL.
        typer.Exit: Always, at the end.
    """
    target = _target(url)
    from truespec.checking.proxy import Proxy  # noqa: PLC0415
    from truespec.checking.traffic import Traffic  # noqa: PLC0415

    traffic = Traffic(api, target)
    try:
        serve(Proxy(api, target.base_url, traffic, allow_writes=allow_writes, log=log))
    finally:
        lines = _lines(traffic)
        if report_dir is not None:
            _write(traffic, lines, report_dir)
    for line in lines:
        console.line(line)
    raise typer.Exit(traffic.verdict().exit_code())


def _target(url: str) -> Target:
    from truespec.checking.credentials import Credentials  # noqa: PLC0415
    from truespec.checking.targets import Access, url_target  # noqa: PLC0415

    report = Report()
    target = url_target(url, Access(Credentials({})), report)
    if target is None:
        raise typer.BadParameter("; ".join(one.advice for one in report), param_hint="--proxy")
    return target


def _lines(traffic: Traffic) -> list[str]:
    from truespec.checking.text import text_lines  # noqa: PLC0415

    lines = text_lines(traffic.verdict())
    return [*lines, *(f"not forwarded: {count} requests, {reason}" for reason, count in traffic.turned_away.items())]


def _write(traffic: Traffic, lines: list[str], folder: Path) -> None:
    verdict = {**traffic.verdict().as_json(), "not_forwarded": dict(traffic.turned_away)}
    texts = {
        "proxy.txt": "\n".join(lines) + "\n",
        "proxy.json": json.dumps(verdict, indent=2) + "\n",
        "proxy.har": json.dumps(traffic.archive.json(), indent=2) + "\n",
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            partial = folder / f"{name}.partial"
            partial.write_text(text, encoding="utf-8")
            partial.replace(folder / name)
    except OSError as error:
        console.note(f"the reports cannot be written to {printable(str(folder))}: {error.strerror}")
        raise typer.Exit(Exit.UNUSABLE) from None
