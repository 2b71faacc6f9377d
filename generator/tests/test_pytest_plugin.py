"""The decorator of users' own suites: the README's example runs, a broken fact fails a test, a wrong use is told."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from truespec.diagnostics import Report
from truespec.interpretation.load import load_api
from truespec.mock.doors import running
from truespec.mock.service import Service

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def suite(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """Run a suite of a user, who has truespec installed and nothing else."""
    (folder / "test_server.py").write_text(text, encoding="utf-8")
    words = ["-q", "-p", "truespec.pytest_plugin", "-p", "no:cacheprovider", "-W", "error", "--strict-markers"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *words, "--rootdir", str(folder), str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
    )


def example(url: str) -> str:
    (text,) = re.findall(r"^```python suite\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    return str(text).replace("http://127.0.0.1:8000", url)


def served(*faults: str) -> Service:
    api = load_api("collins", Report(), ROOT)
    assert api is not None
    return Service(api, faults=faults)


def test_the_example_of_the_readme_passes_on_a_server_that_keeps_its_contract(tmp_path: Path) -> None:
    with running(served()) as url:
        done = suite(tmp_path, example(url))
    assert (0, True) == (done.returncode, "1 passed" in done.stdout), done.stdout


def test_a_test_fails_with_the_fact_and_its_place(tmp_path: Path) -> None:
    with running(served("status:CreateCustomer=200")) as url:
        done = suite(tmp_path, example(url))
    assert (1, True) == (done.returncode, "1 failed" in done.stdout), done.stdout
    assert re.search(r"specs/collins/openapi\.yaml:\d+:\d+: broken CreateCustomer\.201\.status", done.stdout)
    assert "curl -i -X POST" in done.stdout
    assert "Traceback" not in done.stdout


def test_a_server_that_is_not_there_fails_a_test(tmp_path: Path) -> None:
    done = suite(tmp_path, example("http://127.0.0.1:9"))
    assert (1, True) == (done.returncode, "the target was lost" in done.stdout), done.stdout


def test_wrong_use_is_told_without_a_traceback(tmp_path: Path) -> None:
    text = (
        "import pytest, truespec\n"
        "@truespec.contract('specs/nowhere')\ndef test_unknown(contract):\n    pass\n"
        "def test_bare(contract):\n    pass\n"
        "@pytest.mark.truespec_contract('specs/collins')\ndef test_credential(contract):\n"
        "    contract.check('http://127.0.0.1:9', auth={'Nobody': 'canary-77'})\n"
    )
    done = suite(tmp_path, text)
    assert 1 == done.returncode
    assert "2 errors" in done.stdout
    for word in ("specs/nowhere", "no contract: write @truespec.contract", "auth-unknown-scheme"):
        assert word in done.stdout
    assert "Error: canary-77" not in done.stdout
