"""What a page keeps of a part that it lost tells that it lost one; an edit leaves no such thing behind."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from printing.era import ERAS, Words
from printing.markup import save_markup
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import save_text
from test_drift_losses import verdict
from test_drift_lost_lines import at, lines_of, member, parameter, printed, whole
from truespec.cli.pages import read_bytes
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Visibility


def document() -> dict[str, Any]:
    """Return a document whose members open, have values, and are described in a word."""
    one = whole()
    post = one["paths"]["/pots"]["post"]
    post["parameters"][2]["required"] = True
    post["parameters"] += [
        parameter("tall", "query", "How tall."),
        {**parameter("kind", "query", "Kind."), "schema": {"type": "string", "enum": ["cup", "jug", "jar"]}},
    ]
    members = post["requestBody"]["content"]["application/json"]["schema"]["properties"]
    members["marks"] = {"type": "array", "items": {"type": "object", "properties": {"made": member("In clay.")}}}
    members["wheel"] = {"type": "object", "properties": {"turns": member("So many."), "stone": member("Which.")}}
    members["kilns"] = {"type": "array", "items": {"type": "string"}, "description": "All that are lit."}
    members["ware"] = member("What it is sold as.")
    members["clay"] = {"const": "red"}
    return one


def text(form: str) -> str:
    return printed(document(), form)


def damaged(form: str, change: Callable[[list[str]], object]) -> tuple[bool, str]:
    lines = [line for line in lines_of(text(form)) if line]
    change(lines)
    return verdict(text(form), "\n".join(lines))


def cut(first: str, after: str) -> Callable[[list[str]], object]:
    """Return what takes away the lines from one up to before another."""

    def take(lines: list[str]) -> None:
        start = at(lines, first)
        del lines[start : start + at(lines[start:], after)]

    return take


def joined(first: str, kept: int, after: str, left: int) -> Callable[[list[str]], object]:
    """Return what makes one line of the beginning of one and the end of another, and takes away all between."""

    def join(lines: list[str]) -> None:
        start = at(lines, first)
        end = start + at(lines[start:], after)
        lines[start : end + 1] = [lines[start][:kept] + lines[end][-left:]]

    return join


DAMAGES: dict[str, tuple[str, Callable[[list[str]], object], str]] = {
    "the rows of a path": ("crawl-buttons", cut("Path parameters", "Responses"), "its row is gone"),
    "the row of a list of texts": ("innertext", cut("kilns", "ware"), "samples still show it"),
    "the row of an object": ("innertext", cut("wheel", "kilns"), "samples still show it"),
    "several rows and a half of what is said": ("crawl", joined("Whether it is", 14, "Kind.", 5), "otherwise"),
    "the end of a name": ("crawl", joined("Which of the shops", 0, "X-Shelf", 18), "a line runs into its name"),
    "a heading and a name": (
        "crawl-buttons",
        joined("Query parameters", 3, "dry", 14),
        "cannot be understood",
    ),
    "the row of a constant": ("crawl-buttons", cut("clay", "Responses"), "samples still show it"),
    "the type of a member that opens": ("innertext", cut("kilns", "All that"), "samples still show it"),
    "a row with its values": ("clipboard", cut("kind", "Kind."), "the values of query.kind"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_what_is_left_of_a_part_tells_that_it_was_lost(name: str) -> None:
    form, change, words = DAMAGES[name]
    told, said = damaged(form, change)
    assert (False, True) == (told, words in said), said


def _members(one: dict[str, Any]) -> dict[str, Any]:
    content = one["paths"]["/pots"]["post"]["requestBody"]["content"]["application/json"]
    found: dict[str, Any] = content["schema"]["properties"]
    return found


def _fewer(one: dict[str, Any]) -> None:
    members = _members(one)
    for name in ("oven", "potter", "size"):
        del members[name]
    members["ware"]["description"] = "What others call it."


def _renamed(one: dict[str, Any]) -> None:
    item = one["paths"].pop("/pots/{potId}")
    item["delete"]["parameters"][0]["name"] = "key"
    one["paths"]["/pots/{key}"] = item


def _up(one: dict[str, Any]) -> None:
    _members(one)["made"] = _members(one)["marks"]["items"]["properties"].pop("made")


def _values(one: dict[str, Any]) -> None:
    parameters = one["paths"]["/pots"]["post"]["parameters"]
    parameters[-2]["schema"] = {"type": "string", "enum": ["low", "high"]}


EDITS = {"three less, another reworded": _fewer, "another variable": _renamed, "one level up": _up, "values": _values}


@pytest.mark.parametrize("form", ["crawl", "crawl-buttons", "innertext", "clipboard"])
@pytest.mark.parametrize("name", EDITS)
def test_an_edit_leaves_nothing_behind(form: str, name: str) -> None:
    after = copy.deepcopy(document())
    EDITS[name](after)
    assert (True, "") == verdict(text(form), printed(after, form))


def test_a_row_in_markup_that_has_no_name_is_a_part_of_one() -> None:
    page = save_markup(print_page(document(), RowPrinter(ERAS[5], Words("en")))).text
    torn = page.replace('class="openapi-schema-propertyname">size', 'class="opename">size', 1)
    told, said = verdict(page, torn)
    assert (False, True) == (told, "no name" in said)


def test_a_page_with_the_text_of_another_between_its_fragments_is_refused() -> None:
    one = document()
    fence = f"# Pots\n\n## Make a pot\n\n```json\n{json.dumps(one)}\n```\n"
    assert (True, "") == verdict(fence, fence)
    told, said = verdict(fence, fence + text("crawl"))
    assert (False, True) == (told, "between its fragments" in said)


def _opens(form: str) -> tuple[str, list[str]]:
    """Return a page, and its lines, of which members of a body and an answer open."""
    part = {"type": "object", "properties": {"turns": member("So many.")}}
    one = whole()
    post = one["paths"]["/pots"]["post"]
    members = {"name": member("Its name."), "wheel": part}
    post["requestBody"]["content"]["application/json"]["schema"]["properties"] = members
    post["responses"] = {"200": {"description": "Made.", "content": {"application/json": {"schema": part}}}}
    page = printed(one, form)
    return page, [line for line in lines_of(page) if line]


@pytest.mark.parametrize("form", ["crawl-buttons", "innertext", "clipboard"])
def test_a_button_below_what_cannot_open_is_what_is_left_of_a_row(form: str) -> None:
    page, lines = _opens(form)
    start = at(lines, "wheel")
    del lines[start : start + at([line.lower() for line in lines[start:]], "show properties")]
    told, said = verdict(page, "\n".join(lines))
    assert (False, True) == (told, "samples still show it" in said or "cannot be understood" in said), said
    left = read_bytes("\n".join(lines).encode(), "page.txt", Report()).surface
    assert left is not None
    assert start + 1 in {one.line for one in left.not_understood}


@pytest.mark.parametrize("form", ["crawl-buttons", "innertext", "clipboard"])
def test_the_row_of_an_answer_that_runs_into_the_next_line_is_told(form: str) -> None:
    page, lines = _opens(form)
    last = lines.index("Responseobject") if form == "crawl-buttons" else lines.index("Response") + 1
    lines[last : last + 2] = [lines[last] + lines[last + 1]]
    told, said = verdict(page, "\n".join(lines))
    assert (False, True) == (told, "the type of response.200" in said), said


@pytest.mark.parametrize("form", ["crawl-buttons", "innertext", "clipboard"])
def test_words_of_a_plain_member_may_begin_as_a_button_does(form: str) -> None:
    one = whole()
    one["paths"]["/pots"]["post"]["parameters"][2]["description"] = "Show broken pots"
    surface = read_bytes(printed(one, form).encode(), "page.txt", Report()).surface
    assert surface is not None
    said = {fact.place for fact in surface.facts if fact.attribute == "description"}
    assert ("query.dry" in said, ()) == (True, surface.not_understood)


@pytest.mark.parametrize("form", ["crawl", "crawl-buttons"])
@pytest.mark.parametrize("end", ["stringOptio???", "stringOpti", "stringOpt\ufffdonal"])
def test_a_row_with_half_a_flag_is_no_description(form: str, end: str) -> None:
    one = whole()
    content = one["paths"]["/pots"]["post"]["requestBody"]["content"]["application/json"]
    content["schema"]["properties"] = {"glaze": {"type": "string"}}
    surface = read_bytes(
        printed(one, form).replace("glazestringOptional", f"glaze{end}").encode(), "p", Report()
    ).surface
    assert surface is not None
    shown = [fact for fact in surface.facts if fact.visibility is Visibility.SHOWN]
    said = {fact.place for fact in shown if fact.attribute == "description"}
    assert (False, 1) == ("body" in said, len(surface.not_understood))


def test_the_row_that_told_the_generation_of_a_page_is_missed() -> None:
    one = whole()
    members = _members(one)
    members["lid"] = member("What closes it.", nullable=True)
    page = save_text(print_page(one, RowPrinter(ERAS[4], Words("en"))), "crawl-buttons").text
    row = "lidstring | nullableOptional\n"
    assert row in page
    told, said = verdict(page, page.replace(row, ""))
    assert (False, True) == (told, "samples still show it" in said), said


@pytest.mark.parametrize("form", ["clipboard", "innertext"])
@pytest.mark.parametrize("rest", ["arks", "mark"])
def test_a_name_that_lost_letters_of_which_samples_show_all_is_told(form: str, rest: str) -> None:
    told, said = damaged(form, lambda lines: lines.__setitem__(lines.index("marks"), rest))
    assert (False, True) == (told, "samples still show" in said), said


def _choosing(first: Any) -> str:
    one = whole()
    members = one["paths"]["/pots"]["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]
    members["lid"] = {"oneOf": [first, {"type": "object", "properties": {"knob": member("Round.")}}]}
    return printed(one, "crawl")


def test_an_alternative_that_does_not_open_is_not_lost_with_its_button() -> None:
    before = _choosing({"type": "integer"})
    clean, said = verdict(before, before.replace("integerOptional\n\nor\n", "or\n"))
    assert (False, True) == (clean, "has no row, and it does not open" in said)
    assert verdict(before, before)[0]


def test_an_alternative_that_came_or_went_is_no_loss() -> None:
    one = _choosing({"type": "integer"})
    several = one.replace("integerOptional\n\nor\n", "or\n\nintegerOptional\n\nor\n")
    assert "has no row" not in verdict(one, several)[1]
    assert "has no row" not in verdict(several, one)[1]
