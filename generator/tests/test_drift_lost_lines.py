"""A page that lost a single line, or got one, is told from one that was edited: what hung on it hangs on another."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from printing.era import ERAS, Words
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import save_text
from test_drift_losses import verdict

FORMS = ("crawl-buttons", "innertext", "crawl")


def member(words: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "description": words, **more}


def parameter(name: str, kind: str, words: str) -> dict[str, Any]:
    required = {"required": True} if kind == "path" else {}
    return {"name": name, "in": kind, "description": words, "schema": {"type": "string"}, **required}


def whole() -> dict[str, Any]:
    members = {
        "glaze": member("What covers it, in plain words."),
        "oven": member("Where it is fired after that."),
        "potter": member("Who made it, by the first name."),
        "size": {"type": "integer", "description": "How tall it is in centimetres."},
    }
    post = {
        "summary": "Make a pot",
        "description": "Makes one.",
        "parameters": [
            parameter("X-Shop", "header", "Which of the shops it is for."),
            parameter("X-Shelf", "header", "Which of the shelves it is put on."),
            parameter("dry", "query", "Whether it is only tried."),
            parameter("loud", "query", "Whether everybody is told."),
        ],
        "requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": members}}}},
        "responses": {"201": {"description": "Made."}},
    }
    delete = {
        "summary": "Break a pot",
        "parameters": [parameter("potId", "path", "Which one it is.")],
        "responses": {"204": {"description": "Broken."}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pots", "version": "1"},
        "servers": [{"url": "https://pots.example.test"}],
        "security": [{"key": []}],
        "components": {"securitySchemes": {"key": {"type": "apiKey", "name": "X-KEY", "in": "header"}}},
        "paths": {"/pots": {"post": post}, "/pots/{potId}": {"delete": delete}},
    }


def printed(document: dict[str, Any], form: str) -> str:
    return save_text(print_page(document, RowPrinter(ERAS[5], Words("en"))), form).text


def lines_of(text: str) -> list[str]:
    return text.split("\n")


def at(lines: list[str], start: str) -> int:
    return next(number for number, line in enumerate(lines) if line.startswith(start))


def without(start: str) -> Callable[[list[str]], object]:
    def lose(lines: list[str]) -> None:
        del lines[at(lines, start)]

    return lose


def into_next(start: str) -> Callable[[list[str]], object]:
    def join(lines: list[str]) -> None:
        number = at(lines, start)
        while not lines[number + 1]:
            del lines[number + 1]
        lines[number : number + 2] = [lines[number] + lines[number + 1]]

    return join


def broken(start: str, where: int) -> Callable[[list[str]], object]:
    def split(lines: list[str]) -> None:
        number = at(lines, start)
        lines[number : number + 1] = [lines[number][:where], lines[number][where:]]

    return split


def turned(lines: list[str]) -> None:
    number = at(lines, "oven")
    lines[number] = lines[number].swapcase()


DAMAGES: dict[str, Callable[[list[str]], object]] = {
    "the heading of a section": without("Header parameters"),
    "the heading of the path": without("Path parameters"),
    "the row of a member": without("oven"),
    "the row of a parameter": without("X-Shelf"),
    "a member whose case is turned": turned,
    "a row that runs into the next": into_next("What covers it"),
    "a row that is broken": broken("potter", 3),
}


@pytest.mark.parametrize("form", FORMS[:2])  # the third may lose any member with its button
@pytest.mark.parametrize("name", DAMAGES)
def test_a_page_with_one_damaged_line_is_no_drift(form: str, name: str) -> None:
    text = printed(whole(), form)
    lines = lines_of(text)
    DAMAGES[name](lines)
    assert (True, False) == (verdict(text, text)[0], verdict(text, "\n".join(lines))[0])


def _parameters(one: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = one["paths"]["/pots"]["post"]["parameters"]
    return found


def _members(one: dict[str, Any]) -> dict[str, Any]:
    content = one["paths"]["/pots"]["post"]["requestBody"]["content"]["application/json"]
    found: dict[str, Any] = content["schema"]["properties"]
    return found


def _moved(one: dict[str, Any]) -> None:
    _parameters(one)[3]["in"] = "header"


def _shorter(one: dict[str, Any]) -> None:
    del _members(one)["oven"]
    _members(one)["glaze"]["description"] = "What covers it, in other words."


def _renamed(one: dict[str, Any]) -> None:
    members = _members(one)
    members["makerOfPotter"] = members.pop("potter")


def _path(one: dict[str, Any]) -> None:
    one["paths"]["/pots/{potId}/pieces"] = one["paths"].pop("/pots/{potId}")


EDITS = {"a parameter moves": _moved, "one less, one in other words": _shorter, "another name": _renamed, "path": _path}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_no_damage(form: str, name: str) -> None:
    after = copy.deepcopy(whole())
    EDITS[name](after)
    assert (True, "") == verdict(printed(whole(), form), printed(after, form))


@pytest.mark.parametrize("form", FORMS)
def test_a_page_that_begins_with_another_line_and_without_its_first_operation_lost_its_beginning(form: str) -> None:
    text = printed(whole(), form)
    told, words = verdict(text, text[text.index("Break a pot") :])
    assert (False, True) == (told, "it begins with another line" in words or "begins within" in words)
    less, renamed = whole(), whole()
    del less["paths"]["/pots"]
    renamed["info"]["title"] = "Vessels"
    assert [(True, ""), (True, "")] == [verdict(text, printed(one, form)) for one in (less, renamed)]
