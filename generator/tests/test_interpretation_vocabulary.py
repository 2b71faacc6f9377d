"""The words of behaviour files say every stated rule of APIs that differ much: whole files are read and checked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from truespec.catalogue import resolve
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.load import load_entry

SPECS = Path(__file__).parents[2] / "specs"
NAMES = sorted(path.parent.name for path in SPECS.glob("*/behaviour.yaml"))


def read(name: str, behaviour: Path) -> tuple[Api | None, list[str]]:
    """Read the spec of the catalogue with a behaviour file from elsewhere."""
    report = Report()
    entry = resolve(str(SPECS / name), report)
    assert entry is not None
    return load_entry(replace(entry, behaviour=behaviour), report), [str(diagnostic) for diagnostic in report]


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_file_is_read_without_a_complaint(name: str) -> None:
    api, said = read(name, SPECS / name / "behaviour.yaml")
    assert said == []
    assert api is not None
    assert api.behaviour is not None
    assert {action.id for action in api.behaviour.actions} == {operation.id for operation in api.operations}


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_states_itself_and_knows_its_place(name: str) -> None:
    api, _ = read(name, SPECS / name / "behaviour.yaml")
    assert api is not None
    assert api.behaviour is not None
    for action in api.behaviour.actions:
        for rule in (action, *action.rules):
            assert rule.states.strip()
            assert rule.location.line > 0
            assert rule.id.startswith(action.id)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_does_not_exist_is_found_in_any_file(name: str, tmp_path: Path) -> None:
    text = (SPECS / name / "behaviour.yaml").read_text(encoding="utf-8")
    resource = next(line for line in text.splitlines() if line.strip().startswith("schema:"))
    (tmp_path / "behaviour.yaml").write_text(text.replace(resource, resource + "x", 1), encoding="utf-8")
    api, said = read(name, tmp_path / "behaviour.yaml")
    assert api is None
    assert any("error behaviour-schema-unknown" in line for line in said)
