"""``truespec drift``: what is reported, how it is printed, what is waived, and what it comes to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from drift_runs import Runner, workshop

__all__ = ["workshop"]

SPEC = Path("openapi.yaml")
NEWER = ("--page", "pots-newer.txt")
WAIVER = """\
[[waiver]]
operation = "{}"
place = "{}"
reason = "the wheel is none of our business"
date = 2026-11-21
"""


@pytest.fixture
def locked(workshop: Runner) -> Runner:
    """Return the workshop after the older page was accepted."""
    assert 0 == workshop("read", "pots-older.txt", "--api", "openapi.yaml", "--accept", "--as", "pots").code
    return workshop


def test_the_newer_page_is_reported_in_full_and_nothing_else(locked: Runner) -> None:
    done = locked("drift", "openapi.yaml", *NEWER, "--format", "json")
    found = [
        (one["class"], one["operation"], one["pointer"], one["attribute"], one["severity"])
        for one in done.document["changes"]
    ]
    assert [
        ("reworded", "POST /pots", "", "description", "warning"),
        ("reworded", "POST /pots", "query.kiln", "description", "note"),
        ("added", "POST /pots", "body.wheelId", "", "info"),
        ("added", "POST /pots/batch", "body.batch[].wheelId", "", "info"),
        ("no longer visible", "POST /pots", "response", "", "note"),
        ("no longer visible", "POST /pots/batch", "response", "", "note"),
    ] == found
    assert (1, 1) == (done.code, done.document["exit"])


def test_an_addition_says_where_it_is_and_where_it_would_go(locked: Runner) -> None:
    done = locked("drift", "openapi.yaml", *NEWER, "--format", "json")
    change = next(one for one in done.document["changes"] if one["pointer"] == "body.wheelId")
    assert {"type": "string", "nullable": True, "required": False} == {
        key: value for key, value in change["after"].items() if key != "description"
    }
    assert {"name": "pots", "file": "pots-newer.txt", "line": 27} == change["page"]
    assert ("openapi.yaml", 51, 7, "not there") == tuple(
        change["spec"][key] for key in ("file", "line", "column", "state")
    )
    (edit,) = change["edits"]
    assert ("/components/schemas/NewPot/properties", "wheelId", "potter", True) == tuple(
        edit[key] for key in ("pointer", "key", "after", "applies")
    )


def test_the_accepted_page_holds_with_its_spec(locked: Runner) -> None:
    done = locked("drift", "openapi.yaml")
    assert 0 == done.code
    assert "13 of 13 stated facts in the spec; 10 of 10 sample facts" in done.out


def test_what_is_added_goes_into_the_spec_and_nothing_else_changes(locked: Runner) -> None:
    before = SPEC.read_text(encoding="utf-8")
    done = locked("drift", "openapi.yaml", *NEWER, "--apply")
    after = SPEC.read_text(encoding="utf-8")
    line = '        wheelId: {type: [string, "null"], description: Wheel id.}\n'
    assert before == after.replace(line, "")
    assert after.index(line) > after.index("potter:")
    assert "has it already" in done.out
    assert 0 == locked("lint", "openapi.yaml").code
    assert 0 == locked("drift", "openapi.yaml").code
    assert 0 == locked("read", "pots-newer.txt", "--api", "openapi.yaml", "--accept").code
    assert 0 == locked("drift", "openapi.yaml", *NEWER).code


def test_a_spec_that_would_not_be_sound_afterwards_is_left_alone(locked: Runner) -> None:
    text = SPEC.read_text(encoding="utf-8").replace("openapi: 3.1.0", "openapi: 3.1.0 # " + "x" * 8)
    SPEC.write_text(text.replace("potter: {", "<<: &more {}\n        potter: {"), encoding="utf-8")
    before = SPEC.read_text(encoding="utf-8")
    done = locked("drift", "openapi.yaml", *NEWER, "--apply")
    assert "edit-not-made" in done.err
    assert before == SPEC.read_text(encoding="utf-8")


def test_a_removal_breaks_clients_and_is_only_proposed(locked: Runner) -> None:
    text = Path("pots-older.txt").read_text(encoding="utf-8")
    without = text.replace("potterstring | nullableOptional\n\nWho made the pot\n\n", "").replace(
        ',\n  "potter": "text"', ""
    )
    Path("less.txt").write_text(without.replace("Content-Length: 42", "Content-Length: 36"), encoding="utf-8")
    before = SPEC.read_text(encoding="utf-8")
    done = locked("drift", "openapi.yaml", "--page", "less.txt", "--apply")
    assert 1 == done.code
    assert "- body.potter" in done.out
    assert "breaking" in done.out
    assert before == SPEC.read_text(encoding="utf-8")


def test_a_spec_that_contradicts_the_page_is_an_error_at_its_line(locked: Runner) -> None:
    SPEC.write_text(SPEC.read_text(encoding="utf-8").replace("maximum: 90", "maximum: 91"), encoding="utf-8")
    done = locked("drift", "openapi.yaml", "--format", "json")
    (change,) = [one for one in done.document["changes"] if one["drift"]]
    assert ("spec contradicts", "body.height", "max", 91, 90) == tuple(
        change[key] for key in ("class", "pointer", "attribute", "before", "after")
    )
    assert SPEC.read_text(encoding="utf-8").splitlines()[change["spec"]["line"] - 1].strip().startswith("height")


def test_a_spec_that_is_behind_is_a_warning_that_can_be_applied(locked: Runner) -> None:
    text = SPEC.read_text(encoding="utf-8")
    SPEC.write_text(text.replace("minimum: 1, maximum: 90, ", ""), encoding="utf-8")
    assert 1 == locked("drift", "openapi.yaml").code
    done = locked("drift", "openapi.yaml", "--apply")
    assert 0 == done.code
    assert text == SPEC.read_text(encoding="utf-8")


def test_an_assumption_that_the_page_states_is_settled_and_one_it_denies_refuted(locked: Runner) -> None:
    text = SPEC.read_text(encoding="utf-8")
    settled = text.replace("height: {type: number,", "height: {type: number, x-assumed: {type: it is measured},")
    SPEC.write_text(settled, encoding="utf-8")
    done = locked("drift", "openapi.yaml")
    assert (0, True) == (done.code, "assumption settled: number (it is measured)" in done.out)
    SPEC.write_text(settled.replace("height: {type: number", "height: {type: integer"), encoding="utf-8")
    done = locked("drift", "openapi.yaml")
    assert (1, True) == (done.code, "assumption refuted: integer -> number (it is measured)" in done.out)


def test_what_is_waived_is_no_drift_and_says_why(locked: Runner) -> None:
    text = WAIVER.format("POST /pots", "body.wheelId") + WAIVER.format("POST /pots/batch", "body.batch[].wheelId")
    Path("waivers.toml").write_text(text + WAIVER.format("POST /pots", ""), encoding="utf-8")
    done = locked("drift", "openapi.yaml", *NEWER)
    assert 0 == done.code
    assert 3 == done.out.count("waived: the wheel is none of our business")


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        (WAIVER.format("POST /pots", "body.wheel"), "waiver-unused"),
        (WAIVER.format("POST /pots", "body.wheelId").replace("date = 2026-11-21", ""), "waiver-form"),
        (WAIVER.format("POST /pots", "body.wheelId").replace("reason", "because"), "waiver-form"),
        (WAIVER.format("POST /pots", "body.wheelId") + 'class = "gone"\n', "waiver-form"),
        ("waiver = 3\n", "waiver-form"),
        ("[[waiver]\n", "waivers-syntax"),
    ],
)
def test_a_waiver_that_is_wrong_or_matches_nothing_is_an_error(locked: Runner, text: str, id_: str) -> None:
    Path("waivers.toml").write_text(text, encoding="utf-8")
    done = locked("drift", "openapi.yaml", *NEWER)
    assert 2 == done.code
    assert id_ in done.err


def test_what_no_page_supports_is_drift_where_that_is_asked_for(locked: Runner) -> None:
    text = SPEC.read_text(encoding="utf-8").replace("maximum: 90,", "maximum: 90, multipleOf: 1, default: 20,")
    SPEC.write_text(text, encoding="utf-8")
    assert 0 == locked("drift", "openapi.yaml").code
    done = locked("drift", "openapi.yaml", "--strict")
    assert 1 == done.code
    assert "> body.height default" in done.out


def test_markdown_is_a_table_with_links_and_a_folded_suggestion(locked: Runner) -> None:
    out = locked("drift", "openapi.yaml", *NEWER, "--format", "markdown").out
    assert "| `POST /pots` | `body.wheelId` |" in out
    assert "[27](pots-newer.txt#L27)" in out
    assert "openapi.yaml#L51" in out
    assert '+        wheelId: {type: [string, "null"], description: Wheel id.}' in out


def test_annotations_stand_on_the_lines_of_the_spec(locked: Runner) -> None:
    out = locked("drift", "openapi.yaml", *NEWER, "--format", "github").out
    assert "::notice file=openapi.yaml,line=51,col=7,title=drift openapi::POST /pots body.wheelId" in out


def test_what_a_page_says_cannot_break_out_of_a_report(locked: Runner) -> None:
    hostile = "wheel\x1b[31m|`<script>"
    text = Path("pots-newer.txt").read_text(encoding="utf-8").replace("wheelId", hostile)
    Path("pots-newer.txt").write_text(text, encoding="utf-8")
    for form in ("text", "markdown", "github"):
        done = locked("drift", "openapi.yaml", *NEWER, "--format", form)
        assert "\x1b" not in done.out
        if form == "markdown":
            outside = re.sub(r"(`{3,}).*?\1", "", done.out, flags=re.DOTALL)
            assert "<script>" not in re.sub(r"`[^`\n]*`", "", outside)


def test_not_being_able_to_tell_beats_drift(locked: Runner) -> None:
    Path("bad.txt").write_text("Sign in\n", encoding="utf-8")
    spec = SPEC.read_bytes()
    done = locked("drift", "openapi.yaml", *NEWER, "--page", "bad.txt", "--apply")
    assert 3 == done.code
    assert "+ body.wheelId" in done.out
    assert {"page-refused", "edit-refused"} == {word for word in ("page-refused", "edit-refused") if word in done.err}
    assert spec == SPEC.read_bytes()
    alone = locked("drift", "openapi.yaml", "--page", "bad.txt")
    assert (3, "") == (alone.code, alone.out)


def test_a_spec_without_a_page_cannot_be_compared(workshop: Runner) -> None:
    done = workshop("drift", "openapi.yaml")
    assert 3 == done.code
    assert "drift-not-compared" in done.err


def test_a_spec_that_cannot_be_read_is_wrong_use(locked: Runner) -> None:
    SPEC.write_text("openapi: 3.1.0\npaths: [", encoding="utf-8")
    assert 2 == locked("drift", "openapi.yaml").code
