"""What a sketch before an edit and one after it differ in, definition by definition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from truespec.rendering.groups import Group, Written
from truespec.rendering.sketch import Sketch, rewritten

ANNOTATED, LITERAL = ("typing", "Annotated", "Annotated"), ("typing", "Literal", "Literal")


def sketched(*values: str) -> Sketch:
    group = Group({"Mood": {"enum": [*values]}}, {}, {}, {"Mood": ""})
    return Sketch({}, {"Mood": group}, frozenset(), "")


def written(imported: dict[int, tuple[tuple[str, str, str], ...]], kind: str) -> Any:
    """Return a workshop that says of a definition with so many values that it imports this."""

    def work(groups: Sequence[Group]) -> dict[str, Written]:
        values: list[str] = groups[0].definitions["Mood"]["enum"]
        return {"Mood": Written(f"Mood: TypeAlias = {kind}[{values!r}]", imported[len(values)])}

    return cast("Any", work)


def test_what_a_definition_still_uses_is_not_dropped_though_its_imports_were_told_with_those_of_others() -> None:
    workshop = written({1: (ANNOTATED, LITERAL), 2: (LITERAL,)}, "Annotated")
    (change,) = rewritten(sketched("a"), sketched("a", "b"), workshop) or ()
    assert (frozenset(), ()) == (change.dropped, change.imported)


def test_what_a_definition_uses_no_more_is_dropped() -> None:
    (change,) = rewritten(sketched("a"), sketched("a", "b"), written({1: (ANNOTATED,), 2: (LITERAL,)}, "Literal")) or ()
    assert (frozenset({"Annotated"}), (LITERAL,)) == (change.dropped, change.imported)
