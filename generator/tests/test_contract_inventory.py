"""What ``truespec list`` counts: facts that carry no assumption, and every assumption of specs and rules."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from truespec.catalogue import entries
from truespec.contract.api import Api
from truespec.contract.inventory import take
from truespec.diagnostics import Report

ROOT = Path(__file__).resolve().parents[2]
NAMES = [entry.name for entry in entries(ROOT, Report())]

TEXT = """\
openapi: 3.1.0
info: {title: Tables, version: "1"}
paths:
  /tables/{id}:
    get:
      operationId: getTable
      parameters:
        - {name: id, in: path, required: true, schema: {type: string, maxLength: 5}}
      responses:
        "200":
          description: The table.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Table"}
components:
  schemas:
    Table:
      type: object
      required: [seats]
      properties:
        seats: {type: [integer, "null"], minimum: 1}
"""
# the operation and its id; the parameter, its required, type and maxLength; the answer, its media type, its $ref;
# the type of Table; the member, its required, type, nullable and minimum
FACTS = 2 + 4 + 3 + 1 + 5


def test_each_statement_of_a_spec_is_one_fact(make_api: Callable[[str], Api]) -> None:
    taken = take(make_api(TEXT))
    assert (FACTS, 1, 1, ()) == (taken.facts, taken.operations, taken.schemas, taken.assumed)


@pytest.mark.parametrize(
    ("old", "new", "fewer"),
    [
        ("minimum: 1}", "minimum: 1, x-assumed: {minimum: guessed}}", 1),
        ("type: object\n", "type: object\n      x-assumed: {required: guessed}\n", 1),
        ("operationId: getTable", "operationId: getTable\n      x-assumed: {operationId: guessed}", 1),
        ("description: The table.", "description: The table.\n          x-assumed: guessed", 3),
        ("in: path,", "in: path, x-assumed: guessed,", 4),
    ],
)
def test_what_is_assumed_is_no_fact(make_api: Callable[[str], Api], old: str, new: str, fewer: int) -> None:
    assert old in TEXT
    taken = take(make_api(TEXT.replace(old, new)))
    assert FACTS - fewer == taken.facts
    assert ["guessed"] == [assumed.assumption.why for assumed in taken.assumed]


def reasons(value: Any) -> Iterator[str]:
    """Yield every reason below ``x-assumed`` of a plain document."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "x-assumed":
                yield from inner.values() if isinstance(inner, dict) else [inner]
            else:
                yield from reasons(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from reasons(inner)


@pytest.mark.parametrize("name", NAMES)
def test_every_assumption_of_the_catalogue_is_listed_with_its_place(name: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "truespec", "list", "--assumptions", name, "--format", "json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    (api,) = json.loads(result.stdout)["apis"]
    files = [ROOT / "specs" / name / file for file in ("openapi.yaml", "behaviour.yaml")]
    written = [reason for file in files if file.exists() for reason in reasons(yaml.safe_load(file.read_text("utf-8")))]
    assert sorted(written) == sorted(assumed["reason"] for assumed in api["assumed"])
    assert all(assumed["line"] > 0 and assumed["column"] > 0 and assumed["what"] for assumed in api["assumed"])


def test_the_list_names_every_api_with_its_counts() -> None:
    command = [sys.executable, "-m", "truespec", "list", "--format", "json"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    apis = json.loads(result.stdout)["apis"]
    assert NAMES == [api["name"] for api in apis]
    assert all(api["operations"] and api["schemas"] and api["facts"] for api in apis)


def test_an_unreadable_spec_has_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("openapi: 3.1.0\ninfo: {title: [}\n", encoding="utf-8")
    command = [sys.executable, "-m", "truespec", "list", "broken.yaml"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "broken.yaml:2" in result.stderr
