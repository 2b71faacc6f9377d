"""What only samples show is told of once, and never as more than a sample can say."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from drift_edits import prepared
from drift_shown import told_by
from printing.era import ERAS, Era
from test_drift_forms import of_printer
from truespec.documentation.facts.capture import capture
from truespec.documentation.facts.surface import Evidence
from truespec.documentation.loss.losses import lost_part
from truespec.drift.change import Change, Kind
from truespec.drift.page_changes import page_changes

_NOTES = {Kind.NEWLY_VISIBLE, Kind.NO_LONGER_VISIBLE}
_WITH_BUTTONS = ("crawl-buttons", "innertext", "clipboard", "markup")


def body_of(whole: dict[str, Any]) -> dict[str, Any]:
    post = next(iter(whole["paths"].values()))["post"]
    found: dict[str, Any] = next(iter(post["requestBody"]["content"].values()))["schema"]["properties"]
    return found


def changes(before: dict[str, Any], after: dict[str, Any], form: str, era: Era = ERAS[4]) -> list[Change]:
    was, now = (told_by(of_printer(one), form, era, "pt-br").surface for one in (before, after))
    return [one for one in page_changes(capture(was), capture(now)) if one.kind not in _NOTES]


@pytest.mark.parametrize("form", _WITH_BUTTONS)
def test_a_closed_object_that_is_gone_is_one_change_without_its_members(form: str) -> None:
    before = prepared(random.Random("gone"))
    after = copy.deepcopy(before)
    del body_of(after)["tango"]
    assert [(Kind.REMOVED, "body.tango")] == [(one.kind, one.place) for one in changes(before, after, form)]


@pytest.mark.parametrize("form", _WITH_BUTTONS)
def test_what_a_sample_lost_may_be_deprecated_and_breaks_nobody(form: str) -> None:
    before = prepared(random.Random("deprecated"))
    after = copy.deepcopy(before)
    body_of(after)["tango"]["properties"]["left"]["deprecated"] = True
    (one,) = changes(before, after, form)
    assert (Kind.REMOVED, "body.tango.left", Evidence.SAMPLE, False) == (
        one.kind,
        one.place,
        one.evidence,
        one.breaking,
    )
    assert "deprecated" in one.reasons[0]


@pytest.mark.parametrize("form", _WITH_BUTTONS[:2])
def test_the_members_of_what_is_deprecated_now_are_not_gone_with_it_from_the_sample(form: str) -> None:
    before = prepared(random.Random("owner"))
    after = copy.deepcopy(before)
    body_of(after)["tango"]["deprecated"] = True
    assert [("body.tango", "deprecated")] == [(one.place, one.attribute) for one in changes(before, after, form)]


@pytest.mark.parametrize("flag", ["deprecated", "readOnly"])
def test_what_a_flag_that_a_copy_loses_leaves_out_of_the_sample_is_not_gone(flag: str) -> None:
    before = prepared(random.Random("owner"))
    after = copy.deepcopy(before)
    body_of(after)["tango"][flag] = True
    assert [] == changes(before, after, "clipboard", ERAS[6])


def test_bounds_that_were_never_printed_beside_null_are_not_new_without_it() -> None:
    before = prepared(random.Random("bounds"))
    body_of(before)["romeo"] = {"type": ["string", "null"], "maxLength": 9}
    after = copy.deepcopy(before)
    body_of(after)["romeo"]["type"] = "string"
    found = [(one.place, one.attribute) for one in changes(before, after, "markup", ERAS[3])]
    assert [("body.romeo", "nullable")] == found


def test_the_elements_of_what_was_plain_are_new() -> None:
    before = prepared(random.Random("list"))
    after = copy.deepcopy(before)
    body_of(after)["sure"] = {"type": "array", "items": {"type": "boolean"}, "description": "There as well."}
    found = {(one.kind, one.place) for one in changes(before, after, "innertext", ERAS[6])}
    assert {(Kind.CHANGED, "body.sure"), (Kind.ADDED, "body.sure[]")} == found


def test_a_plain_member_that_opens_now_is_told_by_the_samples_where_its_row_is_lost() -> None:
    before = prepared(random.Random("opens"))
    after = copy.deepcopy(before)
    body_of(after)["sure"] = {"type": "object", "properties": {"inside": {"type": "string"}}}
    body_of(after)["papa"]["items"] = {"type": "array", "items": {"type": "integer"}}
    found = {(one.kind, one.place, one.attribute) for one in changes(before, after, "crawl", ERAS[5])}
    assert {
        (Kind.CHANGED, "body.sure", "type"),
        (Kind.ADDED, "body.sure.inside", ""),
        (Kind.CHANGED, "body.papa[]", "type"),
        (Kind.ADDED, "body.papa[][]", ""),
    } == found
    was, now = (told_by(of_printer(one), "crawl", ERAS[5]).surface for one in (before, after))
    assert lost_part(was, now) == ""


@pytest.mark.parametrize("name", ["query.papa", "body.papa"])
def test_a_list_of_plain_values_has_no_button_with_which_a_crawler_would_lose_it(name: str) -> None:
    before = prepared(random.Random("plain list"))
    post = next(iter(before["paths"].values()))["post"]
    papa = {"type": "array", "items": {"type": "string"}, "maxItems": 5}
    post["parameters"].append({"name": "papa", "in": "query", "description": "Some.", "schema": papa})
    after = copy.deepcopy(before)
    if name == "body.papa":
        del body_of(after)["papa"]
    else:
        next(iter(after["paths"].values()))["post"]["parameters"].pop()
    assert [(Kind.REMOVED, name)] == [(one.kind, one.place) for one in changes(before, after, "crawl", ERAS[3])]
    assert [(Kind.ADDED, name)] == [(one.kind, one.place) for one in changes(after, before, "crawl", ERAS[3])]


@pytest.mark.parametrize(("values", "drift"), [(["in", "out"], False), (["out", "on"], True), (["ou", "tin"], False)])
def test_values_that_run_together_in_another_order_are_the_same(values: list[str], drift: bool) -> None:  # noqa: FBT001 -- a case
    before = prepared(random.Random("order"))
    schema = {"type": "string", "enum": ["out", "in"], "description": "Which."}
    next(iter(before["paths"].values()))["post"]["parameters"][-1]["schema"] = schema
    after = copy.deepcopy(before)
    next(iter(after["paths"].values()))["post"]["parameters"][-1]["schema"] = {**schema, "enum": values}
    assert drift is bool(changes(before, after, "crawl-buttons"))


def test_an_alternative_whose_others_a_crawler_lost_is_one_of_several_still() -> None:
    before = prepared(random.Random("alternatives"))
    inner = {"type": "object", "properties": {"inside": {"type": "string"}}}
    body_of(before)["yankee"] = {"oneOf": [inner, {"type": "string"}, {"type": "number"}]}
    after = copy.deepcopy(before)
    body_of(after)["yankee"]["oneOf"].pop()
    assert [(Kind.REMOVED, "body.yankee|3")] == [(one.kind, one.place) for one in changes(before, after, "crawl")]
    assert [(Kind.ADDED, "body.yankee|3")] == [(one.kind, one.place) for one in changes(after, before, "crawl")]


@pytest.mark.parametrize("form", ["crawl-buttons", "innertext", "markup"])
def test_what_has_alternatives_is_deprecated_by_the_word_behind_its_own_type(form: str) -> None:
    before = prepared(random.Random("parted"))
    after = copy.deepcopy(before)
    body_of(after)["yankee"]["deprecated"] = True
    found = [(one.place, one.attribute) for one in changes(before, after, form, ERAS[2])]
    assert [("body.yankee", "deprecated")] == found


@pytest.mark.parametrize("form", [*_WITH_BUTTONS, "crawl"])
def test_an_alternative_to_null_that_a_crawler_lost_is_no_other_type(form: str) -> None:
    whole = of_printer(prepared(random.Random("null")))
    inner = {"type": "object", "properties": {"inside": {"type": "string"}}}
    body_of(whole)["yankee"] = {"anyOf": [{"type": "null"}, inner]}
    shown, saved = (told_by(whole, one, ERAS[4]).surface for one in ("markup", form))
    for was, now in ((shown, saved), (saved, shown)):
        found = [one for one in page_changes(capture(was), capture(now)) if one.kind not in _NOTES]
        assert [] == [(one.kind, one.place, one.attribute) for one in found]
