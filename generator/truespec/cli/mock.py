"""``truespec mock``: a stand-in server that remembers and, on demand, misbehaves."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from truespec.cli import console
from truespec.cli.console import Exit
from truespec.cli.pairs import pairs
from truespec.diagnostics import Location, Report, printable
from truespec.specification.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from truespec.contract.api import Api
    from truespec.mock.service import Served, Service

__all__ = ["mock"]


def mock(
    api: Annotated[
        str | None, typer.Argument(metavar="API|FILE", help="An API of the catalogue, or an OpenAPI file.")
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free port.")] = 4010,
    host: Annotated[
        str, typer.Option(help="The address to listen on; anything but loopback is reachable by others.")
    ] = ("127.0.0.1"),
    seed: Annotated[int, typer.Option(help="The same seed gives the same ids and samples.")] = 0,
    fault: Annotated[
        list[str] | None, typer.Option(metavar="NAME[:ARGUMENT]", help="Misbehave; may be given several times.")
    ] = None,
    auth: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SCHEME=VALUE",
            help="A credential the mock knows, by the scheme's name or its header's; may be given several times. "
            "Without it any is known that does not begin with unknown-; one that begins with limited- has no "
            "permissions.",
        ),
    ] = None,
    *,
    list_faults: Annotated[bool, typer.Option("--list-faults", help="List the faults and stop.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Log no requests.")] = False,
    limits: Limits = DEFAULT,
) -> None:
    """Serve a mock of an API: it keeps what it is sent and obeys the API's behaviour file.

    An operation is served at its path, and below the path of each server the spec lists. Without a behaviour file, what
    is made at /things is found at /things/{id}.
    """
    if list_faults:
        _print_faults()
        raise typer.Exit(Exit.HOLDS)
    if api is None:
        raise typer.BadParameter("name an API of the catalogue or an OpenAPI file", param_hint="API|FILE")
    report = Report()
    contract = _contract(api, report, limits)
    log = None if quiet else _log
    service = None if contract is None else _service(contract, fault or [], seed, auth or [], report, log)
    console.diagnostics(report)
    if service is None:
        raise typer.Exit(Exit.UNUSABLE)
    _serve(service, host, port)


def _print_faults() -> None:
    from truespec.mock.faults import list_faults  # noqa: PLC0415

    rows = [(f"{fault.name}:{fault.argument}" if fault.argument else fault.name, fault.does) for fault in list_faults()]
    console.table("Faults", ("--fault", "what it does"), rows)


def _log(served: Served) -> None:
    console.note(str(served))


def _contract(word: str, report: Report, limits: Limits) -> Api | None:
    from truespec.interpretation.load import load_api  # noqa: PLC0415

    return load_api(word, report, limits=limits)


def _service(
    contract: Api,
    faults: list[str],
    seed: int,
    auth: list[str],
    report: Report,
    log: Callable[[Served], None] | None,
) -> Service | None:
    from truespec.mock.errors import UnknownFaultError  # noqa: PLC0415
    from truespec.mock.security import read_known  # noqa: PLC0415
    from truespec.mock.service import Service  # noqa: PLC0415

    trouble = Report()
    credentials = read_known(contract, pairs("--auth", auth, "=", trouble), trouble)
    report.extend(trouble)
    if trouble.failed:
        return None
    try:
        service = Service(contract, faults=faults, seed=seed, credentials=credentials, log=log)
    except UnknownFaultError as error:
        report.error("fault-unknown", Location("--fault"), error.message, error.advice)
        return None
    report.extend(service.notes)
    return service


def _serve(service: Service, host: str, port: int) -> None:
    from truespec.mock.doors import serve  # noqa: PLC0415
    from truespec.mock.errors import MockError  # noqa: PLC0415

    def ready(address: str) -> None:
        console.line(f"listening at {printable(address)}")
        sys.stdout.flush()

    try:
        serve(service, host=host, port=port, ready=ready)
    except MockError as error:
        console.note(f"{printable(error.message)}\n  advice: {printable(error.advice)}")
        raise typer.Exit(Exit.UNUSABLE) from None
