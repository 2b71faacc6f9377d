"""Documents may call anything as they like: no name of theirs hides one that a generated package needs."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic import BaseModel
from rendered import api_of, imported, unpacked
from truespec.contract.reserved import RESERVED_CLASSES, RESERVED_MEMBERS
from truespec.diagnostics import Report
from truespec.interpretation.naming import MODULES
from truespec.rendering.naming import RUNTIME_NAMES
from truespec.rendering.render import render
from truespec.runtime import AsyncBaseClient, BaseClient

IMPORTED = (
    "Annotated", "Answer", "Any", "Basic", "Body", "ConfigDict", "Decimal", "Event", "Field", "File", "Header",
    "Iterable", "Literal", "Mapping", "Model", "Operation", "Options", "Pager", "Part", "Required", "Resource",
    "Sequence", "Stream", "TypeAdapter", "TypeAlias", "TypeAliasType", "TypedDict", "UUID", "Unpack", "WireDate",
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


CROWD = ("Pet", "PetParams", "Pets", "AsyncPets", "PetsResource", "Link", "LINK", "LIST", "Client", "Response", "Body",
         "File", "Header", "Crowd", "AsyncCrowd", "Any", "Literal")  # fmt: skip
"""Names that something else of a package has as well."""


def crowded() -> dict[str, Any]:
    """Return a document whose schemas are called like a resource, its class, its constants, a header, a dictionary."""
    references = {name: {"$ref": f"#/components/schemas/{name}"} for name in CROWD}
    one = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}, "key": {"format": "uuid"}}}
    whole = {"type": "object", "properties": {f"of {name}": inner for name, inner in references.items()}}
    headers = {name: {"schema": references[name]} for name in ("Link", "LIST", "Header")}
    media = {"application/json": {"schema": references["Pet"]}, "application/octet-stream": {"schema": {}}}
    answer = {"description": "", "content": {"application/json": {"schema": whole}}, "headers": headers}
    taken = {"type": "object", "properties": {"pet": references["Pet"], "other": references["PetParams"]}}
    body = {"content": {"application/json": {"schema": taken}}}
    listed = {"description": "", "content": {"application/json": {"schema": {"items": references["LIST"]}}}}
    paths = {
        "/pets": {
            "get": {"operationId": "list", "tags": ["pets"], "responses": {"200": listed, "default": answer}},
            "put": {"operationId": "link", "tags": ["pets"], "requestBody": body, "responses": {"200": answer}},
        },
        "/body": {
            "put": {
                "operationId": "put",
                "tags": ["body"],
                "requestBody": {"content": media},
                "responses": {"200": answer},
            },
        },
        "/dict": {
            "put": {"operationId": "x", "tags": ["pet params"], "requestBody": body, "responses": {"200": answer}}
        },
    }
    callbacks = {"link": {"{$request.body#/url}": {"post": {"requestBody": body, "responses": {"200": answer}}}}}
    paths["/pets"]["put"]["callbacks"] = callbacks
    schemas = {name: {"type": "array", "items": one} if name == "LINK" else one for name in CROWD}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Crowd", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the modules of a crowded package."""
    folder = tmp_path_factory.mktemp("crowd")
    (folder / "crowd.json").write_text(json.dumps(crowded()), encoding="utf-8")
    return unpacked(render(api_of(folder / "crowd.json"), Report()), folder / "package")


def test_classes_keep_their_names_where_constants_and_resources_have_the_same(crowd: Path) -> None:
    with imported(crowd, "crowd_client") as package:
        names = {
            name: importlib.import_module(f"{package.__name__}.{name}") for name in ("pets", "headers", "incoming")
        }
        assert {"Any2", "Literal2", "Link", "LINK", "LIST", "Pets", "PetParams"} <= set(package.models.__all__)
        assert (["AsyncPets", "Pets"], ["HEADER", "LINK", "LIST"]) == (names["pets"].__all__, names["headers"].__all__)
        assert package.models.LIST is not names["headers"].LIST
        assert {"LIST", "LINK"} <= set(vars(names["pets"]))


def test_a_crowded_package_passes_mypy_strict(crowd: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", str(crowd)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=crowd)
    assert (0, "") == (done.returncode, done.stderr), done.stdout


def test_what_modules_of_resources_import_is_known(crowd: Path) -> None:
    found = {
        name.name
        for path in (crowd / "crowd_client").glob("*.py")
        if path.stem in {"pets", "body", "pet_params"}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module not in {"models", "params"}
        for name in node.names
    }
    assert set() == {name for name in found if name[:1].isupper()} - RUNTIME_NAMES - RESERVED_CLASSES
