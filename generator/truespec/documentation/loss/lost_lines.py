"""Tells a page that lost a single line since it was accepted, or got one: what hung on it hangs on its neighbour now.

Without its heading a section belongs to the one above; without its name, the words of a member belong to the member
above, and a line that runs into the next one becomes a part of its name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from truespec.documentation.facts import steps
from truespec.documentation.facts.capture import Attributes, Capture, equal
from truespec.documentation.facts.surface import Form
from truespec.documentation.facts.wording import digest

__all__ = ["absorbed", "doubled", "moved_together", "resettled", "run_into", "shortened"]

Spot = tuple[str, str]
"""An operation, as the accepted page calls it, and a place in it."""

_FEWEST: Final = 2
"""Members that change their section together at least; one may have been moved on purpose."""
_MOST: Final = 5
"""One of so many that are gone, or new, may be so for another reason, where the others only moved."""
_ENDINGS: Final = frozenset({"", "s", "es"})
"""What a vendor may take from the end of a path on purpose."""
_END: Final = 3
"""Letters of a name that are no chance."""
_ROW: Final = 8
"""Words at most of a row that is taken for a sentence."""


def moved_together(was: Capture, now: Capture, paired: Mapping[str, str]) -> tuple[Spot, str] | None:
    """Return the first of several members that stand in another section as they did in theirs, and that section.

    They followed each other and still do, and all that followed them in their section went with them.
    """
    for old, current in paired.items():
        before, after = was.places(old), now.places(current)
        new = [place for place in after if place not in before]
        for section in dict.fromkeys(_section(place) for place in new):
            come = [place for place in new if _section(place) == section and _is_top(place)]
            names = {steps.last_name(place): place for place in come}
            gone = [place for place in before if place not in after and _is_top(place) and _section(place) != section]
            gone = [
                place for place in gone if _same(before[place], after.get(names.get(steps.last_name(place), ""), {}))
            ]
            homes = {_section(place) for place in gone}
            if len(gone) < (1 if section == "auth" else _FEWEST) or len(homes) > 1:  # no parameter is a credential
                continue
            listed = [place for place in before if _section(place) in homes and _is_top(place)]
            order = [
                steps.last_name(place) for place in come if steps.last_name(place) in set(map(steps.last_name, gone))
            ]
            if listed[-len(gone) :] == gone and order == [steps.last_name(place) for place in gone]:
                return (old, gone[0]), section
        come = [place for place in new if place != "body"]  # of which the words of that member are said now
        if spot := _before_its_heading(before, after, come):
            return (old, spot), _section(come[0])
    return None


def _before_its_heading(before: Mapping[str, Attributes], after: Mapping[str, Attributes], new: Sequence[str]) -> str:
    """Return the first member of a body that is the last parameter now, as it stands above the heading; else empty."""
    top = next((place for place in before if place.startswith("body.") and _is_top(place)), "")
    if not top or top in after or len(new) != 1:
        return ""
    section = [place for place in after if _is_top(place) and _section(place) == _section(new[0])]
    stands = section and section[-1] == new[0] and steps.last_name(top) == steps.last_name(new[0])
    return top if stands and _section(new[0]) != "body" and _same(before[top], after[new[0]]) else ""


def resettled(was: Capture, now: Capture, paired: Mapping[str, str]) -> Spot | None:
    """Return the first of several members that stand below others now, where nothing else is gone and nothing is new.

    A text does not say what its members are below.  That is told by the samples, which may be damaged.
    """
    if now.page.form is not Form.TEXT_GITBOOK or was.page.form is not now.page.form:
        return None
    for old, current in paired.items():
        before, after = was.places(old), now.places(current)
        gone = [place for place in before if place not in after]
        come = [place for place in after if place not in before]
        left = {(steps.root(place), steps.last_name(place)): place for place in come}
        moved = [
            place
            for place in gone
            if _same(before[place], after.get(left.get((steps.root(place), steps.last_name(place)), ""), {}))
        ]
        if len(moved) > _FEWEST and len(moved) * _MOST >= max(len(gone), len(come)) * (_MOST - 1):
            return old, moved[0]
    return None


def _section(place: str) -> str:
    return steps.segments(place)[0] if place else ""


def _is_top(place: str) -> bool:
    """Whether a place is a member of a section itself: of parameters, or of a body."""
    return len(steps.segments(place)) == 2 and _section(place) in {"auth", "query", "header", "path", "cookie", "body"}


def _same(said: Attributes, says: Attributes) -> bool:
    """Whether two places have a type, and it is the same."""
    one, other = said.get("type"), says.get("type")
    return one is not None and other is not None and equal("type", one.value, other.value)


def absorbed(was: Capture, now: Capture, paired: Mapping[str, str], before: Spot, gone: Sequence[Spot]) -> bool:
    """Whether the words of what is gone stand among those of what was before it, and still is."""
    operation, place = before
    if any(other != operation for other, _ in gone):
        return False
    lost = sum(_words(was.places(other).get(one, {})) for other, one in gone)
    grown = _words(now.places(paired.get(operation, "")).get(place, {})) - _words(was.places(operation).get(place, {}))
    return 1 < lost <= grown <= lost + _ROW * len(gone)


def _words(attributes: Attributes) -> int:
    fact = attributes.get("description")
    words = fact.value.get("words") if fact is not None and isinstance(fact.value, Mapping) else 0
    return words if isinstance(words, int) else 0


def run_into(was: Capture, now: Capture, paired: Mapping[str, str], before: Spot, gone: Sequence[Spot]) -> str:
    """Return the name of a member that is new, and is that of one that is gone with a line before it; else empty.

    The line may be that of another member that is gone, or of words; or it is a part of the name itself, which stands
    among the words of what was before; or the name is gone, and what was said before it stands in its place; or the
    name has the end of one that is gone, and what was before has no words any more.
    """
    names = {(old, steps.last_name(place)) for old, place in gone if place}
    old_words = _words(was.places(before[0]).get(before[1], {}))
    grown = _words(now.places(paired.get(before[0], "")).get(before[1], {})) - old_words
    lost = bool(old_words) and grown == -old_words
    for old in dict.fromkeys(operation for operation, _ in names):
        said = was.places(old)
        told = {_digest(attributes) for attributes in said.values()}
        for come in (steps.last_name(one) for one in now.places(paired.get(old, "")) if one and one not in said):
            if " " in come and digest(come)["digest"] in told:
                return come
            own = [name for label, name in names if label == old]
            if any(_is_part(come, name, names, old, grown=0 < grown <= _ROW) for name in own):
                return come
            if lost and any(come[-_END:] == name[-_END:] and come[:1] != name[:1] for name in own):
                return come
    return ""


def _is_part(come: str, name: str, names: Collection[Spot], operation: str, *, grown: bool) -> bool:
    """Whether a new name ends with one that is gone behind something else, or, where words have grown, is its end."""
    ahead = come.removesuffix(name)
    others = tuple(other for label, other in names if label == operation and other != name)
    if ahead != come and (" " in ahead.strip() or ahead.startswith(others or " ")):
        return True
    return grown and name.endswith(come) and name != come


def _digest(attributes: Attributes) -> str:
    fact = attributes.get("description")
    return str(fact.value["digest"]) if fact is not None and isinstance(fact.value, Mapping) else ""


def shortened(gone: Sequence[str], new: Sequence[str]) -> str:
    """Return the operation whose path is the beginning of one that is gone, and ends within a step; else empty."""
    for operation, come in ((one, other) for one in gone for other in new):
        lost = operation.removeprefix(come)
        if lost != operation and not lost.startswith("/") and lost not in _ENDINGS:
            return come
    return ""


def doubled(gone: Sequence[str], new: Sequence[str], paired: Mapping[str, str]) -> str:
    """Return the operation whose path is that of one that was there, with another line behind it; else empty."""
    for operation, come in (*((one, other) for one in gone for other in new), *paired.items()):
        _, _, path = operation.partition(" ")
        rest = come.removeprefix(operation)
        if rest != come and (rest == path != "/" or (path.endswith("}") and rest[:1].isalnum())):
            return come
    return ""
