"""What the pages were seen to change goes into the changelog of the client, and nowhere else."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from drift_runs import PAGES, Runner, workshop

__all__ = ["workshop"]

SETTINGS = """\
title = "Pottery"

[client]
package = "pottery_client"
distribution = "pottery-client"
class = "Pottery"
environment = "POTTERY"
"""
NEWER = ("--page", "pots-newer.txt", "--apply", "--record")
FOLDER = Path("specs/pottery")
LOG = Path("generated/pottery/CHANGELOG.md")


@pytest.fixture
def pottery(workshop: Runner) -> Runner:
    """Return a catalogue of one API whose older page is accepted, and whose client is made."""
    FOLDER.mkdir(parents=True)
    shutil.copy(PAGES / "openapi.yaml", FOLDER)
    (FOLDER / "api.toml").write_text(SETTINGS, encoding="utf-8")
    assert 0 == workshop("read", "pots-older.txt", "--api", "pottery", "--accept", "--as", "pots").code
    assert 0 == workshop("generate", "pottery").code
    return workshop


def test_what_is_added_and_recorded_stands_in_the_changelog_of_the_client(pottery: Runner) -> None:
    before = LOG.read_text(encoding="utf-8")
    assert 1 == pottery("drift", "pottery", *NEWER).code
    assert 1 == pottery("generate", "pottery", "--check").code
    assert 0 == pottery("generate", "pottery").code
    today = dt.datetime.now(dt.UTC).date().isoformat()
    assert LOG.read_text(encoding="utf-8").removeprefix(before).splitlines() == [
        "",
        f"### {today}",
        "",
        "- POST /pots: body.wheelId added: string, nullable, optional",
        r"- POST /pots/batch: body.batch\[\].wheelId added: string, nullable, optional",
    ]
    written = (FOLDER / "changes.toml").read_text(encoding="utf-8")
    assert 1 == pottery("drift", "pottery", *NEWER).code
    assert written == (FOLDER / "changes.toml").read_text(encoding="utf-8")
    assert 0 == pottery("generate", "pottery", "--check").code


def test_additions_alone_leave_the_changelog_as_it_is(pottery: Runner) -> None:
    before = LOG.read_text(encoding="utf-8")
    assert 1 == pottery("drift", "pottery", *NEWER[:-1]).code
    assert 0 == pottery("generate", "pottery").code
    assert (before, False) == (LOG.read_text(encoding="utf-8"), (FOLDER / "changes.toml").exists())


def test_the_latest_day_is_first_and_what_breaks_callers_before_the_rest(pottery: Runner) -> None:
    (FOLDER / "changes.toml").write_text(
        '[[change]]\ndate = 2026-01-02\ntext = "one <b>"\n\n[[change]]\ndate = 2026-03-04\ntext = "two"\n\n'
        '[[change]]\ndate = 2026-03-04\noperation = "GET /pots"\ntext = "three"\nbreaking = true\n',
        encoding="utf-8",
    )
    assert 0 == pottery("generate", "pottery").code
    lines = [line for line in LOG.read_text(encoding="utf-8").splitlines() if line[:2] in {"##", "- "}]
    assert lines[1:] == [
        "### 2026-03-04",
        "- **breaking:** GET /pots: three",
        "- two",
        "### 2026-01-02",
        "- one &lt;b&gt;",
    ]


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("[[change]", "changes-syntax"),
        ("change = 1", "changes-form"),
        ("more = 1", "changes-form"),
        ('[[change]]\ntext = "no day"', "changes-form"),
        ("[[change]]\ndate = 2026-01-02", "changes-form"),
        ('[[change]]\ndate = 2026-01-02\ntext = "a"\nbreaking = 1', "changes-form"),
        ('[[change]]\ndate = 2026-01-02T10:00:00\ntext = "a"', "changes-form"),
    ],
)
def test_changes_that_cannot_be_read_are_told_with_their_file(pottery: Runner, text: str, id_: str) -> None:
    (FOLDER / "changes.toml").write_text(text, encoding="utf-8")
    done = pottery("generate", "pottery")
    assert 2 == done.code
    assert id_ in done.err


def test_nothing_is_recorded_where_nothing_is_added(pottery: Runner) -> None:
    done = pottery("drift", "pottery", "--record")
    assert (2, True) == (done.code, "option-form" in done.err)
