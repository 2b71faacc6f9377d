"""An edit of a JSON text is found in the text: in which unit it lies, and what that is now."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from truespec.specification.limits import DEFAULT
from truespec.specification.text_units import most_values, place_of, spans_of, text_edit, text_edits
from truespec.specification.units import canonical, exchanged_in_frame, taken_apart, without_words

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Größe", "version": "1", "paths": {"/no": {}}},
    "paths": {"/a": {"get": {"summary": '\u2028 "}{'}}, "/\u00e4\u4e2d": {}, '/"q\\"\\': {}},
    "webhooks": {},
    "components": {
        "schemas": {"A": {"type": "object"}, "B": True, "paths": {"items": [1, {}]}},
        "securitySchemes": {"key": {"type": "http"}},
        "x-own": 1,
    },
}


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("ascii_", [True, False])
def test_every_unit_is_found_where_it_stands(indent: int | None, ascii_: bool) -> None:  # noqa: FBT001
    data = json.dumps(DOCUMENT, indent=indent, ensure_ascii=ascii_).encode()
    spans = spans_of(data)
    assert spans is not None
    found = {unit: canonical(json.loads(data[begin:end])) for unit, (begin, end) in spans.items()}
    alone = {(key,): canonical(DOCUMENT[key]) for key in ("openapi", "info")}
    assert taken_apart(DOCUMENT)[1] | alone == found


@pytest.mark.parametrize("text", ["{openapi: 3.1.0, paths: {}}", '{"paths": {"/a": {}', '\ufeff{"paths": {}}', "{\r}"])
def test_what_is_no_plain_json_has_no_spans(text: str) -> None:
    assert spans_of(text.encode()) is None


def test_an_edit_of_what_is_said_of_the_whole_is_one_of_the_frame() -> None:
    old = json.dumps(DOCUMENT, indent=2).encode()
    edit = text_edit(old, old.replace(b'"version": "1"', b'"version": "2"'), spans_of(old) or {}, DEFAULT)
    assert edit is not None
    assert (("info",), DOCUMENT["info"] | {"version": "2"}) == (edit.unit, edit.value)
    frame = taken_apart(DOCUMENT)[0]
    changed = exchanged_in_frame(frame, "info", edit.value)
    assert taken_apart(DOCUMENT | {"info": edit.value})[0] == changed
    assert without_words(frame) == without_words(changed)


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("ascii_", [True, False])
def test_a_value_and_its_key_are_found_in_the_text(indent: int | None, ascii_: bool) -> None:  # noqa: FBT001
    text = json.dumps(DOCUMENT, indent=indent, ensure_ascii=ascii_)
    spans, lines = spans_of(text.encode()), text.split("\n")
    assert spans is not None
    for way, key, expected in (
        ("/components/schemas/A/type", False, '"object"'),
        ("/components/schemas/A/type", True, '"type"'),
        ("/components/schemas/paths/items/1", False, "{}"),
        ("/paths/~1a/get/summary", True, '"summary"'),
        ("/paths/~1a", True, '"/a"'),
        ('/paths/~1"q\\"\\', True, json.dumps('/"q\\"\\')),
        ("/components/schemas/B", False, "true"),
        ("/info", True, '"info"'),
    ):
        line, column = place_of(way, text.encode(), spans, key=key) or (0, 0)
        assert expected == lines[line - 1][column - 1 :][: len(expected)]
    assert place_of("/components/schemas/A/gone", text.encode(), spans, key=False) is None


def test_edits_of_several_units_are_read_by_themselves() -> None:
    old = json.dumps(DOCUMENT, indent=2).encode()
    spans = spans_of(old)
    assert spans is not None
    changed = json.loads(old)
    changed["components"]["schemas"] |= {"A": {"type": "array"}, "B": False}
    new = json.dumps(changed, indent=2).encode()
    values = {("components", "schemas", "A"): {"type": "array"}, ("components", "schemas", "B"): False}
    assert (values, spans_of(new), most_values(new)) == text_edits(old, new, spans, DEFAULT)
    assert (values, spans_of(new), most_values(new)) == text_edits(old, new + b"\n", spans, DEFAULT)
    for layout in ({"indent": 1}, {"indent": None}, {"separators": (",", ":")}):
        other = json.dumps(changed, **layout).encode()
        read = text_edits(old, other, spans, DEFAULT)
        assert read is not None
        assert spans_of(other) == read[1]
        assert values == {unit: read[0][unit] for unit in values}
        assert all(
            json.loads(old[slice(*spans[unit])]) == value for unit, value in read[0].items() if unit not in values
        )
    for other in (
        new + b"]",
        new.replace(b'"schemas": {', b'"schemas": {,'),
        new.replace(b'"http"', b'"oauth2"'),
        new.replace(b'"array"', b'"array", "type": "object"'),
        new.replace(b'"B": false', b'"B": false, "C": true'),
        new.replace(b'"B": false', b'"B": NaN'),
    ):
        assert text_edits(old, other, spans, DEFAULT) is None


def test_an_edit_inside_a_unit_moves_those_behind_it() -> None:
    old = json.dumps(DOCUMENT, indent=2).encode()
    new = old.replace(b'"type": "object"', b'"type": "object",\n"title": "A"')
    spans = spans_of(old)
    assert spans is not None
    edit = text_edit(old, new, spans, DEFAULT)
    assert edit is not None
    assert (("components", "schemas", "A"), {"type": "object", "title": "A"}) == (edit.unit, edit.value)
    assert spans_of(new) == edit.spans
    line = old[: old.index(b'"type": "object"')].count(b"\n") + 1
    assert ((line, line), 1) == (edit.lines, edit.growth)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'"info"', b'"infos"'),
        (b'"A": {', b'"AA": {'),
        (b'"type": "object"', b'"type": "object"}, "C": {'),
        (b'"type": "object"', b'"type": "object", "type": "array"'),
        (b'"type": "object"', b'"type": object'),
        (b'"type": "object"', b'"type": "\xff"'),
        (b'"type": "object"', b'"type": NaN'),
        (b'"type": "object"', b'"type": "\\ud800"'),
        (b'"type": "object"', b'"type": ' + b"[" * 198 + b"]" * 198),
        (b'"type": "http"', b'"type": "oauth2"'),
        (b'"B": true', b'"B": {}'),
    ],
)
def test_what_is_no_edit_of_one_unit_is_read_whole(before: bytes, after: bytes) -> None:
    old = json.dumps(DOCUMENT).encode()
    spans = spans_of(old)
    assert spans is not None
    assert old != old.replace(before, after)
    assert text_edit(old, old.replace(before, after), spans, DEFAULT) is None


def test_a_text_that_may_hold_too_much_is_read_whole() -> None:
    old = json.dumps(DOCUMENT).encode()
    new = old.replace(b'"object"', b'"array"')
    spans = spans_of(old)
    assert spans is not None
    assert text_edit(old, new, spans, DEFAULT) is not None
    assert text_edit(old, new, spans, replace(DEFAULT, nodes=10)) is None
    assert text_edit(old, new, spans, replace(DEFAULT, file_bytes=10)) is None
