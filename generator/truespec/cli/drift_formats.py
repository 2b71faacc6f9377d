"""How ``truespec drift`` prints what it has found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from truespec.diagnostics import Report

if TYPE_CHECKING:
    from truespec.drift.reports import ApiReport

__all__ = ["DriftFormat", "as_document", "as_lines"]


class DriftFormat(StrEnum):
    """How the differences are printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    GITHUB = "github"


def as_lines(found: Sequence[ApiReport], output: DriftFormat, *, strict: bool) -> Iterator[str]:
    """Yield the lines of the reports; ``strict`` lists what no page supports as well."""
    from truespec.cli.suggesting import Suggesting  # noqa: PLC0415
    from truespec.drift.markdown import markdown  # noqa: PLC0415
    from truespec.drift.reports import github_lines  # noqa: PLC0415
    from truespec.drift.terminal import as_text  # noqa: PLC0415

    suggest = Suggesting()
    for number, one in enumerate(found):
        if number and output is not DriftFormat.GITHUB:
            yield ""
        match output:
            case DriftFormat.MARKDOWN:
                yield from markdown(one, suggest)
            case DriftFormat.GITHUB:
                yield from github_lines(one)
            case _:
                yield from as_text(one, suggest, everything=strict)


def as_document(found: Sequence[ApiReport], report: Report, exit_: int) -> dict[str, Any]:
    """Return the reports as one document: of a single API as they are, of several in a list."""
    from truespec.cli.suggesting import Suggesting  # noqa: PLC0415
    from truespec.drift.reports import as_json  # noqa: PLC0415

    suggest = Suggesting()
    written = [as_json(one, suggest) for one in found]
    diagnostics = [diagnostic.as_json() for diagnostic in report]
    whole = written[0] if len(written) == 1 else {"apis": written}
    return {"schema": 1, **whole, "diagnostics": diagnostics, "exit": exit_}
