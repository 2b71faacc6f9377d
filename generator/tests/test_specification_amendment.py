"""Additions to the text of a file: what is added is there afterwards, and everything else is as it was."""

from __future__ import annotations

import difflib
import json
from typing import Any

import pytest
import yaml
from truespec.specification.amendment import Addition, AmendmentError, amended
from truespec.specification.legacy import in_words_of

BLOCK = """\
# at the top
a:
  one: {x: 1}   # in braces

  # before two
  two:
    deep: text  # after deep
    long: >-
      folded
      text

list:
  - first: 1
    second: 2
  # the last comment
"""
CASES = [
    pytest.param(BLOCK, Addition(("a",), "new", {"type": ["string", "null"]}, "one"), id="in braces beside braces"),
    pytest.param(BLOCK, Addition(("a",), "new", {"type": "object", "no": {"x": 1}}, "two"), id="block beside a block"),
    pytest.param(BLOCK, Addition(("a", "two"), "new", 1, "deep"), id="behind a comment at the end of a line"),
    pytest.param(BLOCK, Addition(("a", "two"), "new", True), id="behind folded text"),
    pytest.param(BLOCK, Addition(("a", "one"), "y", "no"), id="into braces"),
    pytest.param(BLOCK, Addition(("list",), "", {"first": 3}), id="an element"),
    pytest.param(BLOCK, Addition(("a", "three", "four"), "five", [1, 2]), id="where the way is not there yet"),
    pytest.param(BLOCK, Addition(("a", "two", "required"), "", "x"), id="into a list that is not there yet"),
    pytest.param(BLOCK, Addition((), "409", "a: b # {c}"), id="at the root, with words that mean something in YAML"),
    pytest.param(
        BLOCK.replace("\n", "\r\n"), Addition(("a",), "new", {"x": 1}, "one"), id="with the line ends of the file"
    ),
    pytest.param(BLOCK.rstrip("\n"), Addition(("list", "0"), "third", None), id="at an end without a line end"),
    pytest.param('{"a": {"b": 1}, "l": []}', Addition(("a",), "c", ["x"]), id="JSON on one line"),
    pytest.param('{"a": {"b": 1}, "l": []}', Addition(("l",), "", {"x": None}), id="an empty list"),
    pytest.param(
        json.dumps({"a": {"b": [1]}, "c": 2}, indent=4), Addition(("a",), "d", {"e": [1]}), id="JSON on many lines"
    ),
    pytest.param(json.dumps({"a": [1, 2]}, indent=2), Addition(("a",), "", "ü\n"), id="an element of JSON"),
    pytest.param(
        r'{"a": {"b": "\ud83d\ude00", "c": "\ud83d"}}', Addition(("a",), "d", 1), id="JSON with halves of characters"
    ),
    pytest.param('{"a": {"b": "\x7f\x80"}}', Addition(("a",), "d", 1), id="JSON with controls that YAML has not"),
    pytest.param("a: {b: 1,\n    c: 2}\n", Addition(("a",), "d", 3), id="braces over two lines"),
    pytest.param("a: &x {b: 1}\nc: *x\n", Addition((), "d", 1), id="behind an alias"),
    pytest.param("a: &x {b: 1}\nc: {d: *x}\n", Addition(("c",), "e", 1), id="behind an alias in braces"),
    pytest.param("a: &x {b: 1}\nc: [*x]\nd: 1\n", Addition(("c",), "", 1), id="behind an alias in brackets"),
    pytest.param(
        "a: &x {b: 1}\nc:\n  # no *x\n  - *x\nd: 1\n", Addition(("c",), "", 1), id="behind an alias in a list"
    ),
    pytest.param("a: &x {b: 1}\nc:\n- e\n- *x\nd: 1\n", Addition((), "f", 1, "c"), id="behind a list of aliases"),
]


def with_addition(value: Any, addition: Addition) -> Any:
    """Make the addition in the value of a text."""
    whole = json.loads(json.dumps(value))
    place = whole
    steps = addition.steps
    for number, step in enumerate(steps):
        if isinstance(place, list):
            place = place[int(step)]
            continue
        last = number + 1 == len(steps)
        place = place.setdefault(step, [] if last and not addition.key else {})
    if addition.key:
        place[addition.key] = addition.value
    else:
        place.append(addition.value)
    return whole


@pytest.mark.parametrize(("text", "addition"), CASES)
def test_the_value_has_the_addition_and_no_other_line_changed(text: str, addition: Addition) -> None:
    made = amended(text, addition)
    load = json.loads if text.lstrip().startswith("{") else yaml.safe_load
    assert with_addition(load(text), addition) == load(made)
    gone = [line for line in difflib.ndiff(text.splitlines(), made.splitlines()) if line.startswith("- ")]
    assert len(gone) <= 1
    assert text.count("#") == made.count("#") - str(addition.value).count("#")
    assert ("\r\n" in text) == ("\r\n" in made)


def test_a_key_stands_behind_the_one_it_was_asked_to_follow() -> None:
    made = amended("a:\n  b: 1\n  c: 2\n", Addition(("a",), "new", 3, "b"))
    assert "a:\n  b: 1\n  new: 3\n  c: 2\n" == made


@pytest.mark.parametrize(
    ("text", "addition"),
    [
        ("a: {b: 1}", Addition(("a",), "b", 2)),
        ("a: [1]", Addition(("a", "3"), "b", 2)),
        ("a: 1", Addition(("a",), "b", 2)),
        ("base: &b {x: 1}\na:\n  <<: *b\n  y: 2\n", Addition(("a",), "x", 2)),
        ("a: [", Addition((), "b", 1)),
    ],
)
def test_what_cannot_be_added_is_refused(text: str, addition: Addition) -> None:
    with pytest.raises(AmendmentError):
        amended(text, addition)


def test_openapi_3_0_has_its_own_word_for_null() -> None:
    modern = {"type": ["string", "null"], "items": {"oneOf": [{"type": "string"}, {"type": "null"}]}}
    legacy = {"type": "string", "nullable": True, "items": {"oneOf": [{"type": "string"}], "nullable": True}}
    assert legacy == in_words_of("3.0.3", modern)
    assert modern == in_words_of("3.1", modern)
