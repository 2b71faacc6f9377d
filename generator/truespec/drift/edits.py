"""What to add to a spec so that it says what a page says: edits as data, in words of our own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from truespec.contract.schema import Json
from truespec.documentation import steps
from truespec.documentation.surface import Value
from truespec.drift.change import Change, Edit
from truespec.drift.expected import Element, Expected

__all__ = ["edits_for", "schema_for"]

_PARAMETERS: Final = frozenset({"query", "header", "path", "cookie"})
_LIMITS: Final[Mapping[str, tuple[str, str]]] = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
    "object": ("minProperties", "maxProperties"),
}
_PLAIN: Final = ("format", "pattern", "default", "readOnly", "writeOnly", "deprecated")
_SHARED: Final = "the schema is shared with other places"
_ALTERNATIVES: Final[Mapping[str, str]] = {"one of": "oneOf", "any of": "anyOf"}


def edits_for(change: Change, expected: Expected, operation: str, siblings: tuple[str, ...]) -> tuple[Edit, ...]:
    """Return what would make the spec say what the page says at the place of a change; empty where that is no addition.

    ``operation`` is the one of the spec, ``siblings`` the names that the page lists before it, the nearest first.
    """
    if isinstance(change.after, Mapping) and not change.attribute and change.place:
        return tuple(_place(change, change.after, expected, operation, siblings))
    if change.attribute:
        element = expected.find(operation, change.place)
        return () if element is None else tuple(_attribute(change, element))
    return ()


def _place(
    change: Change, values: Mapping[str, Value], expected: Expected, operation: str, siblings: tuple[str, ...]
) -> Iterator[Edit]:
    way = steps.segments(change.place)
    name = steps.last_name(change.place)
    whole = {change.place: values, **change.below}
    home = expected.operations[operation].location
    if len(way) == 2 and way[0] in _PARAMETERS:
        yield Edit(home, ("parameters",), "", _parameter(way[0], name, change.place, whole))
    elif len(way) == 2 and way[0] == "response":
        yield Edit(home, ("responses",), name, _response(name, change.place, whole))
    elif way[-1].startswith("."):
        owner = expected.find(operation, steps.above(change.place))
        if owner is not None and owner.described is not None and ".header." not in change.place:
            yield from _member(owner, name, change.place, whole, siblings)


def _member(
    owner: Element, name: str, place: str, whole: Mapping[str, Mapping[str, Value]], siblings: tuple[str, ...]
) -> Iterator[Edit]:
    """Yield the edits for a member; it goes where the nearest of its siblings is declared."""
    described = owner.described
    if described is None:
        return
    declared = {member.wire: schema for member, schema in described.members}
    after = next((sibling for sibling in siblings if sibling in declared), "")
    last = next(reversed(declared.values()), described.base)
    home = declared.get(after, last).location
    caution = (
        "" if whole[place].get("type") is not None or whole[place].get("enum") is not None else "its type is not shown"
    )
    yield Edit(home, ("properties",), name, schema_for(place, whole, described_as=name), after, caution)
    if whole[place].get("required") is True:
        yield Edit(home, ("required",), "", name, "type", caution)


def _parameter(kind: str, name: str, place: str, whole: Mapping[str, Mapping[str, Value]]) -> Json:
    written: dict[str, Json] = {"name": name, "in": kind}
    if kind == "path" or whole[place].get("required") is True:
        written["required"] = True
    if whole[place].get("deprecated") is True:
        written["deprecated"] = True
    written["description"] = _sentence(name)
    written["schema"] = schema_for(place, whole, deprecated=False)
    return written


def _response(status: str, place: str, whole: Mapping[str, Mapping[str, Value]]) -> Json:
    written: dict[str, Json] = {"description": f"Answers with the status {status}."}
    media = whole[place].get("media")
    if isinstance(media, str):
        shown = any(attribute in whole[place] for attribute in ("type", "enum"))
        written["content"] = {media: {"schema": schema_for(place, whole)} if shown else {}}
    return written


def _attribute(change: Change, element: Element) -> Iterator[Edit]:
    """Yield the edits for one attribute that the spec has not, or of whose values it has not all."""
    described = element.described
    if described is None:
        return
    caution = _SHARED if described.through else ""
    value, said = change.after, element.said.get(change.attribute)
    if change.attribute == "enum" and isinstance(value, tuple):
        known = said.value if said is not None and isinstance(said.value, tuple) else None
        if known is None:
            yield Edit(described.base.location, (), "enum", _json(value), "type", caution)
        elif set(map(repr, known)) < set(map(repr, value)):
            for one in value:
                if one not in known:
                    yield Edit(described.base.location, ("enum",), "", _json(one), caution=caution)
        return
    if said is not None and said.value is not False:
        return
    keyword = _keyword(change.attribute, element)
    if keyword:
        on_parameter = change.attribute == "deprecated" and steps.segments(change.place)[0] in _PARAMETERS
        home = element.location if on_parameter else described.base.location
        yield Edit(home, (), keyword, _json(value), "type", caution="" if on_parameter else caution)


def _keyword(attribute: str, element: Element) -> str:
    if attribute in _PLAIN:
        return attribute
    if attribute in {"min", "max"}:
        said = element.said.get("type")
        kind = said.value if said is not None and isinstance(said.value, str) else ""
        return _LIMITS.get(kind, ("minimum", "maximum"))[attribute == "max"]
    return ""


def schema_for(
    place: str, whole: Mapping[str, Mapping[str, Value]], *, described_as: str = "", deprecated: bool = True
) -> dict[str, Json]:
    """Write what is said of a place and of those below it as a schema, with a neutral description of its own."""
    said = whole.get(place, {})
    kind = said.get("type")
    written: dict[str, Json] = {}
    alternatives = _ALTERNATIVES.get(kind, "") if isinstance(kind, str) else ""
    if not alternatives:
        written.update(_type(kind, nullable=said.get("nullable") is True))
    for attribute in _PLAIN:
        if attribute in said and (deprecated or attribute != "deprecated") and not _is_digest(said[attribute]):
            written[attribute] = _json(said[attribute])
    least, most = _LIMITS.get(kind if isinstance(kind, str) else "", ("minimum", "maximum"))
    for attribute, keyword in (("min", least), ("max", most)):
        if attribute in said:
            written[keyword] = _json(said[attribute])
    values = said.get("enum")
    if isinstance(values, tuple):
        written["enum"] = [*map(_json, values), *([None] if said.get("nullable") is True else [])]
    written.update(_below(place, whole))
    if alternatives:
        null: list[Json] = [{"type": "null"}] if said.get("nullable") is True else []
        branches: list[Json] = [
            schema_for(one, whole) for one in whole if re.fullmatch(r"\|\d+", one.removeprefix(place))
        ]
        written[alternatives] = [*branches, *null]
    if described_as:
        written["description"] = _sentence(described_as)
    return written


def _type(kind: Value, *, nullable: bool) -> dict[str, Json]:
    kinds = [
        str(one) for one in (kind if isinstance(kind, tuple) else (kind,)) if one not in {None, "any", "all of", "not"}
    ]
    if not kinds:
        return {}
    if nullable:
        kinds.append("null")
    return {"type": kinds[0] if len(kinds) == 1 else list(kinds)}


def _below(place: str, whole: Mapping[str, Mapping[str, Value]]) -> dict[str, Json]:
    """Return the keywords that hold other schemas: items, further and named properties."""
    found: dict[str, Json] = {}
    if f"{place}[]" in whole:
        found["items"] = schema_for(f"{place}[]", whole)
    if f"{place}{{}}" in whole:
        found["additionalProperties"] = schema_for(f"{place}{{}}", whole)
    members = [one for one in whole if steps.above(one) == place and one.startswith(f"{place}.")]
    if members:
        named = {one: steps.last_name(one) for one in members}
        found["properties"] = {name: schema_for(one, whole, described_as=name) for one, name in named.items()}
        needed: list[Json] = [name for one, name in named.items() if whole[one].get("required") is True]
        if needed:
            found["required"] = needed
    return found


def _sentence(name: str) -> str:
    """Return a neutral description made from nothing but the name."""
    words = re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)).split()
    text = " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in words) or "member"
    return f"{text[:1].upper()}{text[1:]}."


def _is_digest(value: Value) -> bool:
    return isinstance(value, Mapping) and set(value) == {"digest"}


def _json(value: Value) -> Json:
    if isinstance(value, tuple):
        return [_json(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _json(one) for key, one in value.items()}
    return value
