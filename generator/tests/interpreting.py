"""Small documents written for one test, and what they mean: contracts with the report that came with them."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from truespec.catalogue import ApiEntry, file_entry
from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.contract.schema import NamedSchema, Schema
from truespec.diagnostics import Report
from truespec.interpretation.behaviour import load_behaviour
from truespec.interpretation.interpret import interpret
from truespec.specification.document import load

__all__ = ["Interpreted", "interpreted", "one_operation", "paths_document", "schemas_document"]


class Interpreted:
    """A contract and what was said while it was made."""

    def __init__(self, api: Api, report: Report) -> None:
        self.api = api
        self.report = report

    @property
    def said(self) -> list[str]:
        """The diagnostics as a user sees them, without advice."""
        return [str(diagnostic).partition("\n")[0] for diagnostic in self.report]

    @property
    def class_names(self) -> list[str]:
        """The names of all classes, in the order of the contract."""
        return [named.name for named in self.api.schemas]

    def named(self, name: str) -> NamedSchema:
        """Return the schema called ``name``."""
        return self.api.schema(name)

    def schema(self, name: str) -> Schema:
        """Return what the schema called ``name`` says."""
        return self.api.schema(name).schema

    def member(self, name: str, wire: str) -> Schema:
        """Return the schema of one member of a class."""
        (found,) = (member.schema for member in self.schema(name).properties if member.wire == wire)
        return found


def interpreted(
    folder: Path,
    text: str | Mapping[str, Any],
    *,
    behaviour: str = "",
    settings: ApiEntry | None = None,
    files: Mapping[str, str] | None = None,
) -> Interpreted:
    """Write ``openapi.yaml`` (and ``files``, by their paths) into ``folder`` and interpret it, unlinted.

    ``settings`` lends its choices of names.
    """
    spec = folder / "openapi.yaml"
    written = textwrap.dedent(text) if isinstance(text, str) else yaml.safe_dump(dict(text), sort_keys=False)
    spec.write_text(written, encoding="utf-8")
    for name, content in (files or {}).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(textwrap.dedent(content), encoding="utf-8")
    if behaviour:
        (folder / "behaviour.yaml").write_text(textwrap.dedent(behaviour), encoding="utf-8")
    report = Report()
    document = load(spec, report)
    assert document is not None, [str(diagnostic) for diagnostic in report]
    rules = load_behaviour(folder / "behaviour.yaml", report) if behaviour else None
    return Interpreted(interpret(document, rules, settings or file_entry(spec), report), report)


def schemas_document(schemas: Mapping[str, Any], version: str = "3.1.0") -> dict[str, Any]:
    """Return a document that has nothing but component schemas."""
    return {
        "openapi": version,
        "info": {"title": "Shapes", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }


def paths_document(paths: Mapping[str, Any], version: str = "3.1.0", **root: Any) -> dict[str, Any]:
    """Return a document with these paths; ``root`` are further keys of its top."""
    return {"openapi": version, "info": {"title": "Ways", "version": "1"}, "paths": paths, **root}


def one_operation(folder: Path, operation: dict[str, Any], version: str = "3.1.0", **root: Any) -> Operation:
    """Return the contract of the single operation ``POST /pets``, below which its own path parameters stand."""
    own = [each["name"] for each in operation.get("parameters", ()) if each.get("in") == "path"]
    path = "/".join(["/pets", *(f"{{{name}}}" for name in own)])
    paths = {path: {"post": {"operationId": "doIt", "responses": {"200": {"description": "done"}}, **operation}}}
    found = interpreted(folder, paths_document(paths, version, **root))
    assert found.said == []
    (operation_,) = found.api.operations
    return operation_
