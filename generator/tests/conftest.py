"""What the tests of several rooms need: an option to accept golden files, and contracts made from small documents."""

from __future__ import annotations

import hashlib
import itertools
import os
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
from truespec.catalogue import file_entry
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.load import load_entry

os.environ["TRUESPEC_OFFLINE"] = "1"  # no test reaches beyond this machine


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--golden-update``: take what is made now for what is expected."""
    parser.addoption("--golden-update", action="store_true", help="write the golden files anew instead of comparing")


@pytest.fixture(autouse=True)
def _same_each_time(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what a test draws for a run of checks be the same each time it runs: one that hangs on chance tells nothing.

    What is drawn goes into every text that a run sends, and so into what it sends next.
    """
    drawn = itertools.count()

    def token_hex(size: int | None = None) -> str:
        text = f"{request.node.nodeid} {next(drawn)}"
        return hashlib.shake_256(text.encode()).hexdigest(size or secrets.DEFAULT_ENTROPY)

    monkeypatch.setattr(secrets, "token_hex", token_hex)


@pytest.fixture
def golden_update(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew."""
    return bool(request.config.getoption("--golden-update"))


@pytest.fixture
def make_api(tmp_path: Path) -> Callable[[str], Api]:
    """Return a function from the text of an OpenAPI document to its contract."""

    def make(text: str) -> Api:
        path = tmp_path / "document.yaml"
        path.write_text(text, encoding="utf-8")
        report = Report()
        api = load_entry(file_entry(path), report)
        assert api is not None, [str(diagnostic) for diagnostic in report]
        return api

    return make
