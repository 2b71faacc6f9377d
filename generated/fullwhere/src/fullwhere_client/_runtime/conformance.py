"""Whether JSON data is what a schema of the specification allows: the rules of JSON Schema 2020-12, as data says them.

The schemas come with the package (``schemas.json``).  They hold only the keywords known here; patterns are in Python's
dialect already, and references lead to the named schemas beside them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias

from .formats import FORMATS
from .keywords import PLAIN_CHECKS
from .shapes import is_array, is_object
from .surprise import SurpriseKind

__all__ = ["Schemas", "Violation"]

Step: TypeAlias = "int | str"
Path: TypeAlias = "tuple[Step, ...]"

REFERENCE: Final = "#/$defs/"


@dataclass(frozen=True, slots=True)
class Violation:
    """A place where data is not as specified; ``path`` leads to it from the top."""

    path: Path
    kind: SurpriseKind = "mistyped"


@lru_cache(maxsize=512)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


@dataclass(frozen=True, slots=True)
class Schemas:
    """The named schemas of an API, to judge data by."""

    named: Mapping[str, Any]

    def violations(self, schema: Any, data: Any, path: Path = ()) -> Iterator[Violation]:
        """Yield each place below ``path`` where ``data`` is not as ``schema`` says."""
        if schema is True or schema is None:
            return
        if schema is False:
            yield Violation(path)
            return
        for keyword, value in schema.items():
            plain = PLAIN_CHECKS.get(keyword)
            if plain is not None:
                if not plain(value, data):
                    yield Violation(path)
            else:
                yield from _APPLICATORS[keyword](self, schema, data, path)

    def allows(self, schema: Any, data: Any) -> bool:
        """Tell whether ``data`` is as ``schema`` says."""
        return next(self.violations(schema, data), None) is None

    def reference(self, schema: Any, data: Any, path: Path) -> Iterator[Violation]:
        """Judge by a named schema."""
        return self.violations(self.target(schema), data, path)

    def target(self, schema: Any) -> Any:
        """Return the schema that a reference leads to."""
        return self.named[schema["$ref"].removeprefix(REFERENCE)]


Check: TypeAlias = Callable[[Schemas, Any, Any, Path], Iterator[Violation]]


def _format(_: Schemas, schema: Any, data: Any, path: Path) -> Iterator[Violation]:
    check = FORMATS.get(schema["format"])
    if check is not None and isinstance(data, str) and not check(data):
        yield Violation(path)


def _matches(_: Schemas, schema: Any, data: Any, path: Path) -> Iterator[Violation]:
    if isinstance(data, str) and not _pattern(schema["pattern"]).search(data):
        yield Violation(path)


def _required(_: Schemas, schema: Any, data: Any, path: Path) -> Iterator[Violation]:
    if is_object(data):
        yield from (Violation((*path, name), "missing") for name in schema["required"] if name not in data)


def _depending(schemas: Schemas, schema: Any, data: Any, path: Path) -> Iterator[Violation]:
    if is_object(data):
        for name, needed in schema.get("dependentRequired", {}).items():
            if name in data:
                yield from (Violation((*path, other), "missing") for other in needed if other not in data)
        for name, inner in schema.get("dependentSchemas", {}).items():
            if name in data:
                yield from schemas.violations(inner, data, path)


def _members(schemas: Schemas, schema: Any, data: Any, path: Path) -> Iterator[Violation]:
    if is_object(data):
        for name, inner in schema["properties"].items():
            if name in data:
                yield from schemas.violations(inner, data[name], (*path, name))


def _members_by_pattern(schemas: Schemas, schema: Any, data: Any, path: Path) -> Iterator[Violation]:
    if is_object(data):
        for pattern, inner in schema["patternProperties"].items():
            for name in data:
                if _pattern(pattern).search(name):
                    yield from schemas.violations(inner, data[name], (*path, name))


def _declared(schema: Any, name: str) -> bool:
    if name in schema.get("properties", {}):
        return True
    return any(_pattern(pattern).search(name) for pattern in schema.get("patternProperties", {}))


def _additional(schemas: Schemas, schema: Any, data: Any, path: Path) -> Iterator[Violation]:
    if is_object(data):
        for name, member in data.items():
            if not _declared(schema, name):
                yield from schemas.violations(schema["additionalProperties"], member, (*path, name))


def _names(schemas: Schemas, schema: Any, data: Any, path: Path) -> Iterator[Violation]:
    if is_object(data):
        yield from (Violation((*path, name)) for name in data if not schemas.allows(schema["propertyNames"], name))


def _places(schemas: Schemas, schema: Any, data: Any, path: Path) -> Iterator[Violation]:
    if is_array(data):
        for position, inner in enumerate(schema["prefixItems"][: len(data)]):
            yield from schemas.violations(inner, data[position], (*path, position))


def _items(schemas: Schemas, schema: Any, data: Any, path: Path) -> Iterator[Violation]:
    if is_array(data):
        for position in range(len(schema.get("prefixItems", ())), len(data)):
            yield from schemas.violations(schema["items"], data[position], (*path, position))


def _contains(schemas: Schemas, schema: Any, data: Any, path: Path) -> Iterator[Violation]:
    if is_array(data):
        found = sum(schemas.allows(schema["contains"], item) for item in data)
        if found < schema.get("minContains", 1) or found > schema.get("maxContains", found):
            yield Violation(path)


def _all_of(schemas: Schemas, schema: Any, data: Any, path: Path) -> Iterator[Violation]:
    for branch in schema["allOf"]:
        yield from schemas.violations(branch, data, path)


def _any_of(schemas: Schemas, schema: Any, data: Any, path: Path) -> Iterator[Violation]:
    if not any(schemas.allows(branch, data) for branch in schema["anyOf"]):
        yield from _nearest(schemas, schema["anyOf"], data, path)


def _one_of(schemas: Schemas, schema: Any, data: Any, path: Path) -> Iterator[Violation]:
    fitting = sum(schemas.allows(branch, data) for branch in schema["oneOf"])
    if fitting > 1:
        yield Violation(path)
    elif not fitting:
        yield from _nearest(schemas, schema["oneOf"], data, path)


def _nearest(schemas: Schemas, branches: Sequence[Any], data: Any, path: Path) -> Iterator[Violation]:
    """Yield what the one branch that is meant complains of: the only one that does not refuse the value as such."""
    complaints = [list(schemas.violations(branch, data, path)) for branch in branches]
    meant = [found for found in complaints if all(violation.path != path for violation in found)]
    yield from meant[0] if len(meant) == 1 else [Violation(path)]


def _not(schemas: Schemas, schema: Any, data: Any, path: Path) -> Iterator[Violation]:
    if schemas.allows(schema["not"], data):
        yield Violation(path)


def _if(schemas: Schemas, schema: Any, data: Any, path: Path) -> Iterator[Violation]:
    branch = "then" if schemas.allows(schema["if"], data) else "else"
    return schemas.violations(schema.get(branch, True), data, path)


def _unevaluated_members(schemas: Schemas, schema: Any, data: Any, path: Path) -> Iterator[Violation]:
    if is_object(data):
        known = {name for part in _parts_that_hold(schemas, schema, data) for name in data if _speaks_of(part, name)}
        for name in data.keys() - known:
            yield from schemas.violations(schema["unevaluatedProperties"], data[name], (*path, name))


def _speaks_of(schema: Any, name: str) -> bool:
    return "additionalProperties" in schema or _declared(schema, name)


def _unevaluated_items(schemas: Schemas, schema: Any, data: Any, path: Path) -> Iterator[Violation]:
    if is_array(data):
        parts = list(_parts_that_hold(schemas, schema, data))
        for position, item in enumerate(data):
            known = any("items" in part or position < len(part.get("prefixItems", ())) for part in parts)
            known = known or any("contains" in part and schemas.allows(part["contains"], item) for part in parts)
            if not known:
                yield from schemas.violations(schema["unevaluatedItems"], item, (*path, position))


def _parts_that_hold(schemas: Schemas, schema: Any, data: Any) -> Iterator[Any]:
    """Yield the schema and those it applies to the same value, as far as the value is as they say."""
    if not is_object(schema):
        return
    yield schema
    inner = [*schema.get("allOf", ()), *schema.get("anyOf", ()), *schema.get("oneOf", ())]
    if "$ref" in schema:
        inner.append(schemas.target(schema))
    if "if" in schema:
        holds = schemas.allows(schema["if"], data)
        inner += [schema["if"], schema.get("then", True)] if holds else [schema.get("else", True)]
    if is_object(data):
        inner += [branch for name, branch in schema.get("dependentSchemas", {}).items() if name in data]
    for branch in inner:
        if schemas.allows(branch, data):
            for part in _parts_that_hold(schemas, branch, data):
                # A part that is closed by the same keyword has seen every member.
                closed = {"unevaluatedProperties": "additionalProperties", "unevaluatedItems": "items"}
                yield {**part, **{known: True for keyword, known in closed.items() if keyword in part}}


def _ignored(_: Schemas, __: Any, ___: Any, ____: Path) -> Iterator[Violation]:
    return iter(())


_APPLICATORS: Final[dict[str, Check]] = {
    "$ref": Schemas.reference,
    "additionalProperties": _additional,
    "allOf": _all_of,
    "anyOf": _any_of,
    "contains": _contains,
    "dependentRequired": _depending,
    "dependentSchemas": _depending,
    "else": _ignored,
    "format": _format,
    "if": _if,
    "items": _items,
    "maxContains": _ignored,
    "minContains": _ignored,
    "not": _not,
    "oneOf": _one_of,
    "pattern": _matches,
    "patternProperties": _members_by_pattern,
    "prefixItems": _places,
    "properties": _members,
    "propertyNames": _names,
    "required": _required,
    "then": _ignored,
    "unevaluatedItems": _unevaluated_items,
    "unevaluatedProperties": _unevaluated_members,
}
