"""Values inside a sample, by the way to them, and whether they are such as a printed row says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

from truespec.documentation.facts.plain import plain
from truespec.documentation.rendered.fields import OTHERS, Field
from truespec.documentation.rendered.type_line import TypeLine, value_of
from truespec.specification.plain import is_mapping, is_sequence

__all__ = [
    "ANY_NAME",
    "ITEMS",
    "Path",
    "first_object",
    "fits_type",
    "is_circular",
    "is_example_of",
    "names_anywhere",
    "names_in_samples",
    "opens",
    "sampled_name",
    "value_at",
    "values_named",
]

Path: TypeAlias = tuple[str | int, ...]
"""The way to something: names of members, and numbers of alternatives counted from one."""

ANY_NAME: Final = "ANY_ADDITIONAL_PROPERTY"
"""What a sample has for them."""
ITEMS: Final = "items"
"""What is printed for the items of an array."""
_NAME: Final = re.compile(r"\"([^\"\\]+)\": ")
"""The name of a member, as a line of a sample begins with it."""
_CIRCULAR: Final = "[Circular Reference]"
_MADE: Final = ("text", 1, True)
"""What a sample has for what it knows nothing else of, a constant among them."""
_PYTHON: Final[Mapping[str, tuple[type, ...]]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,), "object": (dict,),
}  # fmt: skip


def sampled_name(field: Field) -> str:
    """Return the name that a sample has for a row."""
    return ANY_NAME if field.is_others else field.name


def value_at(sample: object, path: Path) -> object:
    """Return what a sample has at a place, the first item for arrays; None where it has nothing.

    Of alternatives a sample shows the first.
    """
    for step in path:
        if isinstance(step, int):
            sample = sample if step == 1 else None
        else:
            members = first_object(sample)
            sample = None if members is None else members.get(step)
    return sample


def first_object(value: object) -> dict[str, Any] | None:
    """Return the object that a sample shows, also as the first item of arrays."""
    while is_sequence(value):
        value = value[0] if value else None
    return value if is_mapping(value) else None


def opens(value: object) -> bool:
    """Whether there is something inside a value."""
    return (is_mapping(value) or is_sequence(value)) and bool(value)


def is_circular(value: object) -> bool:
    """Whether a sample has for something, or for the items of it, that it leads back to what it is in."""
    while is_sequence(value) and value:
        value = value[0]
    return value == _CIRCULAR


def names_anywhere(value: object) -> set[str]:
    """Return the names of all members in a sample, as they are printed."""
    names: set[str] = set()
    stack: list[Any] = [value]
    while stack:
        here = stack.pop()
        if is_mapping(here):
            names.update(here)
            stack.extend(here.values())
        elif is_sequence(here):
            if here and not is_mapping(here[0]):
                names.add(ITEMS)
            stack.extend(here)
    if ANY_NAME in names:
        names.add(OTHERS)
    return names


def names_in_samples(texts: Iterable[str]) -> frozenset[str]:
    """Return the names of members that begin lines, as those of samples do."""
    return frozenset(name[1] for text in texts if (name := _NAME.match(text)) is not None)


def values_named(value: object, name: str) -> list[object]:
    """Return what a sample has for the members of a name, wherever they are."""
    found: list[object] = []
    stack: list[Any] = [value]
    while stack:
        here = stack.pop()
        if is_mapping(here):
            found += [here[name]] if name in here else []
            stack.extend(here.values())
        elif is_sequence(here):
            stack.extend(here)
    return found


def fits_type(field: Field, value: object) -> bool:
    """Whether a value that the renderer made may be one of the field: that which it says, or one of its type."""
    kind = field.type
    if kind is None or value is None or value == _CIRCULAR or _is_given(field, kind, value):
        return True
    for _ in range(kind.depth):
        if not is_sequence(value):
            return False
        if not value:
            return True
        value = value[0]
    if kind.const is not None:
        return value in (kind.const, value_of(kind.const, kind), *_MADE)
    if value is None or value == _CIRCULAR or not all(base in _PYTHON for base in kind.bases):
        return True
    allowed = tuple(one for base in kind.bases for one in _PYTHON[base])
    return isinstance(value, allowed) and ("boolean" in kind.bases or not isinstance(value, bool))


def is_example_of(field: Field, value: object) -> bool:
    """Whether a value that the renderer made is the example of the row; where it is silent, or the row, it may be."""
    if field.type is None or "example" not in field.tail or value is None or is_circular(value):
        return True
    text = field.tail["example"][0]
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "".join(text.split()) == "".join(shown.split()) or value_of(text, field.type) == plain(value)


def _is_given(field: Field, kind: TypeLine, value: object) -> bool:
    """Whether a value is the example or the default that the row shows."""
    texts = [text for name, (text, _) in field.tail.items() if name in {"default", "example"}]
    return any(value in (text, value_of(text, kind)) for text in texts)
