"""Whatever is saved instead of a page: reasons in words, exit code 3 (2 for no file), and the lock keeps its bytes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from drift_runs import Runner, workshop
from truespec.cli import pages
from unreadable_pages import UNREADABLE

__all__ = ["workshop"]

LOCK = Path("documented.lock.json")
PAGE = Path("pots-older.txt")
WHOLE_BY_THEMSELVES = {"all but its last operation"}
WAYS = (
    ("read", "--api", "openapi.yaml"),
    ("read", "--api", "openapi.yaml", "--accept"),
    ("drift", "openapi.yaml", "--apply", "--page"),
    ("drift", "openapi.yaml", "--format", "json", "--page"),
)


@pytest.fixture
def locked(workshop: Runner) -> Runner:
    """Return the workshop after the older page was accepted."""
    assert 0 == workshop("read", str(PAGE), "--api", "openapi.yaml", "--accept", "--as", "pots").code
    return workshop


def told(run: Runner, name: str, code: int = 3) -> None:
    """Check that a file is refused with a reason and advice, in every way, and changes nothing."""
    before, spec = LOCK.read_bytes(), Path("openapi.yaml").read_bytes()
    for way in WAYS:
        done = run(*way, name)
        assert (way, code) == (way, done.code), done.err or done.out
        said = done.err + done.out
        assert ("error" in said, "advice" in said, "Traceback" in said) == (True, True, False), said
        assert (before, spec) == (LOCK.read_bytes(), Path("openapi.yaml").read_bytes())


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_whole_page_is_told_with_a_reason_and_leaves_the_lock_alone(locked: Runner, name: str) -> None:
    Path("bad.txt").write_bytes(UNREADABLE[name](PAGE.read_text(encoding="utf-8")))
    told(locked, "bad.txt")


@pytest.mark.parametrize("name", sorted(UNREADABLE.keys() - WHOLE_BY_THEMSELVES))
def test_what_is_no_page_of_the_api_is_never_the_first_that_is_accepted(workshop: Runner, name: str) -> None:
    Path("bad.txt").write_bytes(UNREADABLE[name](PAGE.read_text(encoding="utf-8")))
    assert 3 == workshop("read", "bad.txt", "--api", "openapi.yaml", "--accept").code
    assert not LOCK.exists()


def test_a_file_of_200_megabytes_is_not_read(locked: Runner) -> None:
    with Path("huge.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    told(locked, "huge.txt")


def test_what_is_no_file_is_wrong_use(locked: Runner) -> None:
    Path("folder").mkdir()
    os.mkfifo("pipe")
    Path("loop").symlink_to("loop")
    Path("dangling").symlink_to("nowhere")
    for name in ("folder", "pipe", "loop", "dangling", "nowhere", "bad\nname", "x" * 300, "openapi.yaml/page"):
        told(locked, name, 2)


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(5, "Input/output error")])
def test_a_file_that_cannot_be_opened_is_told_with_the_reason(
    locked: Runner, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    def shut(_: Path) -> Any:
        raise error

    monkeypatch.setattr(pages, "open_page", shut)
    told(locked, str(PAGE), 2)


def test_a_file_that_shrinks_while_it_is_read_is_a_page_that_is_cut(
    locked: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("page.txt").write_bytes(PAGE.read_bytes())
    opened = pages.open_page

    def shrinking(path: Path) -> Any:
        if path.name == "page.txt":
            os.truncate(path, 300)
        return opened(path)

    monkeypatch.setattr(pages, "open_page", shrinking)
    told(locked, "page.txt")


def test_an_older_page_is_drift_and_changes_the_lock_only_where_it_is_accepted(locked: Runner) -> None:
    assert 0 == locked("read", "pots-newer.txt", "--api", "openapi.yaml", "--accept").code
    before = LOCK.read_bytes()
    done = locked("drift", "openapi.yaml", "--page", str(PAGE))
    assert (1, True) == (done.code, "- body.wheelId" in done.out)
    assert before == LOCK.read_bytes()


def test_one_page_that_cannot_be_told_outweighs_one_that_holds_and_one_that_does_not(locked: Runner) -> None:
    Path("bad.txt").write_bytes(b"")
    for names in (("bad.txt", str(PAGE)), (str(PAGE), "bad.txt"), ("pots-newer.txt", "bad.txt")):
        assert 3 == locked("read", *names, "--api", "openapi.yaml").code
        assert 3 == locked("drift", "openapi.yaml", *(word for name in names for word in ("--page", name))).code


@pytest.mark.parametrize(
    "words", ["Internal Server Error", "Service unavailable, something went wrong", "We use cookies"]
)
def test_what_an_answer_is_described_by_makes_no_page_one_of_another_kind(workshop: Runner, words: str) -> None:
    text = PAGE.read_text(encoding="utf-8")[: PAGE.read_text(encoding="utf-8").index("Fire many pots")]
    Path("short.txt").write_text(text.replace("The pot was kept.", words), encoding="utf-8")
    assert 0 == workshop("read", "short.txt").code


def test_a_page_whose_only_body_is_a_list_that_was_not_saved_is_whole(workshop: Runner) -> None:
    text = PAGE.read_text(encoding="utf-8")
    Path("batch.txt").write_text(f"Pots\n\n{text[text.index('Fire many pots') :]}", encoding="utf-8")
    assert 0 == workshop("read", "batch.txt").code
