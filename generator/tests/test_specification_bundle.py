"""A bundle is one document that means what its files mean, in YAML and in JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from truespec.catalogue import entries
from truespec.diagnostics import Report
from truespec.specification.bundle import as_json, as_yaml, bundle
from truespec.specification.document import load
from truespec.specification.lint import lint

ROOT = Path(__file__).resolve().parents[2]
FILES = {
    "openapi.yaml": """\
openapi: 3.1.0
info: {title: Shop, version: "1.10", x-assumed: {version: made up}}
paths:
  /pets: {$ref: "paths/pets.yaml"}
components:
  schemas:
    Pet: {type: string, description: "the root's own"}
    Either:
      oneOf: [{$ref: "shapes/pet.yaml"}, {$ref: "#/components/schemas/Pet"}]
      discriminator: {propertyName: kind, mapping: {a: "shapes/pet.yaml", b: Pet}}
""",
    "paths/pets.yaml": """\
get:
  operationId: listPets
  responses:
    "200":
      description: |
        All of them.
        In any order.
      content:
        application/json:
          schema: {type: array, items: {$ref: "../shapes/all.json#/$defs/Pet"}}
          example: {$ref: "this is data"}
""",
    "shapes/pet.yaml": 'type: object\nproperties: {friend: {$ref: "all.json#/$defs/Pet"}, self: {$ref: "#"}}\n',
    "shapes/all.json": '{"$defs": {"Pet": {"type": "object", "properties": {"root": {"$ref": "pet.yaml"}}}}}',
}


def bundled(folder: Path, files: dict[str, str]) -> dict[str, Any]:
    """Write files, and bundle the first."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    report = Report()
    document = load(folder / "openapi.yaml", report)
    assert document is not None, list(report)
    return bundle(document)


def test_what_lies_in_other_files_moves_under_components(tmp_path: Path) -> None:
    made = bundled(tmp_path, FILES)
    components = made["components"]
    assert {"$ref": "#/components/pathItems/pets"} == made["paths"]["/pets"]
    assert ["Pet", "Either", "pet", "Pet-2"] == list(components["schemas"])
    assert "#/components/schemas/pet" == components["schemas"]["Either"]["oneOf"][0]["$ref"]
    assert "#/components/schemas/Pet" == components["schemas"]["Either"]["oneOf"][1]["$ref"]
    assert {"a": "#/components/schemas/pet", "b": "Pet"} == components["schemas"]["Either"]["discriminator"]["mapping"]
    assert {"$ref": "#/components/schemas/Pet-2"} == components["schemas"]["pet"]["properties"]["friend"]
    assert {"$ref": "#/components/schemas/pet"} == components["schemas"]["pet"]["properties"]["self"]
    media = components["pathItems"]["pets"]["get"]["responses"]["200"]["content"]["application/json"]
    assert {"$ref": "#/components/schemas/Pet-2"} == media["schema"]["items"]
    assert {"$ref": "this is data"} == media["example"]
    assert {"version": "made up"} == made["info"]["x-assumed"]


def test_a_path_item_stands_in_place_where_no_component_can_hold_it(tmp_path: Path) -> None:
    made = bundled(tmp_path, {**FILES, "openapi.yaml": FILES["openapi.yaml"].replace("3.1.0", "3.0.3")})
    assert "listPets" == made["paths"]["/pets"]["get"]["operationId"]


def test_a_bundle_stands_alone(tmp_path: Path) -> None:
    made = bundled(tmp_path / "many", FILES)
    alone = tmp_path / "alone"
    alone.mkdir()
    for name, content in (("openapi.yaml", as_yaml(made)), ("openapi.json", as_json(made))):
        (alone / name).write_bytes(content)
        report = Report()
        document = lint(alone / name, report)
        assert document is not None
        assert [] == [str(diagnostic) for diagnostic in report if diagnostic.id.startswith("ref-")]
        assert made == document.root.value
        assert 1 == len(document.sources)


@pytest.mark.parametrize("entry", entries(ROOT, Report()), ids=lambda entry: entry.name)
def test_the_catalogue_is_the_same_in_yaml_and_json(entry: Any, tmp_path: Path) -> None:
    report = Report()
    document = load(ROOT / "specs" / entry.name / "openapi.yaml", report)
    assert document is not None
    made = bundle(document)
    (tmp_path / "openapi.yaml").write_bytes(as_yaml(made))
    read = load(tmp_path / "openapi.yaml", report)
    assert read is not None
    assert made == read.root.value == json.loads(as_json(made))


LOOKALIKES = ["1e3", "0o17", "yes", "y", "no", "null", "~", "1_000", "2020-01-02", "12:30", "on", ".inf", "=", "<<"]
AWKWARD = ["", " a", "a: b", "- x", "a #b", "\n", "x\n\n y\n", "\u00e9\u2028z"]


@pytest.mark.parametrize("text", [*LOOKALIKES, *AWKWARD])
def test_texts_that_look_like_something_else_stay_texts(text: str, tmp_path: Path) -> None:
    value = {"openapi": "3.1.0", "x-text": [text], "x-key": {text: 1}}
    (tmp_path / "openapi.yaml").write_bytes(as_yaml(value))
    report = Report()
    document = load(tmp_path / "openapi.yaml", report)
    assert document is not None, [str(diagnostic) for diagnostic in report]
    assert value == document.root.value
