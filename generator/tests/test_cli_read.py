"""``truespec read``: facts as JSON, the lock as the only thing it writes, and pages that say nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from drift_runs import PAGES, Runner, workshop

__all__ = ["workshop"]

LOCK = Path("documented.lock.json")
FACT = {"operation", "place", "attribute", "value", "visibility", "evidence", "line"}


def accepted(run: Runner, page: str = "pots-older.txt") -> str:
    assert 0 == run("read", page, "--api", "openapi.yaml", "--accept", "--as", "pots").code
    return LOCK.read_text(encoding="utf-8")


def test_the_facts_of_one_page_are_one_document(workshop: Runner) -> None:
    done = workshop("read", "pots-newer.txt", "--format", "json")
    assert 0 == done.code
    assert {"page", "facts", "not_understood"} == set(done.document)
    assert all(set(fact) == FACT for fact in done.document["facts"])
    wheel = [fact for fact in done.document["facts"] if fact["place"] == "body.wheelId"]
    assert {"type": "string", "nullable": True, "required": False} == {
        fact["attribute"]: fact["value"] for fact in wheel if fact["attribute"] != "description"
    }
    assert not LOCK.exists()


def test_the_facts_of_several_pages_are_one_list(workshop: Runner) -> None:
    done = workshop("read", "pots-older.txt", "pots-newer.txt", "--format", "json")
    assert ["pots-older.txt", "pots-newer.txt"] == [one["page"]["file"] for one in done.document["pages"]]


def test_nothing_is_written_unless_the_page_is_accepted(workshop: Runner) -> None:
    before = accepted(workshop)
    done = workshop("read", "pots-newer.txt", "--api", "openapi.yaml")
    assert 1 == done.code
    assert "+ body.wheelId" in done.out
    assert before == LOCK.read_text(encoding="utf-8")


def test_a_page_that_says_the_same_differs_in_nothing(workshop: Runner) -> None:
    accepted(workshop)
    done = workshop("read", "pots-older.txt", "--api", "openapi.yaml")
    assert (0, "0 changes") == (done.code, done.out.splitlines()[-1][:9])


def test_accepting_twice_writes_the_same_bytes(workshop: Runner) -> None:
    assert accepted(workshop) == accepted(workshop)


def test_the_lock_of_the_readme_is_that_of_the_older_page(workshop: Runner) -> None:
    assert (PAGES / LOCK).read_text(encoding="utf-8") == accepted(workshop)


def test_no_sentence_of_the_page_is_in_the_lock(workshop: Runner) -> None:
    text = accepted(workshop)
    for words in ("glaze of the pot", "centimetres", "was kept", "Fire a pot"):
        assert words not in text
    assert '"codes": ["90"]' in text


def test_a_poorer_capture_deletes_nothing_that_a_better_one_showed(workshop: Runner) -> None:
    accepted(workshop)
    text = accepted(workshop, "pots-newer.txt")
    kept = [line for line in text.splitlines() if '"response.201.id"' in line]
    assert ['{"of": ["response.201.id", "type"], "value": "string", "evidence": "sample"}'] == [
        line.strip().rstrip(",") for line in kept
    ]
    assert "body.wheelId" in text


def test_a_member_that_the_page_would_show_leaves_the_lock(workshop: Runner) -> None:
    accepted(workshop, "pots-newer.txt")
    assert "wheelId" not in accepted(workshop)


def test_accepting_needs_an_api(workshop: Runner) -> None:
    done = workshop("read", "pots-older.txt", "--accept")
    assert 2 == done.code
    assert "option-form" in done.err


def test_two_pages_are_kept_by_their_names(workshop: Runner) -> None:
    accepted(workshop)
    done = workshop("read", "pots-older.txt", "--api", "openapi.yaml", "--accept", "--as", "docs.example/api/second")
    assert 0 == done.code
    pages = json.loads(LOCK.read_text(encoding="utf-8"))["pages"]
    assert {"pots": "", "second": "docs.example/api/second"} == {name: page["address"] for name, page in pages.items()}


BAD = {
    "binary": b"\x89PNG\r\n\x1a\n\0\0\0\0",
    "nul": b"get\n/pots\n\0\0",
    "login": b"Sign in\n\nEmail\n\nPassword\n\nForgot your password?\n\nLog in\n",
    "not found": b"404\n\nPage not found\n\nThe page you are looking for does not exist.\n",
    "empty": b"",
    "cut": b'# Pots\n\n```json\n{"openapi": "3.0.3", "paths": {"/pots": {"post": {"summ',
    "html login": b"<!doctype html><html><head><title>Log in</title></head><body><form></form></body></html>",
    "huge line": b"a" * 300_000,
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("known", [True, False])
def test_what_is_no_page_is_told_with_reasons_and_leaves_the_lock_alone(
    workshop: Runner,
    name: str,
    known: bool,  # noqa: FBT001 -- a case of the table
) -> None:
    before = accepted(workshop) if known else None
    Path("bad.txt").write_bytes(BAD[name])
    done = workshop("read", "bad.txt", "--api", "openapi.yaml", "--accept")
    assert 3 == done.code
    assert "advice:" in done.err
    assert before == (LOCK.read_text(encoding="utf-8") if LOCK.exists() else None)
    assert 3 == workshop("drift", "openapi.yaml", "--page", "bad.txt").code


def test_a_page_that_is_too_large_is_not_read(workshop: Runner) -> None:
    with Path("huge.txt").open("wb") as file:
        file.truncate(64 * 1024 * 1024)
    done = workshop("read", "huge.txt")
    assert 3 == done.code
    assert "page-too-large" in done.err


def test_a_file_that_is_not_there_is_wrong_use(workshop: Runner) -> None:
    assert 2 == workshop("read", "nowhere.txt").code
    assert 2 == workshop("read").code


WRONG = {
    "read as Windows-1252": lambda text: text.encode().decode("cp1252").encode(),
    "read as Thai": lambda text: text.replace("\u00b7", "\u0e22\u0e17").encode(),
    "written as Windows-1252": lambda text: text.encode("cp1252"),
    "one byte of another": lambda text: text.encode().replace(b"pot", b"p\xf6t", 1),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_page_in_a_wrong_encoding_is_read_and_never_accepted(workshop: Runner, name: str) -> None:
    before = accepted(workshop)
    text = Path("pots-newer.txt").read_text(encoding="utf-8")
    Path("broken.txt").write_bytes(WRONG[name](text))
    done = workshop("read", "broken.txt", "--api", "openapi.yaml", "--accept", "--format", "json")
    assert (3, before) == (done.code, LOCK.read_text(encoding="utf-8"))
    assert "page-encoding" in done.err
    assert {"POST /pots", "POST /pots/batch"} <= {fact["operation"] for fact in done.document["facts"]}
    assert 3 == workshop("drift", "openapi.yaml", "--page", "broken.txt", "--apply").code


def test_sentences_that_the_vendor_broke_are_no_reason_to_refuse_a_page(workshop: Runner) -> None:
    text = Path("pots-older.txt").read_text(encoding="utf-8").replace("Who made", "Who\u00e2\u20ac\u2122s made")
    Path("vendor.txt").write_text(text, encoding="utf-8")
    assert 0 == workshop("read", "vendor.txt").code


def test_a_page_that_is_cut_where_an_operation_ends_is_told_by_the_footer_of_the_lock(workshop: Runner) -> None:
    before = accepted(workshop)
    text = Path("pots-older.txt").read_text(encoding="utf-8")
    end = text.index("Fire many pots")
    for cut in (text[:end], text[: end + 20], text[: text.index("post\n", end) + 5]):
        Path("cut.txt").write_text(cut, encoding="utf-8")
        done = workshop("read", "cut.txt", "--api", "openapi.yaml", "--accept")
        assert (3, before) == (done.code, LOCK.read_text(encoding="utf-8"))
        assert "page-cut" in done.err
        done = workshop("drift", "openapi.yaml", "--page", "cut.txt", "--apply")
        assert (3, "") == (done.code, done.out)
    Path("gone.txt").write_text(f"{text[:end]}Last updated\n", encoding="utf-8")
    assert "- operation" in workshop("drift", "openapi.yaml", "--page", "gone.txt").out


@pytest.mark.parametrize("make", ["mkfifo", "mkdir"])
def test_what_is_no_file_is_said_to_be_none(workshop: Runner, make: str) -> None:
    getattr(os, make)("thing")
    done = workshop("read", "thing")
    assert (2, True) == (done.code, "page-missing" in done.err)
    assert "no such file" not in done.err


def test_a_page_of_other_operations_is_not_taken_for_this_one(workshop: Runner) -> None:
    before = accepted(workshop)
    text = Path("pots-older.txt").read_text(encoding="utf-8").replace("/pots", "/pans")
    Path("pans.txt").write_text(text, encoding="utf-8")
    for arguments in (
        ("read", "pans.txt", "--api", "openapi.yaml", "--accept"),
        ("drift", "openapi.yaml", "--page", "pans.txt"),
    ):
        done = workshop(*arguments)
        assert 3 == done.code
        assert "page-of-others" in done.err
    assert before == LOCK.read_text(encoding="utf-8")


def test_a_refused_page_is_noted_where_that_is_asked_for(workshop: Runner) -> None:
    Path("bad.txt").write_bytes(BAD["login"])
    done = workshop("read", "bad.txt", "--api", "openapi.yaml", "--note-refused", "--as", "login")
    assert 3 == done.code
    page = json.loads(LOCK.read_text(encoding="utf-8"))["pages"]["login"]
    assert ("D", {}) == (page["page"]["grade"], page["operations"])
    assert page["page"]["reasons"]
    done = workshop("drift", "openapi.yaml")
    assert 3 == done.code
    assert "no readable page" in done.err


@pytest.mark.parametrize(
    "damage",
    [
        '{"documented-lock": 2, "pages": {}}',
        '{"documented-lock": 1',
        "[]",
        "\0",
        '{"documented-lock": 1, "pages": {"a": {}}}',
    ],
)
def test_a_damaged_lock_is_never_taken_for_no_change(workshop: Runner, damage: str) -> None:
    accepted(workshop)
    LOCK.write_text(damage, encoding="utf-8")
    for arguments in (
        ("drift", "openapi.yaml"),
        ("drift", "openapi.yaml", "--page", "pots-newer.txt"),
        ("read", "pots-newer.txt", "--api", "openapi.yaml", "--accept"),
    ):
        done = workshop(*arguments)
        assert 2 == done.code
        assert "documented.lock.json" in done.err
    assert damage == LOCK.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('{\n "docu', '<<<<<<< HEAD\n{\n "docu', 1, "merge"),
        ('"documented-lock": 1', '"documented-lock": 2', 1, "newer"),
        ('"at": 12}', '"at": "twelve"}', None, "this line"),
        ('"evidence": "sample"', '"evidence": "rumour"', None, "this line"),
    ],
)
def test_what_is_wrong_with_a_lock_has_its_place(
    workshop: Runner, old: str, new: str, line: int | None, words: str
) -> None:
    text = accepted(workshop)
    assert old in text
    damaged = text.replace(old, new, 1)
    LOCK.write_text(damaged, encoding="utf-8")
    line = line or next(number for number, one in enumerate(damaged.splitlines(), 1) if new in one)
    for arguments in (
        ("read", "pots-newer.txt", "--api", "openapi.yaml", "--accept"),
        ("drift", "openapi.yaml", "--page", "pots-newer.txt", "--apply"),
    ):
        done = workshop(*arguments)
        assert (2, damaged) == (done.code, LOCK.read_text(encoding="utf-8"))
        assert f"{LOCK}:{line}:1: error lock-damaged" in done.err
        assert words in done.err


def test_a_page_of_other_operations_is_not_taken_for_the_page_that_it_is_called(workshop: Runner) -> None:
    text = accepted(workshop)
    newer = Path("pots-newer.txt").read_text(encoding="utf-8")
    Path("pans.txt").write_text(newer.replace("/pots", "/pans"), encoding="utf-8")
    for more in ((), ("--accept",)):
        done = workshop("read", "pans.txt", "--api", "openapi.yaml", "--as", "pots", *more)
        assert (3, True) == (done.code, "page-of-others" in done.err)
    assert text == LOCK.read_text(encoding="utf-8")
    assert 0 == workshop("read", "pans.txt", "--api", "openapi.yaml", "--as", "pans", "--accept").code
    LOCK.write_text(text, encoding="utf-8")
    done = workshop("read", "pans.txt", "--api", "openapi.yaml", "--as", "pots", "--accept", "--accept-loss")
    assert (0, True) == (done.code, "/pans" in LOCK.read_text(encoding="utf-8"))
