"""A document that lost lines in its middle, or its end, is not read, however well it can be parsed."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
import yaml
from truespec.cli.console import Exit
from truespec.cli.pages import ReadPage, read_bytes
from truespec.diagnostics import Report
from truespec.documentation.openapi.openapi_misfits import misfit

TEXT = {"type": "string"}
SHELF: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Shelf", "version": "1"},
    "paths": {
        "/jars/{jar}": {
            "parameters": [{"name": "jar", "in": "path", "required": True, "schema": TEXT}],
            "put": {
                "summary": "Fill a jar",
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Jar"}}}},
                "responses": {
                    "200": {"description": "Full.", "content": {"application/json": {"schema": TEXT}}},
                    "404": {"description": "None."},
                },
            },
        },
    },
    "components": {
        "schemas": {
            "Jar": {
                "type": "object",
                # names of members may be anything, those of keywords too
                "properties": dict.fromkeys(("in", "content", "200", "parameters", "paths", "schema"), TEXT),
            },
        },
    },
}


def pretty(one: dict[str, Any]) -> str:
    return json.dumps(one, indent=1)


def sorted_json(one: dict[str, Any]) -> str:
    return json.dumps(one, sort_keys=True)


def shelf() -> dict[str, Any]:
    return copy.deepcopy(SHELF)


def read(text: str) -> ReadPage:
    return read_bytes(text.encode(), "page.md", Report())


def refusals(text: str) -> list[str]:
    page = read(text)
    return [one.id for one in page.report] if page.exit is Exit.COULD_NOT_TELL else []


def markdown(*documents: dict[str, Any], write: Any = json.dumps) -> str:
    pieces = [f"## Part {number}\n\n```json\n{write(one)}\n```\n" for number, one in enumerate(documents)]
    return "# Shelf\n\n" + "\n".join(pieces)


def test_what_may_be_meant_is_no_misfit() -> None:
    loose = shelf()
    loose["paths"]["x-note"] = "a text"
    loose["paths"]["parameters"] = []
    loose["components"]["schemas"]["Jar"]["example"] = {"paths": {"a": 1}, "in": "query"}
    loose["components"]["schemas"]["Any"] = True
    loose["components"]["schemas"]["Old"] = {"type": "array", "items": [TEXT], "content": "a keyword of nobody's"}
    loose["paths"]["/jars/{jar}"]["put"]["responses"]["2XX"] = {"$ref": "#/components/responses/None"}
    loose["components"]["examples"] = {"one": "a text"}
    assert [None, None] == [misfit(SHELF), misfit(loose)]
    assert [None, None] == [misfit({"swagger": "2.0", "paths": "none"}), misfit([])]


@pytest.mark.parametrize("keyword", ["patternProperties", "unevaluatedProperties", "propertyNames", "prefixItems"])
def test_a_keyword_that_is_rare_is_not_made_of_two(keyword: str) -> None:
    rare = shelf()
    rare["components"]["schemas"]["Jar"][keyword] = {}
    assert misfit(rare) is None


def _set(*way: Any, value: Any) -> Any:
    """Return what puts a value into a document, and the way that is named for it."""

    def put(whole: dict[str, Any]) -> tuple[Any, ...]:
        inside: Any = whole
        for step in way[:-1]:
            inside = inside[step]
        inside[way[-1]] = value
        return way

    return put


JAR = ("components", "schemas", "Jar")
PUT = ("paths", "/jars/{jar}", "put")
MISFITS = {
    "the content of an answer in a schema": _set(*JAR, "content", value={"application/json": {"schema": TEXT}}),
    "a media type in a schema": _set(*JAR, "application/json", value={"schema": TEXT}),
    "an answer in a schema": _set(*JAR, "404", value={"description": "None."}),
    "parameters in a schema": _set(*JAR, "parameters", value=[{"name": "a", "in": "query"}]),
    "a place in a schema": _set(*JAR, "in", value="query"),
    "an operation in a schema": _set(*JAR, "get", value={"responses": {}}),
    "a text for a schema": _set("components", "schemas", "type", value="object"),
    "a text for members": _set(*JAR, "properties", value="object"),
    "a description for an answer": _set(*PUT, "responses", "description", value="Full."),
    "an answer in an operation": _set(*PUT, "200", value={"description": "Full."}),
    "members in an operation": _set(*PUT, "properties", value={"a": TEXT}),
    "a schema in an operation": _set(*PUT, "schema", value=TEXT),
    "answers in a path": _set("paths", "/jars/{jar}", "responses", value={"200": {"description": "Full."}}),
    "a text for a path": _set("paths", "/jars description", value="All of them."),
    "an empty content": _set(*PUT, "requestBody", "content", value=None),
    "names for a list of parameters": _set(*PUT, "parameters", value={"application/json": {"schema": TEXT}}),
}


@pytest.mark.parametrize("name", MISFITS)
def test_a_field_of_another_kind_of_object_is_a_misfit(name: str) -> None:
    whole = shelf()
    way = MISFITS[name](whole)
    found = misfit(whole)
    assert found is not None
    assert way == found[0]
    for text in (json.dumps(whole), yaml.safe_dump(whole, sort_keys=False), markdown(whole)):
        assert ["page-openapi-broken"] == refusals(text)


@pytest.mark.parametrize("key", ["name", "in"])
def test_a_parameter_has_a_name_and_a_place(key: str) -> None:
    whole = shelf()
    del whole["paths"]["/jars/{jar}"]["parameters"][0][key]
    assert (("paths", "/jars/{jar}", "parameters", 0), f"a parameter has no {key!r}") == misfit(whole)
    assert ["page-openapi-broken"] == refusals(json.dumps(whole))


def test_a_misfit_is_told_at_its_line() -> None:
    whole = shelf()
    MISFITS["an answer in a schema"](whole)
    text = markdown(whole, write=pretty)
    line = next(number for number, one in enumerate(text.split("\n"), 1) if one.startswith('    "404"'))
    page = read(text)
    assert [line] == [one.location.line for one in page.report]


def test_a_document_that_is_its_own_alias_is_walked_once() -> None:
    whole = shelf()
    whole["components"]["schemas"]["Jar"]["properties"]["jar"] = whole["components"]["schemas"]["Jar"]
    assert misfit(whole) is None


def test_a_block_of_code_that_is_not_closed_ends_the_page_too_early() -> None:
    text = markdown(shelf(), shelf())
    assert Exit.HOLDS is read(text).exit
    assert ["page-cut"] == refusals(text.rstrip().removesuffix("```"))
    documents = f"# Shelf\n\n```yaml\n{yaml.safe_dump(shelf(), sort_keys=False)}```\n"
    assert Exit.HOLDS is read(documents).exit
    for end in range(documents.index("responses:"), len(documents) - 4, 40):
        assert Exit.COULD_NOT_TELL is read(documents[:end]).exit


def test_a_block_that_swallowed_another_is_not_whole() -> None:
    text = markdown(shelf(), shelf())
    second = text.index("## Part 1")
    lost = text[: text.rindex("```json", 0, second)] + text[text.rindex("```", 0, second) :]
    assert "page-openapi-broken" in refusals(f"{markdown(shelf())}\n{lost}")


@pytest.mark.parametrize("write", [yaml.safe_dump, pretty])
def test_a_block_that_lost_its_version_is_a_part_of_a_document(write: Any) -> None:
    less = {key: value for key, value in shelf().items() if key != "openapi"}
    text = f"{markdown(shelf())}\n## More\n\n```yaml\n{write(less)}\n```\n"
    assert ["page-openapi-broken"] == refusals(text)


def test_other_blocks_of_code_are_samples() -> None:
    samples = ('{"info": {"a": 1}, "id": 2}', "info:\n  a: 1\n", "```", "paths:\n- /jars\n")
    text = markdown(shelf()) + "\n".join(f"````\n{sample}\n````\n" for sample in samples)
    assert Exit.HOLDS is read(text).exit


@pytest.mark.parametrize("write", [yaml.safe_dump, sorted_json])
def test_a_document_in_a_block_may_say_its_version_late(write: Any) -> None:
    whole = shelf()
    whole["components"]["schemas"]["Lid"] = {"properties": {f"member{number}": TEXT for number in range(300)}}
    page = read(f"# Shelf\n\n## All\n\n```yaml\n{write(whole)}\n```\n")
    assert (Exit.HOLDS, "md-openapi") == (page.exit, page.surface and page.surface.page.form.value)
