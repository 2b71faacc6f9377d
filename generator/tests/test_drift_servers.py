"""The addresses of servers: page against lock, page against spec, and what a lock keeps of them."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from drift_documents import api_of, document, surface_of
from drift_shown import told_by
from printing.era import ERAS
from test_drift_forms import of_printer
from truespec.documentation.facts.capture import capture
from truespec.documentation.facts.surface import Surface
from truespec.documentation.locks.acceptance import accepted
from truespec.documentation.locks.lock import LockedPage
from truespec.drift.change import Kind
from truespec.drift.compare import Pair, compare
from truespec.drift.page_changes import page_changes

ONE, TWO, NEW = "https://api.example.test/v1", "https://eu.example.test/v1", "https://new.example.test"


def whole_at(*urls: str) -> dict[str, Any]:
    return {**document(random.Random(1)), "servers": [{"url": url} for url in urls]}


def page_at(*urls: str) -> Surface:
    return surface_of(whole_at(*urls))


def printed_at(url: str) -> Surface:
    return told_by(of_printer(whole_at(url)), "innertext", ERAS[-1]).surface


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ((ONE,), (ONE,), None),
        ((ONE,), (f"{ONE}/",), None),
        ((ONE,), (NEW,), True),
        ((ONE,), (ONE, TWO), False),
        ((ONE, TWO), (TWO,), True),
        ((ONE, TWO), (TWO, ONE), None),
        ((), (ONE,), None),
    ],
)
def test_a_server_that_goes_breaks_clients_and_one_that_comes_does_not(
    before: tuple[str, ...], now: tuple[str, ...], told: object
) -> None:
    changes = page_changes(capture(page_at(*before)), capture(page_at(*now)))
    assert ([] if told is None else [("server", told)]) == [(one.attribute, one.breaking) for one in changes]


@pytest.mark.parametrize(("url", "count"), [(ONE, 0), (TWO, 0), (NEW, 1)])
def test_a_rendered_page_shows_one_of_several_servers(url: str, count: int) -> None:
    document_, printed = page_at(ONE, TWO), printed_at(url)
    for before, now in ((document_, printed), (printed, document_)):
        moved = [one for one in page_changes(capture(before), capture(now)) if one.attribute == "server"]
        assert count == len(moved)


def test_a_poorer_capture_keeps_the_servers_that_a_better_one_showed() -> None:
    better = LockedPage("page", page_at(ONE, TWO))
    poorer = accepted(better, "page", printed_at(TWO))
    assert {ONE, TWO} == set(capture(poorer.surface).servers)
    assert [] == [one for one in page_changes(capture(poorer.surface), capture(printed_at(TWO))) if not one.operation]
    moved = accepted(poorer, "page", printed_at(NEW))
    assert {NEW} == set(capture(moved.surface).servers)
    assert {ONE} == set(capture(accepted(better, "page", page_at(ONE)).surface).servers)


@pytest.mark.parametrize(
    ("page", "spec", "differs"),
    [
        ((ONE,), (ONE,), False),
        ((ONE,), ("https://api.example.test",), False),
        ((ONE,), (TWO,), True),
        ((NEW, ONE), (ONE,), False),
        (("https://{region}.example.test/v1",), (ONE,), False),
        (("https://{region}.other.test/v1",), (ONE,), True),
        ((ONE,), (), False),
        ((), (ONE,), False),
    ],
)
def test_a_spec_with_none_of_the_servers_of_the_page_contradicts_it(
    page: tuple[str, ...],
    spec: tuple[str, ...],
    differs: bool,  # noqa: FBT001 -- a column of the table
    tmp_path: Path,
) -> None:
    surface = page_at(*page)
    changes = compare([Pair("page", surface, surface)], api_of(whole_at(*spec), tmp_path)).changes
    found = [one for one in changes if one.kind is Kind.SPEC_CONTRADICTS]
    assert ([("server", False)] if differs else []) == [
        (one.attribute, all(edit.safe for edit in one.edits)) for one in found
    ]


def test_a_server_that_moved_is_told_once_with_the_place_in_the_spec(tmp_path: Path) -> None:
    api = api_of(whole_at(ONE), tmp_path)
    (change,) = compare([Pair("page", page_at(ONE), page_at(NEW))], api).changes
    assert (Kind.CHANGED, (ONE,), (NEW,), "says otherwise") == (change.kind, change.before, change.after, change.spec)
    assert change.location == api.servers[0].location
