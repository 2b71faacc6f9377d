"""Tells a page that lost a part by what it kept of it.

A variable in a path whose row is gone, the values of a member at another one, and lines that nobody understands where
every line was understood: no vendor writes those, and each is left over where lines were lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from truespec.documentation.facts import steps
from truespec.documentation.facts.capture import Attributes, Capture, equal
from truespec.documentation.facts.surface import Evidence, Form, Visibility
from truespec.documentation.loss.visibility import is_printed_alike, of_place

__all__ = ["is_listed", "left_over", "opens_now", "remnant", "untyped", "words_changed"]

_SCALARS: Final = frozenset({"string", "integer", "number", "boolean"})
_OPENING: Final = frozenset({"array", "object"})


def remnant(was: Capture, now: Capture, paired: Mapping[str, str]) -> str:
    """Say in words what a page kept of what it no longer shows; empty where there is nothing."""
    for old, current in paired.items():
        if name := _variable(was, now, old, current):
            return f"the path of {current} has {{{name}}}, and its row is gone"
        if place := _with_values_of(was, now, old, current):
            return f"the values of {place} of {current} stand at another member"
        if place := _slipped(was, now, old, current):
            return f"{place} of {current} stands beside what it was below, and samples still show it there"
        if cut := _part_of_a_name(was, now, old, current):
            return f"{cut[0]} of {current} stands where {cut[1]} did, which samples still show"
        if what := _emptied(was, now, old, current):
            return f"{current} shows no {what} any more, and others do"
        if place := _plain_part(was, now, old, current):
            return f"the alternative {place} of {current} has no row, and it does not open"
        if said := _half_a_row(was, now, old, current):
            return f"{said} of {current}"
    return ""


def _variable(was: Capture, now: Capture, old: str, current: str) -> str:
    """Return the variable of a path whose row is gone, though the page would show it; else empty."""
    for place in was.places(old):
        if steps.root(place) != "path" or steps.above(place) != "path" or place in now.places(current):
            continue
        name = steps.last_name(place)
        if f"{{{name}}}" in current and of_place(now, current, place) is Visibility.SHOWN:
            return name
    return ""


def _with_values_of(was: Capture, now: Capture, old: str, current: str) -> str:
    """Return the member that is gone, and of which the values run together at one that had none; else empty."""
    says, said = now.places(current), was.places(old)
    come = [
        values for (operation, place), values in now.joined.items()
        if operation == current and place in said and (old, place) not in was.joined and "enum" not in said[place]
    ]  # fmt: skip
    lost = (
        place for (operation, place), values in was.joined.items()
        if operation == old and values in come and place not in says
    )  # fmt: skip
    return next(lost, "")


def _slipped(was: Capture, now: Capture, old: str, current: str) -> str:
    """Return the member that stands beside its owner now, which no longer opens, though samples show it below; or none.

    So does a page that lost the line with which its owner opens.
    """
    said, says, shown = was.places(old), now.places(current), now.samples(current)
    for place in says:
        if not place or place in said or place in was.samples(old):
            continue
        beside = [one for one in shown if steps.last_name(one) == steps.last_name(place) and one in said]
        for one in beside:
            owner = steps.above(one).removesuffix("[]")
            if one not in says and owner in says and steps.above(owner) == steps.above(place):
                return one
    return ""


def _part_of_a_name(was: Capture, now: Capture, old: str, current: str) -> tuple[str, str] | None:
    """Return a member that samples do not know, called as a part of one that they do, and that one; or None.

    They stand in one list, and the same is said of both.
    """
    said, says, shown = was.places(old), now.places(current), now.samples(current)
    gone = [one for one in said if one in shown and one not in says and _is_row(said[one])]
    for place in says if gone else ():
        if not place or place in said or place in shown or not _is_row(says[place]):
            continue
        name = steps.last_name(place)
        for one in gone:
            whole = steps.last_name(one)
            part = name != whole and (whole.startswith(name) or whole.endswith(name))
            same = equal("type", said[one]["type"].value, says[place]["type"].value)
            if part and same and steps.above(one) == steps.above(place) and not words_changed(said[one], says[place]):
                return place, one
    return None


def _is_row(attributes: Attributes) -> bool:
    return "type" in attributes and attributes["type"].evidence is Evidence.STATED


def _emptied(was: Capture, now: Capture, old: str, current: str) -> str:
    """Say of what a page lists nothing for one operation any more, as it does for others and did before; else empty.

    No operation is without an answer; one without credentials has no heading for them, which hides nothing.
    """
    if not is_printed_alike(was.page, now.page):
        return ""
    closed = "auth" in now.unseen.get(current, {})
    for kind, what in (("response", "answers"), ("auth", "credentials")):
        if kind == "auth" and not closed:
            continue
        if _lists(was, old, kind) and not _lists(now, current, kind):
            return what if any(_lists(now, operation, kind) for operation in now.order) else ""
    return ""


def _half_a_row(was: Capture, now: Capture, old: str, current: str) -> str:
    """Say what markup no longer says of a place that it still shows, though every row says it; else empty.

    Texts may lose values with the buttons they stand in.
    """
    if now.page.form is not Form.HTML_GITBOOK or was.page.form is not now.page.form:
        return ""
    unseen, said, says = now.unseen.get(current, {}), was.places(old), now.places(current)
    for place, attributes in says.items():
        before = said.get(place, {})
        if "enum" in before and unseen.get(place, {}).get("enum") is Visibility.LOST:
            return f"a type speaks of values, and they are gone: {place}"
        typed = "type" in before and before["type"].evidence is Evidence.STATED and "required" in attributes
        if typed and not {"type", "circular"} & attributes.keys() and "type" not in unseen.get(place, {}):
            return f"a row has no type any more: {place}"
    return ""


def _plain_part(was: Capture, now: Capture, old: str, current: str) -> str:
    """Return the alternative without a row, though there are as many as before, and it was plain; else empty.

    Captures without buttons lose the rows of alternatives that open, and those only.
    """
    said, unseen = was.places(old), now.unseen.get(current, {})
    if not is_printed_alike(was.page, now.page):
        return ""
    for place in said:
        if "type" not in unseen.get(place, {}) or not steps.segments(place)[-1].startswith("|"):
            continue
        choice, kind = steps.above(place), said[place].get("type")
        plain = kind is not None and kind.value in _SCALARS
        counts = [
            sum(steps.above(one) == choice and one.startswith(f"{choice}|") for one in {*shown, *hidden})
            for shown, hidden in ((said, was.unseen.get(old, {})), (now.places(current), unseen))
        ]
        if plain and place not in now.places(current) and counts[0] == counts[1]:
            return place
    return ""


def _lists(capture: Capture, operation: str, kind: str) -> bool:
    said = capture.places(operation)
    listed = (one for one, attributes in said.items() if kind == "auth" or "present" in attributes)
    return any(steps.segments(one)[0] == kind and len(steps.segments(one)) == 2 for one in listed if one)


def words_changed(said: Attributes, says: Attributes) -> bool:
    """Whether the description of a place is another one, or gone."""
    one, other = said.get("description"), says.get("description")
    return one is not None and (other is None or not equal("description", one.value, other.value))


def is_listed(was: Capture, now: Capture, operation: str, place: str, said: Attributes) -> bool:
    """Whether a row that was there would be there still, as a sample of ``operation`` shows what it is about.

    What is not plain opens, and a page without its buttons has no row for what opens.
    """
    kind = said.get("type") or said.get("enum")  # a constant has no type beside it
    printers = {was.page.printer, now.page.printer} - {""}  # the row may have been all that told its generation
    if kind is None or kind.evidence is not Evidence.STATED or len(printers) > 1:
        return False
    if opens_now(said, now.samples(operation)[place]):
        return False
    plain = "type" not in said or (kind.value in _SCALARS and "enum" not in said)
    unbuttoned = now.unseen.get(operation, {}).get(steps.root(place), {}).get("properties") is Visibility.LOST
    return plain or not unbuttoned


def opens_now(said: Attributes, shown: Attributes) -> bool:
    """Whether samples show something with others in it where a row said that there is a plain value."""
    kind, value = said.get("type"), shown.get("type")
    return kind is not None and kind.value in _SCALARS and value is not None and value.value in _OPENING


def untyped(was: Capture, now: Capture, paired: Mapping[str, str]) -> list[str]:
    """Return where a body or an answer had a row with its type, which a page saved alike no longer has."""
    if not is_printed_alike(was.page, now.page):
        return []
    return [
        f"the type of {place} of {current}"
        for old, current in paired.items()
        for place, said in was.places(old).items()
        if place == "body" or len(steps.segments(place)) == 2
        if "type" in said and place in now.places(current) and "type" not in now.places(current)[place]
    ]


def left_over(was: Capture, now: Capture, unseen: Sequence[str]) -> str:
    """Say how many more lines nobody understands, where something is not shown that a page saved alike showed."""
    page, before = now.page, was.page
    alike = (page.form, page.grade) == (before.form, before.grade)
    more = (page.lines - page.understood) - (before.lines - before.understood)
    lost = bool(unseen) and alike and more > 0
    return f"{more} more of its lines cannot be understood, and {unseen[0]} is not shown" if lost else ""
