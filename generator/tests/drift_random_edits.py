"""One edit of a given kind anywhere in a random document, with the differences that a page has to show."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any, Final

from drift_sites import Site, kind_of, sites
from drift_whole_edits import WHOLE_EDITS
from printing.shapes import as_member

__all__ = ["KINDS", "edited"]

Json = dict[str, Any]
Expected = tuple[str, ...]
Kind = Callable[[random.Random, Site], Expected | None]
"""Does one edit, and tells what it is; None where it does not fit a place."""
_TEXT: Final = {"type": "string"}
_MOST: Final = {"string": "maxLength", "array": "maxItems", "integer": "maximum", "number": "maximum"}
_LEAST: Final = {"string": "minLength", "array": "minItems", "integer": "minimum", "number": "minimum"}
_NAMED: Final = {"member", "parameter", "header"}
_PAIR: Final[Json] = {"type": "object", "required": ["in1"], "properties": {"in1": _TEXT, "in2": {"type": "integer"}}}


def edited(dice: random.Random, whole: Json, name: str) -> Expected | None:
    """Do one edit of a kind at a random place of a document; None where none fits."""
    found = sites(whole)
    dice.shuffle(found)
    for site in found:
        expected = KINDS[name](dice, site)
        if expected is not None:
            return expected
    return None


def _changed(site: Site, *attributes: str) -> Expected:
    return tuple(f"changed {site.place} {one}" for one in attributes)


def _required(_: random.Random, site: Site) -> Expected | None:
    if site.role == "member":
        needed = site.owner.setdefault("required", [])
        needed.remove(site.name) if site.name in needed else needed.append(site.name)
        return _changed(site, "required")
    if site.role == "parameter" and site.owner["in"] != "path":
        site.owner["required"] = not site.owner.get("required", False)
        return _changed(site, "required")
    return None


def _enum(how: Callable[[random.Random, list[str]], object], least: int = 1, *, drift: bool = True) -> Kind:
    def edit(dice: random.Random, site: Site) -> Expected | None:
        if len(site.schema.get("enum", [])) < least:
            return None
        how(dice, site.schema["enum"])
        return _changed(site, "enum") if drift else ()

    return edit


def _no_enum(_: random.Random, site: Site) -> Expected | None:
    return _changed(site, "enum") if site.schema.pop("enum", None) else None


def _new_enum(_: random.Random, site: Site) -> Expected | None:
    if kind_of(site.schema) != "string" or site.role == "items" or site.schema.keys() & {"enum", "default", "format"}:
        return None
    site.schema["enum"] = ["here", "there"]
    return _changed(site, "enum")


def _format(_: random.Random, site: Site) -> Expected | None:
    if kind_of(site.schema) != "string" or "enum" in site.schema:
        return None
    site.schema["format"] = "uri" if site.schema.get("format") != "uri" else "email"
    return _changed(site, "format")


def _no_format(_: random.Random, site: Site) -> Expected | None:
    return _changed(site, "format") if site.schema.pop("format", None) else None


def _bound(keys: Mapping[str, str], attribute: str, start: int, by: int) -> Kind:
    def edit(_: random.Random, site: Site) -> Expected | None:
        key = keys.get(kind_of(site.schema))
        if key is None or "enum" in site.schema or site.role in {"whole", "items"}:
            return None
        value = site.schema.get(key, start) + by
        if value < 1:
            return None
        site.schema[key] = value
        return _changed(site, attribute)

    return edit


def _no_bound(keys: Mapping[str, str], attribute: str) -> Kind:
    def edit(_: random.Random, site: Site) -> Expected | None:
        gone = site.schema.pop(keys.get(kind_of(site.schema), ""), None)
        return None if gone is None else _changed(site, attribute)

    return edit


def _pattern(_: random.Random, site: Site) -> Expected | None:
    if kind_of(site.schema) != "string" or "enum" in site.schema or site.role not in _NAMED:
        return None
    site.schema["pattern"] = "^[a-f]{3,9}$" if site.schema.get("pattern") != "^[a-f]{3,9}$" else "^x"
    return _changed(site, "pattern")


def _no_pattern(_: random.Random, site: Site) -> Expected | None:
    return _changed(site, "pattern") if site.schema.pop("pattern", None) else None


def _default(_: random.Random, site: Site) -> Expected | None:
    values = {"string": (site.schema.get("enum") or ["hello"])[-1], "integer": 17, "number": 2.5}
    value = not site.schema.get("default", False) if kind_of(site.schema) == "boolean" else None
    value = values.get(kind_of(site.schema), value)
    if value is None or site.role not in _NAMED or site.schema.get("default") == value:
        return None
    site.schema["default"] = value
    return _changed(site, "default")


def _no_default(_: random.Random, site: Site) -> Expected | None:
    return None if site.schema.pop("default", None) is None else _changed(site, "default")


def _example(dice: random.Random, site: Site) -> Expected | None:
    example = {"string": dice.choice(["for instance", "an-id-7"]), "integer": 12, "number": 7.5}
    value = example.get(kind_of(site.schema))
    if value is None or site.role not in _NAMED or "enum" in site.schema:
        return None
    site.schema["example"] = value
    return ()


def _title(dice: random.Random, site: Site) -> Expected | None:
    if kind_of(site.schema) != "object" or site.role == "alternative":
        return None
    site.schema["title"] = dice.choice(["Pair", "Some Thing"])
    return ()


def _words(dice: random.Random, site: Site) -> Expected | None:
    if site.role not in _NAMED:
        return None
    site.said["description"] = dice.choice(["Quite another sentence.", "Set it when the kiln is hot."])
    return (f"reworded {site.place} description",)


def _no_words(_: random.Random, site: Site) -> Expected | None:
    if site.role not in _NAMED or not site.said.pop("description", None):
        return None
    return (f"reworded {site.place} description",)


def _words_of_section(_: random.Random, site: Site) -> Expected | None:
    if site.role != "whole":
        return None
    site.owner["description"] = "Told in another way."
    return (f"reworded {site.place} description",)


def _flag(name: str) -> Kind:
    def edit(_: random.Random, site: Site) -> Expected | None:
        if site.role != "member" or site.schema.keys() & {"readOnly", "writeOnly", "deprecated"}:
            return None
        site.schema[name] = True
        return _changed(site, name)

    return edit


def _no_longer_deprecated(_: random.Random, site: Site) -> Expected | None:
    return _changed(site, "deprecated") if site.schema.pop("deprecated", None) else None


def _null(_: random.Random, site: Site) -> Expected | None:
    if site.role != "member" or "enum" in site.schema or not isinstance(site.schema.get("type"), str):
        return None
    site.schema["type"] = [site.schema["type"], "null"]
    return _changed(site, "nullable")


def _no_null(_: random.Random, site: Site) -> Expected | None:
    if site.role not in _NAMED or not isinstance(site.schema.get("type"), list):
        return None
    site.schema["type"] = kind_of(site.schema)
    return _changed(site, "nullable")


def _is_bare(site: Site) -> bool:
    return isinstance(site.schema.get("type"), str) and site.schema.keys() <= {"type", "description"}


def _type(dice: random.Random, site: Site) -> Expected | None:
    if kind_of(site.schema) not in {"boolean", "integer", "number", "string"} or not _is_bare(site):
        return None
    others = {"string": ["integer", "boolean"], "boolean": ["string", "integer"]}
    site.schema["type"] = dice.choice(others.get(kind_of(site.schema), ["string", "boolean"]))
    return _changed(site, "type")


def _into_array(_: random.Random, site: Site) -> Expected | None:
    if site.role != "member" or kind_of(site.schema) not in {"boolean", "integer"} or not _is_bare(site):
        return None
    site.schema |= {"type": "array", "items": {"type": site.schema["type"]}}
    return (*_changed(site, "type"), f"added {site.place}[]")


def _array_of_arrays(_: random.Random, site: Site) -> Expected | None:
    items = site.schema.get("items")
    if site.role not in _NAMED or items is None or kind_of(items) not in {"string", "integer"} or "enum" in items:
        return None
    site.schema["items"] = {"type": "array", "items": items}
    return (f"changed {site.place}[] type", f"added {site.place}[][]")


def _into_object(_: random.Random, site: Site) -> Expected | None:
    if site.role != "member" or kind_of(site.schema) not in {"boolean", "string"} or not _is_bare(site):
        return None
    site.schema |= {"type": "object", "properties": {"in1": _TEXT, "in2": {"type": "integer"}}}
    return (*_changed(site, "type"), f"added {site.place}.in1", f"added {site.place}.in2")


def _member(new: str, schema: Json) -> Kind:
    def edit(dice: random.Random, site: Site) -> Expected | None:
        if "properties" not in site.schema:
            return None
        members = list(site.schema["properties"].items())
        members.insert(dice.randrange(len(members) + 1), (new, dict(schema)))
        site.schema["properties"] = dict(members)
        return (f"added {as_member(site.place, new)}",)

    return edit


def _needed_member(dice: random.Random, site: Site) -> Expected | None:
    expected = _member("zuluNeeded", {"type": "integer"})(dice, site)
    if expected is not None:
        site.schema.setdefault("required", []).append("zuluNeeded")
    return expected


def _member_gone(_: random.Random, site: Site) -> Expected | None:
    if site.role != "member" or len(site.owner["properties"]) < 3:
        return None
    del site.owner["properties"][site.name]
    site.owner["required"] = [one for one in site.owner.get("required", []) if one != site.name]
    return (f"removed {site.place}",)


def _order_of_members(_: random.Random, site: Site) -> Expected | None:
    if len(site.schema.get("properties", {})) < 2:
        return None
    first, *rest = site.schema["properties"].items()
    site.schema["properties"] = dict([*rest, first])
    return ()


def _alternative(_: random.Random, site: Site) -> Expected | None:
    if "oneOf" not in site.schema:
        return None
    site.schema["oneOf"].append({"type": "boolean"})
    return (f"added {site.place}|{len(site.schema['oneOf'])}",)


def _alternative_gone(_: random.Random, site: Site) -> Expected | None:
    if len(site.schema.get("oneOf", [])) < 3:
        return None
    site.schema["oneOf"].pop()
    return (f"removed {site.place}|{len(site.schema['oneOf']) + 1}",)


def _others(_: random.Random, site: Site) -> Expected | None:
    if "properties" not in site.schema or "additionalProperties" in site.schema:
        return None
    site.schema["additionalProperties"] = {"type": "integer"}
    return (f"added {site.place}{{}}",)


KINDS: Final[Mapping[str, Kind]] = {
    "required": _required,
    "a value more": _enum(lambda _, values: values.append("zzz")),
    "a value less": _enum(lambda dice, values: values.pop(dice.randrange(len(values))), 2),
    "values in another order": _enum(lambda _, values: values.reverse(), 2, drift=False),
    "any value": _no_enum,
    "these values only": _new_enum,
    "format": _format,
    "no format": _no_format,
    "more at least": _bound(_LEAST, "min", 2, 1),
    "less at least": _bound(_LEAST, "min", 5, -1),
    "nothing at least": _no_bound(_LEAST, "min"),
    "more at most": _bound(_MOST, "max", 100, 7),
    "less at most": _bound(_MOST, "max", 100, -1),
    "nothing at most": _no_bound(_MOST, "max"),
    "pattern": _pattern,
    "no pattern": _no_pattern,
    "default": _default,
    "no default": _no_default,
    "example": _example,
    "title": _title,
    "words": _words,
    "no words": _no_words,
    "words of a section": _words_of_section,
    "deprecated": _flag("deprecated"),
    "deprecated no more": _no_longer_deprecated,
    "only read": _flag("readOnly"),
    "only written": _flag("writeOnly"),
    "null": _null,
    "null no more": _no_null,
    "type": _type,
    "into a list": _into_array,
    "into lists": _array_of_arrays,
    "into an object": _into_object,
    "a member": _member("zuluNew", {"type": "string", "description": "Brand new."}),
    "a member that is needed": _needed_member,
    "an object": _member("zuluNest", {**_PAIR, "description": "Brand new."}),
    "a list of objects": _member("zuluList", {"type": "array", "items": _PAIR, "description": "Brand new."}),
    "a member less": _member_gone,
    "members in another order": _order_of_members,
    "an alternative": _alternative,
    "an alternative less": _alternative_gone,
    "other members": _others,
    **WHOLE_EDITS,
}
