"""Writes what a schema of today says in the words of OpenAPI 3.0, which has no type for null."""

from __future__ import annotations

from typing import Any

from truespec.specification.plain import is_mapping, is_sequence

__all__ = ["in_words_of"]


def in_words_of(version: str, value: Any) -> Any:
    """Return a value for a document of this version of OpenAPI; only documents of 3.0 need other words."""
    return _legacy(value) if version.startswith("3.0") else value


def _legacy(value: Any) -> Any:
    if is_sequence(value):
        return [_legacy(one) for one in value]
    if not is_mapping(value):
        return value
    written: dict[str, Any] = {key: _legacy(one) for key, one in value.items()}
    kinds = written.get("type")
    nullable = False
    if is_sequence(kinds) and "null" in kinds:
        others = [kind for kind in kinds if kind != "null"]
        written["type"], nullable = others[0], True
        if len(others) > 1:
            del written["type"]
            written["anyOf"] = [{"type": kind} for kind in others]
    for keyword in ("oneOf", "anyOf"):
        branches = written.get(keyword)
        if is_sequence(branches) and {"type": "null"} in branches:
            written[keyword] = [branch for branch in branches if branch != {"type": "null"}]
            nullable = True
    return {**written, "nullable": True} if nullable else written
