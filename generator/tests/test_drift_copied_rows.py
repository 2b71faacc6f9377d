"""A row that opens is there in a copy of a page that is read from a screen: without it, it is gone or was lost."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from printing.era import ERAS, Words
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import save_text
from truespec.cli.console import Exit
from truespec.cli.pages import check_end, read_bytes
from truespec.diagnostics import Report
from truespec.documentation.facts.capture import capture
from truespec.documentation.locks.lock import Lock
from truespec.documentation.locks.locked_page import LockedPage
from truespec.drift.page_changes import page_changes

_TEXT = {"type": "string"}
_INNER = {"type": "object", "properties": {"one": _TEXT, "two": _TEXT}}
_POT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "glaze": _TEXT,
        "ovens": {"type": "array", "items": _INNER},
        "potter": _INNER,
        "shelf": {"type": "string", "deprecated": True},
    },
}


def _page(pot: dict[str, Any], form: str) -> str:
    operation = {
        "summary": "Make a pot",
        "requestBody": {"content": {"application/json": {"schema": pot}}},
        "responses": {"201": {"description": "Made"}},
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Pots"},
        "servers": [{"url": "https://api.example.test"}],
        "paths": {"/pots": {"post": operation}},
    }
    return save_text(print_page(document, RowPrinter(ERAS[-1], Words("en"))), form).text


@pytest.mark.parametrize("form", ["clipboard", "innertext", "crawl-buttons"])
def test_a_row_that_opens_is_lost_where_its_name_is_damaged(form: str) -> None:
    text = _page(_POT, form)
    before = read_bytes(text.encode(), "page.txt", Report()).surface
    assert before is not None
    page = read_bytes(text.replace("ovens", "ov???", 1).encode(), "page.txt", Report())
    whole = page.exit is Exit.HOLDS and check_end(Lock({"page": LockedPage("page", before)}), "page", page)
    assert not whole


@pytest.mark.parametrize("form", ["clipboard", "innertext", "crawl-buttons"])
def test_a_row_that_opens_is_gone_where_its_sample_is_gone_too(form: str) -> None:
    less = copy.deepcopy(_POT)
    del less["properties"]["ovens"]
    was, now = (read_bytes(_page(pot, form).encode(), "page.txt", Report()).surface for pot in (_POT, less))
    assert was is not None
    assert now is not None
    changes = [change for change in page_changes(capture(was), capture(now)) if change.drift]
    assert [("removed", "body.ovens")] == [(change.kind.value, change.place) for change in changes]
