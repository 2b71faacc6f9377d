"""The plots of a report: axes are round and hold every value, times have a unit, tables have every number."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from truespec.checking.reports.axes import counts, durations, parts, spoken, steps
from truespec.checking.reports.plots import Bar, bars
from truespec.checking.reports.timing import Spread, histogram, times

SECONDS = st.floats(0, 1e5, allow_nan=False)


@given(st.integers(0, 10**12))
def test_an_axis_of_counts_is_short_and_round_and_holds_them_all(most: int) -> None:
    found = steps(most)
    assert (0, True, True) == (found[0], found[-1] >= most, 2 <= len(found) <= 6)
    assert {found[1] - found[0]} == {later - before for before, later in itertools.pairwise(found)}
    assert re.fullmatch("[125]0*", str(found[1]))
    axis = counts(most, "facts")
    assert 0 <= axis.place(most) <= 100 == axis.place(found[-1])


@given(st.lists(SECONDS, min_size=1))
def test_an_axis_of_times_holds_them_all_in_their_order(seconds: list[float]) -> None:
    axis = durations(min(seconds), max(seconds), "time")
    places = [axis.place(value) for value in sorted(seconds)]
    assert sorted(places) == places
    assert -1e-6 <= places[0] <= places[-1] <= 100 + 1e-6
    assert 2 <= len(axis.ticks) <= 7
    assert len(axis.ticks) == len({label for _, label in axis.ticks})


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.00001, "0.01 ms"), (0.0004, "0.4 ms"), (0.001, "1 ms"), (0.0042, "4.2 ms"), (0.0999, "100 ms"),
     (0.25, "250 ms"), (1, "1 s"), (1.53, "1.5 s"), (10, "10 s"), (3600, "3600 s")],
)  # fmt: skip
def test_a_time_is_spoken_with_its_unit(seconds: float, told: str) -> None:
    assert told == spoken(seconds)


def test_shares_go_from_nothing_to_all() -> None:
    assert ["0 %", "25 %", "50 %", "75 %", "100 %"] == [label for _, label in parts("share").ticks]


@given(st.lists(SECONDS, min_size=1, max_size=60))
def test_the_columns_hold_every_answer(seconds: list[float]) -> None:
    text = histogram("Times", {"one": seconds})
    assert len(seconds) == sum(map(int, re.findall(r'data-word="answers">(\d+)<', text)))
    widths = [float(width) for width in re.findall(r'<rect x="[\d.]+%" y="[\d.]+" width="([\d.]+)%"', text)]
    assert sum(widths) <= 101


@given(st.lists(SECONDS, min_size=1, max_size=60))
def test_a_spread_is_in_order(seconds: list[float]) -> None:
    spread = Spread.of(seconds)
    cuts = [spread.first, spread.quarter, spread.middle, spread.three_quarters, spread.slow, spread.last]
    assert all(before <= later * (1 + 1e-9) + 1e-12 for before, later in itertools.pairwise(cuts))
    assert f"({len(seconds)} answers)" in str(spread)


@given(st.lists(st.lists(st.integers(0, 500), min_size=4, max_size=4), min_size=1, max_size=50))
def test_a_bar_is_as_long_as_its_numbers_say(numbers: list[list[int]]) -> None:
    words = ("hold", "broken", "differ", "not checked")
    rows = [Bar(f"row {n}", tuple(zip(words, counted, strict=True))) for n, counted in enumerate(numbers)]
    text = bars("Title", "facts", rows)
    most = steps(max(row.total for row in rows))[-1]
    drawn = [float(width) for width in re.findall(r'width="([\d.]+)%" height="16"', text)]
    told = [number for row in rows for _, number in row.parts if number]
    assert len(told) == len(drawn)
    assert all(abs(width - 100 * number / most) < 0.02 for width, number in zip(drawn, told, strict=True))
    table = [int(found) for found in re.findall(r'<td data-word="[a-z ]+">(\d+)</td>', text)]
    assert [number for counted in numbers for number in counted] == table


def test_a_plot_of_nothing_says_so() -> None:
    assert "Nothing was done." in bars("Title", "facts", [])
    assert "Nothing was done." in times("Title", {})
    assert "Nothing was done." in histogram("Title", {})


def test_rows_beyond_the_first_are_folded_and_all_are_in_the_table() -> None:
    text = bars("Title", "facts", [Bar(f"row {n}", (("hold", n + 1),)) for n in range(100)])
    assert "and 70 more" in text
    assert 100 == text.count('<th scope="row">')
