"""An operation that a page has and the spec has not, written for the spec from what the page shows of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from truespec.contract.schema import Json
from truespec.diagnostics import Location
from truespec.documentation.facts import steps
from truespec.documentation.facts.operations import template
from truespec.drift.change import Change, Edit
from truespec.drift.expected import Expected
from truespec.drift.writing import Places, body, parameter, response, sentence

__all__ = ["operation_edits"]

_PARAMETERS = ("path", "query", "header", "cookie")
_NAME = re.compile(r"\{([^{}]*)\}")


def operation_edits(change: Change, expected: Expected, same: Mapping[str, str]) -> tuple[Edit, ...]:
    """Return the edit that adds the operation of a change below the path that the spec has for it, or a new one.

    ``same`` leads from the operations of the page to those of the spec: they tell what paths begin with here and there.
    """
    method, _, path = change.operation.partition(" ")
    if not isinstance(change.after, Mapping) or not path.startswith("/"):
        return ()
    whole = _with_body({"": change.after, **change.below})
    shown = _as_in_spec(path, same)
    known = next((one for one in _paths(expected) if template(f"GET {one}") == template(f"GET {shown}")), shown)
    names = dict(zip(_NAME.findall(shown), _NAME.findall(known), strict=True))
    written = _operation(method, known, names, whole, expected)
    root = Location(expected.api.location.file)
    return (Edit(root, ("paths", known), method.lower(), written),)


def _with_body(whole: Places) -> Places:
    """Return what is said with the body itself, of which a rendered page has no more than the members."""
    inside = [steps.segments(place)[1] for place in whole if place.startswith("body") and place != "body"]
    if "body" in whole or not inside:
        return whole
    return {**whole, "body": {"type": "array" if "[]" in inside else "object"}}


def _paths(expected: Expected) -> Iterator[str]:
    return (operation.path for operation in expected.operations.values())


def _as_in_spec(path: str, same: Mapping[str, str]) -> str:
    """Return a path with what the paths of the spec begin with, and without what only those of the page do."""
    pairs = {_beginnings(theirs.partition(" ")[2], ours.partition(" ")[2]) for theirs, ours in same.items()}
    if len(pairs) != 1:
        return path
    ((theirs, ours),) = pairs
    return ours + path.removeprefix(theirs) if path.startswith(theirs) else path


def _beginnings(theirs: str, ours: str) -> tuple[str, str]:
    """Return what each of two paths of one operation has before the part that they share."""
    theirs, ours = _NAME.sub("{}", theirs), _NAME.sub("{}", ours)
    if theirs.endswith(ours):
        return theirs.removesuffix(ours), ""
    return ("", ours.removesuffix(theirs)) if ours.endswith(theirs) else ("", "")


def _operation(method: str, path: str, names: Mapping[str, str], whole: Places, expected: Expected) -> dict[str, Json]:
    words = f"{method.lower()} {path}"
    written: dict[str, Json] = {
        "operationId": _identifier(words, expected),
        "x-assumed": {"operationId": "no id is documented for this operation"},
    }
    tags = _tags(path, expected)
    if tags:
        written["tags"] = list[Json](tags)
    written["summary"] = sentence(_NAME.sub(r"by \1", words)).rstrip(".")
    written["description"] = sentence(_NAME.sub(r"by \1", words))
    if whole[""].get("deprecated") is True:
        written["deprecated"] = True
    parameters = [*_undeclared(path, names, whole), *_parameters(names, whole, expected)]
    if parameters:
        written["parameters"] = parameters
    if "body" in whole:
        written["requestBody"] = body("body", whole)
    written["responses"] = _responses(whole)
    return written


def _identifier(words: str, expected: Expected) -> str:
    parts = re.findall(r"[A-Za-z0-9]+", words)
    name = "".join([parts[0], *(part[:1].upper() + part[1:] for part in parts[1:])])
    taken = {operation.id for operation in expected.operations.values()}
    number = next(
        count for count in range(1, len(taken) + 2) if (name if count == 1 else f"{name}{count}") not in taken
    )
    return name if number == 1 else f"{name}{number}"


def _tags(path: str, expected: Expected) -> tuple[str, ...]:
    """Return the tags of the operation whose path is most like this one."""

    def alike(other: str) -> int:
        pairs = zip(path.split("/"), other.split("/"), strict=False)
        return next((number for number, (one, two) in enumerate(pairs) if one != two), min(len(path), len(other)))

    tagged = [operation for operation in expected.operations.values() if operation.tags]
    return max(tagged, key=lambda operation: alike(operation.path)).tags[:1] if tagged else ()


def _undeclared(path: str, names: Mapping[str, str], whole: Places) -> Iterator[Json]:
    shown = {names.get(steps.last_name(place), steps.last_name(place)) for place in whole if _is(place, "path")}
    for name in _NAME.findall(path):
        if name not in shown:
            yield {
                "name": name,
                "in": "path",
                "required": True,
                "x-assumed": {"schema": "only its name is shown, in the path"},
                "description": sentence(name),
                "schema": {"type": "string"},
            }


def _parameters(names: Mapping[str, str], whole: Places, expected: Expected) -> Iterator[Json]:
    """Yield the parameters of the page; headers that are credentials of the API are declared as such already."""
    schemes = {(scheme.place, scheme.parameter.lower()) for scheme in expected.api.security_schemes}
    for kind in _PARAMETERS:
        for place in whole:
            name = steps.last_name(place)
            if _is(place, kind) and (kind, name.lower()) not in schemes:
                yield parameter(kind, names.get(name, name) if kind == "path" else name, place, whole)


def _is(place: str, kind: str) -> bool:
    way = steps.segments(place)
    return len(way) == 2 and way[0] == kind


def _responses(whole: Places) -> dict[str, Json]:
    found: dict[str, Json] = {
        steps.last_name(place): response(steps.last_name(place), place, whole)
        for place in whole
        if _is(place, "response")
    }
    return found or {"default": {"description": "Any answer.", "x-assumed": "the page shows no answer"}}
