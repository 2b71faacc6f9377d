"""A workshop with a spec and two captures of one page, and the command line run on it in this very process."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from truespec.cli.main import app
from typer.testing import CliRunner

__all__ = ["PAGES", "Run", "Runner", "workshop"]

PAGES = Path(__file__).parent / "golden" / "pages"


class Run(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document it printed."""
        return json.loads(self.out)


Runner = Callable[..., Run]


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Return a function that runs truespec in a folder with ``openapi.yaml`` and the pages ``pots-*.txt``."""
    for path in PAGES.iterdir():
        if path.suffix != ".json":
            shutil.copy(path, tmp_path)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Run:
        done = CliRunner().invoke(app, list(arguments))
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return Run(done.exit_code, done.stdout, done.stderr)

    return run
