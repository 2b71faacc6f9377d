"""A name that may be a new one for the same thing is a candidate with its reasons, and never more than that."""

from __future__ import annotations

from typing import Any

import pytest
from drift_documents import surface_of
from truespec.documentation.facts.capture import capture
from truespec.drift.change import Change, Kind
from truespec.drift.page_changes import page_changes


def page(**members: dict[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "properties": members}
    post = {
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": {"204": {"description": "."}},
    }
    return {"openapi": "3.0.3", "info": {"title": "Pots", "version": "1"}, "paths": {"/pots": {"post": post}}}


def text(words: str = "", **more: Any) -> dict[str, Any]:
    return {"type": "string", **({"description": words} if words else {}), **more}


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    return list(page_changes(capture(surface_of(before)), capture(surface_of(after))))


FIRST, LAST = {"first": text("One.")}, {"last": text("Two.")}
CASES = {
    "its name": (text("Of clay."), "makerId", text("Of clay."), ("the same description", "the same neighbours")),
    "the words too": (text("Of clay."), "makerId", text("Of stone."), ("the same neighbours", "another description")),
    "a letter": (text(), "kilns_", text(), ("the same neighbours", "similar names (0.91)")),
    "a letter and the words": (
        text("Of clay."), "kilns_", text("Of stone."),
        ("the same neighbours", "similar names (0.91)", "another description"),
    ),
    "words that are gone": (text("Of clay."), "makerId", text(), ("the same neighbours",)),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_candidate_has_its_reasons_and_what_else_changed(name: str) -> None:
    old, called, new, reasons = CASES[name]
    (one,) = changes(page(**FIRST, kilns=old, **LAST), page(**FIRST, **{called: new}, **LAST))
    assert (Kind.RENAMED, f"body.{called}", "body.kilns", reasons) == (one.kind, one.place, one.before, one.reasons)
    assert one.breaking


def test_another_description_alone_is_no_reason() -> None:
    before, after = page(kilns=text("Of clay."), **FIRST, **LAST), page(**FIRST, **LAST, makerId=text("Of stone."))
    assert {Kind.ADDED, Kind.REMOVED} == {one.kind for one in changes(before, after)}


def test_another_form_is_another_thing() -> None:
    before, after = page(**FIRST, kilns=text("Of clay.")), page(**FIRST, kilns_=text("Of clay.", maxLength=3))
    assert {Kind.ADDED, Kind.REMOVED} == {one.kind for one in changes(before, after)}


def test_of_several_the_one_with_most_reasons_is_chosen() -> None:
    before = page(**FIRST, kilns=text("Of clay."), **LAST)
    after = page(**FIRST, makerId=text("Of stone."), kilns_=text("Of clay."), **LAST)
    found = {one.place: one.kind for one in changes(before, after)}
    assert {"body.makerId": Kind.ADDED, "body.kilns_": Kind.RENAMED} == found
