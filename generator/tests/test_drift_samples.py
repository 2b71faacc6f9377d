"""What only samples show is told of once, and never as more than a sample can say."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from drift_edits import prepared
from drift_shown import told_by
from printing.era import ERAS
from test_drift_forms import of_printer
from truespec.documentation.capture import capture
from truespec.documentation.surface import Evidence
from truespec.drift.change import Change, Kind
from truespec.drift.page_changes import page_changes

_WITH_BUTTONS = ("crawl-buttons", "innertext", "clipboard", "markup")


def body_of(whole: dict[str, Any]) -> dict[str, Any]:
    post = next(iter(whole["paths"].values()))["post"]
    found: dict[str, Any] = next(iter(post["requestBody"]["content"].values()))["schema"]["properties"]
    return found


def changes(before: dict[str, Any], after: dict[str, Any], form: str) -> list[Change]:
    was, now = (told_by(of_printer(one), form, ERAS[4]).surface for one in (before, after))
    return [one for one in page_changes(capture(was), capture(now)) if one.kind is not Kind.NEWLY_VISIBLE]


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
