"""Saves a printed page as the markup of its elements, which keep nesting, flags and values apart."""

from __future__ import annotations

from printing.elements import Element, Shown
from printing.texts import Saved

__all__ = ["save_markup"]


def save_markup(page: Element) -> Saved:
    """Save a page as HTML."""
    facts: list[Shown] = []
    _gather(page, facts)
    return Saved(f"<!DOCTYPE html>\n<html><body>{page.markup()}</body></html>\n", facts, facts)


def _gather(element: Element, facts: list[Shown]) -> None:
    facts.extend((*element.facts, *element.glued))
    for inside in element.inside:
        if isinstance(inside, Element):
            _gather(inside, facts)
