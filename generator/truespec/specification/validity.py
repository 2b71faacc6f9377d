"""Whether a value of a document keeps to a schema of the same document, references to other files included."""

from typing import Any, Final
from urllib.parse import quote

import jsonschema_rs

from truespec.specification import pointer
from truespec.specification.document import OpenApiVersion
from truespec.specification.node import Node
from truespec.specification.survey import Survey
from truespec.specification.wording import Complaint, describe

__all__ = ["Validity"]

_MOST_BRANCHES: Final = 20_000
_APPLICATORS: Final = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "items", "additionalProperties", "contains")


class Validity:
    """Validates values against schemas; the files are handed to the validator once, on first use."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._is_30 = survey.document.version == OpenApiVersion(3, 0)
        self._registry: jsonschema_rs.Registry | None = None
        self._validators: dict[Node, jsonschema_rs.Validator | None] = {}
        self._branches: dict[Node, int] = {}

    def complaint(self, schema: Node, value: Any) -> Complaint | None:
        """Say what is wrong with ``value``; None when nothing is, or when the schema itself is out of order."""
        if schema not in self._validators:
            self._validators[schema] = self._validator(schema)
        validator = self._validators[schema]
        try:
            if validator is None or validator.is_valid(value):
                return None
            error = next(iter(validator.iter_errors(value)))
        except ValueError:  # a number or text that the validator cannot hold
            return None
        return next(iter(describe(error)), None)

    def is_too_tangled(self, schema: Node) -> bool:
        """Whether so many alternatives are nested in ``schema`` that trying them all would not end."""
        return self._count_branches(schema, set()) > _MOST_BRANCHES

    def _validator(self, schema: Node) -> jsonschema_rs.Validator | None:
        if self.is_too_tangled(schema):
            return None
        if self._registry is None:
            self._registry = self._register()
        reference = {"$ref": f"{_uri(schema)}#{quote(pointer.join(schema.tokens))}"}
        validator_class = jsonschema_rs.Draft4Validator if self._is_30 else jsonschema_rs.Draft202012Validator
        try:
            return validator_class(reference, registry=self._registry, validate_formats=False, offline=True)
        except (ValueError, jsonschema_rs.ReferencingError):
            return None

    def _register(self) -> jsonschema_rs.Registry:
        draft = jsonschema_rs.Draft4 if self._is_30 else jsonschema_rs.Draft202012
        roots = [Node(source.value, source) for source in self._survey.document.sources]
        return jsonschema_rs.Registry(
            [(_uri(root), _with_null(root.value) if self._is_30 else root.value) for root in roots], draft=draft
        )

    def _count_branches(self, schema: Node, open_schemas: set[Node]) -> int:
        """Count the schemas that one value may have to be held against; a recursive use counts once."""
        if schema in self._branches:
            return self._branches[schema]
        if schema in open_schemas or not schema.is_mapping:
            return 1
        open_schemas.add(schema)
        total = 1
        for inner in self._applied(schema):
            total += self._count_branches(inner, open_schemas)
        open_schemas.discard(schema)
        self._branches[schema] = total
        return total

    def _applied(self, schema: Node) -> list[Node]:
        inner: list[Node] = []
        for keyword in _APPLICATORS:
            if (value := schema.get(keyword)) is not None:
                inner.extend(value.elements() if value.is_sequence else (value,))
        for keyword in ("properties", "patternProperties"):
            if (value := schema.get(keyword)) is not None:
                inner.extend(node for _, node in value.items())
        if schema.reference is not None and (target := self._survey.resolve(schema)) is not None:
            inner.append(target)
        return inner


def _uri(node: Node) -> str:
    return f"truespec:{quote(str(node.source.path))}"


def _with_null(value: Any) -> Any:
    """Copy the value, writing ``nullable`` of OpenAPI 3.0 in terms that JSON Schema knows."""
    if isinstance(value, list):
        return [_with_null(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    copy = {key: _with_null(inner) for key, inner in value.items()}
    if value.get("nullable") is not True:
        return copy
    if not isinstance(value.get("type"), str):
        return {"anyOf": [{"enum": [None]}, copy]}
    copy["type"] = [value["type"], "null"]
    if isinstance(value.get("enum"), list):
        copy["enum"] = [*value["enum"], None]
    return copy
