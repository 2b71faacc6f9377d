"""Plain values: what JSON and YAML have in common once read, and how to tell mappings and sequences apart."""

from typing import Any, TypeGuard

__all__ = ["is_mapping", "is_sequence"]


def is_mapping(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a plain value is a mapping; its keys are then text."""
    return type(value) is dict


def is_sequence(value: object) -> TypeGuard[list[Any]]:
    """Whether a plain value is a sequence."""
    return type(value) is list
