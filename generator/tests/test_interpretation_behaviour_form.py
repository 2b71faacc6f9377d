"""The form of behaviour files: each complaint in the words of the file, at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from truespec.diagnostics import Report
from truespec.interpretation.behaviour import load_behaviour

README = "the words are explained in specs/README.md"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("behaviour: 2", ["1:12: 2 is not what belongs here | Version of this vocabulary."]),
        ("resources: {}", [f'1:1: "behaviour" is missing | {README}']),
        (
            "behaviour: 1\nrules: []",
            [
                (
                    '2:1: "rules" is no word here | words here: behaviour, resources, operations, '
                    "refusals, rate_limit, remarks, x-assumed"
                )
            ],
        ),
        (
            "[]",
            [
                (
                    "1:1: a list is not what belongs here "
                    "| The stated rules of one API as data; specs/README.md explains the words."
                )
            ],
        ),
        (
            "behaviour: 1\nresources: {'': {schema: A, key: b}}",
            [f'2:13: "" cannot be a name | {README}'],
        ),
        (
            "behaviour: 1\noperations:\n  a: {action: grow, states: s, resource: r}",
            [
                (
                    '3:15: "grow" is none of the words for it '
                    "| write one of: create, read, list, update, delete, upsert, merge, batch, "
                    "unsubscribe, part, move, outside"
                )
            ],
        ),
        (
            "behaviour: 1\noperations:\n  a: {action: batch, states: s, resource: r}",
            [
                f'3:3: "each" is missing | {README}',
                f'3:3: "items" is missing | {README}',
                f'3:33: "resource" does not go with this action | {README}',
            ],
        ),
        (
            "behaviour: 1\noperations:\n  a: {action: create, states: s, resource: r, items: body}",
            [f'3:47: "items" does not go with this action | {README}'],
        ),
        (
            "behaviour: 1\noperations:\n  a: {action: read, states: ' ', resource: r, key: where}",
            [
                '3:29: " " is not what belongs here | The rule as one sentence of our own.',
                (
                    '3:52: "where" is not what belongs here | A place in a request: query.NAME, path.NAME, '
                    "header.NAME, cookie.NAME, body or body.MEMBER.MEMBER."
                ),
            ],
        ),
        (
            "behaviour: 1\nrefusals:\n- {when: bored, status: 99, states: s}",
            [
                (
                    '3:10: "bored" is none of the words for it '
                    "| write one of: credentials-missing, credentials-unknown, credentials-forbidden, request-invalid"
                ),
                "3:25: 99 is not what belongs here | A status of HTTP.",
            ],
        ),
    ],
)
def test_a_wrong_form_is_told_where_it_is(tmp_path: Path, text: str, expected: list[str]) -> None:
    path = tmp_path / "behaviour.yaml"
    path.write_text(f"{text}\n", encoding="utf-8")
    report = Report()
    assert load_behaviour(path, report) is None
    assert {each.id for each in report} == {"behaviour-form"}
    shown = [f"{each.location.line}:{each.location.column}: {each.message} | {each.advice}" for each in report]
    assert sorted(expected) == sorted(shown)


def test_long_values_are_cut_short_in_complaints(tmp_path: Path) -> None:
    path = tmp_path / "behaviour.yaml"
    path.write_text(f"behaviour: {'x' * 5000}\n", encoding="utf-8")
    report = Report()
    assert load_behaviour(path, report) is None
    assert all(len(str(each)) < 300 + len(str(path)) for each in report)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"behaviour: [1\n", "yaml-syntax"),
        (b"", "file-empty"),
        (b"\x00", "file-binary"),
    ],
)
def test_a_file_that_is_no_text_of_rules_is_refused(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "behaviour.yaml"
    path.write_bytes(content)
    report = Report()
    assert load_behaviour(path, report) is None
    assert [each.id for each in report][:1] == [expected]


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    report = Report()
    assert load_behaviour(tmp_path / "behaviour.yaml", report) is None
    assert [each.id for each in report] == ["file-missing"]
