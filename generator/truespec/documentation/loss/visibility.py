"""Whether a page would show a thing if the thing were there: only what it would show and does not is gone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from truespec.documentation.facts import steps
from truespec.documentation.facts.capture import Attributes, Capture
from truespec.documentation.facts.surface import Form, Grade, PageFacts, Value, Visibility
from truespec.documentation.facts.wording import digest
from truespec.documentation.rendered.fields import OTHERS
from truespec.documentation.rendered.sample_values import ITEMS
from truespec.documentation.rendered.words import LANGUAGES, words_of

__all__ = ["is_printed_alike", "is_sure_to_be_listed", "may_open", "of_attribute", "of_place", "of_sample"]

_FLAGS: Final = frozenset({"required", "deprecated", "readOnly", "writeOnly"})
_FORMAL: Final = frozenset(
    {"circular", "discriminator", "media", "otherMedia", "scheme", "scopes", "server", "summary", "title"}
)
"""What only a form that holds the vendor's document is sure to show."""
_BESIDE_PARTS: Final = frozenset({"deprecated", "readOnly", "writeOnly"})
"""Flags that a document may have beside the parts of a whole."""
_DROPPED: Final = frozenset({"enum", "example"})
"""What stands in parts of a page that crawlers drop."""
_WHOLE: Final = ("present", "type")
"""What is unseen of a place that is unseen as a whole, with everything below it."""
_MEMBERS: Final = "properties"
"""What is unseen of a place that may have more below it than the page shows."""
_BOUNDS_OF_NULLABLE: Final = "2026-01"
"""Before, a type that allows null was printed without its bounds."""
_DEFAULTS_AMONG_BOUNDS: Final = "2025-04"
"""Until then, a default was printed as one of the bounds."""
_BOUNDS: Final = frozenset({"min", "max"})
"""What is never printed where it is zero."""
_NOT_IN_HEADINGS: Final = frozenset({*_BOUNDS, "default", "nullable"})
"""What the heading of a body leaves out, which has the type of a list."""
_PLAIN: Final = frozenset({"string", "integer", "number", "boolean"})
_BOUND: Final = frozenset({"string", "integer", "number", "array"})
"""Types that are printed with their bounds."""
_OF_ITEMS: Final = frozenset({"type", "format", "enum"})
"""What is printed of the items of a list, in one line with it."""
_RENDERED: Final = frozenset({Form.TEXT_GITBOOK, Form.HTML_GITBOOK})
_OF_BLOCKS: Final = frozenset({"present", "type", "required", "description", "summary"})
"""What blocks of GitBook's source have words for; some writers add more."""
_PARAMETERS: Final = frozenset({"query", "header", "path", "cookie"})


def of_place(capture: Capture, operation: str, place: str, *, nested: bool = False) -> Visibility:
    """Return what the absence of a place means; ``nested`` says that it is known to hold others, or to have content.

    ``SHOWN`` means that the page would show it, so that it is gone.
    """
    if capture.page.grade is Grade.D:
        return Visibility.LOST
    if operation not in capture.order:
        return Visibility.SHOWN if capture.page.whole else Visibility.CUT
    if not capture.page.whole and capture.order[-1] == operation:
        return Visibility.CUT
    if _is_unplaced(capture, operation, place):
        return Visibility.LOST
    marked = _marked(capture, operation, place, nested=nested)
    if marked is not None and not (_is_status(place) and _lists_all(capture, operation, content=nested)):
        return marked
    said = capture.places(operation)
    if any("circular" in said.get(one, {}) for one in steps.ancestors(place)):
        return Visibility.HIDDEN
    if capture.page.grade is Grade.A or not place:
        return Visibility.SHOWN
    return _unmarked(capture, operation, place, nested=nested)


def _is_unplaced(capture: Capture, operation: str, place: str) -> bool:
    """Whether a page has a row that may be the one of a place, and does not tell where it belongs."""
    names = capture.unplaced.get((operation, steps.root(place)))
    if not names or place == steps.root(place):
        return False
    last = steps.segments(place)[-1]
    name = {"{": OTHERS, "|": "", "[": ITEMS}.get(last[0])
    return (steps.last_name(place) if name is None else name) in names


def _marked(capture: Capture, operation: str, place: str, *, nested: bool) -> Visibility | None:
    """Return what the page itself says of a place, or of one above it up to the nearest that it shows.

    Members that are lost are those with members of their own: where a page shows others beside them, only what is
    ``nested`` can be one.
    """
    unseen, said = capture.unseen.get(operation, {}), capture.places(operation)
    if not unseen:
        return None
    whole = [unseen[place][attribute] for attribute in _WHOLE if attribute in unseen.get(place, {})]
    if whole:
        return whole[0]
    for one in steps.ancestors(place):
        attributes = unseen.get(one, {})
        found = next((attributes[attribute] for attribute in (*_WHOLE, _MEMBERS) if attribute in attributes), None)
        if found is Visibility.LOST and steps.above(place) == one and not nested and _has_members(said, one):
            return None
        if found is not None:
            return found
        if one in said:
            return None
    return None


def may_open(capture: Capture, operation: str, place: str) -> bool:
    """Whether the row of a place has others below it, with which it is a button: a list of plain values has none.

    One of words of a list has: the row of its items, with the words.
    """
    said = capture.places(operation)
    below = [one for one in said if place in steps.ancestors(one)]
    if below != [f"{place}[]"]:
        return bool(below)
    items = said[below[0]]
    kind = items.get("type")
    listed = "enum" in items or below[0] in capture.unseen.get(operation, {})
    return kind is None or kind.value not in _PLAIN or listed


def _has_members(said: Mapping[str, Attributes], owner: str) -> bool:
    return any(one.startswith(f"{owner}.") and steps.above(one) == owner for one in said)


def _unmarked(capture: Capture, operation: str, place: str, *, nested: bool) -> Visibility:
    said = capture.places(operation)
    way = steps.segments(place)
    section = way[0]
    if section == "auth":
        return _of_credential(capture, said, alike=nested)
    if section == "body" and capture.page.form is Form.MD_SWAGGER and len(way) <= 2:
        return (
            Visibility.SHOWN if place.startswith("body.") else Visibility.LOST
        )  # blocks have members of an object only
    if section == "response" and len(way) <= 2:
        sure = _lists_all(capture, operation, content=nested)
        return Visibility.SHOWN if sure else Visibility.HIDDEN
    if nested and capture.page.grade is Grade.C and not capture.buttoned and len(way) > 1:
        return Visibility.LOST
    owner = steps.above(place)
    if (section in _PARAMETERS and len(way) == 2) or not owner:
        return Visibility.SHOWN
    if any(steps.above(one) == owner for one in said):
        return Visibility.SHOWN
    lost = capture.unseen.get(operation, {})
    if place.removeprefix(owner).startswith("|") and any(one.startswith(f"{owner}|") for one in lost):
        return Visibility.SHOWN  # the words between alternatives are there, and tell how many there are
    if owner in said:
        return Visibility.HIDDEN
    return of_place(capture, operation, owner)


def _of_credential(capture: Capture, said: Mapping[str, Attributes], *, alike: bool) -> Visibility:
    """Return what the absence of a credential means; ``alike`` says that a page that was saved like this one had it.

    A page shows the first of several, and a crawler may lose all of them with their heading.
    """
    if any(place.startswith("auth.") for place in said):
        return Visibility.SHOWN if alike else Visibility.LOST
    shown = any(place.startswith("auth.") for places in capture.said.values() for place in places)
    return Visibility.SHOWN if shown or any("auth" in unseen for unseen in capture.unseen.values()) else Visibility.LOST


def _lists_all(capture: Capture, operation: str, *, content: bool) -> bool:
    """Whether the page lists every answer of an operation; ``content`` says that it is about one that has some.

    Where one answer of an operation is listed all are, but for crawlers at times: they lose those without content.
    """
    said = capture.places(operation)
    if not any("present" in said[one] for one in said if _is_status(one)):
        return False
    return content or capture.page.grade is not Grade.C or _is_copied(capture) or _lists_empty(capture)


def is_sure_to_be_listed(place: str, attributes: Collection[str], page: PageFacts, other: PageFacts) -> bool:
    """Whether ``other`` lists an answer or a credential that ``page`` has with these attributes.

    Every page lists an answer with content.  Captures of one form that were printed alike list the same answers, and
    rendered pages the first credential.
    """
    if place.startswith("auth."):
        return page.form in _RENDERED and other.form in _RENDERED and Grade.A not in {page.grade, other.grade}
    return _is_status(place) and ("media" in attributes or is_printed_alike(page, other))


def is_printed_alike(page: PageFacts, other: PageFacts) -> bool:
    """Whether two pages were printed by one generation, and saved in one way."""
    return (page.form, page.grade, page.printer) == (other.form, other.grade, other.printer)


def _is_status(place: str) -> bool:
    return place.startswith("response.") and len(steps.segments(place)) == 2


def _is_copied(capture: Capture) -> bool:
    """Whether a text is a browser's copy, which has buttons and no flags."""
    fields = any("type" in attributes for said in capture.said.values() for attributes in said.values())
    return capture.page.form is Form.TEXT_GITBOOK and fields and not _has_flags(capture)


def _lists_empty(capture: Capture) -> bool:
    """Whether an answer is listed that has no content."""
    return any(
        _is_status(place) and attributes.keys() <= {"present", "description"}
        for said in capture.said.values()
        for place, attributes in said.items()
    )


def of_attribute(  # noqa: PLR0913 - a fact is its operation, place, attribute and value
    capture: Capture, operation: str, place: str, attribute: str, value: Value = None, *,
    by_document: bool = False, by_page: PageFacts | None = None,
) -> Visibility:  # fmt: skip
    """Return what the absence of an attribute means at a place that the page shows.

    ``value`` is what it would be.  ``by_document`` says that a document of the vendor, or a spec, has it: those say
    things beside "all of" that a page leaves out.  ``by_page`` is the page that has it, where it is a page.
    """
    unseen = capture.unseen.get(operation, {}).get(place, {})
    if attribute in unseen:
        return unseen[attribute]
    if capture.page.grade is Grade.A:
        return Visibility.SHOWN
    if capture.page.form is Form.MD_SWAGGER and (attribute not in _OF_BLOCKS or place == "body"):
        return Visibility.SHOWN if place != "body" and _has_said(capture, attribute) else Visibility.LOST
    said = capture.places(operation).get(place, {})
    of_items = place.endswith("[]") and attribute not in _OF_ITEMS
    kind = said["type"].value if "type" in said else "string"
    unbound = attribute in _BOUNDS and kind not in _BOUND  # a tuple, alternatives, an object
    listed = _is_status(place) and "present" in said  # not only above a sample
    if attribute == "media" and listed and by_page is not None and is_printed_alike(by_page, capture.page):
        return Visibility.SHOWN
    never = (
        (attribute == "description" and _is_word_for_none(capture.page, place, value))
        or of_items
        or unbound
        or (attribute in _BOUNDS and value == 0)
        or (attribute == "required" and place == "body")
    )
    headed = place == "body" and kind == "array" and attribute in _NOT_IN_HEADINGS
    if never or headed or attribute in _FORMAL or (attribute in _DROPPED and capture.page.grade is Grade.C):
        return Visibility.LOST
    if place and attribute in _FLAGS and not _has_flags(capture):
        return Visibility.LOST
    if "nullable" in said and (
        (attribute in _BOUNDS and _drops_bounds(capture)) or (attribute == "default" and _drops_defaults(capture))
    ):
        return Visibility.LOST
    whole = "type" not in said or kind == "object"  # what the parts of "all of" come to
    beside = {"nullable", "description"} | (_BESIDE_PARTS if whole else set[str]())
    if (attribute == "type" and "enum" in said) or (by_document and attribute in beside and "description" not in said):
        return Visibility.LOST
    alone = set(said) <= {"present", "description", "media"}
    return Visibility.LOST if alone and attribute != "description" else Visibility.SHOWN


def _is_word_for_none(page: PageFacts, place: str, words: Value) -> bool:
    """Whether an answer is described as one is that has no description: a page prints both alike."""
    if not _is_status(place) or page.form not in _RENDERED or not isinstance(words, Mapping):
        return False
    status = place.removeprefix("response.")
    languages = (page.language,) if page.language else LANGUAGES
    return any(words == digest(word) for one in languages for word in words_of(one).of_status(status))


def _has_flags(capture: Capture) -> bool:
    return _has_said(capture, "required")


def _has_said(capture: Capture, attribute: str) -> bool:
    """Whether a page says something of that kind of any place."""
    return any(attribute in attributes for said in capture.said.values() for attributes in said.values())


def _drops_bounds(capture: Capture) -> bool:
    if capture.page.form is Form.HTML_GITBOOK and not capture.page.printer:
        places = (attributes.keys() for said in capture.said.values() for attributes in said.values())
        return not any("nullable" in known and known & _BOUNDS for known in places)
    oldest = capture.page.printer.partition("..")[0]
    return not oldest or oldest[:7] < _BOUNDS_OF_NULLABLE


def _drops_defaults(capture: Capture) -> bool:
    """Whether a default stands among the bounds, which a type that allows null was printed without."""
    oldest, _, newest = capture.page.printer.partition("..")
    if newest and newest[:7] <= _DEFAULTS_AMONG_BOUNDS:
        return True
    places = (attributes.keys() for said in capture.said.values() for attributes in said.values())
    return oldest[:7] <= _DEFAULTS_AMONG_BOUNDS and not any(keys >= {"nullable", "default"} for keys in places)


def of_sample(capture: Capture, operation: str, place: str) -> Visibility:
    """Return what it means that the samples of a page do not show a place."""
    if operation not in capture.order:
        return of_place(capture, operation, place)
    part = steps.root(place)
    seen = any(steps.root(one) == part for one in capture.samples(operation))
    return Visibility.SHOWN if seen and capture.page.whole else Visibility.HIDDEN
