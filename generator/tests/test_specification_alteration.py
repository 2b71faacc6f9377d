"""Replacing, removing and renaming in the text of a file: the value is as asked for, and nothing else changed."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from truespec.specification.alteration import removed, renamed, replaced, without_element
from truespec.specification.amendment import AmendmentError

BLOCK = """\
# at the top
a:
  one: {x: 1, y: "two", 'z': [p, q]}   # in braces
  # before two
  two:
    deep: text  # after deep
    long: >-
      folded
      text

list:
  - first: 1
    second: 2
  # about x
  - x
  - "y"
alone:
  list:
    - only
"""
FORMS: dict[str, Callable[[str], str]] = {
    "block": str,
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "deep": lambda text: "\n".join(f"    {line}" if line else "" for line in text.splitlines()) + "\n",
    "flow": lambda text: yaml.safe_dump(yaml.safe_load(text), default_flow_style=True, sort_keys=False),
    "JSON": lambda text: json.dumps(yaml.safe_load(text), indent=2),
    "JSON on one line": lambda text: json.dumps(yaml.safe_load(text)),
    "JSON with tabs": lambda text: json.dumps(yaml.safe_load(text), indent="\t"),
}
Edit = tuple[Callable[[str], str], Callable[[Any], object]]
EDITS: dict[str, Edit] = {
    "a number for another": (
        lambda text: replaced(text, ("a", "one", "x"), 2),
        lambda whole: whole["a"]["one"].update(x=2),
    ),
    "a list for a text": (
        lambda text: replaced(text, ("a", "two", "deep"), ["string", "null"]),
        lambda whole: whole["a"]["two"].update(deep=["string", "null"]),
    ),
    "a text for a folded one": (
        lambda text: replaced(text, ("a", "two", "long"), "a: b"),
        lambda whole: whole["a"]["two"].update(long="a: b"),
    ),
    "a mapping for another": (
        lambda text: replaced(text, ("a", "two"), {"k": {"l": [1]}}),
        lambda whole: whole["a"].update(two={"k": {"l": [1]}}),
    ),
    "what was not there": (lambda text: replaced(text, ("a", "three"), 3), lambda whole: whole["a"].update(three=3)),
    "an element": (lambda text: replaced(text, ("list", "1"), "no"), lambda whole: whole["list"].__setitem__(1, "no")),
    "a pair in braces": (lambda text: removed(text, ("a", "one", "x")), lambda whole: whole["a"]["one"].pop("x")),
    "the last pair in braces": (
        lambda text: removed(text, ("a", "one", "z")),
        lambda whole: whole["a"]["one"].pop("z"),
    ),
    "a block": (lambda text: removed(text, ("a", "two")), lambda whole: whole["a"].pop("two")),
    "a folded text": (lambda text: removed(text, ("a", "two", "long")), lambda whole: whole["a"]["two"].pop("long")),
    "the first element": (lambda text: removed(text, ("list", "0")), lambda whole: whole["list"].pop(0)),
    "the last element": (lambda text: removed(text, ("list", "2")), lambda whole: whole["list"].pop()),
    "the pair behind a dash": (
        lambda text: removed(text, ("list", "0", "first")),
        lambda whole: whole["list"][0].pop("first"),
    ),
    "an element by its value": (
        lambda text: without_element(text, ("a", "one", "z"), "p"),
        lambda whole: whole["a"]["one"]["z"].remove("p"),
    ),
    "the only element, and the list with it": (
        lambda text: without_element(text, ("alone", "list"), "only"),
        lambda whole: whole.pop("alone"),
    ),
    "what is not there": (lambda text: removed(text, ("a", "no", "x")), lambda _: None),
    "a key": (
        lambda text: renamed(text, ("a", "one"), "y", "w w"),
        lambda whole: whole["a"]["one"].update({"w w": whole["a"]["one"].pop("y")}),
    ),
    "a text in a list": (
        lambda text: renamed(text, ("list",), "x", "null"),
        lambda whole: whole["list"].__setitem__(1, "null"),
    ),
}


def value_of(text: str) -> Any:
    return yaml.load(text, Loader=yaml.CSafeLoader)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", EDITS)
def test_the_value_is_as_asked_for_and_comments_and_line_ends_stay(name: str, form: str) -> None:
    make, meant = EDITS[name]
    text = FORMS[form](BLOCK)
    made = make(text)
    expected = value_of(text)
    meant(expected)
    assert expected == value_of(made)
    if form.startswith("JSON"):
        json.loads(made)
    assert text.count("\r") == 0 or made.count("\r") == made.count("\n")
    if form in {"block", "deep"}:
        lost = [line for line in difflib.ndiff(text.splitlines(), made.splitlines()) if line.startswith("- ")]
        assert len(lost) <= 6
        assert "# before two" in made
        assert "# about x" in made


def test_an_alias_goes_where_it_is_written() -> None:
    assert "a: &x {b: 1}\nc: [2]\n" == removed("a: &x {b: 1}\nc: [*x, 2]\n", ("c", "0"))
    assert "a: &x {b: 1}\nd:\n- 2\n" == removed("a: &x {b: 1}\nd:\n- *x  # one\n- 2\n", ("d", "0"))
    assert "a: &x {b: 1}\nd: 1\n" == removed("a: &x {b: 1}\nc: *x\nd: 1\n", ("c",))


def test_a_quoted_text_stays_in_its_quotes() -> None:
    assert "a: 'it''s'  # why\n" == replaced("a: 'no'  # why\n", ("a",), "it's")
    assert 'a: "b\\u001b"\n' == replaced('a: "no"\n', ("a",), "b\x1b")
    assert '{"c": 1}' == renamed('{"b": 1}', (), "b", "c")


@pytest.mark.parametrize(
    "make",
    [
        lambda: replaced("a: &x 1\nb: *x\n", ("b",), 2),
        lambda: removed("a: &x {b: 1}\nc: *x\n", ("a",)),
        lambda: removed("a: {b: {c: &x 1}, d: 2}\ne: *x\n", ("a", "b")),
        lambda: replaced("a:\n  b: &x 1\nc: *x\n", ("a",), 2),
        lambda: removed("a: 1\n", ("a",)),
        lambda: renamed("a: 1\nb: 2\n", (), "a", "b"),
        lambda: replaced("a: [", ("a",), 2),
    ],
)
def test_what_the_rest_of_a_text_depends_on_is_left_to_people(make: Callable[[], str]) -> None:
    with pytest.raises(AmendmentError):
        make()
