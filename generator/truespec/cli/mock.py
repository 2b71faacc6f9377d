"""``truespec mock``: a stand-in server that remembers and, on demand, misbehaves."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truespec.cli import console
from truespec.cli.console import Exit
from truespec.cli.keeping import Keeping
from truespec.cli.mock_making import Wanted, load, made
from truespec.diagnostics import Report, printable
from truespec.specification.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from truespec.mock.exchange import Handler

__all__ = ["mock"]


def mock(
    api: Annotated[
        str | None, typer.Argument(metavar="API|FILE", help="An API of the catalogue, or an OpenAPI file.")
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free port.")] = 4010,
    host: Annotated[
        str, typer.Option(help="The address to listen on; anything but loopback is reachable by others.")
    ] = ("127.0.0.1"),
    allowed_host: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="A name the mock may be called by, besides those of this machine; repeatable."
        ),
    ] = None,
    max_body: Annotated[
        int, typer.Option(min=1, metavar="BYTES", help="The longest body that is read; a longer one is answered 413.")
    ] = 4 * 1024 * 1024,
    seed: Annotated[int, typer.Option(help="The same seed gives the same ids and samples.")] = 0,
    fault: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME[@OPERATION][:ARGUMENT][:SHARE][:COUNTx]",
            help="Misbehave; repeatable. A share such as 0.2 is that of the requests, 2x the first two of them.",
        ),
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
    cors: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help="Let web pages of this origin use the mock, * any; repeatable."),
    ] = None,
    proxy: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Forward to a live server, and check both directions against the contract."),
    ] = None,
    report_dir: Annotated[
        Path | None,
        typer.Option(file_okay=False, help="With --proxy: write proxy.txt, proxy.json and a redacted proxy.har here."),
    ] = None,
    data: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|URL",
            help="Keep records in a file of SQLite, or in a database that several mocks may share, such as "
            "postgresql://USER@HOST/NAME. Without it they are kept in memory.",
        ),
    ] = None,
    workers: Annotated[
        int,
        typer.Option(min=1, max=64, help="So many processes serve; needs --data, in which they keep what they share."),
    ] = 1,
    rate_limit: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            help="Let each caller send N requests in the period that the behaviour file states; all workers count "
            "together. Without it a million are let through.",
        ),
    ] = None,
    seed_data: Annotated[
        int,
        typer.Option(
            metavar="N", min=0, max=100_000, help="Begin with N made-up records of each kind, where there are none yet."
        ),
    ] = 0,
    *,
    control: Annotated[
        bool,
        typer.Option("--control", help="Open the control plane below /__truespec__; GET it to see what it can do."),
    ] = False,
    fault_header: Annotated[
        bool, typer.Option("--fault-header", help="Let requests ask for faults in X-Truespec-Fault, as --control does.")
    ] = False,
    reload: Annotated[bool, typer.Option(help="Follow changes of the spec and the behaviour file.")] = True,
    allow_writes: Annotated[
        bool, typer.Option("--allow-writes", help="With --proxy: forward what may change something, too.")
    ] = False,
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
    _refuse_reachable_control(host, control=control)
    keeping = Keeping(data, workers, seed_data)
    keeping.refuse_what_nobody_shares(control=control, proxy=proxy is not None)
    report = Report()
    loaded = load(api, report, limits)
    if loaded is None:
        console.diagnostics(report)
        raise typer.Exit(Exit.UNUSABLE)
    contract, files = loaded
    door = partial(_serve, host=host, port=port, allowed_hosts=allowed_host or [], max_body=max_body)
    if proxy is not None:
        from truespec.cli.mock_proxy import serve_proxy  # noqa: PLC0415

        console.diagnostics(report)
        log = None if quiet else console.note
        serve_proxy(contract, proxy, door, report_dir, allow_writes=allow_writes, log=log)
    wanted = Wanted(
        faults=tuple(fault or ()),
        seed=seed,
        auth=tuple(auth or ()),
        origins=tuple(cors or ()),
        keeping=keeping,
        control=control,
        fault_header=fault_header,
        quiet=quiet,
        rate_limit=rate_limit,
    )
    running = made(contract, wanted, report)
    console.diagnostics(report)
    if running is None:
        raise typer.Exit(Exit.UNUSABLE)
    beside: Callable[[], AbstractContextManager[object]] = contextlib.nullcontext
    if reload:
        from truespec.cli.mock_reload import reloading  # noqa: PLC0415

        beside = partial(reloading, api, running, files, limits)
    running.store.close()
    door(running, workers=workers, beside=beside)


def _refuse_reachable_control(host: str, *, control: bool) -> None:
    from truespec.mock.doors import is_loopback  # noqa: PLC0415

    if control and not is_loopback(host):
        raise typer.BadParameter(
            f"the control plane is opened on loopback only, not on {printable(host)}; leave out --host or --control",
            param_hint="--control",
        )


def _print_faults() -> None:
    from truespec.mock.faults import list_faults  # noqa: PLC0415

    rows = [(fault.form, fault.does) for fault in list_faults()]
    console.table("Faults", ("--fault", "what it does"), rows)
    console.line("Each may name an operation after an @, and end with a share of the requests and how many times:")
    console.line("unavailable@getCustomer:2:0.5:3x")


def _serve(
    handler: Handler,
    *,
    host: str,
    port: int,
    allowed_hosts: list[str],
    max_body: int,
    workers: int = 1,
    beside: Callable[[], AbstractContextManager[object]] = contextlib.nullcontext,
) -> None:
    from truespec.mock.doors import serve  # noqa: PLC0415
    from truespec.mock.errors import MockError  # noqa: PLC0415
    from truespec.mock.limits import Limits  # noqa: PLC0415

    def ready(address: str) -> None:
        console.line(f"listening at {printable(address)}")
        sys.stdout.flush()

    # A stop that was asked for is no failure: what the server hands on of the signal ends here.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        serve(
            handler,
            host=host,
            port=port,
            ready=ready,
            allowed_hosts=allowed_hosts,
            workers=workers,
            beside=beside,
            limits=Limits(body=max_body, under_way=max(Limits().under_way, 2 * max_body)),
        )
    except MockError as error:
        console.note(f"{printable(error.message)}\n  advice: {printable(error.advice)}")
        raise typer.Exit(Exit.UNUSABLE) from None
