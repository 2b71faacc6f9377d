"""The seven types of JSON Schema: which a schema allows and which a value is of."""

from typing import Final

from truespec.specification.node import Node

__all__ = ["allowed_types", "type_names"]

_NAMES: Final[dict[type, frozenset[str]]] = {
    bool: frozenset({"boolean"}),
    dict: frozenset({"object"}),
    float: frozenset({"number"}),
    int: frozenset({"integer", "number"}),
    list: frozenset({"array"}),
    str: frozenset({"string"}),
    type(None): frozenset({"null"}),
}


def allowed_types(schema: Node) -> frozenset[str]:
    """Return the names under ``type``, and ``null`` where OpenAPI 3.0 says ``nullable``; none without a type."""
    single = schema.text("type")
    types = frozenset({single} if single else schema.texts("type"))
    return types | {"null"} if types and schema.flag("nullable") else types


def type_names(value: object) -> frozenset[str]:
    """Return the names of the types that a JSON value is of: ``1.0`` is an integer too."""
    if isinstance(value, float) and value.is_integer():
        return _NAMES[int]
    return _NAMES[type(value)]
