"""Tells where an OpenAPI document is not whole, though it can be read: its end is missing, or lines in its middle."""

from __future__ import annotations

import re
from typing import Final

from truespec.documentation.openapi.openapi_facts import METHODS
from truespec.documentation.openapi.openapi_misfits import misfit
from truespec.specification.node import Node
from truespec.specification.plain import is_mapping

__all__ = ["damage"]

_LACKING: Final = "the OpenAPI document that begins here lacks what it refers to"
_KEY: Final = re.compile(r"[ -]*[\"']?[^\s:\"'#{\[]+[\"']?:\Z")
_LOCAL: Final = re.compile(r"#/((?:components|definitions)/[\w.-]+(?:/[\w.-]+)?)[\"'\s,}]")
"""A reference to something in the document itself, of letters that need no escaping."""


def damage(root: Node, text: str, first: int) -> tuple[int, str]:
    """Return the line of what tells that a document lost a part, and in words what; empty for one that may be whole.

    ``first`` is the line that the document begins on.
    """
    reason = _end_of_yaml(root, text) or _LACKING * _lacks(root, text)
    if reason:
        return first, reason
    found = misfit(root.value)
    if found is None:
        return first, ""
    tokens, words = found
    line = root.source.locate(tokens, key=True).line
    return line, f"lines of the OpenAPI document seem to be missing here: {words}"


def _lacks(root: Node, text: str) -> bool:
    """Whether everything is missing that the document refers to: YAML can be cut at any line and still be read."""
    return any(f"#/{key}/" in text and root.get(key) is None for key in ("components", "definitions"))


def _end_of_yaml(root: Node, text: str) -> str:
    """Say in words what tells that a document in YAML was cut; empty for one that may be whole.

    What is last in it is not finished: a key has no value, an operation no answers, or something that others refer to
    is missing from the end.
    """
    if text.lstrip().startswith("{"):
        return ""
    lines = [line for line in text.rstrip().split("\n") if not line.lstrip().startswith("#")]
    if lines and _KEY.match(lines[-1]):
        return "the OpenAPI document ends with a key that has no value"
    last = list(root.value)[-1]
    if last == "paths" and _lacks_answers(root.value["paths"]):
        return "the last operation of the OpenAPI document has no answers: its end is missing"
    targets = (pointer for pointer in _LOCAL.findall(text) if pointer.startswith(f"{last}/"))
    if any(_is_missing(root.value, pointer) for pointer in targets):
        return "the OpenAPI document refers to what is missing from its end"
    return ""


def _lacks_answers(paths: object) -> bool:
    """Whether the last operation of all paths has none."""
    items = [item for item in paths.values() if is_mapping(item)] if is_mapping(paths) else []
    operations = [item[key] for item in items for key in item if key in METHODS]
    return bool(operations) and not (is_mapping(operations[-1]) and operations[-1].get("responses"))


def _is_missing(value: object, pointer: str) -> bool:
    """Whether a mapping lacks what a plain pointer leads to."""
    for step in pointer.split("/"):
        if not is_mapping(value) or step not in value:
            return True
        value = value[step]
    return False
