"""How a spec would no longer say what a page no longer shows, or say it under another name: proposed, never made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.contract.schema import Json
from truespec.diagnostics import Location
from truespec.documentation.facts import steps
from truespec.drift.access_edits import exchanged_credential, without_credential
from truespec.drift.alterations import parent_of
from truespec.drift.change import Action, Change, Edit
from truespec.drift.expected import Element, Expected

__all__ = ["removing_edits", "renaming_edits"]

_PARAMETERS: Final = frozenset({"query", "header", "path", "cookie"})
_OF_PATH: Final = "it is declared for every method of the path"


def removing_edits(change: Change, expected: Expected, operation: str) -> tuple[Edit, ...]:
    """Return the edits that take a place, or a whole operation, out of the spec."""
    home = expected.operations[operation].location
    if not change.place:
        owner, method = parent_of(home)
        return (Edit(owner, (), method, None, action=Action.REMOVE),)
    element = expected.find(operation, change.place)
    return () if element is None else tuple(_removing(element, home, expected, operation))


def _removing(element: Element, home: Location, expected: Expected, operation: str) -> Iterator[Edit]:
    way = steps.segments(element.place)
    name = steps.last_name(element.place)
    if len(way) == 2 and way[0] in _PARAMETERS:
        yield _parameter(element, home)
    elif len(way) == 2 and way[0] == "auth":
        yield from without_credential(name, expected, operation)
    elif way == ("body",):
        yield Edit(home, (), "requestBody", None, action=Action.REMOVE)
    elif len(way) == 2 and way[0] == "response":
        yield Edit(home, ("responses",), name, None, action=Action.REMOVE)
    elif len(way) == 4 and way[2] == ".header":
        owner, key = parent_of(element.location)
        yield Edit(owner, (), key, None, action=Action.REMOVE)
    elif element.owner is not None:
        yield Edit(element.owner, ("properties",), name, None, action=Action.REMOVE)
        yield Edit(element.owner, ("required",), "", name, action=Action.REMOVE)
    else:
        owner, key = parent_of(element.location)
        yield Edit(owner, (), key, None, action=Action.REMOVE)


def _parameter(element: Element, home: Location) -> Edit:
    """Return the edit that removes a parameter: where it stands, or the reference to it."""
    place = element.location.pointer
    if place.startswith("/paths/") or element.location.file != home.file:
        owner, key = parent_of(element.location)
        caution = "" if place.startswith(f"{home.pointer}/") else _OF_PATH
        return Edit(owner, (), key, None, caution=caution, action=Action.REMOVE)
    reference: Json = {"$ref": f"#{place}"}
    return Edit(home, ("parameters",), "", reference, action=Action.REMOVE)


def renaming_edits(change: Change, expected: Expected, operation: str) -> tuple[Edit, ...]:
    """Return the edits after which the spec has the new name of a place that may have been renamed."""
    old = str(change.before)
    element = expected.find(operation, old)
    if element is None or expected.find(operation, change.place) is not None:
        return ()
    if change.place.startswith("auth."):
        return tuple(exchanged_credential(change, steps.last_name(old), expected, operation))
    return tuple(_renaming(element, steps.last_name(old), steps.last_name(change.place)))


def _renaming(element: Element, old: str, new: str) -> Iterator[Edit]:
    way = steps.segments(element.place)
    if len(way) == 2 and way[0] in _PARAMETERS:
        caution = "other operations may share it" if "/components/" in element.location.pointer else ""
        yield Edit(element.location, (), "name", new, caution=caution, action=Action.SET)
    elif len(way) == 4 and way[2] == ".header":
        owner, _ = parent_of(element.location)
        yield Edit(owner, (), old, new, action=Action.RENAME)
    elif element.owner is not None:
        yield Edit(element.owner, ("properties",), old, new, action=Action.RENAME)
        yield Edit(element.owner, ("required",), old, new, action=Action.RENAME)
