"""A spec by places: ``POST /customers 201.body.items[].email`` leads to the object that stands there.

The tables ``documented/<api>.json`` hold facts as ``[place, attribute, value]``; a place that starts with a name of
``places`` holds at each of the places listed there.  ``[]`` is an element of a list, ``{}`` a value of a map.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

__all__ = ["METHODS", "Found", "Json", "Spec", "facts_of", "load", "objects", "operations", "placed", "resolve"]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_KEYED_BY_NAME = frozenset({"properties", "patternProperties", "headers", "schemas", "examples", "securitySchemes"})
_DATA = frozenset({"default", "const", "enum", "example", "value"})
_SHAPE = frozenset({"type", "anyOf", "properties", "items", "additionalProperties", "schema", "content", "required"})
_TEXT = frozenset({"scopes", "alone", "scheme", "name", "in", "description", "example", "examples", "x-assumed"})
_ABSENT = object()

Json = dict[str, Any]


def load(path: Path) -> Json:
    document: Json = yaml.safe_load(path.read_text(encoding="utf-8"))
    return document


def resolve(document: Json, node: Json) -> Json:
    """Follow references; what stands beside one is added to its target."""
    while "$ref" in node:
        target: Any = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def objects(node: Any, pointer: str = "") -> Iterator[tuple[str, Json]]:
    """Yield every object of the document that has keywords, with its place; names and plain data are passed over."""
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from objects(item, f"{pointer}/{index}")
    if not isinstance(node, dict):
        return
    yield pointer, node
    for key, value in node.items():
        if key in _DATA:
            continue
        if key in _KEYED_BY_NAME and isinstance(value, dict):
            for name, child in value.items():
                yield from objects(child, f"{pointer}/{key}/{name}")
        else:
            yield from objects(value, f"{pointer}/{key}")


def operations(document: Json) -> Iterator[tuple[str, Json]]:
    """Yield every operation with its method and path; parameters of the path are added to its own."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                parameters = [*item.get("parameters", ()), *item[method].get("parameters", ())]
                yield f"{method.upper()} {path}", {**item[method], "parameters": parameters}


class Found(NamedTuple):
    """What a place means in the spec: the object there, and where it is a member, its owner and name."""

    node: Json
    owner: Json
    name: str


class Spec:
    """One spec, with its places."""

    def __init__(self, document: Json) -> None:
        self.document = document

    def find(self, place: str) -> Found:
        """Return what stands at ``METHOD PATH REST``; a ``KeyError`` names the step that leads nowhere."""
        method, path, *rests = place.split(" ", 2)
        operation = self.document["paths"][path][method.lower()]
        if not rests:
            known = ("operationId", "tags", "x-assumed")
            return Found({key: operation[key] for key in known if key in operation}, {}, "")
        rest = rests[0]
        head, _, tail = rest.partition(".")
        if head in {"query", "path", "header"}:
            return self._parameter(operation, head, tail)
        if head == "security":
            return self._scheme(operation, tail)
        if head == "body":
            return self._body(operation["requestBody"], rest.removeprefix("body"))
        if tail.startswith("body"):
            return self._body(operation["responses"][head], tail.removeprefix("body"))
        return Found(resolve(self.document, operation["responses"][head]), {}, head)

    def _parameter(self, operation: Json, where: str, name: str) -> Found:
        """A parameter, or with ``[]`` behind its name an element of its list; a credential counts as a header."""
        bare = name.removesuffix("[]")
        for parameter in operation.get("parameters", ()):
            resolved = resolve(self.document, parameter)
            if (resolved["in"], resolved["name"]) == (where, bare):
                schema = resolve(self.document, resolved["schema"])
                if bare != name:
                    return Found(resolve(self.document, schema["items"]), {}, "")
                return Found({**schema, **resolved}, {}, name)
        alternatives: list[Json] = {"security": [], **self.document, **operation}["security"]
        for scheme, settings in self.document["components"].get("securitySchemes", {}).items():
            place = (settings.get("in"), settings.get("name"))
            if (("header", "Authorization") if settings["type"] == "http" else place) == (where, name):
                required = bool(alternatives) and all(scheme in alternative for alternative in alternatives)
                return Found({"type": "string", "required": required}, {}, name)
        raise KeyError(name)

    def _scheme(self, operation: Json, name: str) -> Found:
        """A security scheme in one alternative of an operation: the ``scopes`` it needs, ``alone`` if it is enough."""
        alternatives: list[Json] = {"security": [], **self.document, **operation}["security"]
        chosen = next((alternative for alternative in alternatives if name in alternative), None)
        if chosen is None:
            raise KeyError(name)
        scheme = self.document["components"]["securitySchemes"][name]
        return Found({**scheme, "scopes": chosen[name], "alone": len(chosen) == 1}, {}, name)

    def _body(self, holder: Json, steps: str) -> Found:
        holder = resolve(self.document, holder)
        if not steps:
            kept = {key: holder[key] for key in ("content", "required") if key in holder}
            schema = _only_schema(self.document, holder)
            marks = {**_reasons(schema), **_reasons(holder)}
            return Found({**schema, **kept, "x-assumed": marks}, {}, "")
        found = Found(_only_schema(self.document, holder), {}, "")
        for step in re.findall(r"\[\]|\{\}|[^.\[\]{}]+", steps):
            node = found.node
            if step == "[]":
                found = Found(resolve(self.document, node["items"]), {}, "")
            elif step == "{}":
                found = Found(resolve(self.document, node["additionalProperties"]), {}, "")
            else:
                found = Found(resolve(self.document, node["properties"][step]), node, step)
        return found

    def value(self, found: Found, attribute: str) -> Any:
        """Return what the spec says of one attribute, in the words of the tables."""
        alternatives: list[Json] = found.node.get("anyOf", [found.node])
        branches = [resolve(self.document, branch) for branch in alternatives]
        types = [name for branch in branches for name in _listed(branch.get("type"))]
        if attribute == "type":
            kinds = {name for name in types if name != "null"}
            return kinds.pop() if len(kinds) == 1 else sorted(kinds) or "any"
        if attribute == "nullable":
            return "null" in types
        if attribute == "enum":
            return next((branch["enum"] for branch in branches if "enum" in branch), _ABSENT)
        if attribute == "required":
            return found.name in found.owner.get("required", ()) if found.owner else found.node.get("required", False)
        if attribute == "members":
            return list(found.node["properties"])
        if attribute == "status":
            return int(found.name)
        if attribute in {"content", "headers"}:
            return list(found.node.get(attribute, ()))
        return found.node.get(attribute, None if attribute == "format" else _ABSENT)

    def holds(self, place: str, attribute: str, value: Any) -> bool:
        """Whether the spec says so; ``member`` is a known member of an enumeration that is left open."""
        try:
            found = self.find(place)
        except KeyError:
            return False
        if attribute == "member":
            enum = self.value(found, "enum")
            return value in found.node.get("examples", []) or (isinstance(enum, list) and value in enum)
        said = self.value(found, attribute)
        return bool(type(said) is type(value) and said == value)

    def assumed(self, place: str, attribute: str) -> bool:
        """Whether an assumption covers the attribute."""
        found = self.find(place)
        marks = [found.node.get("x-assumed", {})]
        if attribute == "required":
            marks.append(found.owner.get("x-assumed", {}))
        return any(isinstance(mark, str) or attribute in mark for mark in marks)

    def unfounded(self, place: str) -> list[tuple[str, str]]:
        """Return what the spec demands at a place without saying why: each must be documented."""
        found = self.find(place)
        demanded = [key for key in found.node if key not in _SHAPE | _TEXT]
        demanded += [key for key in ("nullable", "required") if self.value(found, key) is True]
        return [(place, key) for key in demanded if not self.assumed(place, key)]


def _reasons(node: Json) -> Json:
    """Return the assumptions about single attributes; a mark of the whole object is about its existence."""
    mark = node.get("x-assumed", {})
    return mark if isinstance(mark, dict) else {"status": mark}


def _only_schema(document: Json, holder: Json) -> Json:
    (media,) = holder["content"].values()
    return resolve(document, media["schema"])


def _listed(types: Any) -> list[str]:
    return [] if types is None else [types] if isinstance(types, str) else types


def facts_of(table: Json) -> Iterator[tuple[str, str, Any]]:
    """Yield each documented fact at every operation where it holds."""
    for place, attribute, value in table["facts"]:
        start = re.split(r"\W", place, maxsplit=1)[0]
        for root in table["places"].get(start, [start]):
            yield root + place.removeprefix(start), attribute, value


def placed(samples: list[list[Any]], table: Json) -> Iterator[tuple[str, Any]]:
    """Yield each sample of a table at every place where it stands."""
    for place, value in samples:
        start = re.split(r"\W", place, maxsplit=1)[0]
        for root in table["places"].get(start, [start]):
            yield root + place.removeprefix(start), value
