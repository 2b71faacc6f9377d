"""A page that lost lines from the middle of one thing to the middle of another is told from one that was edited."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
import yaml
from test_drift_losses import document, markdown, verdict


def members(*names: str) -> dict[str, Any]:
    """Return members that differ in everything."""
    return {
        name: {"type": "string", "maxLength": 10 + number, "description": f"The {name}.", "pattern": f"^{name}$"}
        for number, name in enumerate(names)
    }


def whole() -> dict[str, Any]:
    one = document()
    post = one["paths"]["/cats"]["post"]
    schema = {"type": "object", "properties": members("first", "second", "third", "fourth")}
    post["requestBody"]["content"]["application/json"]["schema"] = schema
    post["responses"]["409"] = {"description": "Too many cats."}
    one["paths"]["/dogs"]["post"]["responses"] = {"204": {"description": "No dogs."}}
    return one


def properties(one: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = one["paths"]["/cats"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    inside: dict[str, Any] = found["properties"]
    return inside


def in_json(one: dict[str, Any]) -> str:
    return json.dumps(one, indent=1)


def in_yaml(one: dict[str, Any]) -> str:
    return yaml.safe_dump(one, sort_keys=False)


LINED = [in_json, in_yaml]
"""What writes a thing on lines of its own."""
WRITERS = [*LINED, markdown]


@pytest.mark.parametrize("write", LINED)
def test_a_member_that_goes_on_with_what_another_said_was_torn(write: Any) -> None:
    torn = whole()
    inside = properties(torn)
    inside["second"] = {"type": "string", "maxLength": 11, "description": "The third.", "pattern": "^third$"}
    del inside["third"]
    told, words = verdict(write(whole()), write(torn))
    assert (False, True) == (told, "body.second goes on with what belonged to" in words)


@pytest.mark.parametrize("write", LINED)
def test_a_member_without_a_type_before_one_that_is_gone_was_torn(write: Any) -> None:
    torn = whole()
    inside = properties(torn)
    inside["second"] = {"description": "The second."}
    del inside["third"]
    assert verdict(write(whole()), write(torn))[0] is False


@pytest.mark.parametrize("write", WRITERS)
def test_a_member_that_is_as_it_was_is_no_splice(write: Any) -> None:
    less = whole()
    del properties(less)["third"]
    assert (True, "") == verdict(write(whole()), write(less))
    less["paths"]["/cats"]["post"]["summary"] = "Feed cats"
    properties(less)["first"]["description"] = "Of all."
    properties(less)["second"]["maxLength"] = 99
    assert (True, "") == verdict(write(whole()), write(less))


@pytest.mark.parametrize("write", WRITERS)
def test_an_operation_that_answers_as_another_did_was_torn(write: Any) -> None:
    torn = whole()
    torn["paths"]["/cats"]["post"]["responses"] = {
        "200": torn["paths"]["/cats"]["post"]["responses"]["200"],
        "204": torn["paths"].pop("/dogs")["post"]["responses"]["204"],
    }
    assert verdict(write(whole()), write(torn))[0] is False


def test_an_operation_that_is_gone_and_still_named_was_lost() -> None:
    text = markdown(whole())
    start = text.index("```json", text.index("## Do /cats"))
    torn = text[:start] + text[text.index("## Do /dogs") :]
    before = text.replace("## Do /cats", "## Do cats")
    told, words = verdict(before, torn.replace("## Do /cats", "## Do cats"))
    assert (False, True) == (told, "POST /cats is gone, and the page still names it" in words)
    told, words = verdict(text, torn.replace("## Do /cats", "## POST /cats"))
    assert (False, True) == (told, "POST /cats is gone, and the page still names it" in words)


def test_a_page_may_be_called_like_an_operation_that_is_gone() -> None:
    less = whole()
    del less["paths"]["/cats"]
    before, after = (markdown(one).replace("# Animals", "# Do cats", 1) for one in (whole(), less))
    assert (True, "") == verdict(before, after)


def test_an_operation_that_bears_the_title_of_one_that_is_gone_was_torn() -> None:
    torn = whole()
    torn["paths"]["/dogs"]["post"]["summary"] = torn["paths"].pop("/cats")["post"]["summary"]
    told, words = verdict(json.dumps(whole()), json.dumps(torn))
    assert (False, True) == (told, "its title stands above another operation" in words)


def test_an_operation_that_moved_takes_its_title_with_it() -> None:
    moved = whole()
    moved["paths"]["/lions"] = moved["paths"].pop("/cats")
    assert (True, "") == verdict(json.dumps(whole()), json.dumps(moved))


def test_a_page_in_markdown_that_lost_its_title_lost_its_beginning() -> None:
    text = markdown(whole())
    for start in (text.index("## Do /ants"), text.index("```json"), text.index("## Do /bees")):
        told, words = verdict(text, text[start:])
        assert (False, True) == (told, "its title is gone" in words)
    assert (True, "") == verdict(text[text.index("## Do /ants") :], text[text.index("## Do /ants") :])


def test_a_document_in_yaml_that_no_longer_ends_with_a_line_was_cut() -> None:
    text = yaml.safe_dump(whole(), sort_keys=False)
    cut = text[: text.rindex("404")]
    assert (False, False) == (verdict(text, text.rstrip())[0], verdict(text, f"{cut}404': {{description: No")[0])
    assert verdict(text.rstrip(), text.rstrip())[0] is True
    assert verdict(text, json.dumps(whole()))[0] is True


def _with_shared(one: dict[str, Any]) -> str:
    schema = properties(one)
    content = one["paths"]["/cats"]["post"]["requestBody"]["content"]["application/json"]
    content["schema"] = {"$ref": "#/components/schemas/Cat"}
    cat = {"type": "object", "properties": copy.deepcopy(schema), "required": ["first", "fourth"]}
    return yaml.safe_dump({**one, "components": {"schemas": {"Cat": cat}}}, sort_keys=False)


def test_a_document_in_yaml_whose_last_things_are_gone_in_part_lost_its_end() -> None:
    text = _with_shared(whole())
    for last in ("          description: The fourth.\n", "          description: The third.\n"):
        told, words = verdict(text, text[: text.index(last)])
        assert (False, True) == (told, "with which it ended" in words)
    less = text[: text.index("        fourth:")] + "      required:\n      - first\n"
    assert (True, "") == verdict(text, less)


@pytest.mark.parametrize("frame", ["{}", "# T\n\n## All\n\n```yaml\n{}```\n"])
def test_what_refers_to_something_that_is_gone_lost_it(frame: str) -> None:
    text = _with_shared(whole())
    torn = frame.format(text.replace("    Cat:\n", "    Kitten:\n") + "x-end: 1\n")
    told, words = verdict(frame.format(text), torn)
    assert (False, True) == (told, "refers to what is no longer there" in words)
    assert verdict(torn, torn)[0] is True
