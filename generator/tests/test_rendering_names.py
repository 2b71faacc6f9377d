"""Documents may call anything as they like: no name of theirs hides one that a generated package needs."""

from __future__ import annotations

import importlib
import json
import pkgutil
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic import BaseModel
from rendered import api_of, imported, unpacked
from truespec.contract.reserved import RESERVED_MEMBERS
from truespec.diagnostics import Report
from truespec.interpretation.naming import MODULES
from truespec.rendering.render import render
from truespec.runtime import AsyncBaseClient, BaseClient

IMPORTED = (
    "Annotated", "Answer", "Any", "Basic", "ConfigDict", "Decimal", "Event", "Field", "File", "Header", "Literal",
    "Mapping", "Model", "Operation", "Options", "Pager", "Part", "Required", "Resource", "Sequence", "Stream",
    "TypeAdapter", "TypeAlias", "TypeAliasType", "TypedDict", "UUID", "Unpack", "WireDate",
)  # fmt: skip
"""Names that one module or another of a generated package imports."""


def named_alike(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a document in which a schema, its operation, its tag and its parameter are called as something else is."""
    paths: dict[str, Any] = {}
    for name in IMPORTED:
        media = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        answer = {"description": "", "content": media, "headers": {name: {"schema": {"type": "string"}}}}
        parameter = {"name": name, "in": "query", "schema": {"type": "string", "format": "date"}}
        paths[f"/{name}"] = {
            "post": {
                "operationId": name,
                "tags": [name],
                "parameters": [parameter],
                "requestBody": {"content": media},
                "responses": {"200": answer},
            }
        }
    schemas = dict.fromkeys(IMPORTED, schema)
    return {
        "openapi": "3.0.3",
        "info": {"title": "Alike", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": {"type": "string", "format": "uuid"}},
        {"type": "string", "enum": ["a", "b"]},
        {
            "type": "object",
            "required": ["code"],
            "properties": {
                "code": {"type": "string", "pattern": "^(?!x)y"},
                "born": {"type": "string", "format": "date"},
                "next": {"$ref": "#/components/schemas/TypedDict"},
            },
        },
    ],
    ids=["list", "enum", "object"],
)
def test_a_schema_may_be_called_like_what_modules_import(schema: dict[str, Any], tmp_path: Path) -> None:
    document = tmp_path / "alike.json"
    document.write_text(json.dumps(named_alike(schema)), encoding="utf-8")
    source = unpacked(render(api_of(document), Report()), tmp_path / "package")
    with imported(source, "alike_client") as package:
        found = [
            importlib.import_module(module.name)
            for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        ]
        names = {module.__name__.rpartition(".")[2] for module in found}
        assert {"models", "params" if "properties" in schema else "models", "type_alias_type"} <= names


def test_no_member_hides_what_models_have_and_no_resource_what_clients_have() -> None:
    models = {name for name in (*dir(BaseModel), *dir(type(BaseModel))) if not name.startswith("_")}
    assert set() == models - RESERVED_MEMBERS
    clients = {name for name in (*dir(BaseClient), *dir(AsyncBaseClient)) if not name.startswith("_")}
    assert set() == clients - MODULES


def test_a_member_that_the_metaclass_of_models_knows_keeps_its_name_on_the_wire(tmp_path: Path) -> None:
    document = tmp_path / "till.json"
    properties = {"register": {"type": "string"}, "mro": {"type": "integer"}}
    schema = {"type": "object", "properties": properties}
    root = {"openapi": "3.1.0", "info": {"title": "Till", "version": "1"}, "components": {"schemas": {"Till": schema}}}
    document.write_text(json.dumps({**root, "paths": {}}), encoding="utf-8")
    with imported(unpacked(render(api_of(document), Report()), tmp_path / "package"), "till_client") as package:
        till = package.models.Till.model_validate({"register": "north", "mro": 3})
        assert {"register": "north", "mro": 3} == till.model_dump(by_alias=True)


def test_an_operation_may_be_called_like_its_class_or_a_type(tmp_path: Path) -> None:
    key = {"application/json": {"schema": {"type": "string", "format": "uuid"}}}
    answer = {"description": "", "content": key, "headers": {"UUID": {"schema": {"type": "string", "format": "uuid"}}}}
    paths = {
        "/q": {"get": {"operationId": "q", "responses": {"200": answer}}},
        "/uuid": {"get": {"operationId": "uuid", "tags": ["keys"], "responses": {"200": answer}}},
    }
    document = tmp_path / "short.json"
    root = {"openapi": "3.1.0", "info": {"title": "Short", "version": "1"}, "paths": paths}
    document.write_text(json.dumps(root), encoding="utf-8")
    with imported(unpacked(render(api_of(document), Report()), tmp_path / "package"), "short_client") as package:
        modules = [importlib.import_module(f"{package.__name__}.{name}") for name in ("q", "keys", "headers")]
        assert isinstance(modules[0].Q, type)
        assert [UUID, UUID] == [module.UUID for module in modules[1:]]
