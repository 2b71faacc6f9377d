"""Check the form of a behaviour file against its JSON Schema, and say in the words of the file what is wrong where."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any, Final

from truespec.diagnostics import Location, Report
from truespec.specification.node import Node

__all__ = ["check_form"]

SCHEMA_FILE: Final = "behaviour.schema.json"
_ADVICE: Final = "the words are explained in specs/README.md"


def check_form(root: Node, report: Report) -> bool:
    """Report as ``behaviour-form`` what has the wrong form; return whether nothing has."""
    import jsonschema_rs  # noqa: PLC0415 -- only an API with behaviour pays for it

    schema = json.loads(files("truespec.interpretation").joinpath(SCHEMA_FILE).read_text(encoding="utf-8"))
    errors = jsonschema_rs.validator_for(schema).iter_errors(root.value)
    found = [complaint for error in errors for complaint in _complaints(error, root, schema)]
    for location, message, advice in found:
        report.error("behaviour-form", location, message, advice)
    return not found


def _complaints(error: Any, root: Node, schema: Any) -> Iterator[tuple[Location, str, str]]:
    """Yield place, message and advice for what one error of the validator means to the author."""
    node = _below(root, error.instance_path)
    owner = _schema_at(schema, error.schema_path[:-1])
    kind, value = error.kind.name, error.kind.value
    if kind == "additionalProperties":
        words = f"words here: {', '.join(owner['properties'])}"
        for key in value:
            yield node.child(key).key_location, f"{_shown(key)} is no word here", words
    elif kind == "required":
        yield node.key_location, f"{_shown(value)} is missing", _ADVICE
    elif kind == "propertyNames":
        key = value.instance
        yield node.child(key).key_location, f"{_shown(key)} cannot be a name", _ADVICE
    elif kind == "falseSchema":
        yield node.key_location, f"{_shown(node.name)} does not go with this action", _ADVICE
    elif kind == "enum":
        yield node.location, f"{_shown(node.value)} is none of the words for it", f"write one of: {', '.join(value)}"
    else:
        said = owner.get("description") or str(error.message)[:200]
        yield node.location, f"{_shown(node.value)} is not what belongs here", said


def _below(node: Node, path: Sequence[str | int]) -> Node:
    for step in path:
        node = node.child(step)
    return node


def _schema_at(schema: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        schema = schema[step]
    return schema


def _shown(value: object) -> str:
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"
