"""A document taken apart into what refers to one another, so that a small one can stand for a part of a large one.

A unit is a path item, a webhook or a component, or what an extension of the document says, which nobody reads; the
frame is all the rest, with the names of the units in their order.
"""

from __future__ import annotations

import marshal
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from truespec.specification import pointer
from truespec.specification.plain import is_mapping, is_sequence

__all__ = [
    "Edges",
    "Unit",
    "canonical",
    "exchanged_in_frame",
    "is_unit",
    "looked_up",
    "may_hold_units",
    "mentioned",
    "reachable",
    "reduced",
    "reversed_edges",
    "taken_apart",
    "without_words",
]

Unit: TypeAlias = tuple[str, ...]
"""The way to a unit: ``("paths", "/pets")``, ``("components", "schemas", "Pet")``."""

Edges: TypeAlias = tuple[tuple[Unit, ...], tuple[Unit, ...], tuple[Unit, ...]]
"""What a unit refers to: so that it may depend on all that is in there, as an answer, as a value inside another."""

_WHOLE: Final = ("paths", "webhooks")
_READ: Final = "x-assumed"
_ASKED_FOR_BY_NAME: Final = "securitySchemes"
_OUT_OF_SIGHT: Final = frozenset({"$anchor", "$dynamicAnchor", "$dynamicRef", "$id", "$recursiveRef", "operationRef"})
"""Keywords by which things are referred to in other ways than by a pointer."""
_VALUES: Final = frozenset({"additionalProperties", "items"})
"""Keywords with the schema of a value inside another."""
_SAID: Final = frozenset({"$ref", "default", "deprecated", "description", "readOnly", "summary", "title", "writeOnly"})
"""What may stand beside a reference that is no more than the name of a schema."""
_ANY, _ANSWER, _VALUE = range(3)
_WORDS: Final[dict[str, frozenset[str]]] = {
    "externalDocs": frozenset({"description", "url"}),
    "info": frozenset({"contact", "description", "license", "summary", "termsOfService", "version"}),
    "servers": frozenset({"description"}),
    "tags": frozenset({"description", "externalDocs", "summary"}),
}
"""What of the frame is words about the whole, by the member of the document that it stands in."""


def taken_apart(root: Mapping[str, Any]) -> tuple[bytes, dict[Unit, bytes]]:
    """Return the frame and the units of a document in a form in which what is equal has equal bytes."""
    units = dict(_units(root))
    frame = {key: _frame((key,), value, units) for key, value in root.items()}
    return canonical(frame), {unit: canonical(value) for unit, value in units.items()}


def canonical(value: Any) -> bytes:
    """Return a value in a form in which what is equal has equal bytes."""
    return marshal.dumps(value, 2)


def exchanged_in_frame(frame: bytes, key: str, value: Any) -> bytes:
    """Return a frame with another value of one member of the document that holds no units."""
    return canonical({**marshal.loads(frame), key: value})  # noqa: S302  # bytes that taken_apart made


def without_words(frame: bytes) -> Any:
    """Return a frame without the words that mean nothing to what is in the units."""
    found: dict[str, Any] = marshal.loads(frame)  # noqa: S302  # as above
    for key, words in _WORDS.items():
        value = found.get(key)
        if is_sequence(value):
            found[key] = [_without(one, words) for one in value]
        elif key in found:
            found[key] = _without(value, words)
    return found


def _without(value: Any, words: Collection[str]) -> Any:
    return {key: inner for key, inner in value.items() if key not in words} if is_mapping(value) else value


def is_unit(way: Unit) -> bool:
    """Whether a way leads to a unit."""
    if len(way) == 1:
        return _is_extension(way[0])
    if len(way) == 2:
        return way[0] in _WHOLE
    return len(way) == 3 and way[0] == "components" and way[1] != _ASKED_FOR_BY_NAME


def _is_extension(key: str) -> bool:
    return key.startswith("x-") and key != _READ


def may_hold_units(way: Unit) -> bool:
    """Whether units may stand directly or deeper below a way that leads to a mapping."""
    return way in {("paths",), ("webhooks",), ("components",)} or (
        len(way) == 2 and way[0] == "components" and way[1] != _ASKED_FOR_BY_NAME
    )


def _units(root: Mapping[str, Any]) -> Iterator[tuple[Unit, Any]]:
    yield from (((key,), value) for key, value in root.items() if _is_extension(key))
    for key in _WHOLE:
        if is_mapping(root.get(key)):
            yield from (((key, name), value) for name, value in root[key].items())
    components = root.get("components")
    for kind, members in components.items() if is_mapping(components) else ():
        if is_mapping(members) and kind != _ASKED_FOR_BY_NAME:
            yield from ((("components", kind, name), value) for name, value in members.items())


def _frame(way: Unit, value: Any, units: Collection[Unit]) -> Any:
    """Return a value with nothing in the place of units."""
    if way in units:
        return None
    if is_mapping(value) and way[0] in {*_WHOLE, "components"} and len(way) < 3:
        return {key: _frame((*way, key), inner, units) for key, inner in value.items()}
    return value


def mentioned(value: object, unit: Unit = ()) -> Edges | None:
    """Return what a unit refers to; ``None`` where it refers to something in a way not followed here."""
    if len(unit) == 1:
        return (), (), ()  # nobody follows what an extension says
    found: dict[Unit, int] = {}
    waiting: list[tuple[Any, int, bool]] = [(value, _ANY, unit[1:2] == ("responses",))]
    while waiting:
        one, place, answers = waiting.pop()
        if is_sequence(one):
            waiting.extend((inner, _ANY, answers) for inner in one)
        elif is_mapping(one):
            if not _OUT_OF_SIGHT.isdisjoint(one):
                return None
            plain = place if one.keys() <= _SAID else _ANY
            for reference in _references(one):
                target = _unit_of(reference)
                if target is None:
                    return None
                is_schema = target[:2] == ("components", "schemas") and reference.count("/") == len(target)
                found[target] = min(found.get(target, _VALUE), plain if is_schema else _ANY)
            waiting.extend(_inside(one, answers=answers))
    kinds = (_ANY, _ANSWER, _VALUE)
    strong, shown, inner = (tuple(target for target, kind in found.items() if kind == wanted) for wanted in kinds)
    return strong, shown, inner


def _inside(value: Mapping[str, Any], *, answers: bool) -> Iterator[tuple[Any, int, bool]]:
    """Yield what is inside a mapping, with the kind of place that it has, and whether it belongs to an answer."""
    for key, inner in value.items():
        if key == "properties" and is_mapping(inner):
            yield from ((member, _VALUE, answers) for member in inner.values())
        elif key == "content" and answers and is_mapping(inner):
            for media in inner.values():
                yield from _inside_media(media)
        else:
            yield inner, _VALUE if key in _VALUES else _ANY, (answers and key != "headers") or key == "responses"


def _inside_media(media: Any) -> Iterator[tuple[Any, int, bool]]:
    if not is_mapping(media):
        yield media, _ANY, True
        return
    yield from ((inner, _ANSWER if key == "schema" else _ANY, True) for key, inner in media.items())


def looked_up(value: object, keywords: Collection[str]) -> Iterator[object]:
    """Yield what stands under some keywords anywhere in a value."""
    if is_sequence(value):
        for inner in value:
            yield from looked_up(inner, keywords)
    elif is_mapping(value):
        for key, inner in value.items():
            if key in keywords:
                yield inner
            yield from looked_up(inner, keywords)


def _references(value: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(value.get("$ref"), str):
        yield value["$ref"]
    discriminator = value.get("discriminator")
    mapping = discriminator.get("mapping") if is_mapping(discriminator) else None
    for word in mapping.values() if is_mapping(mapping) else ():
        if isinstance(word, str):
            yield word if "/" in word or "#" in word else f"#/components/schemas/{pointer.escape(word)}"


def _unit_of(reference: str) -> Unit | None:
    if not reference.startswith("#/"):
        return None
    try:
        way = pointer.from_fragment(reference[1:])
    except ValueError:
        return None
    length = 2 if way[0] in _WHOLE else 3
    return way[:length] if way[0] in {*_WHOLE, "components"} and len(way) >= length else None


def reversed_edges(edges: Mapping[Unit, Iterable[Unit]]) -> dict[Unit, list[Unit]]:
    """Return for each unit those that refer to it."""
    found: dict[Unit, list[Unit]] = {}
    for source, targets in edges.items():
        for target in targets:
            found.setdefault(target, []).append(source)
    return found


def reachable(start: Iterable[Unit], edges: Mapping[Unit, Iterable[Unit]]) -> set[Unit]:
    """Return ``start`` and whatever the edges lead to from there."""
    found = set(start)
    waiting = list(found)
    while waiting:
        for target in edges.get(waiting.pop(), ()):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


def reduced(frame: bytes, units: Mapping[Unit, bytes], kept: Collection[Unit]) -> dict[str, Any]:
    """Return a document with only some of its units, each where it stood."""
    whole: dict[str, Any] = marshal.loads(frame)  # noqa: S302  # bytes that taken_apart made; nothing of it is code
    found: dict[str, Any] = {}
    for key, members in whole.items():
        if key in _WHOLE and is_mapping(members):
            found[key] = _filled((key,), members, units, kept)
        elif key == "components" and is_mapping(members):
            found[key] = {kind: _filled((key, kind), inner, units, kept) for kind, inner in members.items()}
        elif (key,) not in units:
            found[key] = members
        elif (key,) in kept:
            found[key] = marshal.loads(units[key,])  # noqa: S302  # as above
    return found


def _filled(way: Unit, members: Any, units: Mapping[Unit, bytes], kept: Collection[Unit]) -> Any:
    if not is_mapping(members) or way[-1] == _ASKED_FOR_BY_NAME:
        return members
    known = (((*way, name), value) for name, value in members.items())
    return {
        unit[-1]: marshal.loads(units[unit]) if unit in units else value  # noqa: S302  # as above
        for unit, value in known
        if unit in kept or unit not in units
    }
