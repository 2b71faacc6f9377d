"""Makes the mock that the options of ``truespec mock`` ask for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from truespec.cli import console
from truespec.cli.keeping import Keeping
from truespec.cli.pairs import pairs
from truespec.diagnostics import Location, Report
from truespec.specification.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from truespec.contract.api import Api
    from truespec.mock.front import Mock
    from truespec.mock.served import Served

__all__ = ["Wanted", "load", "made"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for on the command line, each as it was written."""

    faults: tuple[str, ...]
    seed: int
    auth: tuple[str, ...]
    origins: tuple[str, ...]
    keeping: Keeping
    control: bool
    fault_header: bool
    quiet: bool
    rate_limit: int | None = None


def load(word: str, report: Report, limits: Limits = DEFAULT) -> tuple[Api, tuple[Path, ...]] | None:
    """Return the contract of an API or a file with every file that was read for it; ``None`` after saying why not."""
    from truespec.catalogue import resolve  # noqa: PLC0415
    from truespec.interpretation.load import load_with_files  # noqa: PLC0415

    entry = resolve(word, report)
    return None if entry is None else load_with_files(entry, report, limits=limits)


def made(contract: Api, wanted: Wanted, report: Report) -> Mock | None:
    """Return the mock; ``None`` after reporting what makes no sense."""
    from truespec.mock.errors import MockError, StoreError, UnknownFaultError  # noqa: PLC0415
    from truespec.mock.front import Mock  # noqa: PLC0415
    from truespec.mock.rate import GENEROUS_LIMIT  # noqa: PLC0415
    from truespec.mock.security import read_known  # noqa: PLC0415

    trouble = Report()
    credentials = read_known(contract, pairs("--auth", list(wanted.auth), "=", trouble), trouble)
    report.extend(trouble)
    if wanted.rate_limit is not None and (contract.behaviour is None or contract.behaviour.rate_limit is None):
        message = f"no rule says that requests to {contract.name} are counted, nor how one too many is answered"
        advice = "state rate_limit in its behaviour file, or ask for --fault too-many-requests:1:0.1"
        report.error("rate-limit-unstated", Location("--rate-limit"), message, advice)
        return None
    store = None if trouble.failed else wanted.keeping.open(contract, report)
    if store is None:
        return None
    try:
        mock = Mock(
            contract,
            faults=wanted.faults,
            seed=wanted.seed,
            store=store,
            credentials=credentials,
            rate_limit=GENEROUS_LIMIT if wanted.rate_limit is None else wanted.rate_limit,
            counts=wanted.keeping.counts(),
            log=None if wanted.quiet else _log,
            begin=wanted.keeping.begin(wanted.seed, report),
            control=wanted.control,
            fault_header=wanted.fault_header,
            origins=wanted.origins,
        )
    except UnknownFaultError as error:
        report.error("fault-unknown", Location("--fault"), error.message, error.advice)
        return None
    except StoreError as error:
        report.error("data-unusable", Location("--data"), error.message, error.advice)
        return None
    except MockError as error:
        report.error("origin-unusable", Location("--cors"), error.message, error.advice)
        return None
    report.extend(mock.service.notes)
    return mock


def _log(served: Served) -> None:
    console.note(str(served))
