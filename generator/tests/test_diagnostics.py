"""How trouble is told: places that are found late, text that cannot harm a terminal, reports in order."""

from __future__ import annotations

import copy
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from truespec.diagnostics import Diagnostic, Location, Report, Severity, printable


class Finder:
    """Counts how often a place was looked for."""

    def __init__(self, line: int, column: int) -> None:
        self.place = (line, column)
        self.calls = 0

    def __call__(self) -> tuple[int, int]:
        """Find the place."""
        self.calls += 1
        return self.place


def never() -> tuple[int, int]:
    raise AssertionError("looked for a line that nobody asked for")


def test_a_lazy_place_is_looked_for_once_and_only_when_it_is_shown() -> None:
    finder = Finder(3, 7)
    place = Location.lazy("a.yaml", "/info", finder)
    assert finder.calls == 0
    assert (str(place), place.line, place.column) == ("a.yaml:3:7", 3, 7)
    assert finder.calls == 1


def test_the_pointer_of_a_lazy_place_may_be_told_late_too() -> None:
    asked: list[str] = []

    def pointer() -> str:
        asked.append("pointer")
        return "/info"

    place = Location.lazy("a.yaml", pointer, never)
    assert asked == []
    assert (place.pointer, place.pointer, asked) == ("/info", "/info", ["pointer"])


def test_hashing_and_telling_different_pointers_apart_does_not_look_for_lines() -> None:
    one, other = Location.lazy("a", "/x", never), Location.lazy("a", "/y", never)
    assert one != other
    assert hash(one) == hash(Location("a", 1, 2, "/x"))
    assert one == one  # noqa: PLR0124 -- equality with itself is what is tested


def test_a_lazy_place_equals_the_place_it_finds() -> None:
    assert Location("a", 3, 7, "/x") == Location.lazy("a", "/x", Finder(3, 7))


def test_a_key_and_its_value_are_different_places_before_and_after_they_are_found() -> None:
    key, value = Location.lazy("a", "/x", Finder(3, 1)), Location.lazy("a", "/x", Finder(3, 4))
    before = key == value
    assert (str(key), str(value)) == ("a:3:1", "a:3:4")
    assert (before, key == value) == (False, False)


def test_places_are_ordered_by_file_line_and_column() -> None:
    file, second_line, tenth_line, other = Location("a"), Location("a", 2, 9), Location("a", 10, 1), Location("b", 1, 1)
    assert [file, second_line, tenth_line, other] == sorted([other, tenth_line, second_line, file])
    assert Location("a", 1, 1) <= Location.lazy("a", "", Finder(1, 1))


def test_a_place_is_neither_equal_to_nor_comparable_with_anything_else() -> None:
    assert Location("a") != "a"
    with pytest.raises(TypeError):
        sorted([Location("a"), "a"])  # type: ignore[type-var]  # the mistake is what is tested


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda place: pickle.loads(pickle.dumps(place))])  # noqa: S301 -- our own bytes
def test_a_copied_or_pickled_place_is_the_found_place(again: object) -> None:
    assert callable(again)
    assert Location("a", 3, 7, "/x") == again(Location.lazy("a", lambda: "/x", Finder(3, 7)))


def test_a_place_without_a_line_shows_the_file_alone() -> None:
    assert str(Location("a.yaml", pointer="/x")) == "a.yaml"


def test_a_hostile_file_name_is_escaped() -> None:
    assert str(Location("a\x1b[2J\n.yaml", 1, 1)) == r"a\x1b[2J\n.yaml:1:1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain é 漢字 🎉", "plain é 漢字 🎉"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("a\u202eb\u2066c", r"a\u202eb\u2066c"),
        ("one\r\ntwo\u2028three\x85", r"one\r\ntwo\u2028three\x85"),
        ("half \ud800 pair", r"half \ud800 pair"),
        ("zero\u200bwidth\ufeff\U000e0041", r"zero\u200bwidth\ufeff\U000e0041"),
    ],
)
def test_invisible_and_controlling_characters_are_written_as_escapes(text: str, expected: str) -> None:
    assert expected == printable(text)


@given(st.text(st.characters()))
def test_printable_text_is_one_line_that_any_encoding_of_unicode_can_write(text: str) -> None:
    shown = printable(text)
    shown.encode("utf-8")
    assert len(shown.splitlines()) <= 1
    assert not set(shown) & {"\x1b", "\x00", "\x7f", "\x9b", "\u202e", "\u2067"}


def test_a_diagnostic_is_a_line_with_its_advice_below() -> None:
    diagnostic = Diagnostic("key-odd", Severity.WARNING, Location("a.yaml", 2, 3), "odd\nkey", "rename\tit")
    assert str(diagnostic) == "a.yaml:2:3: warning key-odd: odd\\nkey\n  advice: rename\\tit"


def test_a_diagnostic_as_json_has_everything_that_its_text_has() -> None:
    diagnostic = Diagnostic("key-odd", Severity.NOTE, Location("a.yaml", 2, 3, "/x"), "odd", "rename it")
    expected = {
        "id": "key-odd",
        "severity": "note",
        "file": "a.yaml",
        "line": 2,
        "column": 3,
        "pointer": "/x",
        "message": "odd",
        "advice": "rename it",
    }
    assert expected == json.loads(json.dumps(diagnostic.as_json()))


def test_a_report_is_read_by_place_and_then_in_the_order_of_finding() -> None:
    report = Report()
    report.error("second", Location("a", 9, 1), "")
    report.note("third", Location("b", 1, 1), "")
    report.warning("first", Location("a", 2, 1), "")
    report.error("second-again", Location("a", 9, 1), "")
    assert ["first", "second", "second-again", "third"] == [diagnostic.id for diagnostic in report]


def test_a_report_keeps_equal_diagnostics_once() -> None:
    report = Report()
    report.error("twice", Location("a", 1, 1), "said")
    report.error("twice", Location.lazy("a", "", Finder(1, 1)), "said")
    report.extend([*report])
    report.error("twice", Location("a", 1, 1), "said otherwise")
    assert (len(report), report.count(Severity.ERROR), report.count(Severity.NOTE)) == (2, 2, 0)


def test_a_report_fails_by_errors_only() -> None:
    report = Report()
    report.warning("odd", Location("a"), "")
    report.note("so", Location("a"), "")
    assert not report.failed
    report.extend([Diagnostic("bad", Severity.ERROR, Location("a"), "")])
    assert report.failed
