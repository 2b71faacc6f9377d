"""How a spec would say one attribute as a page says it, where that is more than an addition: proposed, never made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from truespec.contract.schema import Json
from truespec.diagnostics import Location
from truespec.documentation.facts import steps
from truespec.documentation.facts.surface import Value
from truespec.drift.access_edits import scheme_written
from truespec.drift.change import Action, Change, Edit
from truespec.drift.description import Described, spec_words
from truespec.drift.expected import Element, Expected
from truespec.drift.writing import LIMITS, PLAIN, Places, as_written, is_digest, schema_for

__all__ = ["SHARED", "altering_edits", "parent_of", "settling_edits"]

SHARED: Final = "the schema is shared with other places"
_NULL: Final[Json] = {"type": "null"}
_ALTERNATIVES: Final = frozenset({"one of", "any of", "all of", "not"})
_HOLDERS: Final = _ALTERNATIVES | {"object", "array"}
_FLAGS: Final = frozenset({"deprecated", "readOnly", "writeOnly"})
_OF_SCHEMAS: Final = (("body",), ("response",))


@dataclass(frozen=True, slots=True)
class _Case:
    """One attribute that differs, what the page says of its place and below it, and a caution for the schema."""

    change: Change
    element: Element
    whole: Places
    caution: str


def altering_edits(change: Change, element: Element, whole: Places, expected: Expected) -> tuple[Edit, ...]:
    """Return the edits after which the spec says an attribute as the page does, or no longer says it.

    ``whole`` is what the page says of the place and of those below it.
    """
    rule = _RULES.get(change.attribute)
    if rule is None and change.attribute in PLAIN:
        rule = _plain
    if rule is None or is_digest(change.after):
        return ()
    shared = element.described is not None and expected.is_shared(element.described)
    return tuple(rule(_Case(change, element, whole, SHARED if shared else "")))


def settling_edits(change: Change, element: Element) -> tuple[Edit, ...]:
    """Return the edits that take an assumption away which a page has settled."""
    parts = element.described.parts if element.described is not None else ()
    homes = [
        element.location,
        *([element.owner] if element.owner is not None else []),
        *(one.location for one in parts),
    ]
    return tuple(
        Edit(home, ("x-assumed",), word, None, action=Action.REMOVE)
        for home in dict.fromkeys(homes)
        for word in spec_words(change.attribute)
        if change.attribute
    )


def parent_of(place: Location) -> tuple[Location, str]:
    """Return the place that holds another one, and the key or index below which it does."""
    above, _, last = place.pointer.rpartition("/")
    return Location(place.file, place.line, place.column, above), last.replace("~1", "/").replace("~0", "~")


def _edit(case: _Case, keyword: str, value: Value, home: Location | None = None) -> Edit:
    """Return the edit that sets or adds a keyword, or takes it away where there is no value."""
    said = case.element.said.get(case.change.attribute)
    unsaid = said is None or (said.value is False and case.change.attribute in _FLAGS)
    action = Action.ADD if unsaid else Action.SET
    if value is None:
        action = Action.REMOVE
    caution = case.caution if home is None else ""
    return Edit(
        home or _home(case.element, case.change.attribute), (), keyword, as_written(value), "type", caution, action
    )


def _home(element: Element, attribute: str) -> Location:
    """Return the object that says an attribute, or is to say it."""
    said = element.said.get(attribute)
    if said is not None:
        return said.location
    return element.location if element.described is None else element.described.base.location


def _plain(case: _Case) -> Iterator[Edit]:
    value = None if case.change.attribute in _FLAGS and case.change.after is False else case.change.after
    if value is None and case.change.attribute not in case.element.said:
        return
    on_itself = case.change.attribute == "deprecated" and steps.segments(case.change.place)[:1] not in _OF_SCHEMAS
    yield _edit(case, case.change.attribute, value, case.element.location if on_itself else None)


def _limit(case: _Case) -> Iterator[Edit]:
    said = case.element.said.get("type")
    kind = said.value if said is not None and isinstance(said.value, str) else ""
    keyword = LIMITS.get(kind, ("minimum", "maximum"))[case.change.attribute == "max"]
    if case.change.after is not None or case.change.attribute in case.element.said:
        yield _edit(case, keyword, case.change.after)


def _values(case: _Case) -> Iterator[Edit]:
    """Yield what makes a list of values the one of the page: those that are too many go, those that lack come."""
    said = case.element.said.get("enum")
    known = said.value if said is not None and isinstance(said.value, tuple) else ()
    wanted = case.change.after if isinstance(case.change.after, tuple) else ()
    home, caution = _home(case.element, "enum"), case.caution
    if case.change.after is None:
        if known:
            yield Edit(home, (), "enum", None, caution=caution, action=Action.REMOVE)
        return
    if not wanted:  # a run of values that the page does not tell apart
        return
    if not known:
        yield Edit(home, (), "enum", as_written(wanted), "type", caution)
        return
    if not set(map(repr, known)) & set(map(repr, wanted)):
        null: list[Json] = [None] if _allows_null(case.element) else []
        yield Edit(home, (), "enum", [*map(as_written, wanted), *null], caution=caution, action=Action.SET)
        return
    for one in known:
        if one not in wanted:
            yield Edit(home, ("enum",), "", as_written(one), caution=caution, action=Action.REMOVE)
    for one in wanted:
        if one not in known:
            yield Edit(home, ("enum",), "", as_written(one), caution=caution)


def _type(case: _Case) -> Iterator[Edit]:
    described = case.element.described
    if described is None or case.change.after is None:
        return
    said = case.element.said.get("type")
    kinds = case.change.after if isinstance(case.change.after, tuple) else (case.change.after,)
    before = said.value if said is not None else None
    if _HOLDERS & {*map(str, kinds), str(before)}:
        site = described.base
        words: dict[str, Json] = {"description": site.description} if site.description else {}
        owner, key = parent_of(site.location)
        value: Json = {**words, **schema_for(case.change.place, case.whole)}
        yield Edit(owner, (), key, value, caution=case.caution, action=Action.SET)
        return
    if case.change.after == "any":
        yield _edit(case, "type", None)
        return
    named: list[Json] = [str(kind) for kind in kinds]
    if _allows_null(case.element):
        named.append("null")
    value = named[0] if len(named) == 1 else named
    yield Edit(_home(case.element, "type"), (), "type", value, caution=case.caution, action=Action.SET)


def _nullable(case: _Case) -> Iterator[Edit]:
    described = case.element.described
    if described is None:
        return
    if case.change.after is True:
        yield from _with_null(described, case.caution)
        return
    for part in described.parts:
        if "null" in part.types:
            kinds: list[Json] = list(part.plain_types)
            value = kinds[0] if len(kinds) == 1 else kinds
            yield Edit(part.location, (), "type", value, caution=case.caution, action=Action.SET)
        if part.enum is not None and None in part.enum:
            yield Edit(part.location, ("enum",), "", None, caution=case.caution, action=Action.REMOVE)
        for keyword in ("anyOf", "oneOf"):
            yield Edit(part.location, (keyword,), "", _NULL, caution=case.caution, action=Action.REMOVE)


def _with_null(described: Described, caution: str) -> Iterator[Edit]:
    first = described.parts[0]
    if described.alternatives:
        branches, _ = parent_of(described.alternatives[0].location)
        yield Edit(branches, (), "", _NULL, caution=caution or "callers have to expect null from now on")
        return
    if first.reference:
        owner, key = parent_of(first.location)
        reference: Json = {"$ref": f"#/components/schemas/{first.reference}"}
        words: dict[str, Json] = {"description": first.description} if first.description else {}
        value: Json = {"anyOf": [reference, _NULL], **words}
        yield Edit(owner, (), key, value, action=Action.SET)
        return
    for part in described.parts:
        if part.types:
            yield Edit(part.location, (), "type", [*part.types, "null"], caution=caution, action=Action.SET)
        if part.enum is not None:
            yield Edit(part.location, ("enum",), "", None, caution=caution)


def _required(case: _Case) -> Iterator[Edit]:
    """Yield the edit of the owner's list for a member, of the very object for anything else."""
    name, wanted = steps.last_name(case.change.place), case.change.after is True
    caution = "callers have to send it from now on" if wanted and not case.change.place.startswith("response") else ""
    if case.element.owner is not None:
        action = Action.ADD if wanted else Action.REMOVE
        yield Edit(case.element.owner, ("required",), "", name, "type", caution, action)
    elif wanted:
        yield Edit(case.element.location, (), "required", True, "in", caution, Action.SET)
    else:
        yield Edit(case.element.location, (), "required", None, action=Action.REMOVE)


def _media(case: _Case) -> Iterator[Edit]:
    said = case.element.said.get("media")
    known = said.value if said is not None and isinstance(said.value, tuple) else ()
    wanted = case.change.after if isinstance(case.change.after, tuple) else (case.change.after,)
    ours = [str(one) for one in known]
    theirs = [str(one) for one in wanted if isinstance(one, str)]
    new, old = [one for one in theirs if one not in ours], [one for one in ours if one not in theirs]
    if len(new) == len(old) == 1:
        yield Edit(case.element.location, ("content",), old[0], new[0], action=Action.RENAME)
        return
    for one in new:
        schema: Json = {"schema": schema_for(case.change.place, case.whole)}
        yield Edit(
            case.element.location, ("content",), one, schema, caution="it may have another form in this media type"
        )


def _scheme(case: _Case) -> Iterator[Edit]:
    written = scheme_written(steps.last_name(case.change.place), str(case.change.after))
    if written:
        owner, key = parent_of(case.element.location)
        yield Edit(owner, (), key, {**written}, caution="other operations may ask for it", action=Action.SET)


def _discriminator(case: _Case) -> Iterator[Edit]:
    if isinstance(case.change.after, str) and case.element.described is not None:
        home = _home(case.element, "discriminator")
        yield Edit(home, ("discriminator",), "propertyName", case.change.after, action=Action.SET)


def _allows_null(element: Element) -> bool:
    said = element.said.get("nullable")
    return said is not None and said.value is True


_Rule = Callable[[_Case], Iterator[Edit]]
_RULES: Final[Mapping[str, _Rule]] = {
    "type": _type,
    "nullable": _nullable,
    "required": _required,
    "enum": _values,
    "min": _limit,
    "max": _limit,
    "media": _media,
    "scheme": _scheme,
    "discriminator": _discriminator,
}
