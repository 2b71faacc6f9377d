"""Many additions to one text come out as one after the other would have made them, and the text is parsed few times."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from truespec.specification import amendments
from truespec.specification.amendment import Addition, AmendmentError, amended, root_of
from truespec.specification.amendments import amended_all

WHOLE: dict[str, Any] = {
    "one": {"a": 1, "b": {"x": 1, "y": {"deep": [1, 2]}}, "c": "text"},
    "two": {"properties": {"p": {"type": "string"}, "q": {"type": "object", "properties": {"r": {"type": "string"}}}}},
    "list": [{"k": 1}, {"k": 2, "l": {"m": 1}}],
    "empty": {},
    "last": {"z": 1},
}


def block(whole: Any) -> str:
    return yaml.safe_dump(whole, sort_keys=False)


def flow(whole: Any) -> str:
    return yaml.safe_dump(whole, sort_keys=False, default_flow_style=True)


def commented(whole: Any) -> str:
    return "".join(f"{line}  # why\n# {number}\n" for number, line in enumerate(block(whole).splitlines()))


def unended(whole: Any) -> str:
    return block(whole).rstrip("\n")


def windows(whole: Any) -> str:
    return block(whole).replace("\n", "\r\n")


def pretty(whole: Any) -> str:
    return json.dumps(whole, indent=2)


STYLES = (block, flow, commented, unended, windows, pretty, json.dumps)


def drawn(dice: random.Random, count: int) -> list[Addition]:
    """Draw additions beside, behind and below each other, and some that cannot be made."""
    owners: list[tuple[str, ...]] = [
        (), ("one",), ("one", "b"), ("one", "b", "y"), ("two", "properties"), ("two", "properties", "q", "properties"),
        ("two", "properties", "q"), ("list", "0"), ("list", "1", "l"), ("empty",), ("last",), ("one", "new"),
        ("two", "properties", "n1"), ("one", "c"),
    ]  # fmt: skip
    names = [f"n{number}" for number in range(8)]
    found: list[Addition] = []
    for _ in range(count):
        if dice.random() < 0.2:
            steps = dice.choice([("list",), ("one", "b", "y", "deep"), ("two", "properties", "q", "required")])
            found.append(Addition(steps, "", dice.choice(["x", 3, {"k": 3}])))
        else:
            after = dice.choice(["", "a", "b", "x", "p", "k", "z", *names])
            value = dice.choice([1, "text", {"type": "string"}, {"a": {"b": [1]}}])
            found.append(Addition(dice.choice(owners), dice.choice(names), value, after))
    return found


def one_by_one(text: str, additions: list[Addition]) -> tuple[str, list[bool]]:
    made: list[bool] = []
    for addition in additions:
        try:
            text = amended(text, addition)
            made.append(True)
        except AmendmentError:
            made.append(False)
    return text, made


@pytest.mark.parametrize("style", STYLES)
def test_many_additions_are_those_that_one_after_the_other_makes(style: Callable[[Any], str]) -> None:
    text = style(WHOLE)
    for seed in range(60):
        additions = drawn(random.Random(seed), 9)
        expected, made = one_by_one(text, additions)
        actual, failed = amended_all(text, additions)
        ordered = [json.dumps(yaml.safe_load(one)) for one in (expected, actual)]  # braces or not is left open
        assert (ordered[0], made) == (ordered[1], [one is None for one in failed]), seed
        assert expected.count("#") == actual.count("#"), seed


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("owners", [1, 4])
def test_a_text_is_not_parsed_for_each_addition(
    style: Callable[[Any], str], owners: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []

    def counted(text: str) -> Any:
        parsed.append(text)
        return root_of(text)

    monkeypatch.setattr(amendments, "root_of", counted)
    steps = [("two", "properties"), ("last",), ("one",), ("list", "0")]
    additions = [
        Addition(steps[number % owners], f"n{number}", {"type": "string"}, f"n{number - 1}") for number in range(80)
    ]
    text, failed = amended_all(style(WHOLE), additions)
    assert (True, True) == (set(failed) == {None}, len(parsed) <= 3)
    one_after_the_other, _ = one_by_one(style(WHOLE), additions)
    assert json.dumps(yaml.safe_load(one_after_the_other)) == json.dumps(yaml.safe_load(text))


def test_additions_to_a_text_that_cannot_be_parsed_all_fail() -> None:
    text, failed = amended_all("a: [", [Addition((), "b", 1), Addition(("a",), "c", 1)])
    assert ("a: [", [AmendmentError, AmendmentError]) == (text, [type(one) for one in failed])
