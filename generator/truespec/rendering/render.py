"""From a contract to the files of its client package, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from truespec.contract.api import Api
from truespec.contract.schema import Json
from truespec.diagnostics import Report
from truespec.rendering.client import ClientModules
from truespec.rendering.formatting import format_python
from truespec.rendering.leftovers import note_leftovers
from truespec.rendering.models import Writer
from truespec.rendering.package import package_files
from truespec.rendering.schemas import schemas_json
from truespec.rendering.shaping import Shaper
from truespec.rendering.tree import FileTree
from truespec.rendering.verify import verify
from truespec.rendering.workshop import Workshop

__all__ = ["RUNTIME", "render", "runtime_files", "unlaid"]

RUNTIME: Final = Path(__file__).parent.parent / "runtime"
"""The typed code that every package carries, byte for byte."""


def render(api: Api, report: Report, workshop: Workshop | None = None) -> FileTree:
    """Return the files of the client package of ``api``; what Python types cannot say goes into the report.

    ``workshop`` decides on the time spent, never on the outcome: the same contract gives the same files, whatever the
    machine, the day and the working directory.
    """
    workshop = workshop or Workshop()
    root = f"src/{api.names.package}"
    made = format_python(FileTree(unlaid(api, report, workshop)))
    tree = made.replaced({f"{root}/_runtime/{path}": text for path, text in runtime_files().items()})
    # Models were looked at group by group, when they were written.
    verify(tree, (f"{root}/_runtime/", f"{root}/models.py", f"{root}/_models_"), workshop.cache)
    return tree


def unlaid(api: Api, report: Report, write: Writer, sent: Mapping[str, Json] | None = None) -> dict[str, str]:
    """Return the files that are made for this very API, as the templates leave them; ``write`` writes the models.

    ``sent`` is given where ``api`` is a part of another one: what the examples of that one have.
    """
    shaper = Shaper(api, report)
    note_leftovers(api, report)
    root = f"src/{api.names.package}"
    modules = {f"{root}/{path}": text for path, text in ClientModules(api, shaper, write).files()}
    return {**dict(package_files(api, shaper, sent)), **modules, f"{root}/schemas.json": schemas_json(api, report)}


def runtime_files() -> dict[str, str]:
    """Return the runtime's modules by their path below ``_runtime``."""
    return {
        path.relative_to(RUNTIME).as_posix(): path.read_bytes().decode()
        for path in sorted(RUNTIME.rglob("*.py"))
        if "__pycache__" not in path.parts
    }
