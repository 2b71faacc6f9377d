"""Every place of a random document that an edit may be about, and documents with places of every kind."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from drift_edits import prepared
from printing.shapes import as_member

__all__ = ["Site", "kind_of", "rich", "sites"]

Json = dict[str, Any]
_TEXT: Json = {"type": "string"}


@dataclass
class Site:
    """One schema of a document: where and what it is, and who has it under which name.

    It is a ``parameter``, a ``member``, ``items``, a ``header``, an ``alternative`` or the ``whole`` of a section.
    """

    whole: Json
    path: str
    method: str
    place: str
    schema: Json
    role: str
    owner: Json
    name: str = ""

    @property
    def label(self) -> str:
        """The operation."""
        return f"{self.method.upper()} {self.path}"

    @property
    def operation(self) -> Json:
        """The operation as the document has it."""
        found: Json = self.whole["paths"][self.path][self.method]
        return found

    @property
    def said(self) -> Json:
        """What holds the words about it: a parameter and a header have them beside their schema."""
        return self.owner if self.role in {"parameter", "header"} else self.schema


def kind_of(schema: Json) -> str:
    """Return the one type of a schema beside null; empty where it has none."""
    kind = schema.get("type", "")
    return kind if isinstance(kind, str) else next(one for one in kind if one != "null")


def sites(whole: Json) -> list[Site]:
    """Return all places of a document, in its order."""
    return [
        site for path, item in whole["paths"].items() for method in item for site in _of_operation(whole, path, method)
    ]


def _of_operation(whole: Json, path: str, method: str) -> Iterator[Site]:
    operation = whole["paths"][path][method]
    for one in operation.get("parameters", []):
        place = as_member(one["in"], one["name"])
        yield Site(whole, path, method, place, one["schema"], "parameter", one, one["name"])
    if body := operation.get("requestBody"):
        schema = next(iter(body["content"].values()))["schema"]
        yield from _below(Site(whole, path, method, "body", schema, "whole", body))
    for status, answer in operation["responses"].items():
        place = f"response.{status}"
        for name, header in answer.get("headers", {}).items():
            at = as_member(f"{place}.header", name)
            yield Site(whole, path, method, at, header["schema"], "header", header, name)
        for content in list(answer.get("content", {}).values())[:1]:
            yield from _below(Site(whole, path, method, place, content["schema"], "whole", answer, status))


def _below(site: Site) -> Iterator[Site]:
    yield site
    schema = site.schema
    inside: list[tuple[str, Json, str, str]] = [
        (as_member(site.place, name), one, "member", name) for name, one in schema.get("properties", {}).items()
    ]
    if isinstance(schema.get("items"), dict):
        inside.append((f"{site.place}[]", schema["items"], "items", ""))
    if isinstance(schema.get("additionalProperties"), dict):
        inside.append((f"{site.place}{{}}", schema["additionalProperties"], "items", ""))
    for number, one in enumerate(schema.get("oneOf", []), 1):
        inside.append((f"{site.place}|{number}", one, "alternative", ""))
    for place, one, role, name in inside:
        yield from _below(Site(site.whole, site.path, site.method, place, one, role, schema, name))


def rich(dice: random.Random) -> Json:
    """Return a random document with members of every shape: lists of lists, maps, alternatives of objects, headers."""
    whole = prepared(dice)
    for path, item in whole["paths"].items():
        for method in item:
            _enrich(dice, whole, path, method)
    found: Json = json.loads(json.dumps(whole))  # nothing stands in two places
    return found


def _enrich(dice: random.Random, whole: Json, path: str, method: str) -> None:
    pair = {"near1": {**_TEXT, "description": "Here."}, "far1": {"type": "integer", "minimum": 3, "maximum": 30}}
    shapes: dict[str, Json] = {
        "choice1": {"oneOf": [{"type": "object", "properties": pair, "required": ["far1"]}, _TEXT, {"type": "number"}]},
        "grid1": {"type": "array", "items": {"type": "array", "items": {"type": "object", "properties": pair}}},
        "cells1": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}, "minItems": 2},
        "words1": {"type": "array", "items": {**_TEXT, "enum": ["red", "blue", "green"]}, "description": "Colours."},
        "things1": {"type": "object", "additionalProperties": {"type": "object", "properties": pair}},
        "codes1": {"type": "object", "additionalProperties": _TEXT, "description": "By name."},
        "deep1": {"type": "object", "properties": {"down1": {"type": "object", "properties": pair}, "up1": _TEXT}},
        "fixed1": {**_TEXT, "enum": ["only"], "description": "What it is."},
        "kept1": {"type": "number", "example": 4, "default": 2, "description": "How much."},
    }  # fmt: skip
    objects = [one for one in _of_operation(whole, path, method) if "properties" in one.schema]
    for site in dice.sample(objects, min(2, len(objects))):
        chosen = dice.sample(sorted(shapes), dice.randint(1, 2))
        site.schema["properties"].update({name: shapes[name] for name in chosen})
    for answer in whole["paths"][path][method]["responses"].values():
        if "content" in answer and dice.random() < 0.3:
            limit = {"schema": {"type": "integer", "minimum": 1}, "description": "How many are left."}
            answer["headers"] = {"X-Left": limit, "X-Day": {"schema": {**_TEXT, "format": "date"}}}
