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
    assert 3 == done.out.count("waived 2026-11-21: the wheel is none of our business")


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


def test_values_that_run_together_are_compared_as_they_run(workshop: Runner) -> None:
    text = Path("pots-older.txt").read_text(encoding="utf-8")
    plain = "potterstring | nullableOptional\n\nWho made the pot\n"
    closed = "potterstring · enum | nullableOptional\n\nWho made the pot\n\nPossible values: {}\n"
    for name, values in (("one.txt", "annbob"), ("two.txt", "annbobcy")):
        Path(name).write_text(text.replace(plain, closed.format(values)), encoding="utf-8")
    pages = ("pots-older.txt", "one.txt", "two.txt")
    for before, now in ((0, 1), (1, 2), (2, 0), (1, 1)):
        assert workshop("read", pages[before], "--api", "openapi.yaml", "--accept", "--as", "pots").code == 0
        done = workshop("drift", "openapi.yaml", "--page", pages[now], "--format", "json")
        told = [(one["pointer"], one["attribute"]) for one in done.document["changes"] if one["class"] == "changed"]
        assert ([] if before == now else [("body.potter", "enum")]) == told


def test_a_waiver_that_is_past_its_day_waives_nothing(locked: Runner) -> None:
    text = "".join(WAIVER.format("*", place) for place in ("", "body.wheelId", "body.batch[].wheelId"))
    Path("waivers.toml").write_text(text.replace("date =", "until = 2999-01-01\ndate ="), encoding="utf-8")
    assert 0 == locked("drift", "openapi.yaml", *NEWER).code
    Path("waivers.toml").write_text(text.replace("date =", "until = 2001-01-01\ndate ="), encoding="utf-8")
    done = locked("drift", "openapi.yaml", *NEWER)
    assert (2, 3) == (done.code, done.err.count("waiver-expired"))
    assert "waived" not in done.out


def test_a_permission_that_a_text_names_is_no_mere_wording(locked: Runner) -> None:
    older, newer = Path("pots-older.txt"), Path("pots-newer.txt")
    for path, name in ((older, "KILN.READ"), (newer, "KILN.WRITE")):
        text = path.read_text("utf-8")
        path.write_text(
            text.replace(
                "potterstring | nullableOptional\n\nWho made the pot",
                f"potterstring | nullableOptional\n\nNeeds {name}",
            ),
            encoding="utf-8",
        )
    assert 0 == locked("read", "pots-older.txt", "--api", "openapi.yaml", "--accept").code
    out = locked("drift", "openapi.yaml", *NEWER).out
    assert "reworded (check: KILN.READ -> KILN.WRITE)" in out


def test_an_edit_of_a_shared_schema_says_what_else_it_changes(locked: Runner) -> None:
    SPEC.write_text(SPEC.read_text("utf-8").replace("maximum: 90", "maximum: 91"), encoding="utf-8")
    document = locked("drift", "openapi.yaml", "--format", "json").document
    (change,) = [one for one in document["changes"] if one["drift"]]
    assert ["it changes POST /pots/batch body.batch[] as well"] == [one["caution"] for one in change["suggestion"]]


def test_markdown_begins_with_what_it_comes_to_and_folds_what_is_no_drift(locked: Runner) -> None:
    lines = locked("drift", "openapi.yaml", *NEWER, "--format", "markdown").out.splitlines()
    assert lines[2].startswith("**0 breaking, 2 added, 2 reworded, 2 no longer visible**; coverage: ")
    fold = lines.index("<summary>No drift: 1 reworded, 2 no longer visible</summary>")
    drift = [number for number, line in enumerate(lines) if line.startswith("| info |")]
    notes = [number for number, line in enumerate(lines) if line.startswith("| note |")]
    assert (2, 3) == (len(drift), len(notes))
    assert max(drift) < fold < min(notes)


def test_the_last_line_is_the_command_to_go_on_with(locked: Runner) -> None:
    last = locked("drift", "openapi.yaml", *NEWER).out.splitlines()[-1]
    assert "next: truespec drift openapi.yaml --page pots-newer.txt --apply  (makes 1 addition)" == last
    last = locked("drift", "openapi.yaml", *NEWER, "--apply").out.splitlines()[-1]
    command = "truespec read pots-newer.txt --api openapi.yaml --accept"
    assert f"next: {command}  (the spec says it all already)" == last
    assert 0 == locked(*command.split()[1:]).code
    assert not locked("drift", "openapi.yaml", *NEWER).out.splitlines()[-1].startswith("next:")
