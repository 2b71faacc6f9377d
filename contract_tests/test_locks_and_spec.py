"""The locks hold what the pages said and none of their sentences; the specs agree with every fact, or say why not."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from truespec.catalogue import ApiEntry, entries
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Grade
from truespec.documentation.locks.lock import Lock, lock_text, read_lock
from truespec.documentation.locks.locked_page import LockedPage
from truespec.drift.change import Kind
from truespec.drift.compare import Comparison, Pair, compare
from truespec.drift.waivers import read_waivers, waive
from truespec.interpretation.load import load_entry

ROOT = Path(__file__).parents[1]
APIS = [entry for entry in entries(ROOT, Report()) if (entry.spec.parent / "documented.lock.json").exists()]


def lock_of(entry: ApiEntry) -> Lock:
    report = Report()
    lock = read_lock(entry.spec.parent / "documented.lock.json", report)
    assert lock is not None, [str(diagnostic) for diagnostic in report]
    return lock


def pages_of(entry: ApiEntry) -> list[LockedPage]:
    lock = lock_of(entry)
    return [page for name in lock if (page := lock.page(name)) is not None]


def comparison(entry: ApiEntry) -> Comparison:
    api = load_entry(entry, Report())
    assert api is not None
    return compare([Pair(page.name, page.surface) for page in pages_of(entry)], api)


def texts(value: Any) -> Iterator[str]:
    """Yield every text of a JSON value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from texts(one)


@pytest.mark.parametrize("entry", APIS, ids=lambda entry: entry.name)
def test_no_fact_of_a_page_drifts_from_the_spec_unless_it_is_waived(entry: ApiEntry) -> None:
    report = Report()
    waivers = read_waivers(entry.spec.parent / "waivers.toml", report)
    changes = waive(comparison(entry).changes, waivers, report, dt.datetime.now(tz=dt.UTC).date())
    assert [] == [(one.kind, one.operation, one.place, one.attribute) for one in changes if one.drift]
    assert [] == [str(diagnostic) for diagnostic in report]


@pytest.mark.parametrize("entry", APIS, ids=lambda entry: entry.name)
def test_the_spec_says_nothing_that_a_page_would_show_and_does_not(entry: ApiEntry) -> None:
    found = comparison(entry)
    assert [] == [(one.operation, one.place, one.attribute) for one in found.changes if one.kind is Kind.UNSUPPORTED]
    refused = all(page.surface.page.grade is Grade.D for page in pages_of(entry))
    assert found.compared is not refused


@pytest.mark.parametrize("entry", APIS, ids=lambda entry: entry.name)
def test_a_lock_is_written_as_it_stands_and_holds_no_sentence(entry: ApiEntry) -> None:
    path = entry.spec.parent / "documented.lock.json"
    text = path.read_text(encoding="utf-8")
    assert text == lock_text(lock_of(entry))
    for page in json.loads(text)["pages"].values():
        own = {*page["page"]["reasons"], *page["operations"]}
        sentences = [one for one in texts(page) if one not in own and len(re.findall(r"\s", one)) > 1]
        assert [] == sentences
