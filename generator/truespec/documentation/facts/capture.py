"""A surface by operation and place, in one normal form: what two captures, or a capture and a spec, are compared by."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from truespec.documentation.facts import steps
from truespec.documentation.facts.alternatives import branches_of, is_null, lift
from truespec.documentation.facts.surface import Evidence, Fact, PageFacts, Surface, Value, Visibility

__all__ = ["Attributes", "Capture", "Operations", "as_json", "capture", "condensed", "equal"]

Attributes: TypeAlias = Mapping[str, Fact]
"""What is said of one place, by attribute."""
Operations: TypeAlias = Mapping[str, Mapping[str, Attributes]]
"""What is said of every place, by operation and place, in the order of the page."""

_UNSAID: Final = frozenset({"deprecated", "nullable", "readOnly", "writeOnly"})
"""Flags whose absence says the same as false."""
_PROSE: Final = frozenset({"default", "enum", "const", "title"})
_CODE: Final = re.compile(r"\S{0,120}")
_ALTERNATIVE: Final = re.compile(r"\|\d+\Z")
_DEEPEST: Final = 24
_WEIGHT: Final = {Evidence.STATED: 0, Evidence.PROSE: 1, Evidence.PATH: 2, Evidence.SAMPLE: 3}


@dataclass(frozen=True, slots=True)
class Capture:
    """One page as it was read.

    ``said`` holds what its words state, ``sampled`` what only its samples show; ``unseen`` what it says it does not
    show, by operation, place and attribute.  ``order`` are the operations as the page has them.
    """

    page: PageFacts
    said: Operations
    sampled: Operations
    unseen: Mapping[str, Mapping[str, Mapping[str, Visibility]]]
    order: tuple[str, ...]
    joined: Mapping[tuple[str, str], Value] = field(default_factory=dict[tuple[str, str], Value])
    """Values of enumerations that run together, by operation and place, as one text."""
    unplaced: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict[tuple[str, str], frozenset[str]])
    """The names of rows of which a page does not tell where they belong, by operation and body or answer."""
    servers: Mapping[str, int] = field(default_factory=dict[str, int])
    """The addresses of servers that the page shows, each with its line."""
    single: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """The places of an operation into which the only alternative of a choice was merged."""
    buttoned: bool = False
    """Whether the page shows a row that opens although it is closed: then it has all such rows."""

    def places(self, operation: str) -> Mapping[str, Attributes]:
        """Return what is said of an operation, by place."""
        return self.said.get(operation, {})

    def samples(self, operation: str) -> Mapping[str, Attributes]:
        """Return what the samples of an operation show, by place."""
        return self.sampled.get(operation, {})


def capture(surface: Surface) -> Capture:
    """Bring a surface into normal form.

    ``null`` among types becomes ``nullable``; a constant an enumeration of one; a file a text of bytes;
    alternatives that all hold, or of which only one is left beside null, are merged into the place that has them; flags
    that are false are left out.
    """
    shown: dict[str, list[Fact]] = {}
    sampled: dict[str, list[Fact]] = {}
    unseen: dict[str, dict[str, dict[str, Visibility]]] = {}
    joined: dict[tuple[str, str], Value] = {}
    order: dict[str, None] = {}
    servers: dict[str, int] = {}
    for fact in surface.facts:
        if fact.operation:
            order.setdefault(fact.operation)
        elif fact.attribute == "server" and isinstance(fact.value, str):
            servers.setdefault(fact.value.rstrip("/"), fact.line)
        if fact.visibility is not Visibility.SHOWN:
            unseen.setdefault(fact.operation, {}).setdefault(fact.place, {})[fact.attribute] = fact.visibility
            if fact.attribute == "enum" and fact.value is not None:
                joined[fact.operation, fact.place] = fact.value
        elif fact.evidence is Evidence.SAMPLE:
            sampled.setdefault(fact.operation, []).append(fact)
        else:
            shown.setdefault(fact.operation, []).append(fact)
    unplaced = {
        (fact.operation, fact.place): frozenset(map(str, fact.value))
        for fact in surface.facts
        if fact.attribute == "unplaced" and isinstance(fact.value, tuple)
    }
    single: dict[str, list[str]] = {operation: [] for operation in shown}
    said = {
        operation: _normal(facts, _partial(operation, unseen.get(operation, {}), unplaced), single[operation])
        for operation, facts in shown.items()
    }
    for operation, marks in unseen.items():
        for place in [place for place in marks if "|" in place]:
            lifted = _lifted_place(place, said.get(operation, {}))
            marks.setdefault(lifted, {}).update({key: mark for key, mark in marks[place].items() if key == "enum"})
            if (operation, place) in joined:
                joined.setdefault((operation, lifted), joined[operation, place])
    return Capture(
        page=surface.page,
        said=said,
        sampled={operation: _normal(facts) for operation, facts in sampled.items()},
        unseen=unseen,
        order=tuple(order),
        joined=joined,
        unplaced=unplaced,
        servers=servers,
        single={operation: tuple(owners) for operation, owners in single.items() if owners},
        buttoned=any(
            marks.get("properties") is Visibility.HIDDEN and "type" in said.get(operation, {}).get(place, {})
            for operation, places in unseen.items()
            for place, marks in places.items()
        ),
    )


def _lifted_place(place: str, said: Mapping[str, Attributes]) -> str:
    """Return where an alternative stands after those that are alone were merged into the place that has them."""
    steps_ = list(steps.segments(place))
    for number in range(len(steps_) - 1, 0, -1):
        owner = "".join(steps_[:number])
        if steps_[number].startswith("|") and not any(one.startswith(f"{owner}|") for one in said):
            del steps_[number]
    return "".join(steps_)


def _partial(
    operation: str,
    unseen: Mapping[str, Mapping[str, Visibility]],
    unplaced: Mapping[tuple[str, str], frozenset[str]],
) -> frozenset[str]:
    """Return the places of which an alternative is not there, and the bodies and answers below which one may be."""
    lost = {steps.above(place) for place, marks in unseen.items() if _ALTERNATIVE.search(place) and "type" in marks}
    return frozenset(lost | {place for (owner, place), names in unplaced.items() if owner == operation and "" in names})


def _normal(
    facts: Iterable[Fact], partial: frozenset[str] = frozenset(), single: list[str] | None = None
) -> dict[str, dict[str, Fact]]:
    """Return what is said by place; ``single`` takes the places into which the only alternative was merged."""
    found: dict[str, dict[str, Fact]] = {}
    for fact in sorted(facts, key=lambda one: _WEIGHT[one.evidence]):
        for normal in _normal_facts(fact):
            found.setdefault(normal.place, {}).setdefault(normal.attribute, normal)
    found = _merged(found, partial, [] if single is None else single)
    ordered = sorted(found.items(), key=lambda item: min((fact.line for fact in item[1].values()), default=0))
    return {place: attributes for place, attributes in ordered if attributes}


def _normal_facts(fact: Fact) -> Iterable[Fact]:
    """Yield one fact, or the two it says at once."""
    value = fact.value
    if fact.attribute == "type" and isinstance(value, tuple):
        plain = tuple(dict.fromkeys(word for word in value if word != "null"))
        if plain != value and plain:
            yield replace(fact, attribute="nullable", value=True)
        yield replace(fact, value=plain[0] if len(plain) == 1 else plain or "null")
    elif fact.attribute == "type" and value == "file":
        yield replace(fact, value="string")
        yield replace(fact, attribute="format", value="binary")
    elif fact.attribute == "const":
        yield replace(fact, attribute="enum", value=(value,))
    elif fact.attribute == "enum" and isinstance(value, tuple) and None in value and len(value) > 1:
        yield replace(fact, attribute="nullable", value=True)
        yield replace(fact, value=tuple(word for word in value if word is not None))
    elif not (fact.attribute in _UNSAID and value is False):
        yield fact


def _merged(
    found: dict[str, dict[str, Fact]], partial: frozenset[str], single: list[str]
) -> dict[str, dict[str, Fact]]:
    """Merge alternatives into the place that has them, the outermost first; not where one of several is lost."""
    for _ in range(_DEEPEST):
        owners = {steps.above(place) for place in found if _ALTERNATIVE.search(place)}
        owner = next((place for place in sorted(owners) if _is_merged(found, place, partial)), None)
        if owner is None:
            break
        if sum(not is_null(found, place) for place in branches_of(found, owner)) < 2:
            single.append(owner)
        found = lift(found, owner)
    return found


def _is_merged(found: Mapping[str, Mapping[str, Fact]], owner: str, partial: frozenset[str]) -> bool:
    branches = branches_of(found, owner)
    kind = found.get(owner, {}).get("type")
    if partial & {owner, steps.root(owner)} and not (kind is not None and kind.value == "all of"):
        return False
    real = [place for place in branches if not is_null(found, place)]
    if kind is not None and kind.value == "all of":
        return bool(branches)
    if branches and branches != [f"{owner}|1"] and len(branches) < 2:  # others were not saved
        return False
    return bool(branches) and (len(real) < 2 or len(real) < len(branches))


def condensed(attribute: str, value: Value) -> Value:
    """Return a value as a lock may keep it: no sentences, only code words, numbers and digests.

    A text with a blank in it is replaced by its digest, and so is every example, which may be anybody's data.
    """
    if attribute == "example" and value is not None and not _is_condensed(value):
        return {"digest": _digest(as_json(value))}
    if attribute not in _PROSE:
        return value
    if isinstance(value, str):
        return value if _CODE.fullmatch(value) else {"digest": _digest(value)}
    if isinstance(value, tuple):
        return tuple(condensed(attribute, one) for one in value)
    if isinstance(value, Mapping) and not _is_condensed(value):
        return {"digest": _digest(as_json(value))}
    return value


def _is_condensed(value: Value) -> bool:
    return isinstance(value, Mapping) and set(value) == {"digest"}


def _digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def as_json(value: Value) -> str:
    """Write a value as JSON with sorted keys."""
    return json.dumps(value, sort_keys=True, ensure_ascii=True, default=dict)


def equal(attribute: str, one: Value, other: Value) -> bool:
    """Whether two values of an attribute say the same: order does not count in sets, nor the way a value is printed."""
    one, other = condensed(attribute, one), condensed(attribute, other)
    if one == other and type(one) is type(other):
        return True
    if attribute in {"type", "enum", "media", "scopes"}:
        return sorted(map(_printed, _several(one))) == sorted(map(_printed, _several(other)))
    return _printed(one) == _printed(other)


def _several(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else (value,)


def _printed(value: Value) -> str:
    """Write a value as a page prints it: texts bare, numbers without a needless fraction, anything else as JSON."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return as_json(value)
