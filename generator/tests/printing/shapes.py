"""Schemas as the printer sees them: references followed, the parts of "all of" merged, types in words."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import Any

__all__ = ["Shapes", "alternatives_of", "as_member", "choice_of", "depth_of", "innermost", "printed"]

Schema = dict[str, Any]
_CHOICES = {"oneOf": "one of", "anyOf": "any of", "not": "not"}


@dataclasses.dataclass(frozen=True)
class Shapes:
    """The schemas of a document."""

    document: Schema

    def name(self, schema: Schema) -> str:
        """Return the name of the schema that is referred to; empty where none is."""
        reference: str = schema.get("$ref", "")
        return reference.rpartition("/")[2]

    def resolved(self, schema: Schema) -> Schema:
        """Return what a schema means; words beside a reference stand for those of what it leads to."""
        words: Schema = {}
        while "$ref" in schema:
            words = {**{key: schema[key] for key in ("description",) if key in schema}, **words}
            schema = self.document["components"]["schemas"][self.name(schema)]
        return {**schema, **words} if words else schema

    def merged(self, schema: Schema) -> Schema:
        """Return a schema with the parts of "all of" in one; its own words and flags are not theirs."""
        schema = self.resolved(schema)
        if "allOf" not in schema:
            return schema
        whole: Schema = {key: value for key, value in schema.items() if key in {"properties", "required", "title"}}
        for part in schema["allOf"]:
            inner = self.merged(part)
            for key, value in inner.items():
                if key == "properties":
                    whole["properties"] = {**whole.get("properties", {}), **value}
                elif key == "required":
                    whole["required"] = [*whole.get("required", []), *value]
                elif key != "description":
                    whole.setdefault(key, value)
        return whole


def depth_of(schema: Schema, shapes: Shapes) -> int:
    """Count the arrays around what a schema is made of."""
    depth = 0
    while shapes.merged(schema).get("type") == "array":
        depth, schema = depth + 1, shapes.merged(schema)["items"]
    return depth


def innermost(schema: Schema, shapes: Shapes) -> Schema:
    """Return what is inside all arrays, a reference as such."""
    while shapes.merged(schema).get("type") == "array":
        schema = shapes.merged(schema)["items"]
    return schema


def choice_of(schema: Schema) -> str:
    """Return the words for alternatives; empty where there are none."""
    return next((word for key, word in _CHOICES.items() if key in schema), "")


def alternatives_of(schema: Schema) -> list[Schema]:
    """Return the alternatives of a schema."""
    found = next((schema[key] for key in _CHOICES if key in schema), [])
    return found if isinstance(found, list) else [found]


def printed(value: Any) -> str:
    """Write a default or example as a page does: text as it is, anything else as JSON."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return " ".join(text.split()) if isinstance(value, str) else text


def as_member(place: str, name: str) -> str:
    """Write the place of a member as a surface does."""
    special = not name or any(character in '.[]{}|"' or character.isspace() for character in name)
    special = special or (name == "header" and re.fullmatch(r"response\.[^.\[\]{}|]+", place) is not None)
    return f"{place}.{json.dumps(name, ensure_ascii=False) if special else name}"
