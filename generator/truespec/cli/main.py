"""The command line: verbs, exit codes, and what happens when we ourselves are wrong."""

from __future__ import annotations

import gc
import os
import sys
from typing import Annotated

import typer

from truespec import __version__
from truespec.cli import console
from truespec.cli.console import Exit
from truespec.cli.verbs import SETTINGS, Verbs

__all__ = ["app", "main"]

app = typer.Typer(
    name="truespec",
    cls=Verbs,
    help="Keep a vendor's documentation, an OpenAPI spec, its Python client and a server true to each other.",
    no_args_is_help=True,
    epilog="Exit codes: 0 it holds, 1 it does not, 2 wrong use or unreadable input, 3 could not tell, 70 our fault.",
    **SETTINGS,
)


def _version(*, value: bool) -> None:
    if value:
        console.line(f"truespec {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Keep a vendor's documentation, an OpenAPI spec, its Python client and a server true to each other."""
    del version


def main() -> None:
    """Run the command line; a fault of ours ends with code 70 and a file with the details, never a bare traceback."""
    gc.set_threshold(100_000, 50, 100)  # a document is millions of objects that all stay: walking them finds nothing
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.DOES_NOT_HOLD)
    except KeyboardInterrupt:
        console.note("interrupted")
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 -- the last door: whatever comes here is a bug of ours
        from truespec.cli.faults import describe_fault  # noqa: PLC0415

        console.note(describe_fault(error))
        sys.exit(Exit.OUR_FAULT)
