"""A section that is empty for one operation only lost what stood in it, and what is no longer said is told of."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from drift_shown import told_by
from printing.era import ERAS
from test_drift_losses import read, verdict
from test_drift_lost_lines import at, lines_of, printed, whole
from truespec.cli.console import Exit
from truespec.documentation.facts.capture import capture
from truespec.drift.change import Change, Kind
from truespec.drift.page_changes import page_changes

FORMS = ("crawl", "crawl-buttons", "innertext", "clipboard")


def text(form: str) -> str:
    return printed(whole(), form)


def without(form: str, first: str, last: str) -> str:
    """Return a page without the lines behind the first that begins so, up to the next that does so."""
    lines = [line for line in lines_of(text(form)) if line]
    start = at(lines, first) + 1
    end = start + next(index for index, line in enumerate(lines[start:]) if line.lower().startswith(last))
    return "\n".join(lines[:start] + lines[end:])


@pytest.mark.parametrize("form", FORMS)
def test_no_operation_is_without_answers_where_others_list_them(form: str) -> None:
    torn = without(form, "Responses", "post")
    assert read(torn).exit is (Exit.HOLDS if form == "crawl" else Exit.COULD_NOT_TELL)  # which loses empty ones
    told, said = verdict(text(form), torn)
    assert (False, True) == (told, "shows no answers" in said or "no answer is listed" in said), said


@pytest.mark.parametrize("form", FORMS)
def test_credentials_that_are_closed_for_one_operation_only_are_lost(form: str) -> None:
    torn = without(form, "Authorizations", "header parameters" if form.startswith("crawl") else "header")
    told, said = verdict(text(form), torn)
    assert (False, True) == (told, "shows no credentials any more" in said), said


@pytest.mark.parametrize("form", FORMS)
def test_the_fixed_words_of_a_credential_without_its_row_are_a_part_of_one(form: str) -> None:
    one = whole()
    one["components"]["securitySchemes"]["key"] = {"type": "http", "scheme": "bearer"}
    lines = [line for line in lines_of(printed(one, form)) if line]
    start, end = at(lines, "Authorization"), at(lines, "Bearer authentication")
    start = next(index for index in range(start, end) if lines[index].startswith("Authorization") and index > start)
    assert read("\n".join(lines)).exit is Exit.HOLDS
    assert read("\n".join(lines[:start] + lines[end:])).exit is Exit.COULD_NOT_TELL


def changes(before: dict[str, Any], after: dict[str, Any], form: str) -> list[Change]:
    was, now = (told_by(one, form, ERAS[5]).surface for one in (before, after))
    return list(page_changes(capture(was), capture(now)))


@pytest.mark.parametrize("form", [*FORMS, "markup"])
def test_an_answer_that_has_no_content_any_more_is_told_of(form: str) -> None:
    before = whole()
    content = {"application/json": {"schema": {"type": "object", "properties": {"id": {"type": "string"}}}}}
    answers = before["paths"]["/pots"]["post"]["responses"]
    answers |= {"200": answers.pop("201"), "409": {"description": "Clash.", "content": content}}
    after = copy.deepcopy(before)
    del after["paths"]["/pots"]["post"]["responses"]["409"]["content"]
    (one,) = changes(before, after, form)
    assert ("response.409", "media", "application/json", None) == (one.place, one.attribute, one.before, one.after)
    assert one.drift


@pytest.mark.parametrize("form", [*FORMS, "markup"])
def test_words_that_are_gone_are_drift_and_new_ones_are_not(form: str) -> None:
    before = whole()
    after = copy.deepcopy(before)
    del after["paths"]["/pots"]["post"]["parameters"][2]["description"]
    (gone,) = changes(before, after, form)
    (new,) = changes(after, before, form)
    assert (Kind.REWORDED, True) == (gone.kind, gone.drift)
    assert (Kind.REWORDED, False) == (new.kind, new.drift)
