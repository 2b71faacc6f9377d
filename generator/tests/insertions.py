"""Additions to a document that are made to get in the way of what is there, and what a package loses by them."""

from __future__ import annotations

import difflib
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Literal

from truespec.contract.api import Api
from truespec.contract.names import constant, pascal, snake
from truespec.diagnostics import Report
from truespec.rendering.examples import sent_by
from truespec.rendering.sketch import sketch

__all__ = ["Insertion", "Where", "insertions", "losses", "plain"]

Where = Literal["first", "middle", "last"]
_WHERE: tuple[Where, ...] = ("first", "middle", "last")
_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
_KNOWN = (
    "Any", "Client", "Enum", "Event", "Field", "Header", "Link", "Literal", "Model", "Operation", "Options", "Params",
    "Resource", "Response", "Type", "UUID", "Model2", "Any2",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Insertion:
    """A document with one more schema or operation; ``what`` tells which, and where it stands."""

    what: str
    document: dict[str, Any]


def placed(members: Mapping[str, Any], name: str, value: Any, where: Where) -> dict[str, Any]:
    """Return a mapping with one more member."""
    items = list(members.items())
    items.insert({"first": 0, "middle": len(items) // 2, "last": len(items)}[where], (name, value))
    return dict(items)


def insertions(document: dict[str, Any], api: Api, seed: int, count: int) -> Iterator[Insertion]:
    """Yield ``count`` additions, half of them schemas and half operations; ``api`` is what the document means."""
    chance = random.Random(seed)
    for number in range(count):
        make = _with_schema if number % 2 else _with_operation
        yield make(document, api, chance)


def losses(before: Api, after: Api) -> list[str]:
    """Return the lines and definitions of a package that are not there any more, or not in their order.

    Imports and ``__all__`` do not count, nor do the texts of models: what these are made of is compared.
    """
    old, new = (sketch(api, Report(), sent_by(api)) for api in (before, after))
    found = [
        f"{path}: {line.strip()}"
        for path, text in old.files.items()
        if path.endswith(".py")
        for line in _gone(text, new.files.get(path, ""))
    ]
    changed = [name for name, group in old.groups.items() if group != new.groups.get(name)]
    wires = {named.wire: named.name for named in after.schemas if named.wire}
    renamed = [
        f"{named.name} -> {wires.get(named.wire)}"
        for named in before.schemas
        if named.wire and wires.get(named.wire) != named.name
    ]
    return [*found, *(f"definition {name}" for name in changed), *renamed]


def _gone(before: str, after: str) -> list[str]:
    old, new = _bare(before), _bare(after)
    following = iter(new)
    if all(line in following for line in old):  # nothing but additions, as nearly always: comparing would take long
        return []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return [line for tag, a, b, _, _ in matcher.get_opcodes() if tag in {"replace", "delete"} for line in old[a:b]]


def _bare(text: str) -> list[str]:
    text = re.sub(r"^(?:from \S+ )?import (?:\([^)]*\)|.*)$", "", text, flags=re.MULTILINE)
    text = re.sub(r"\b(?:builtins|dt)\.", "", text)  # as types are written beside a method of their name
    text = re.sub(r"^__all__ = \[[^\]]*\]$", "", text, flags=re.MULTILINE)
    return [line for line in text.splitlines() if line.strip()]


def _with_schema(document: dict[str, Any], api: Api, chance: random.Random) -> Insertion:
    components = document.get("components") or {}
    schemas = components.get("schemas") or {}
    wishes = [name for name in _schema_names(api, chance, list(schemas)) if name not in schemas]
    name, where = chance.choice(wishes), chance.choice(_WHERE)
    inner = {"type": "object", "properties": {"n": {"type": "integer"}}}
    schema = chance.choice(
        (
            {"type": "object", "properties": {"when": {"type": "string"}, "inner": inner, "item": inner}},
            {"type": "string", "enum": ["one", "two"]},
            {"type": "array", "items": inner},
            {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
        )
    )
    after = {**document, "components": {**components, "schemas": placed(schemas, name, schema, where)}}
    return Insertion(f"schema {name!r} {where}", after)


def _schema_names(api: Api, chance: random.Random, wires: Sequence[str]) -> Iterator[str]:
    """Yield names that are those of something else: of what is written in place, of resources, of constants."""
    yield from ("Aaa", "Zzz", "unrelated", chance.choice(_KNOWN), api.names.client, f"Async{api.names.client}")
    derived = [named.name for named in api.schemas if not named.wire]
    yield from chance.sample(derived, min(4, len(derived)))
    for wire in chance.sample(list(wires), min(3, len(wires))):
        yield from (wire.lower(), wire.upper(), snake(wire), f"{wire}2", f"{wire}Params", f"{wire}-", f"{wire}Item")
    operations = chance.sample(api.operations, min(3, len(api.operations)))
    for operation in operations:
        yield from (pascal(operation.resource), operation.resource, f"{pascal(operation.resource)}Resource")
        yield from (constant(operation.name), pascal(operation.id), f"{pascal(operation.id)}Response")
        yield from (header.wire for answer in operation.answers for header in answer.headers)
        yield from (constant(header.wire) for answer in operation.answers for header in answer.headers)
    yield from (constant(event.id) for event in api.events[:2])


def _with_operation(document: dict[str, Any], api: Api, chance: random.Random) -> Insertion:
    like = chance.choice(api.operations) if api.operations else None
    paths = document.get("paths") or {}
    id_ = chance.choice(list(_operation_ids(api, like)))
    tags = chance.choice(([], ["unrelated"], ["headers"], [*like.tags[:1]] if like else [], _tags_like(api, chance)))
    where = chance.choice(_WHERE)
    path = chance.choice(_paths_like(like))
    operation = {
        **({"operationId": id_} if id_ else {}),
        **({"tags": tags} if tags else {}),
        **({"security": [*_security(document, like)]} if like else {}),
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in re.findall(r"\{([^}]*)\}", path)
        ],
        "responses": _responses(document, api, chance),
    }
    if chance.random() < 0.5:
        operation["requestBody"] = {"content": {"application/json": {"schema": _schema(api, chance)}}}
    after = {**document, "paths": placed(paths, path, {"post": operation}, where)}
    return Insertion(f"operation {id_!r} {tags} {path} {where}", after)


def _operation_ids(api: Api, like: Any) -> Iterator[str]:
    yield from ("", "unrelatedAddition", "list", "date", "headers")
    if like is not None:
        yield from {snake(like.id), pascal(like.id), snake(like.id).replace("_", "-"), like.name, f"{like.id}2"} - {
            operation.id for operation in api.operations
        }
        yield f"list {like.resource}"


def _tags_like(api: Api, chance: random.Random) -> list[str]:
    wires = [named.name for named in api.schemas]
    found = [f"async {operation.resource}" for operation in api.operations[:3]]
    return [chance.choice([*found, *chance.sample(wires, min(3, len(wires))), "zebra"])]


def _paths_like(like: Any) -> list[str]:
    own = "/unrelated-addition/{key}"
    return [own, f"{like.path.rstrip('/')}-/{{key}}"] if like is not None and "?" not in like.path else [own]


def _security(document: Mapping[str, Any], like: Any) -> Iterator[Any]:
    for item in (document.get("paths") or {}).values():
        for method, operation in item.items() if isinstance(item, dict) else ():
            if method in _METHODS and isinstance(operation, dict) and operation.get("operationId") == like.id:
                yield from operation.get("security", document.get("security", []))
                return
    yield from document.get("security", [])


def _schema(api: Api, chance: random.Random) -> dict[str, Any]:
    inner = {"type": "object", "properties": {"n": {"type": "string"}}}
    plain = {"type": "object", "properties": {"n": {"type": "string"}, "inner": inner}}
    known = [named.wire for named in api.schemas if named.wire]
    if not known or chance.random() < 0.5:
        return plain
    return {"$ref": f"#/components/schemas/{chance.choice(known).replace('~', '~0').replace('/', '~1')}"}


def _responses(document: Mapping[str, Any], api: Api, chance: random.Random) -> dict[str, Any]:
    content = {"application/json": {"schema": _schema(api, chance)}}
    found: dict[str, Any] = {"200": {"description": "Done.", "content": content}}
    if chance.random() < 0.5:
        found["200"]["headers"] = {"X-Unrelated": {"schema": {"type": "string"}}}
    shared = (document.get("components") or {}).get("responses") or {}
    if shared and chance.random() < 0.7:
        found["default"] = {"$ref": f"#/components/responses/{chance.choice(list(shared))}"}
    return found


def plain(document: Any) -> dict[str, Any]:
    """Return a document as JSON has it, dates as texts."""
    return copy(json.loads(json.dumps(document, default=str)))
