"""Finds in an OpenAPI document what cannot stand where it stands: what is left where lines between were lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Final, TypeAlias

from truespec.specification.anatomy import METHODS, Holds, Shape, shape_of
from truespec.specification.plain import is_mapping, is_sequence
from truespec.specification.positions import Token

__all__ = ["Misfit", "misfit"]

Misfit: TypeAlias = tuple[tuple[Token, ...], str]
"""Where something stands, from the root of the document, and in words what is wrong with it."""

_Part: TypeAlias = tuple[str, object, tuple[Token, ...]]
"""An object with its kind, and where it stands."""
_MAPPINGS: Final = frozenset({
    *METHODS, "components", "content", "paths", "properties", "requestBody", "responses", "schema", "schemas",
    "securitySchemes",
})  # fmt: skip
_LISTS: Final = frozenset({"parameters", "servers", "security"})
_KINDS: Final[Mapping[str, frozenset[str]]] = {
    "callback": frozenset(),
    "components": frozenset({"parameters", "responses", "schemas", "securitySchemes"}),
    "header": frozenset({"content", "schema"}),
    "media-type": frozenset({"schema"}),
    "openapi": frozenset(
        {
            "components",
            "parameters",
            "paths",
            "responses",
            "schemas",
            "security",
            "securitySchemes",
            "servers",
        }
    ),
    "operation": frozenset({"parameters", "requestBody", "responses", "security", "servers"}),
    "parameter": frozenset({"content", "in", "properties", "schema"}),
    "path-item": frozenset({*METHODS, "parameters", "servers"}),
    "request-body": frozenset({"content"}),
    "response": frozenset({"content"}),
    "schema": frozenset({"properties"}),
}
"""The fields of each kind of object, of those by which a kind is told."""
_IN: Final = frozenset({"cookie", "header", "path", "query"})
_STATUS: Final = re.compile(r"[1-5](?:\d\d|XX|xx)|default|DEFAULT|x-.*|/.*", re.DOTALL)
_NUMBER: Final = re.compile(r"[1-5]\d\d")
_MEDIA: Final = re.compile(r"(?:application|text|multipart|image|audio|video)/\S+")
_LOOSE: Final = frozenset({"callback", "encoding", "example", "link", "security-scheme"})
"""Kinds that vendors write in many ways of their own."""
_OF_ANSWERS: Final = frozenset({
    "content", "deprecated", "description", "headers", "in", "name", "operationId", "parameters", "required", "schema",
    "summary", "tags",
})  # fmt: skip
"""Fields that are taken for a status where they stand among answers."""


_SCHEMA: Final = frozenset({
    "additionalProperties", "allOf", "anyOf", "const", "default", "deprecated", "description", "discriminator", "enum",
    "example", "examples", "exclusiveMaximum", "exclusiveMinimum", "format", "items", "maxItems", "maxLength",
    "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum", "multipleOf", "nullable", "oneOf",
    "pattern", "properties", "readOnly", "required", "title", "type", "uniqueItems", "writeOnly",
})  # fmt: skip
_RARE: Final = frozenset({
    "additionalItems", "contains", "contentEncoding", "contentMediaType", "contentSchema", "dependencies",
    "dependentRequired", "dependentSchemas", "maxContains", "minContains", "patternProperties", "prefixItems",
    "propertyNames", "unevaluatedItems", "unevaluatedProperties",
})  # fmt: skip
"""Keywords that few documents have: no page is taken for torn in the middle of one."""
_TYPES: Final = frozenset({"array", "boolean", "integer", "number", "object", "string"})
_LIKE: Final = 0.8
"""How much alike a word is to one that somebody meant to write."""
_SHORTEST: Final = 8
"""Letters of a word that nobody would make up by chance."""
_HEAD: Final = 2
_TAIL: Final = 3
"""Letters that are left at least of each of two words which became one."""


def misfit(document: object) -> Misfit | None:
    """Return the first thing in a document of OpenAPI 3 that no document has there; None where all may be meant.

    Vendors write much that no specification allows.  Only this is none of theirs: a field of another kind of object
    that holds what such a field holds, a text where only objects stand, a parameter without a name or without a place.
    """
    if not is_mapping(document) or not str(document.get("openapi", "")).startswith("3."):
        return None
    waiting: list[_Part] = [("openapi", document, ())]
    seen: set[tuple[str, int]] = set()  # an alias of YAML is the same object in many places
    while waiting:
        kind, value, tokens = waiting.pop()
        if not is_mapping(value):
            if value is not None and not (kind == "schema" and isinstance(value, bool)):
                return tokens, f"what stands here is no {kind.replace('-', ' ')}"
            continue
        if (kind, id(value)) in seen or ("$ref" in value and kind != "schema"):
            continue
        seen.add((kind, id(value)))
        found = _own(kind, value)
        if found is not None:
            field, words = found
            return ((*tokens, field) if field else tokens), words
        waiting.extend(_inside(kind, value, tokens))
    return None


def _own(kind: str, value: Mapping[str, object]) -> tuple[str, str] | None:
    """Return the field of an object that is out of place, and in words why; the empty field stands for the object."""
    if kind == "responses":
        strange = next((key for key in value if not _STATUS.fullmatch(str(key)) and key in _OF_ANSWERS), None)
        return None if strange is None else (strange, f"{strange!r} is no status of an answer")
    known = _KINDS.get(kind)
    if known is None:
        return None
    if kind == "schema" and (torn := _torn_word(value)):
        return torn, f"{torn!r} is made of two words whose middle is gone"
    strange = next((key for key in value if key not in known and _is_one(str(key), value[key])), None)
    if strange is not None:
        return strange, f"{strange!r} stands in {_named(kind)}"
    if kind == "request-body" and "content" in value and value["content"] is None:
        return "content", "the content of a body is empty"
    if kind == "parameter" and value.get("in") != "querystring":
        lacking = next((key for key in ("name", "in") if key not in value), None)
        return None if lacking is None else ("", f"a parameter has no {lacking!r}")
    return None


def _torn_word(schema: Mapping[str, object]) -> str:
    """Return the keyword of a schema that is the beginning of one and the end of another, or whose type is; or none."""
    keyword = next((str(key) for key in schema if key not in _RARE and _is_of_two(str(key), _SCHEMA)), "")
    kind = schema.get("type")
    return keyword or ("type" if isinstance(kind, str) and _is_of_two(kind, _TYPES) else "")


def _is_of_two(word: str, words: Iterable[str]) -> bool:
    """Whether a word begins as one of the words and ends as one, with a part of each missing, and none was mistyped."""
    known = tuple(words)
    if word in known or len(word) < _SHORTEST or not word.isalpha() or get_close_matches(word, known, 1, _LIKE):
        return False
    heads = {count for one in known for count in range(_HEAD, len(one)) if word.startswith(one[:count])}
    tails = {
        len(word) - count
        for one in known
        for count in range(_TAIL, len(one))
        if word.endswith(one[-count:]) and one[-count].islower()
    }
    return not heads.isdisjoint(tails)


def _is_one(field: str, value: object) -> bool:
    """Whether a value is what a field of this name holds wherever it may stand."""
    if field == "in":
        return value in _IN
    if field in _LISTS:
        return is_sequence(value) and all(is_mapping(one) for one in value) and bool(value)
    if not is_mapping(value):
        return False
    if _NUMBER.fullmatch(field):
        return "description" in value or "content" in value
    return ("schema" in value and _MEDIA.fullmatch(field) is not None) or (field in _MAPPINGS and bool(value))


def _inside(kind: str, value: Mapping[str, object], tokens: tuple[Token, ...]) -> Iterator[_Part]:
    """Yield the objects that an object holds, each with its kind."""
    for field, inner in value.items():
        shape = shape_of(kind, str(field))
        beside = kind == "paths" and is_sequence(inner)  # what somebody meant for all paths
        if shape is None or not shape.kind or shape.kind in _LOOSE or inner is None or beside:
            continue
        yield from _held(shape, inner, (*tokens, field))


def _held(shape: Shape, inner: object, tokens: tuple[Token, ...]) -> Iterator[_Part]:
    if shape.holds is Holds.ONE:
        if not (shape.kind == "schema" and is_sequence(inner)):  # a tuple, as older drafts have it
            yield shape.kind, inner, tokens
    elif shape.holds is Holds.LIST and is_sequence(inner):
        for number, one in enumerate(inner):
            yield shape.kind, one, (*tokens, number)
    elif shape.holds is Holds.MAPPING and is_mapping(inner):
        for name, one in inner.items():
            yield shape.kind, one, (*tokens, name)
    elif isinstance(inner, str) or (shape.kind == "parameter" and _is_keyed(inner)):
        yield shape.kind, "", tokens


def _is_keyed(value: object) -> bool:
    """Whether what should be a list has names; some programs number the members of a list."""
    return is_mapping(value) and any(not str(key).isdigit() for key in value)


def _named(kind: str) -> str:
    words = kind.replace("-", " ")
    return "the document itself" if kind == "openapi" else f"an {words}" if kind == "operation" else f"a {words}"
