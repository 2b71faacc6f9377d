"""Which kinds of object an OpenAPI document is made of, and under which fields they hold one another."""

import enum
from dataclasses import dataclass
from typing import Final

__all__ = ["ANATOMY", "ANYTHING", "METHODS", "REFERABLE", "Holds", "Shape", "shape_of"]

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""The fields of a path item that are operations; ``query`` since OpenAPI 3.2."""

REFERABLE: Final = frozenset({
    "callback",
    "example",
    "header",
    "link",
    "media-type",
    "parameter",
    "path-item",
    "request-body",
    "response",
    "schema",
    "security-scheme",
})  # fmt: skip
"""The kinds that a Reference Object may stand in for by the specification; in practice it is met in others too."""


class Holds(enum.Enum):
    """How a field holds objects."""

    ONE = "one"
    LIST = "list"
    MAPPING = "mapping"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a field holds: objects of one kind; no kind stands for any JSON value, which is not looked into."""

    kind: str
    holds: Holds = Holds.ONE


ANYTHING: Final = Shape("")
_ANY_OTHER_FIELD: Final = "*"


def _one(kind: str, *fields: str) -> dict[str, Shape]:
    return dict.fromkeys(fields, Shape(kind))


def _list(kind: str, *fields: str) -> dict[str, Shape]:
    return dict.fromkeys(fields, Shape(kind, Holds.LIST))


def _mapping(kind: str, *fields: str) -> dict[str, Shape]:
    return dict.fromkeys(fields, Shape(kind, Holds.MAPPING))


_EXAMPLES: Final = {"example": ANYTHING, **_mapping("example", "examples")}
_CONTENT: Final = _mapping("media-type", "content")

ANATOMY: Final[dict[str, dict[str, Shape]]] = {
    "openapi": {
        **_one("paths", "paths"),
        **_one("components", "components"),
        **_mapping("path-item", "webhooks"),
    },
    "components": {
        **_mapping("schema", "schemas"),
        **_mapping("response", "responses"),
        **_mapping("parameter", "parameters"),
        **_mapping("example", "examples"),
        **_mapping("request-body", "requestBodies"),
        **_mapping("header", "headers"),
        **_mapping("security-scheme", "securitySchemes"),
        **_mapping("link", "links"),
        **_mapping("callback", "callbacks"),
        **_mapping("path-item", "pathItems"),
        **_mapping("media-type", "mediaTypes"),
    },
    "paths": _one("path-item", _ANY_OTHER_FIELD),
    "path-item": {
        **_one("operation", *METHODS),
        **_mapping("operation", "additionalOperations"),
        **_list("parameter", "parameters"),
    },
    "operation": {
        **_list("parameter", "parameters"),
        **_one("request-body", "requestBody"),
        **_one("responses", "responses"),
        **_mapping("callback", "callbacks"),
    },
    "parameter": {**_one("schema", "schema"), **_CONTENT, **_EXAMPLES},
    "header": {**_one("schema", "schema"), **_CONTENT, **_EXAMPLES},
    "request-body": _CONTENT,
    "media-type": {
        **_one("schema", "schema", "itemSchema"),
        **_mapping("encoding", "encoding"),
        **_list("encoding", "prefixEncoding"),
        **_one("encoding", "itemEncoding"),
        **_EXAMPLES,
    },
    "encoding": {
        **_mapping("header", "headers"),
        **_mapping("encoding", "encoding"),
        **_list("encoding", "prefixEncoding"),
        **_one("encoding", "itemEncoding"),
    },
    "responses": _one("response", _ANY_OTHER_FIELD),
    "response": {**_mapping("header", "headers"), **_CONTENT, **_mapping("link", "links")},
    "callback": _one("path-item", _ANY_OTHER_FIELD),
    "example": dict.fromkeys(("value", "dataValue"), ANYTHING),
    "link": {"parameters": Shape("", Holds.MAPPING), "requestBody": ANYTHING},
    "security-scheme": {},
    "schema": {
        **_one("schema", "additionalProperties", "items", "not"),
        **_one("schema", "if", "then", "else", "contains", "propertyNames", "contentSchema"),
        **_one("schema", "unevaluatedItems", "unevaluatedProperties"),
        **_list("schema", "allOf", "anyOf", "oneOf", "prefixItems"),
        **_mapping("schema", "properties", "patternProperties", "$defs", "definitions", "dependentSchemas"),
        **dict.fromkeys(("default", "example", "const"), ANYTHING),
        **dict.fromkeys(("enum", "examples"), Shape("", Holds.LIST)),
    },
}
"""For each kind of object, the fields that hold objects of a kind or values of any shape."""


def shape_of(kind: str, field: str) -> Shape | None:
    """Return what ``field`` of an object of ``kind`` holds; None for plain fields and unknown ones."""
    fields = ANATOMY[kind]
    if field in fields:
        return fields[field]
    if field.startswith("x-"):
        return ANYTHING
    return fields.get(_ANY_OTHER_FIELD)
