"""Published clients in an environment that had nothing: they install, bring two libraries, and do as their README says.

The environment is made with pip and whatever index this machine has, once for all clients; nothing else here asks
anybody but the mock.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest
from truespec.catalogue import entries
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api
from truespec.mock.doors import running
from truespec.mock.service import Service

ROOT = Path(__file__).resolve().parents[2]
RUNNER = Path(__file__).with_name("readme_runner.py")
NAMES = [entry.name for entry in entries(ROOT, Report())]
VARIABLE = re.compile(r"environment variable `([A-Z][A-Z0-9_]*)`")


def run(*words: str | Path, **environment: str) -> str:
    """Run a program to its end, in an environment without our own packages; return what it printed."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, check=False, cwd=ROOT, env=kept | environment
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the catalogue, published."""
    out = tmp_path_factory.mktemp("published") / "site"
    path = os.environ.get("PYTHONPATH", "")
    run(sys.executable, "-m", "truespec", "publish", "--out", out, **({"PYTHONPATH": path} if path else {}))
    return out


@pytest.fixture(scope="module")
def index(site: Path) -> dict[str, Any]:
    """Return what the published index says of each API, by name."""
    return {api["name"]: api for api in json.loads((site / "index.json").read_bytes())["apis"]}


def distribution(site: Path, name: str, suffix: str) -> Path:
    """Return the one published file of a client that ends like this."""
    (found,) = (site / name / "client").glob(f"*{suffix}")
    return found


@pytest.fixture(scope="module")
def python(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the interpreter of an environment that was empty before every client was installed in it."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=True)
    found = folder / "bin" / "python"
    run(found, "-m", "pip", "install", "--quiet", *(distribution(site, name, ".whl") for name in NAMES))
    return found


def test_the_clients_bring_pydantic_and_httpx2_and_nothing_else_of_their_own(
    python: Path, index: dict[str, Any]
) -> None:
    run(python, "-m", "pip", "check")
    installed = json.loads(run(python, "-m", "pip", "list", "--format", "json", "--not-required"))
    clients = {api["client"]["distribution"] for api in index.values()}
    assert clients == {one["name"] for one in installed} - {"pip", "setuptools"}
    for client in sorted(clients):
        shown = run(python, "-m", "pip", "show", client)
        assert "Requires: httpx2, pydantic\n" in shown


@pytest.mark.parametrize("name", NAMES)
def test_every_example_of_a_readme_runs_against_the_mock(name: str, python: Path, site: Path, tmp_path: Path) -> None:
    report = Report()
    api = load_api(name, report, ROOT)
    assert api is not None, list(report)
    readme = tmp_path / "README.md"
    with zipfile.ZipFile(distribution(site, name, ".whl")) as wheel:
        metadata = wheel.read(next(path for path in wheel.namelist() if path.endswith("/METADATA"))).decode()
    readme.write_text(metadata.partition("\n\n")[2], encoding="utf-8")  # the README as an index would show it
    keys = dict.fromkeys(VARIABLE.findall(readme.read_text("utf-8")), "known")
    with running(Service(api)) as address:
        words = (python, "-I", "-W", "error", RUNNER, readme, api.names.package, api.names.client, address)
        *_, examples, strangers = run(*words, **keys).splitlines()
    came = examples.removeprefix("examples: ").split()
    assert len(came) >= 5
    assert set(came) <= {"done", "not-found"}
    assert "done" == came[0]
    assert "strangers: " == strangers


@pytest.mark.parametrize("name", NAMES)
def test_the_sdist_gives_the_published_wheel(name: str, site: Path, tmp_path: Path) -> None:
    words = ("-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index")
    run(sys.executable, *words, "--wheel-dir", tmp_path, distribution(site, name, ".tar.gz"))
    with (
        zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as built,
        zipfile.ZipFile(distribution(site, name, ".whl")) as own,
    ):
        assert {path: own.read(path) for path in own.namelist()} == {
            path: built.read(path) for path in built.namelist()
        }


def test_an_example_that_fails_is_noticed(python: Path, tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    failing = "import collins_client\n\ncollins_client.Collins().nothing.get()\n"
    readme.write_text(f"```python\n{failing}```\n", encoding="utf-8")
    words = (python, "-I", RUNNER, readme, "collins_client", "Collins", "http://127.0.0.1:9")
    with pytest.raises(AssertionError, match="AttributeError"):
        run(*words, COLLINS_TOKEN="known")
