"""A text of a page that is another one now: what of it changed that can be told without keeping the text."""

from __future__ import annotations

from truespec.documentation.facts.surface import Value
from truespec.drift.change import Change, Kind, Weight
from truespec.drift.sameness import codes

__all__ = ["reworded"]


def reworded(operation: str, place: str, attribute: str, values: tuple[Value, Value], line: int) -> Change:
    """Return the change of a text; it says something else only where its numbers or code words changed.

    One that is gone altogether may be lost; a new one is a note.
    """
    before, after = values
    reasons: tuple[str, ...] = ("numbers and code words unchanged",)
    weight = Weight.NOTE
    if before is None or after is None:
        reasons = ("new" if before is None else "gone",)
        weight = Weight.NOTE if before is None else Weight.WARNING
    elif codes(before) != codes(after):
        weight = Weight.WARNING
        gone, come = sorted(codes(before) - codes(after)), sorted(codes(after) - codes(before))
        reasons = (f"check: {', '.join(gone) or 'nothing'} -> {', '.join(come) or 'nothing'}",)
    return Change(Kind.REWORDED, weight, operation, place, attribute, before, after, line=line, reasons=reasons)
