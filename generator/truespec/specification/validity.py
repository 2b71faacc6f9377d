"""Whether a value of a document keeps to a schema of the same document, references to other files included."""

import time
from typing import Any, Final
from urllib.parse import quote

import jsonschema_rs

from truespec.specification import pointer
from truespec.specification.document import OpenApiVersion
from truespec.specification.node import Node
from truespec.specification.plain import is_mapping, is_sequence
from truespec.specification.survey import Survey
from truespec.specification.wording import Complaint, describe

__all__ = ["Validity"]

# Real documents take a fraction of it; without an end, schemas that all reach one another would cost their square.
_SECONDS: Final = 4.0
# A validator takes memory as it takes time to make.
_SECONDS_KEPT: Final = 0.5


class Validity:
    """Validates values against schemas; the files are handed to the validator once, on first use."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._is_30 = survey.document.version == OpenApiVersion(3, 0)
        self._registry: jsonschema_rs.Registry | None = None
        self._validators: dict[Node, jsonschema_rs.Validator | None] = {}
        self._spent = 0.0
        self._spent_before_clearing = 0.0

    @property
    def is_exhausted(self) -> bool:
        """Whether so much time went into making validators that no more should be asked for."""
        return self._spent > _SECONDS

    def complaint(self, schema: Node, value: Any) -> Complaint | None:
        """Say what is wrong with ``value``; None when nothing is, or when the schema itself is out of order."""
        schema = self._named(schema)
        if schema not in self._validators:
            if self._spent - self._spent_before_clearing > _SECONDS_KEPT:
                self._validators.clear()
                self._spent_before_clearing = self._spent
            start = time.process_time()
            self._validators[schema] = self._validator(schema)
            self._spent += time.process_time() - start
        validator = self._validators[schema]
        try:
            if validator is None or validator.is_valid(value):
                return None
            error = next(iter(validator.iter_errors(value)))
        except ValueError:  # a number or text that the validator cannot hold
            return None
        return next(iter(describe(error)), None)

    def _named(self, schema: Node) -> Node:
        """Return what a mere reference leads to, so that each schema is made into a validator once."""
        if schema.reference is None or not (self._is_30 or len(schema.value) == 1):
            return schema
        return self._survey.resolve(schema) or schema

    def _validator(self, schema: Node) -> jsonschema_rs.Validator | None:
        validator_class = jsonschema_rs.Draft4Validator if self._is_30 else jsonschema_rs.Draft202012Validator
        try:
            if _stands_alone(schema.value):
                whole = _with_null(schema.value) if self._is_30 else schema.value
                return validator_class(whole, validate_formats=False, offline=True)
            if self._registry is None:
                self._registry = self._register()
            reference = {"$ref": f"{_uri(schema)}#{quote(pointer.join(schema.tokens))}"}
            return validator_class(reference, registry=self._registry, validate_formats=False, offline=True)
        except (ValueError, jsonschema_rs.ReferencingError):
            return None

    def _register(self) -> jsonschema_rs.Registry:
        draft = jsonschema_rs.Draft4 if self._is_30 else jsonschema_rs.Draft202012
        roots = [Node(source.value, source) for source in self._survey.document.sources]
        return jsonschema_rs.Registry(
            [(_uri(root), _with_null(root.value) if self._is_30 else root.value) for root in roots], draft=draft
        )


def _uri(node: Node) -> str:
    return f"truespec:{quote(str(node.source.path))}"


def _stands_alone(value: Any) -> bool:
    """Whether nothing in a schema leads out of it or gives it a name: then the rest of its file means nothing to it."""
    if is_mapping(value):
        return not any(key.startswith("$") or key == "id" for key in value) and all(map(_stands_alone, value.values()))
    return all(map(_stands_alone, value)) if is_sequence(value) else True


def _with_null(value: Any) -> Any:
    """Copy the value, writing ``nullable`` of OpenAPI 3.0 in terms that JSON Schema knows."""
    if is_sequence(value):
        return [_with_null(inner) for inner in value]
    if not is_mapping(value):
        return value
    copy = {key: _with_null(inner) for key, inner in value.items()}
    if value.get("nullable") is not True:
        return copy
    if not isinstance(value.get("type"), str):
        return {"anyOf": [{"enum": [None]}, copy]}
    copy["type"] = [value["type"], "null"]
    if is_sequence(value.get("enum")):
        copy["enum"] = [*value["enum"], None]
    return copy
