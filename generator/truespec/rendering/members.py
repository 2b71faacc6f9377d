"""Which members a class has: its own and those that ``allOf`` gives it, flattened, each once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from truespec.contract.api import Api
from truespec.contract.names import RESERVED_MEMBERS, Namespace
from truespec.contract.schema import Property, Schema

__all__ = ["Tags", "is_object", "members", "tags"]

Tags = dict[tuple[str, str], tuple[str, ...]]


def is_object(schema: Schema, api: Api) -> bool:
    """Whether a written-out schema is an object with declared members, its own or through ``allOf``."""
    seen: set[str] = set()
    waiting = [schema]
    while waiting:
        part = waiting.pop()
        if part.never or part.enum is not None or set(part.types) - {"object", "null"}:
            continue
        if part.properties:
            return True
        if not part.reference:
            waiting.extend(part.all_of)
        elif part.reference not in seen:
            seen.add(part.reference)
            waiting.append(api.schema(part.reference).schema)
    return False


def members(schema: Schema, api: Api) -> tuple[Property, ...]:
    """Return the members of an object in the order they are met; what is nearer to the class wins over the inherited.

    A member is required if any part says so.  Names that meet by inheritance are told apart by a number.
    """
    by_wire: dict[str, Property] = {}
    required: set[str] = set()
    for part in _parts(schema, api):
        for member in part.properties:
            by_wire[member.wire] = member
            if member.required:
                required.add(member.wire)
        undeclared = part.constraints.get("required")
        required.update(str(wire) for wire in (undeclared if isinstance(undeclared, list) else ()))
    names = Namespace(RESERVED_MEMBERS)
    return tuple(
        replace(member, name=names.take(member.name), required=wire in required) for wire, member in by_wire.items()
    )


def _parts(schema: Schema, api: Api) -> Iterator[Schema]:
    """Yield the schemas that add members, a named one once: inherited ones first, the schema itself last."""
    seen: set[str] = set()
    waiting = [(schema, False)]
    while waiting:
        part, is_entered = waiting.pop()
        if is_entered:
            yield part
            continue
        waiting.append((part, True))
        waiting.extend((branch, False) for branch in reversed(part.all_of))
        if part.reference and part.reference not in seen:
            seen.add(part.reference)
            waiting.append((api.schema(part.reference).schema, False))


def tags(api: Api) -> Tags:
    """Return the values that a discriminator expects of a class: ``(class, wire name of the member) -> values``.

    A class under several discriminators that disagree is left out.
    """
    found: Tags = {}
    doubtful: set[tuple[str, str]] = set()
    for schema in _every_schema(api):
        if schema.discriminator is None:
            continue
        for name, values in _branches(schema, api).items():
            key = (name, schema.discriminator.wire)
            if set(found.setdefault(key, values)) != set(values):
                doubtful.add(key)
    return {key: values for key, values in found.items() if key not in doubtful}


def _branches(schema: Schema, api: Api) -> dict[str, tuple[str, ...]]:
    """Return the classes that a discriminator tells apart, each with the values that mean it."""
    mapped = dict[str, list[str]]()
    for value, name in schema.discriminator.mapping if schema.discriminator else ():
        mapped.setdefault(name, []).append(value)
    found: dict[str, tuple[str, ...]] = {}
    for option in (*schema.one_of, *schema.any_of):
        if option.reference:
            values = mapped.get(option.reference, [api.schema(option.reference).wire])
            found[option.reference] = tuple(dict.fromkeys(value for value in values if value))
    return {name: values for name, values in found.items() if values}


def _every_schema(api: Api) -> Iterator[Schema]:
    waiting = [named.schema for named in api.schemas]
    for operation in api.operations:
        contents = [operation.body.content] if operation.body else []
        contents.extend(answer.content for answer in operation.answers)
        waiting.extend(media.described for content in contents for media in content if media.described is not None)
    while waiting:
        schema = waiting.pop()
        yield schema
        waiting.extend(child for _, child in schema.children())
