"""What a page without a mark of its end lost from there is no drift: only the lock knows that it went on."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from truespec.cli.console import Exit
from truespec.cli.pages import check_end, read_bytes
from truespec.diagnostics import Report
from truespec.documentation.locks.lock import Lock
from truespec.documentation.locks.locked_page import LockedPage

TEXT = {"type": "string"}
ENDS = "nothing on it says that it ends here"


def document(*names: str) -> dict[str, Any]:
    """Return a document with an operation for each name, whose answers share a schema that is written last."""
    schema = {"type": "object", "properties": {"first": TEXT, "second": TEXT}, "required": ["first", "second"]}
    answer = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pot"}}}}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Pots", "version": "1"},
        "paths": {f"/{name}": {"get": {"responses": {"200": {"description": "Good.", **answer}}}} for name in names},
        "components": {"schemas": {"Pot": {**schema, "title": "Pot"}}},
    }


def fragments(*names: str) -> list[str]:
    """Return a page in pieces: its title, and a fragment for each operation."""
    return ["# Pots\n\n", *(f"## Get {name}\n\n```json\n{json.dumps(document(name))}\n```\n\n" for name in names)]


def said_of(before: str, text: str, name: str) -> str:
    """Return why a page is taken for a part of what it was before; empty for one that may be whole."""
    known = read_bytes(before.encode(), name, Report()).surface
    assert known is not None
    page = read_bytes(text.encode(), name, Report())
    assert page.exit is Exit.HOLDS, list(page.report)
    check_end(Lock({"page": LockedPage("page", known)}), "page", page)
    return " ".join(one.message for one in page.report)


def test_a_page_of_fragments_that_lacks_its_last_ones_may_be_cut() -> None:
    pieces = fragments("cups", "pots", "vases", "jugs")
    whole = "".join(pieces)
    assert ["", ENDS] == [
        one[-len(ENDS) :] for one in (said_of(whole, whole, "page.md"), said_of(whole, "".join(pieces[:-1]), "page.md"))
    ]
    assert "" == said_of(whole, "".join([*pieces[:2], *pieces[3:]]), "page.md")
    assert "" == said_of(whole, "".join([*pieces[:-1], *fragments("bowls")[1:]]), "page.md")


def test_a_page_with_the_lines_below_its_last_operation_is_whole_without_that() -> None:
    end = "---\n\n# Agent Instructions\n\nAsk.\n"
    pieces = fragments("cups", "pots", "vases", "jugs")
    assert "" == said_of("".join([*pieces, end]), "".join([*pieces[:-1], end]), "page.md")


def test_one_fragment_with_all_operations_has_its_end() -> None:
    before, text = (
        f"# Pots\n\n## All\n\n```json\n{json.dumps(document(*names))}\n```\n" for names in (("cups", "pots"), ("cups",))
    )
    assert "" == said_of(before, text, "page.md")


@pytest.mark.parametrize("lost", range(1, 9))
def test_a_document_in_yaml_that_lacks_its_last_lines_may_be_cut(lost: int) -> None:
    whole = yaml.safe_dump(document("cups", "pots"), sort_keys=False)
    text = "".join(whole.splitlines(keepends=True)[:-lost])
    page = read_bytes(text.encode(), "page.yaml", Report())
    assert page.exit is not Exit.HOLDS or said_of(whole, text, "page.yaml")


def test_a_document_in_yaml_that_ends_as_it_did_says_less() -> None:
    before, after = document("cups", "pots"), document("cups")
    del after["components"]["schemas"]["Pot"]["properties"]["second"]
    after["components"]["schemas"]["Pot"]["required"] = ["first"]
    assert "" == said_of(*(yaml.safe_dump(one, sort_keys=False) for one in (before, after)), "page.yaml")


def test_a_document_in_yaml_with_something_new_says_less_on_purpose() -> None:
    before, after = document("cups", "pots"), document("cups", "pots")
    after["paths"]["/cups"]["get"]["responses"]["404"] = {"description": "None."}
    del after["components"]["schemas"]["Pot"]["title"]
    assert "" == said_of(*(yaml.safe_dump(one, sort_keys=False) for one in (before, after)), "page.yaml")


def test_a_document_in_json_that_can_be_read_has_its_end() -> None:
    before, text = (json.dumps(document(*names), indent=1) for names in (("cups", "pots", "jugs"), ("cups", "pots")))
    assert "" == said_of(before, text, "page.json")
