"""Whether a text is a regular expression as JSON Schema has them (ECMA-262), by the validator that will use it."""

from functools import cache

import jsonschema_rs

__all__ = ["is_pattern"]


@cache
def is_pattern(text: str) -> bool:
    """Say whether the validator takes ``text`` for ``pattern``."""
    try:
        jsonschema_rs.Draft202012Validator({"pattern": text}, offline=True)
    except (ValueError, jsonschema_rs.ReferencingError):
        return False
    return True
