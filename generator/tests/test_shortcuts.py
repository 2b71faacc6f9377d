"""Shortcuts for what is common give what the long way gives."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from truespec import prose
from truespec.contract.names import snake
from truespec.diagnostics import Report
from truespec.specification import json_source, validity
from truespec.specification.document import load
from truespec.specification.limits import DEFAULT
from truespec.specification.rules import examples
from truespec.specification.source import read_source
from truespec.specification.survey import survey

ALPHABET = (*'ab A.  -\t\n\\"\u00a0\u202e\u00e9', "<br>", "- ", "1. ")
VALUES: tuple[Any, ...] = ("a", "b", "", 1, 1.0, 1.5, True, False, None, [], ["a"], [1], {})
SCHEMAS: tuple[dict[str, Any], ...] = (
    {"type": "string"},
    {"type": "string", "enum": ["a", "1"]},
    {"type": "integer", "enum": [True]},
    {"type": "boolean"},
    {"type": "number", "title": "n", "x-more": 1},
    {"type": "string", "maxLength": 0},
    {"type": "string", "nullable": True},
    {"type": "array", "items": {"type": "string"}},
    {"type": "odd"},
    {"type": "string", "enum": "a"},
    {"items": {"$ref": "#/components/schemas/A"}},
)


def texts(count: int = 3000) -> list[str]:
    chance = random.Random(7)
    return ["".join(chance.choice(ALPHABET) for _ in range(chance.randrange(12))) for _ in range(count)]


def test_short_lines_are_wrapped_as_long_ones_are(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = [prose.wrap(text, 9, "  ") for text in texts()]
    monkeypatch.setattr(prose, "_is_short_line", lambda *_: False)
    assert quick == [prose.wrap(text, 9, "  ") for text in texts()]


def test_text_on_one_line_is_what_splitting_and_joining_gives() -> None:
    for text in texts():
        assert " ".join(" ".join(prose.lines_of(text)).split()) == prose.one_line(text), repr(text)


def test_what_is_escaped_is_escaped_character_by_character() -> None:
    for text in texts():
        assert "".join(map(prose._visible, text)) == prose._shown(text), repr(text)


def test_plain_names_and_foreign_ones_are_told_apart() -> None:
    assert (snake("Größe"), snake("first-Name"), snake("日")) == ("grosse", "first_name", snake("日"))
    assert snake("日") != snake("本")


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_defaults_are_judged_alike_with_every_shortcut_and_without(
    version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {f"S{n}V{m}": {**s, "default": v} for n, s in enumerate(SCHEMAS) for m, v in enumerate(VALUES)}
    info = {"openapi": version, "info": {"title": "t", "version": "1"}, "paths": {}}
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps({**info, "components": {"schemas": {"A": {"type": "string"}, **rows}}}))

    def judged() -> list[str]:
        document, report = load(path, Report()), Report()
        assert document is not None
        examples.check_defaults(survey(document), report)
        return [str(found) for found in report]

    quick = judged()
    monkeypatch.setattr(examples, "_plainly_fits", lambda *_: False)
    without_the_first = judged()
    monkeypatch.setattr(validity, "_stands_alone", lambda *_: False)
    assert quick == without_the_first == judged()
    assert len(quick) > 20


def test_places_in_json_are_those_of_the_text(tmp_path: Path) -> None:
    text = '{ "a" : [ 1 , {"b\\u0041": null}, [ ] ],\n"a": {"x": {}, "y":[true,"}]"]}, "": 0 }'
    path = tmp_path / "places.json"
    path.write_text(text)
    source = read_source(path, "places.json", Report(), DEFAULT)
    assert source is not None

    def column(*tokens: str | int, key: bool = False) -> tuple[int, int]:
        place = source.locate(tokens, key=key)
        return place.line, place.column

    assert column() == (1, 1)
    assert (column("a"), column("a", key=True)) == ((2, 6), (2, 1))  # the last of equal keys
    assert (column("a", "y", 1), column("a", "y", 0)) == ((2, 26), (2, 21))
    assert (column(""), column("", key=True)) == ((2, 38), (2, 34))
    assert column("a", "nowhere", 7) == column("a")
    first = json_source.index('[ {"k": "v"} ]')
    assert [entry.value for entry in (first, first.find([0]), first.find([0, "k"]))] == [0, 2, 8]
