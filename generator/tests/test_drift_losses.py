"""A page that lost a part since it was accepted is told from one of which something was taken away."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from drift_runs import Runner, workshop
from truespec.cli.console import Exit
from truespec.cli.pages import ReadPage, check_end, read_bytes
from truespec.diagnostics import Report
from truespec.documentation.locks.lock import Lock, LockedPage

__all__ = ["workshop"]

LOCK = Path("documented.lock.json")
OBJECT = {"type": "object", "properties": {name: {"type": "string"} for name in ("one", "two", "three", "four")}}
CONTENT = {"content": {"application/json": {"schema": OBJECT}}}
NAMES = ("ants", "bees", "cats", "dogs", "eels", "fish")


def operation(name: str) -> dict[str, Any]:
    parameters = [{"name": f"{name}{n}", "in": "query", "schema": {"type": "integer"}} for n in range(4)]
    answers = {"200": {"description": "Done.", **CONTENT}, "404": {"description": "None."}}
    return {"summary": f"Do {name}", "parameters": parameters, "requestBody": CONTENT, "responses": answers}


def document(names: tuple[str, ...] = NAMES) -> dict[str, Any]:
    paths = {f"/{name}": {"post": operation(name)} for name in names}
    whole = {"openapi": "3.0.3", "info": {"title": "Animals", "version": "1"}, "paths": paths}
    copied: dict[str, Any] = json.loads(json.dumps(whole))  # nothing stands in two places
    return copied


def lines(whole: dict[str, Any]) -> list[str]:
    return yaml.safe_dump(whole, sort_keys=False).splitlines(keepends=True)


def read(text: str) -> ReadPage:
    return read_bytes(text.encode(), "page.yaml", Report())


def verdict(before: str, text: str) -> tuple[bool, str]:
    """Return whether a page is taken for whole, and what was said of it else."""
    known = read(before).surface
    assert known is not None
    page = read(text)
    whole = page.exit is Exit.HOLDS and check_end(Lock({"page": LockedPage("page", known)}), "page", page)
    return whole, " ".join(one.message for one in page.report)


def markdown(whole: dict[str, Any]) -> str:
    """Write a page with a fragment for each operation."""
    pieces = [
        f"## Do {path}\n\n```json\n{json.dumps({**whole, 'paths': {path: item}})}\n```\n"
        for path, item in whole["paths"].items()
    ]
    return "# Animals\n\n" + "\n".join(pieces)


@pytest.mark.parametrize("write", [markdown, json.dumps, yaml.safe_dump])
def test_a_page_that_lost_several_operations_in_a_row_lost_a_part(write: Any) -> None:
    before = write(document())
    whole, words = verdict(before, write(document((NAMES[0], *NAMES[3:]))))
    assert (False, True) == (whole, "2 operations that followed each other are gone, of 6" in words)


@pytest.mark.parametrize("write", [markdown, json.dumps, yaml.safe_dump])
@pytest.mark.parametrize("gone", NAMES)
def test_a_page_without_one_operation_says_less_unless_it_may_have_been_cut_there(write: Any, gone: str) -> None:
    whole, words = verdict(write(document()), write(document(tuple(name for name in NAMES if name != gone))))
    is_open = gone == NAMES[-1] and write is not json.dumps
    assert (not is_open, is_open) == (whole, words.endswith("nothing on it says that it ends here"))


def test_things_that_are_taken_away_here_and_there_are_no_lost_part() -> None:
    dice = random.Random(7)
    for _ in range(20):
        less = document()
        for name in dice.sample(NAMES, 3):
            one = less["paths"][f"/{name}"]["post"]
            del one["parameters"][dice.randrange(4)]
            one["requestBody"]["content"]["application/json"]["schema"]["properties"].popitem()
        assert verdict(yaml.safe_dump(document()), yaml.safe_dump(less)) == (True, "")


@pytest.mark.parametrize("section", ["parameters", "requestBody"])
def test_a_section_that_is_taken_away_is_no_lost_part(section: str) -> None:
    less = document()
    del less["paths"]["/cats"]["post"][section]
    assert verdict(yaml.safe_dump(document()), yaml.safe_dump(less)) == (True, "")


def test_a_document_that_lost_lines_across_operations_lost_a_part() -> None:
    before = lines(document())
    starts = [number for number, line in enumerate(before) if line.strip() == "parameters:"]
    end = next(number for number in range(starts[2], len(before)) if before[number].strip() == "responses:")
    torn = "".join([*before[: starts[1] + 5], *before[end:]])
    whole, words = verdict("".join(before), torn)
    assert (False, True) == (whole, "in one piece" in words or "followed each other" in words)


def test_a_document_in_yaml_that_is_cut_at_a_line_is_never_taken_for_whole() -> None:
    before = lines(document())
    end = next(number for number in range(len(before) - 1, 0, -1) if before[number].strip() == "responses:")
    between = {number for number, line in enumerate(before) if line.startswith("  /")}  # one operation less is an edit
    cuts = set(range(8, end + 1)) - {max(between)}
    assert [] == [cut for cut in sorted(cuts) if verdict("".join(before), "".join(before[:cut]))[0]]


def test_a_document_in_yaml_lacks_at_its_end_what_it_refers_to() -> None:
    whole = document()
    schemas = {name: {"type": "object", "properties": {"a": {"type": "string"}}} for name in ("First", "Second")}
    for name, one in zip(NAMES, ("First", "Second"), strict=False):
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{one}"}}}
        whole["paths"][f"/{name}"]["post"]["requestBody"] = {"content": content}
    text = yaml.safe_dump({**whole, "components": {"schemas": schemas}}, sort_keys=False)
    assert Exit.HOLDS is read(text).exit
    for cut in (
        text[: text.index("    Second:\n")],
        text[: text.index("components:")],
        text[: text.rindex("\n", 0, -2) - 12],
    ):
        assert Exit.COULD_NOT_TELL is read(cut).exit


def test_a_page_in_markdown_that_ends_with_a_heading_ends_too_early() -> None:
    text = markdown(document())
    assert Exit.HOLDS is read(text).exit
    page = read(text[: text.rindex("```json")])
    assert (Exit.COULD_NOT_TELL, ["page-cut"]) == (page.exit, [one.id for one in page.report])


def test_a_page_with_instructions_for_agents_at_its_end_is_cut_without_them() -> None:
    text = f"{markdown(document())}\n---\n\n# Agent Instructions\n\nAsk.\n"
    short = text[: text.index("## Do /fish")]
    assert verdict(text, short)[0] is False
    assert verdict(text, text[: text.index("## Do /fish")] + text[text.index("---\n\n# Agent") :])[0] is True


def test_what_a_sample_still_shows_was_lost_from_its_list(workshop: Runner) -> None:
    assert 0 == workshop("read", "pots-older.txt", "--api", "openapi.yaml", "--accept", "--as", "pots").code
    text = Path("pots-older.txt").read_text(encoding="utf-8")
    row = "glazestring"
    start = text.index(row)
    end = text.index("potterstring")
    Path("torn.txt").write_text(text[:start] + text[end:], encoding="utf-8")
    before = LOCK.read_bytes()
    for arguments in (
        ("drift", "openapi.yaml", "--page", "torn.txt"),
        ("read", "torn.txt", "--api", "openapi.yaml", "--accept"),
    ):
        done = workshop(*arguments)
        assert (3, True) == (done.code, "samples still show it" in done.err)
    assert before == LOCK.read_bytes()


def test_a_lost_part_is_accepted_only_where_that_is_asked_for(workshop: Runner) -> None:
    Path("whole.yaml").write_text(yaml.safe_dump(document()), encoding="utf-8")
    Path("part.yaml").write_text(yaml.safe_dump(document(NAMES[3:])), encoding="utf-8")
    accept = ("--api", "openapi.yaml", "--accept", "--as", "animals")
    assert 0 == workshop("read", "whole.yaml", *accept).code
    before = LOCK.read_bytes()
    done = workshop("read", "part.yaml", *accept)
    assert (3, True, before) == (done.code, "--accept-loss" in done.err, LOCK.read_bytes())
    done = workshop("read", "part.yaml", *accept, "--accept-loss")
    assert (0, True) == (done.code, "warning page-cut" in done.err)
    assert "ants" not in LOCK.read_text(encoding="utf-8")
    done = workshop("read", "part.yaml", "--api", "openapi.yaml", "--accept-loss")
    assert (2, True) == (done.code, "option-form" in done.err)
