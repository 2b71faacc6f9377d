"""What an error of a validator comes to: which alternative was meant, and how far off a value is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import jsonschema_rs

from truespec.checking.exchange import json_type
from truespec.contract.schema import Json, Schema

__all__ = ["is_mistyped", "is_only_left_over", "is_spelling", "telling_branch"]

_LEFT_OVER: Final = "unevaluatedProperties"
_BOOLEANS: Final = frozenset({"true", "false", "0", "1", ""})
_Kind: Final = jsonschema_rs.ValidationErrorKind


def is_spelling(error: jsonschema_rs.ValidationError, value: Json, schema: Schema) -> bool:
    """Say whether a server may well take a value for one of the right type, and null for a member that is left out."""
    if value is None:
        return error.kind.name in {"type", "anyOf", "oneOf", "enum"} and bool(error.instance_path)
    if error.kind.name == "enum" and isinstance(value, str):
        # A word of the list in other letters is read as that word by many.
        return value.lower() in {word.lower() for word in schema.enum or () if isinstance(word, str)}
    if error.kind.name == "pattern" and isinstance(value, str):
        # So is a text that only has to be written in other letters, or without the spaces at its ends.
        others = {value.upper(), value.lower(), value.strip()} - {value}
        return any(jsonschema_rs.is_valid({"pattern": schema.constraints.get("pattern", "")}, text) for text in others)
    return error.kind.name == "type" and _spelled_otherwise(value, schema)


def _spelled_otherwise(value: Json, schema: Schema) -> bool:
    """Say whether a scalar only has the wrong JSON type: ``"5"`` for a number, ``5`` for a text."""
    types = set(schema.plain_types)
    if isinstance(value, str):
        numeric = bool(types & {"number", "integer"}) and _is_number(value)
        return numeric or ("boolean" in types and value in _BOOLEANS)
    return isinstance(value, bool | int | float) and ("string" in types or ("boolean" in types and value in {0, 1}))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def telling_branch(error: jsonschema_rs.ValidationError) -> list[jsonschema_rs.ValidationError]:
    """Return the errors of the one alternative that was meant.

    Its word is the one that tells it from the others, else it fails only further inside, else it has the type.
    """
    if not isinstance(error.kind, _Kind.AnyOf | _Kind.OneOfNotValid):
        return []
    depth, branches = len(error.instance_path), error.kind.context
    words = [_other_words(branch, depth) for branch in branches]
    shared = set[str | int]() if not words else words[0].intersection(*words[1:])
    told = [branch for branch, other in zip(branches, words, strict=True) if other <= shared]
    meant = [branch for branch in branches if all(len(inner.instance_path) > depth for inner in branch)]
    typed = [branch for branch in branches if not any(_is_other_type(inner, depth) for inner in branch)]
    found = next((found[0] for found in (told, meant, typed) if len(found) == 1), list[jsonschema_rs.ValidationError]())
    return [inner for inner in found if not is_only_left_over(inner, found)]


def _other_words(branch: Sequence[jsonschema_rs.ValidationError], depth: int) -> set[str | int]:
    """Return the members of an object that have none of the words an alternative lists for them."""
    listed = (one for one in branch if isinstance(one.kind, _Kind.Enum | _Kind.Constant))
    return {one.instance_path[depth] for one in listed if len(one.instance_path) == depth + 1}


def is_mistyped(error: jsonschema_rs.ValidationError, value: Json, owner: Schema) -> bool:
    """Say whether a value is of another type than every word of a list, or every alternative there is."""
    if isinstance(error.kind, _Kind.AnyOf | _Kind.OneOfNotValid):
        depth = len(error.instance_path)
        return all(any(_is_other_type(inner, depth) for inner in branch) for branch in error.kind.context)
    return error.kind.name == "enum" and json_type(value) not in {json_type(word) for word in owner.enum or ()}


def _is_other_type(error: jsonschema_rs.ValidationError, depth: int) -> bool:
    return isinstance(error.kind, _Kind.Type) and len(error.instance_path) == depth


def is_only_left_over(error: jsonschema_rs.ValidationError, errors: Sequence[jsonschema_rs.ValidationError]) -> bool:
    """Say whether members count as undeclared for no more than that something else is wrong in their object.

    A part of a schema that a value breaks has looked at nothing: all members that only it declares are left over.
    """
    depth, others = len(error.instance_path), (other for other in errors if other.kind.name != _LEFT_OVER)
    beside = (other for other in others if other.instance_path[:depth] == error.instance_path)
    return error.kind.name == _LEFT_OVER and any(True for _ in beside)
