"""Parts of a spec written from what a page says of them: schemas, parameters, headers, answers, in words of our own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from truespec.contract.schema import Json
from truespec.documentation.facts import steps
from truespec.documentation.facts.surface import Value

__all__ = [
    "LIMITS",
    "PLAIN",
    "Places",
    "as_written",
    "body",
    "header",
    "is_digest",
    "parameter",
    "response",
    "schema_for",
    "sentence",
]

Places = Mapping[str, Mapping[str, Value]]
"""What is said of places, by place and attribute."""

LIMITS: Final[Mapping[str, tuple[str, str]]] = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
    "object": ("minProperties", "maxProperties"),
}
PLAIN: Final = ("format", "pattern", "default", "readOnly", "writeOnly", "deprecated")
_ALTERNATIVES: Final[Mapping[str, str]] = {"one of": "oneOf", "any of": "anyOf"}
_JSON: Final = "application/json"


def parameter(kind: str, name: str, place: str, whole: Places) -> dict[str, Json]:
    """Write a parameter that is sent in the ``query``, a ``header``, the ``path`` or a ``cookie``."""
    written: dict[str, Json] = {"name": name, "in": kind}
    if kind == "path" or whole[place].get("required") is True:
        written["required"] = True
    if whole[place].get("deprecated") is True:
        written["deprecated"] = True
    written["description"] = sentence(name)
    written["schema"] = schema_for(place, whole, deprecated=False)
    return written


def header(name: str, place: str, whole: Places) -> dict[str, Json]:
    """Write a header of an answer."""
    required: dict[str, Json] = {"required": True} if whole[place].get("required") is True else {}
    return {"description": sentence(name), **required, "schema": schema_for(place, whole)}


def body(place: str, whole: Places) -> dict[str, Json]:
    """Write the body of a request."""
    required: dict[str, Json] = {"required": True} if whole[place].get("required") is True else {}
    return {"description": "What is sent.", **required, **_content(place, whole, needed=True)}


def response(status: str, place: str, whole: Places) -> dict[str, Json]:
    """Write an answer with the headers it has."""
    written: dict[str, Json] = {"description": f"Answers with the status {status}."}
    named = {one: steps.last_name(one) for one in whole if steps.above(one) == f"{place}.header"}
    if named:
        written["headers"] = {name: header(name, one, whole) for one, name in named.items()}
    return {**written, **_content(place, whole, needed=False)}


def _content(place: str, whole: Places, *, needed: bool) -> dict[str, Json]:
    """Write what a body is made of; ``needed`` says that there is one, whatever is shown of it."""
    media = whole[place].get("media")
    names = [str(one) for one in (media if isinstance(media, tuple) else (media,)) if isinstance(one, str)]
    inside = any(one.startswith((f"{place}[", f"{place}{{", f"{place}|")) for one in whole)
    members = any(steps.above(one) == place and not one.endswith(".header") for one in whole)
    shown = inside or members or any(attribute in whole[place] for attribute in ("type", "enum"))
    if not (names or shown or needed):
        return {}
    schema: dict[str, Json] = {"schema": schema_for(place, whole)} if shown else {}
    return {"content": dict.fromkeys(names or [_JSON], schema)}


def schema_for(place: str, whole: Places, *, described_as: str = "", deprecated: bool = True) -> dict[str, Json]:
    """Write what is said of a place and of those below it as a schema, with a neutral description of its own."""
    said = whole.get(place, {})
    kind = said.get("type")
    written: dict[str, Json] = {}
    alternatives = _ALTERNATIVES.get(kind, "") if isinstance(kind, str) else ""
    if not alternatives:
        written.update(_type(kind, nullable=said.get("nullable") is True))
    for attribute in PLAIN:
        if attribute in said and (deprecated or attribute != "deprecated") and not is_digest(said[attribute]):
            written[attribute] = as_written(said[attribute])
    least, most = LIMITS.get(kind if isinstance(kind, str) else "", ("minimum", "maximum"))
    for attribute, keyword in (("min", least), ("max", most)):
        if attribute in said:
            written[keyword] = as_written(said[attribute])
    values = said.get("enum")
    if isinstance(values, tuple):
        written["enum"] = [*map(as_written, values), *([None] if said.get("nullable") is True else [])]
    written.update(_below(place, whole))
    if alternatives:
        null: list[Json] = [{"type": "null"}] if said.get("nullable") is True else []
        branches: list[Json] = [
            schema_for(one, whole) for one in whole if re.fullmatch(r"\|\d+", one.removeprefix(place))
        ]
        written[alternatives] = [*branches, *null]
    if described_as:
        written["description"] = sentence(described_as)
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


def _below(place: str, whole: Places) -> dict[str, Json]:
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


def sentence(name: str) -> str:
    """Return a neutral description made from nothing but the name."""
    words = re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)).split()
    text = " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in words) or "member"
    return f"{text[:1].upper()}{text[1:]}."


def is_digest(value: Value) -> bool:
    """Whether a value stands for one that a lock does not keep."""
    return isinstance(value, Mapping) and set(value) == {"digest"}


def as_written(value: Value) -> Json:
    """Return a value of a fact as a document has it."""
    if isinstance(value, tuple):
        return [as_written(one) for one in value]
    if isinstance(value, Mapping):
        return {key: as_written(one) for key, one in value.items()}
    return value
