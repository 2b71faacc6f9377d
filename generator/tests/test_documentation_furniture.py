"""What stands on a saved page and belongs to the site around it disturbs nothing, wherever it stands."""

from __future__ import annotations

import random

import pytest
from test_drift_lost_lines import lines_of, printed, verdict, whole
from truespec.cli.console import Exit
from truespec.cli.pages import read_bytes
from truespec.diagnostics import Report
from truespec.documentation.facts.capture import capture
from truespec.documentation.facts.surface import Surface
from truespec.documentation.rendered.furniture import is_furniture
from truespec.drift.change import Kind
from truespec.drift.page_changes import page_changes

SITE = [
    ["Chat with us"],
    ["We use cookies to improve this.", "Accept all", "Reject all", "Cookie settings"],
    ["Ask or search…", "⌘K"],
    ["Copy page", "Export as PDF", "Edit on GitHub"],
    ["👍", "👎"],
    ["© 2026 Example Ltd."],
    ["Skip to main content"],
    ["Type a message…"],
]
FORMS = ("crawl", "crawl-buttons", "innertext", "clipboard")


def surface(text: str) -> Surface:
    page = read_bytes(text.encode(), "page.txt", Report())
    assert page.surface is not None
    assert page.exit is Exit.HOLDS, [str(one.message) for one in page.report]
    return page.surface


def said(text: str) -> set[tuple[str, str, str, str]]:
    return {(one.operation, one.place, one.attribute, repr(one.value)) for one in surface(text).facts}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("site", SITE, ids=lambda site: site[0])
def test_a_page_says_the_same_with_the_site_around_it_anywhere(form: str, site: list[str]) -> None:
    text = printed(whole(), form)
    lines = lines_of(text)
    dice = random.Random(f"{form} {site}")
    for at in (0, len(lines), *(dice.randrange(1, len(lines)) for _ in range(6))):
        assert said(text) == said("\n".join([*lines[:at], *site, *lines[at:]])), lines[at - 1 : at + 1]


def test_a_line_of_which_nobody_knows_what_it_is_may_stand_within_a_sample() -> None:
    text = printed(whole(), "crawl")
    mark = '  "oven": '
    assert said(text) == said(text.replace(mark, f"Ask Potty anything\n\n{mark}", 1))


def test_many_lines_within_a_sample_are_another_page() -> None:
    text = printed(whole(), "crawl")
    other = "\n".join(f"Line {number}" for number in range(7))
    assert verdict(text, text.replace('  "oven": ', f'{other}\n  "oven": ', 1))[0] is False


def test_a_page_below_which_the_site_goes_on_has_its_end() -> None:
    text = printed(whole(), "crawl").split("Last updated", maxsplit=1)[0]
    assert said(text) == said(f"{text}\nType a message…\nSend\n")
    assert read_bytes(f"{text}\nBreak another\n".encode(), "page.txt", Report()).exit is Exit.COULD_NOT_TELL


@pytest.mark.parametrize(
    "text", ["Search", "Copy", "Sign in", "chat", "-", "...", "⤷ Circular reference to object", "名前", "ñ"]
)
def test_what_may_be_a_name_or_a_title_is_of_the_page(text: str) -> None:
    assert not is_furniture(text)


def test_the_first_words_of_a_body_are_no_new_body() -> None:
    bare = printed(whole(), "crawl").replace("Body\n\napplication/json\n", "Body\n", 1)
    worded = bare.replace("Body\n", "Body\n\nWhat a pot is like.\n", 1)
    for before, now in ((bare, worded), (worded, bare)):
        changes = page_changes(capture(surface(before)), capture(surface(now)))
        assert [(Kind.REWORDED, "body", "description")] == [(one.kind, one.place, one.attribute) for one in changes]
