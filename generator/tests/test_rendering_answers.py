"""What a method returns has one type where an answer says the same thing in several forms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from interpreting import paths_document
from rendered import api_of
from truespec.diagnostics import Report
from truespec.rendering.render import render

REFERENCE = {"schema": {"$ref": "#/components/schemas/Pet"}}
PETS = {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}}
PET = {"type": "object", "properties": {"name": {"type": "string"}}}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"application/xml": REFERENCE, "application/json": REFERENCE}, ("Pet", ["application/json"])),
        (
            {"text/plain": PETS, "application/json": PETS, "text/json": PETS},
            ("list[Pet]", ["application/json", "text/json"]),
        ),
        ({"application/json": REFERENCE, "text/csv": {}}, ("Pet | str", ["application/json", "text/csv"])),
        ({"application/xml": REFERENCE}, ("str", ["application/xml"])),
    ],
)
def test_an_answer_is_asked_for_as_json_where_it_says_the_same_in_another_form(
    tmp_path: Path, content: dict[str, Any], expected: tuple[str, list[str]]
) -> None:
    answers = {"200": {"description": "A pet.", "content": content}}
    paths = {"/pets": {"get": {"operationId": "show", "tags": ["pets"], "responses": answers}}}
    document = paths_document(paths, components={"schemas": {"Pet": PET}})
    (tmp_path / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    tree = dict(render(api_of(tmp_path / "openapi.json"), Report()).items())
    (module,) = [text for path, text in tree.items() if path.endswith("/pets.py")]
    type_, media_types = expected
    assert f"SHOW: Operation[{type_}] = Operation(" in module
    assert media_types == [
        line.split('"')[3] for line in module.replace("Answer(", "\nAnswer(").splitlines() if "Answer(" in line
    ]
