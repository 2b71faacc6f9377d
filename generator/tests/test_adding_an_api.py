"""``specs/README.md`` is true: it explains every word of behaviour files, and who follows it literally has an API."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api
from truespec.mock.doors import running
from truespec.mock.service import Service

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "specs" / "README.md").read_text(encoding="utf-8")
SCHEMA = ROOT / "generator" / "truespec" / "interpretation" / "behaviour.schema.json"
VOCABULARY = README.partition("## The words of behaviour.yaml")[2].partition("\n## ")[0]
TEN_MINUTES = README.partition("## Add an API in ten minutes")[2]
BLOCKS = re.findall(r"^```(\w+) (\S+)\n(.*?)^```$", TEN_MINUTES, re.MULTILINE | re.DOTALL)
UNIVERSAL = {"uuid", "second", "minute", "hour", "day"}
"""Words of enumerations that mean what they always mean; they are named in the page all the same."""


def words(node: Any) -> Iterator[str]:
    """Yield every name of a property and every word of an enumeration in a schema."""
    if isinstance(node, list):
        for inner in node:
            yield from words(inner)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "properties":
                yield from (name for name, inner in value.items() if inner is not False)
            if key == "enum":
                yield from map(str, value)
            yield from words(value)


def test_every_word_of_behaviour_files_is_explained() -> None:
    explained = set(re.findall(r"`([^`\s]+)`", VOCABULARY)) | {
        word for text in re.findall(r"`([^`]+)`", VOCABULARY) for word in re.findall(r"[\w-]+", text)
    }
    assert [] == sorted(set(words(json.loads(SCHEMA.read_bytes()))) - explained)


def test_every_key_that_is_explained_exists() -> None:
    known = set(words(json.loads(SCHEMA.read_bytes())))
    rows = [line.split("|")[1] for line in VOCABULARY.splitlines() if line.startswith("| `")]
    keys = {name for row in rows for text in re.findall(r"`([^`]+)`", row) for name in text.split(".")}
    assert len(keys) > 30
    assert set() == keys - known


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project with the files of the README in it."""
    copy = tmp_path_factory.mktemp("house") / "project"
    left_out = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "generator", "tests*")
    shutil.copytree(ROOT, copy, ignore=left_out)
    for _, path, text in BLOCKS:
        if "/" in path:
            (copy / path).parent.mkdir(exist_ok=True)
            (copy / path).write_text(text, encoding="utf-8")
    return copy


def run(line: str, cwd: Path) -> str:
    """Run a line of the README; return what it printed."""
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": programs, "COLUMNS": "200"}
    done = subprocess.run(line, shell=True, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (line, done.stdout, done.stderr)
    return done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.xdist_group("ten minutes")
def test_whoever_follows_the_page_has_an_api(house: Path) -> None:
    said = {
        line: run(line, house)
        for kind, how, text in BLOCKS
        if (kind, how) == ("sh", "run")
        for line in text.splitlines()
    }
    assert "0 errors, 0 warnings" in said["truespec lint tides"]
    assert re.search(r"tides\b.*Book of Tides\b.*\b2\b", said["truespec list tides"])
    assert "holds; facts:" in said["truespec test tides"]
    passed = re.search(r"(\d+) passed", said["python -m pytest -q contract_tests -k tides"])
    assert passed is not None
    assert int(passed[1]) >= 20
    assert "failed" not in said["python -m pytest -q contract_tests -k tides"]
    api = load_api(str(house / "specs" / "tides"), Report())
    assert api is not None
    (program,) = (text for kind, how, text in BLOCKS if (kind, how) == ("python", "run"))
    with running(Service(api)) as address:
        example = house / "example.py"
        example.write_text(program.replace("http://127.0.0.1:4020", address), encoding="utf-8")
        source = house / "generated" / "tides" / "src"
        printed = run(f"PYTHONPATH={source} python -W error {example}", house)
    assert "404\n" == printed


def test_the_page_writes_every_file_of_an_api() -> None:
    names = {"api.toml", "openapi.yaml", "behaviour.yaml"}
    made = {"documented.lock.json", "waivers.toml"}
    assert names == {path.name for path in (ROOT / "specs" / "fullwhere").iterdir()} - made
    written = {path for _, path, _ in BLOCKS if "/" in path}
    assert {f"specs/tides/{name}" for name in names} | {"contract_tests/documented/tides.json"} == written
