"""How a change is put into words, the same for every report; whatever comes from a page is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from truespec.diagnostics import printable
from truespec.documentation.facts.capture import as_json
from truespec.documentation.facts.surface import Value
from truespec.drift.change import Change, Kind

__all__ = ["IN_STEP", "SIGNS", "counted", "place_of", "places_named", "said_of", "shown"]

SIGNS: Final[Mapping[Kind, str]] = {
    Kind.ADDED: "+",
    Kind.REMOVED: "-",
    Kind.CHANGED: "~",
    Kind.RENAMED: "?",
    Kind.REWORDED: "~",
    Kind.NEWLY_VISIBLE: ".",
    Kind.NO_LONGER_VISIBLE: ".",
    Kind.SPEC_BEHIND: "<",
    Kind.SPEC_CONTRADICTS: "!",
    Kind.SETTLED: "=",
    Kind.REFUTED: "!",
    Kind.UNSUPPORTED: ">",
}
IN_STEP: Final = frozenset(
    {"agrees", "has it already", "has its own words", "has none either", "says nothing of it either"}
)
"""How a spec stands to a change of a page where nothing is left to do in it."""
_PLURALS: Final = {Kind.SETTLED: "assumptions settled", Kind.REFUTED: "assumptions refuted"}
_LONGEST: Final = 120
_NAMED: Final = 3
_OF_TEXTS: Final = frozenset({"description", "summary", "title", "example", "present"})


def shown(text: str) -> str:
    """Return a text of a page on one line, escaped and not too long."""
    text = printable(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def place_of(change: Change) -> str:
    """Return the place, and the attribute where it is about one."""
    return " ".join(shown(word) for word in (change.place, change.attribute) if word) or "operation"


def said_of(change: Change) -> str:
    """Return what happened, in a few words."""
    reasons = f" ({shown('; '.join(change.reasons))})" if change.reasons else ""
    match change.kind:
        case Kind.RENAMED:
            return f"renamed? from {shown(str(change.before))}{reasons}"
        case Kind.REWORDED | Kind.NEWLY_VISIBLE | Kind.NO_LONGER_VISIBLE:
            return f"{change.kind.value}{reasons}"
        case Kind.ADDED | Kind.REMOVED | Kind.SPEC_BEHIND | Kind.UNSUPPORTED if not change.attribute:
            return _whole(change) + reasons
        case Kind.SETTLED:
            return (
                f"{change.kind.value}: {_value(change.after)}" + reasons
                if change.attribute
                else f"{change.kind.value}{reasons}"
            )
        case _:
            return f"{change.kind.value}: {_value(change.before)} -> {_value(change.after)}{reasons}"


def _whole(change: Change) -> str:
    values = change.after if change.after is not None else change.before
    said = ", ".join(_summary(values)) if isinstance(values, Mapping) else ""
    below = f"with {len(change.below)} below" if change.below else ""
    with_it = f"has the schema of {shown(change.with_it)}" if change.with_it else ""
    words = "; ".join(word for word in (said, below, with_it) if word)
    return f"{change.kind.value}: {words}" if words else change.kind.value


def _summary(values: Mapping[str, Value]) -> Iterable[str]:
    """Yield what is said of a place as a page would put it: ``string``, ``nullable``, ``optional``."""
    for attribute in ("type", "format"):
        if attribute in values:
            yield _value(values[attribute])
    if values.get("nullable") is True:
        yield "nullable"
    if "required" in values:
        yield "required" if values["required"] is True else "optional"
    for attribute, value in values.items():
        if attribute not in {"type", "format", "nullable", "required"} | _OF_TEXTS:
            yield attribute if value is True else f"{attribute} {_value(value)}"


def _value(value: Value) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, tuple) and value and all(isinstance(one, str) for one in value):
        return shown(" | ".join(map(str, value)))
    return shown(as_json(value))


def counted(changes: Iterable[Change]) -> str:
    """Return one line of counts: what breaks a client, then each class by its number, drift before notes."""
    changes = [change for change in changes if change.kind is not Kind.UNSUPPORTED]
    open_ = [change for change in changes if not change.waived]
    words = [f"{sum(change.breaking for change in open_)} breaking"]
    for kind in Kind:
        number = sum(change.kind is kind for change in open_)
        if number:
            words.append(f"{number} {_PLURALS.get(kind, kind.value) if number > 1 else kind.value}")
    waived = len(changes) - len(open_)
    return ", ".join([*words, *([f"{waived} waived"] if waived else [])])


def places_named(section: str, places: tuple[str, ...]) -> str:
    """Name the places of a section: as many as a line takes, and how many more there are."""
    if len(places) == 1:
        return places[0] or "operation"
    rest = f" and {len(places) - _NAMED} more" if len(places) > _NAMED else ""
    return f"{section or 'operation'}: {len(places)} places, {', '.join(places[:_NAMED])}{rest}"
