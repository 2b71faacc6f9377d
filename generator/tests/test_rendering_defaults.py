"""What the API takes where something is left out is told to the letter, and never sent by itself."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest
from rendered import imported, unpacked
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.rendering.render import render

DOCUMENT = r"""
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      tags: [defaults]
      parameters:
        - {name: sort, in: query, schema: {type: string, default: "x\"\"\"\n\\ {x} \u2028"}}
        - {name: none, in: query, schema: {type: [string, 'null'], default: null}}
        - {name: plain, in: query, schema: {type: string}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
components:
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string, default: "'''\r\x00\\"}
        "a\"b": {type: object, default: {"k\n": [1, -0.5, true, null]}, properties: {k: {type: string}}}
        colour: {$ref: '#/components/schemas/Colour'}
        age: {type: integer}
    Colour: {type: string, enum: [red, "#"], default: "#"}
"""


@pytest.fixture
def api(make_api: Callable[[str], Api]) -> Api:
    """Return the contract of the document."""
    return make_api(DOCUMENT)


def test_defaults_of_schemas_are_constants(api: Api, tmp_path: Path) -> None:
    with imported(unpacked(render(api, Report()), tmp_path), api.names.package) as package:
        module = importlib.import_module(f"{package.__name__}.defaults")
        stated = {"name": "'''\r\x00\\", 'a"b': {"k\n": [1, -0.5, True, None]}, "colour": "#"}
        assert {"Pet": stated, "Colour": "#"} == {name: getattr(module, name) for name in module.__all__}


def test_defaults_of_parameters_stand_in_the_table_of_operations(api: Api, tmp_path: Path) -> None:
    with imported(unpacked(render(api, Report()), tmp_path), api.names.package) as package:
        module = importlib.import_module(f"{package.__name__}.defaults_2")
        table = next(value for value in vars(module).values() if type(value).__name__ == "Operation")
        found = {each.name: each.default for each in table.parameters}
        omit = importlib.import_module(f"{package.__name__}._runtime").OMIT
        assert {"sort": 'x"""\n\\ {x} \u2028', "none": None, "plain": omit} == found


def test_a_package_without_defaults_has_no_module_of_them(make_api: Callable[[str], Api]) -> None:
    plain = make_api("openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\n")
    assert [] == [path for path in render(plain, Report()).encoded() if path.endswith("defaults.py")]
