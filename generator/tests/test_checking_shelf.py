"""What many records at once, parts by cursor, and an order that no rule is about get wrong, is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from shelf_server import ShelfServer, shelf_api, shelf_target
from truespec.checking.run import check


@pytest.mark.parametrize("behaviour", [True, False])
def test_a_healthy_shelf_is_not_accused(tmp_path: Path, *, behaviour: bool) -> None:
    api = shelf_api(tmp_path, behaviour=behaviour)
    assert () == check(api, shelf_target(api, ShelfServer()), seed=3).broken


@pytest.mark.parametrize(
    ("fault", "fact", "behaviour"),
    [
        ("order-ignored", "listBooks.consistent.order.sort", True),
        ("short-default", "listBooks.paging.default-limit", True),
        ("endless", "listBooks.paging.end", True),
        ("results-turned", "addBooks.answers", True),
        ("results-short", "addBooks.answers", True),
        ("bulk-first", "addBooks.answers", True),
        ("bulk-copies", "addBooks", True),
        ("day-off", "addBook.keeps.due", True),
        ("notes-anywhere", "note.scope", True),
        ("notes-listed", "note.scope.listed", True),
        *((fault, "label.consistent.member", True) for fault in ("labels-last", "labels-twice", "labels-stay")),
        ("labels-cleared", "label.consistent.member", False),
        ("bulk-first", "addBooks.consistent.made", False),
        ("bulk-copies", "addBooks.consistent.made", False),
    ],
)
def test_a_shelf_that_gets_one_thing_wrong_breaks_a_fact(
    tmp_path: Path, fault: str, fact: str, *, behaviour: bool
) -> None:
    api = shelf_api(tmp_path, behaviour=behaviour)
    verdict = check(api, shelf_target(api, ShelfServer(fault)), parts=("rules",))
    assert fact in [finding.fact.id for finding in verdict.broken]


@pytest.mark.parametrize(("habit", "behaviour"), [("history", True), ("others-told", True), ("others-told", False)])
def test_what_a_shelf_tells_beside_what_it_must_is_its_business(tmp_path: Path, habit: str, *, behaviour: bool) -> None:
    api = shelf_api(tmp_path, behaviour=behaviour)
    assert () == check(api, shelf_target(api, ShelfServer(habit)), parts=("rules",)).broken
