"""Each lint rule finds what it is for, where it is, and nothing else: one folder of golden text a rule."""

from pathlib import Path

import pytest
from truespec.diagnostics import Report, Severity
from truespec.specification.lint import lint
from truespec.specification.rules import RULES

GOLDEN = Path(__file__).parent / "golden" / "rules"
CASES = sorted(folder.name for folder in GOLDEN.iterdir())
HOUSE = {rule.id for rule in RULES if rule.house}


def found_in(case: str, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.chdir(GOLDEN / case)
    report = Report()
    lint(Path("openapi.yaml"), report, house=case in HOUSE)
    return report


@pytest.mark.parametrize("case", CASES)
def test_a_rule_reports_what_its_golden_text_says(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = (GOLDEN / case / "diagnostics.txt").read_text(encoding="utf-8")
    actual = "".join(f"{diagnostic}\n" for diagnostic in found_in(case, monkeypatch))
    assert expected == actual


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.id))
def test_every_rule_has_a_golden_folder_and_reports_under_its_own_id(
    rule: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    (row,) = (each for each in RULES if each is rule)
    severities = {found.severity for found in found_in(row.id, monkeypatch) if found.id == row.id}
    assert row.severity in severities


def test_no_two_rules_share_an_id() -> None:
    ids = [rule.id for rule in RULES]
    assert sorted(set(ids)) == sorted(ids)


def test_ten_planted_mistakes_give_ten_located_diagnostics_in_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    found = list(found_in("ten-mistakes", monkeypatch))
    assert len(found) == 10
    assert all(diagnostic.location.line > 0 and diagnostic.advice for diagnostic in found)
    assert {diagnostic.location.file for diagnostic in found} == {"openapi.yaml", "broken.yaml"}
    assert len({diagnostic.id for diagnostic in found}) == 10


def test_house_rules_are_asked_of_catalogue_specs_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GOLDEN / "description-missing")
    report = Report()
    lint(Path("openapi.yaml"), report)
    assert list(report) == []


def test_a_document_that_is_already_loaded_can_be_linted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GOLDEN / "range-empty")
    report = Report()
    document = lint(Path("openapi.yaml"), report)
    assert document is not None
    again = Report()
    assert lint(document, again) is document
    assert list(report) == list(again)
    assert again.count(Severity.ERROR) == 2
