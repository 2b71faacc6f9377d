"""Models from the contract: as JSON Schemas that the code generator turns into just our classes, group by group."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from truespec.contract.schema import Json, Schema
from truespec.rendering.code import Code, fragment, identifier, literal
from truespec.rendering.groups import Group, Written, mention, words_below
from truespec.rendering.imports import Imports
from truespec.rendering.shapes import Anything, Choice, Either, Listing, Named, Row, Scalar, Shape, Table, names_in
from truespec.rendering.shaping import Alias, ModelClass, Shaper
from truespec.rendering.types import Annotator

__all__ = ["WIRE_NAMES", "Writer", "render_models"]

Writer: TypeAlias = Callable[[Sequence[Group]], Mapping[str, Written]]
"""Writes definitions, given as groups of one, and returns them by name: here, in other processes, or from memory."""


def render_models(shaper: Shaper, write: Writer) -> tuple[Imports, dict[str, Code]]:
    """Return what the module of the models imports, and its definitions by name in the order of the document.

    Raises:
        ModelsError: The answer of the code generator is not what was asked for.
    """
    imports = Imports()
    for alias in shaper.aliases.values():
        imports.add("._runtime", "Specified")
        imports.add("typing", "Annotated")
        imports.add(*(("typing_extensions", "TypeAliasType") if alias.recursive else ("typing", "TypeAlias")))
    written = {alias.name: _recursive(alias, imports) for alias in shaper.aliases.values() if alias.recursive}
    for name, one in write(tuple(_definitions(shaper))).items():
        written[name] = Code(one.source)
        for module, original, local in one.imported:
            imports.add(module, original, local=local)
    used = {word for source in written.values() for word in re.findall(r"\bWire[A-Za-z]+\b", source)}
    imports.add("._runtime", *sorted(used & WIRE_NAMES))
    return imports, {name: written[name] for name in _order(shaper)}


def _definitions(shaper: Shaper) -> Iterator[Group]:
    """Yield what has to be written, each definition with as much of what it mentions as it takes to write it."""
    outlines = {name: _outline(model) for name, model in shaper.models.items()}
    shown = {name: (_object(outline), _names(outline)) for name, outline in outlines.items()}
    for name in shaper.names:
        model = shaper.models.get(name)
        if model is not None:
            definition, shapes = _object(model), [member.shape for member in model.members]
            members, words = {name: _names(model)}, {name: _words(model.schema)}
            words |= {f"{name}.{member.name}": text for member in model.members if (text := _words(member.schema))}
        elif not shaper.aliases[name].recursive:
            alias = shaper.aliases[name]
            definition, shapes = _json(alias.shape), [alias.shape]
            members, words = {}, {name: _words(alias.schema)}
        else:
            continue
        others: dict[str, dict[str, Json]] = {}
        for other in {referred for shape in shapes for referred in _tagged(shape)} - {name}:
            others[other] = shown[other][0] if other in shown else {"type": "string"}
            members |= {other: shown[other][1]} if other in shown else {}
        yield Group({name: definition}, dict(sorted(others.items())), members, words)


def _names(model: ModelClass) -> tuple[tuple[str, str], ...]:
    return tuple((member.name, member.wire) for member in model.members)


def _outline(model: ModelClass) -> ModelClass:
    """Return the least that must be known of a class that is only mentioned: the members that tell it from others."""
    tags = (member for member in model.members if isinstance(member.shape, Choice) and not member.shape.open)
    return replace(model, members=tuple(tags))


def _recursive(alias: Alias, imports: Imports) -> Code:
    """Write an alias that mentions itself: its type stands in quotes, because it is not there yet."""
    name, type_ = identifier(alias.name), Annotator(imports, models_module="").answer(alias.shape)
    type_ = fragment("Annotated[{}, Specified({})]", type_, literal(alias.name))
    words = words_below(_words(alias.schema))
    return fragment("{} = TypeAliasType({}, {})\n{}", name, literal(alias.name), literal(type_), words)


def _words(schema: Schema) -> str:
    return schema.description.strip() or schema.title.strip()


def _object(model: ModelClass) -> dict[str, Json]:
    required: list[Json] = [member.wire for member in model.members if member.required]
    properties: dict[str, Json] = {member.wire: _json(member.shape) for member in model.members}
    return {"type": "object", "properties": properties, "required": required}


_SCALARS: Final[dict[str, dict[str, Json]]] = {
    "None": {"type": "null"},
    "bool": {"type": "boolean"},
    "bytes": {"type": "string", "format": "binary"},
    "float": {"type": ["integer", "number"]},  # as a float a large whole number would be another one
    "int": {"type": "integer"},
    "str": {"type": "string"},
}


_WIRE: Final[dict[str, str]] = {
    "Decimal": "WireDecimal",
    "UUID": "WireUUID",
    "date": "WireDate",
    "datetime": "WireDateTime",
}
_NUMBER: Final = "WireDecimalNumber"
WIRE_NAMES: Final = frozenset({*_WIRE.values(), _NUMBER})
"""Types that the runtime has under a name of its own, because they go back as they came."""


def _json(shape: Shape) -> dict[str, Json]:
    """Return a shape in the JSON Schema that the code generator turns into just that type."""
    match shape:
        case Anything():
            return {}
        case Scalar():
            return _scalar(shape)
        case Choice(values=values, open=True):
            return {"anyOf": [{"enum": list(values)}, *(_json(base) for base in shape.bases)]}
        case Choice(values=values):
            return {"enum": list(values)}
        case Named(name=name):
            return mention(name)
        case Listing(item=item, constraints=constraints):
            return {"type": "array", "items": _json(item), **dict(constraints)}
        case Row(items=items):
            count = len(items)
            places: list[Json] = [_json(item) for item in items]
            return {"type": "array", "prefixItems": places, "items": False, "minItems": count, "maxItems": count}
        case Table(value=value):
            return {"type": "object", "additionalProperties": _json(value)}
        case Either():
            return _union(shape)


def _scalar(shape: Scalar) -> dict[str, Json]:
    if shape == Scalar("Decimal", (("type", "number"),)):
        return mention(_NUMBER)
    if shape.type in _WIRE:
        return mention(_WIRE[shape.type])
    return {**_SCALARS[shape.type], **dict(shape.constraints)}


def _union(shape: Either) -> dict[str, Json]:
    solid = shape.solid
    if len(solid) == 1 and isinstance(solid[0], Scalar):
        document = _json(solid[0])
        types = document.get("type")
        if types is not None:
            return {**document, "type": [*(types if isinstance(types, list) else [types]), "null"]}
    options: list[Json] = []
    for option in shape.options:
        document = _referred(option) if shape.tag else _json(option)
        inner = document.get("anyOf")
        options.extend(inner if isinstance(inner, list) else [document])
    if not shape.tag:
        return {"anyOf": options}
    return {"oneOf": options, "discriminator": {"propertyName": shape.tag}}


def _referred(option: Shape) -> dict[str, Json]:
    """Return an option of a union with a discriminator, whose members' tags the code generator compares."""
    return {"$ref": f"#/$defs/{option.name}"} if isinstance(option, Named) else _json(option)


def _tagged(shape: Shape) -> Iterator[str]:
    """Yield the definitions that are referred to: those of unions with a discriminator."""
    match shape:
        case Listing(inner) | Table(inner):
            yield from _tagged(inner)
        case Row(parts):
            for part in parts:
                yield from _tagged(part)
        case Either(options, tag):
            for option in options:
                if not isinstance(option, Named):
                    yield from _tagged(option)
                elif tag:
                    yield option.name
        case _:
            return


def _order(shaper: Shaper) -> Iterator[str]:
    """Yield the names as in the document, but for an alias, which waits for the last of what it is made of.

    A new alias thus moves nothing that is there.  Recursive aliases come first: type checkers want them before the
    classes that use them.
    """
    recursive = [alias.name for alias in shaper.aliases.values() if alias.recursive]
    yield from recursive
    done = set(recursive)
    missing: dict[str, set[str]] = {}
    waiting: defaultdict[str, list[str]] = defaultdict(list)
    for name in shaper.names:
        if name in done:
            continue
        alias = shaper.aliases.get(name)
        missing[name] = set(names_in(alias.shape)) - done if alias is not None else set()
        for needed in missing[name]:
            waiting[needed].append(name)
        ready = [] if missing[name] else [name]
        while ready:
            first = ready.pop(0)
            yield first
            done.add(first)
            for one in waiting.pop(first, []):
                missing[one].discard(first)
                if not missing[one]:
                    ready.append(one)
