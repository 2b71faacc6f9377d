"""Tells markup that lost elements by the empty ones that were around them: no page is printed with those."""

from __future__ import annotations

from typing import Final

from truespec.documentation.html.html_tree import Element
from truespec.documentation.rendered.words import Words

__all__ = ["gap"]

_NEVER_EMPTY: Final = frozenset({
    "openapi-schema", "openapi-schema-presentation", "openapi-schema-alternatives", "openapi-schema-alternative",
    "openapi-disclosure-group-panel", "openapi-response-body", "openapi-responsebody",
})  # fmt: skip
"""An object without members may have an empty list of them."""
_TO_COME: Final = "B:"
"""What a part of markup is called that is sent later."""
_ROW: Final = "openapi-schema-presentation"
_HEAD: Final = "openapi-schema-name"
_NAME: Final = "openapi-schema-propertyname"
_TYPE: Final = "openapi-schema-type"
_SCHEMES: Final = "openapi-securities"
_OPENS: Final = "openapi-disclosure"
_TRIGGER: Final = "openapi-disclosure-trigger"
_LABEL: Final = "openapi-disclosure-trigger-label"
_PANEL: Final = "openapi-disclosure-panel"


def gap(operation: Element, words: Words) -> str:
    """Say in words what an operation announces and does not have; empty where nothing is missing."""
    # The row of a security scheme has a type for some of them only.
    schemes = {id(head) for section in operation.outermost(_SCHEMES) for head in section.all(_HEAD)}
    for element in operation.walk():
        if element.attributes.get("id", "").startswith(_TO_COME) and element.tag == "template":
            return "something in it was still being loaded"
        if element.classes & _NEVER_EMPTY and not _holds(element):
            return "an element that holds others is empty"
        if _ROW in element.classes and element.first(_HEAD) is None:
            return "a row has neither a name nor a type"
        if _HEAD in element.classes and id(element) not in schemes and _is_without_type(element):
            return "a row has a name and no type"
        if _TRIGGER in element.classes and element.first(_LABEL) is not None and element.first(_ROW) is None:
            return "a member can be opened, and has no row"
        if _OPENS in element.classes and _is_open(element, words) and element.first(_PANEL) is None:
            return "a member is open, and nothing stands below it"
    return ""


def _is_without_type(head: Element) -> bool:
    return head.first(_NAME) is not None and head.first(_TYPE) is None


def _holds(element: Element) -> bool:
    return any(not isinstance(inner, str) or inner.strip() for inner in element.inside)


def _is_open(element: Element, words: Words) -> bool:
    """Whether the button of a member, and of none below it, says that it is open."""
    trigger = next(iter(element.outermost(_TRIGGER, _LABEL, _OPENS)), None)
    if trigger is None or _OPENS in trigger.classes:
        return False
    label = trigger if _LABEL in trigger.classes else trigger.first(_LABEL)
    return label is not None and label.text().lower() in words.hide_members
