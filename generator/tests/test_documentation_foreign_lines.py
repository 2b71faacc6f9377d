"""What stands on a page and belongs to none, and a line that lost a part: told or left alone, and no wrong fact."""

from __future__ import annotations

import re

import pytest
from test_drift_lost_lines import printed, whole
from truespec.cli.console import Exit
from truespec.cli.pages import ReadPage, check_end, read_bytes
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence
from truespec.documentation.locks.lock import Lock
from truespec.documentation.locks.locked_page import LockedPage

TEXT = printed(whole(), "crawl-buttons")


def read(text: str) -> ReadPage:
    return read_bytes(text.encode(), "page.txt", Report())


def told(text: str) -> str:
    """Return what is said of a page beside the whole one that was accepted; empty where nothing is."""
    known = read(TEXT).surface
    assert known is not None
    page = read(text)
    if page.exit is Exit.HOLDS:
        check_end(Lock({"page": LockedPage("page", known)}), "page", page)
    return " ".join(str(one.message) for one in page.report)


def stated(page: ReadPage) -> set[tuple[str, str, str]]:
    """Return where a page states something other than words."""
    assert page.surface is not None
    return {
        (fact.operation, fact.place, fact.attribute)
        for fact in page.surface.facts
        if fact.evidence is Evidence.STATED and fact.attribute not in {"description", "summary"}
    }


MARKS = {
    "an unfinished merge": ("ovenstringOptional\n", "<<<<<<< HEAD\novenstringOptional\n=======\n>>>>>>> main\n"),
    "the base of a merge": ("ovenstringOptional\n", "||||||| base\novenstringOptional\n"),
    "a list of differences": ("ovenstringOptional\n", "@@ -31,2 +31,2 @@\n-ovenstringOptional\n"),
}


@pytest.mark.parametrize("name", MARKS)
def test_marks_of_version_control_are_no_lines_of_a_page(name: str) -> None:
    page = read(TEXT.replace(*MARKS[name]))
    assert (Exit.COULD_NOT_TELL, ["page-marks"]) == (page.exit, [one.id for one in page.report])


def test_a_mark_within_a_sentence_is_nothing() -> None:
    page = read(TEXT.replace("Which of the shops it is for.", "Which of the shops it is for, <<<<<<< or another."))
    assert (Exit.HOLDS, 0) == (page.exit, len(page.report))


def test_a_name_of_which_a_character_is_lost_is_no_name() -> None:
    page = read(TEXT.replace("Header parameters", "Header p\ufffdrameters"))
    assert (Exit.COULD_NOT_TELL, ["page-encoding"]) == (page.exit, [one.id for one in page.report])
    assert Exit.HOLDS is read(TEXT.replace("Where it is fired after that.", "Where it is f\ufffdred after that.")).exit


DAMAGES = {
    "a path that ends in a variable": ("delete\n/pots/{potId}\n", "delete\n/pots/{pot\n"),
    "a path without its variable": ("/pots/{potId}\n", "/pots\n"),
    "a variable among credentials": (
        "Path parameters\n\npotIdstringRequired\n",
        "potIdstringRequired\n\nPath parameters\n",
    ),
    "a member that changed places with its heading": (
        "Body\n\napplication/json\n\nglazestringOptional\n",
        "glazestringOptional\n\nBody\n",
    ),
    "a member above its heading": (
        "Body\n\napplication/json\n\nglazestringOptional\n",
        "glazestringOptional\n\nBody\n\n",
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_line_that_lost_its_place_or_a_part_is_told(name: str) -> None:
    old, new = DAMAGES[name]
    assert old in TEXT
    assert "" == told(TEXT)
    assert told(TEXT.replace(old, new))


def test_a_path_that_was_cut_within_a_step_is_told() -> None:
    bare = re.sub(
        r"(?:POST|DELETE) \S+ HTTP/1.1\n(?:[A-Z].*\n)+\n(?:\{\n(?: .*\n)+\}\n\n)?", "", printed(whole(), "crawl")
    )
    known = read(bare).surface
    assert known is not None
    lock = Lock({"page": LockedPage("page", known)})
    found: list[bool] = []
    for path in ("/pots", "/po", "/pot", "/vases"):
        page = read(bare.replace("post\n/pots\n", f"post\n{path}\n"))
        found.append(page.exit is Exit.HOLDS and check_end(lock, "page", page))
    assert [True, False, True, True] == found  # a vendor may call pots a pot, or vases


NAMELESS = {
    "a row whose name is gone": ("sizeintegerOptional", "integerOptional"),
    "a quoted line": ("potterstringOptional", "> potterstringOptional"),
    "a marked line": ("potterstringOptional", "+ potterstringOptional"),
    "a type of media": ("potterstringOptional", "application/jsonstringOptional"),
}


@pytest.mark.parametrize("name", NAMELESS)
def test_a_row_without_a_name_is_no_member(name: str) -> None:
    page = read(TEXT.replace(*NAMELESS[name]))
    assert stated(page) <= stated(read(TEXT))


def test_a_page_that_was_saved_as_an_archive_is_refused_by_name() -> None:
    head = (
        "From: <Saved by Blink>\nSubject: Pots,\n all of them\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n"
    )
    page = read(head + TEXT)
    assert [("page-binary", True)] == [(one.id, "MHTML" in one.message) for one in page.report]
    assert Exit.HOLDS is read(f"Note: pots\n\n{TEXT}").exit


def test_a_text_of_more_lines_than_any_page_has_is_refused_at_once() -> None:
    page = read("Words of no use.\n" * 100_001 + TEXT)
    assert [("page-refused", True)] == [(one.id, "at most 100,000" in one.message) for one in page.report]


def test_members_of_an_answer_with_another_status_are_no_members_that_moved() -> None:
    document = whole()
    members = {name: {"type": "string"} for name in ("clay", "fire", "shine", "water")}
    schema = {"type": "object", "properties": members}
    answer = {"description": "Made.", "content": {"application/json": {"schema": schema}}}
    texts: list[str] = []
    for status in ("200", "201"):
        document["paths"]["/pots"]["post"]["responses"] = {status: answer}
        texts.append(printed(document, "crawl"))
    known = read(texts[0]).surface
    assert known is not None
    page = read(texts[1])
    assert page.exit is Exit.HOLDS
    assert check_end(Lock({"page": LockedPage("page", known)}), "page", page), list(page.report)
