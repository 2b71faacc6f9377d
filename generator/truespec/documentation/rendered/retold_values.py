"""What looks like the default or the example of a row, and only ends its description: the sample tells.

A sample that was made has the example of each member, else its default, and a text like any other where it has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from truespec.documentation.rendered.fields import Field
from truespec.documentation.rendered.sample_values import ITEMS, first_object, sampled_name
from truespec.documentation.rendered.type_line import TypeLine, value_of
from truespec.specification.plain import is_mapping, is_sequence

__all__ = ["RETOLD", "give_back_defaults", "give_back_values", "is_made"]

_MADE_TEXTS: Final = frozenset({
    "text", "name@gmail.com", "[email protected]", "hello@example.com", "jane.doe@example.com", "password",
    "super-secret", "123e4567-e89b-12d3-a456-426614174000", "6592008029c8c3e4dc76256c", "example.com",
    "https://example.com", "https://example.com/entity/123", "https://example.com/{id}", "../folder", "/entitiy/1",
    "127.0.0.1", "0.0.0.0", "51d4:7fab:bfbf:b7d7:b2cb:d4b4:3dad:d998", "2001:0db8:85a3:0000:0000:8a2e:0370:7334",  # noqa: S104
    "binary", "Ynl0ZXM=",
})  # fmt: skip
"""What a sample has for a text of which it knows nothing else, by its format."""
_MADE_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?\Z")
"""The time at which a page was made, which is what a sample has for a date, and its vendor's own may have too."""
_MADE_OTHERS: Final[Mapping[str, object]] = {"integer": 1, "number": 1, "boolean": True}
RETOLD: Final = "retold"
"""Before the name of a value of a row: the flag that says that the sample has it too."""
_WORDS: Final = {"default": "Default", "example": "Example"}


def give_back_values(root: Field, members: Sequence[Field], sample: object) -> None:
    """Make defaults and examples a part of the description where the sample would have them and has none.

    What a body or answer is itself may have its members below its one part.
    """
    for part in root.alternatives[:1]:
        _give_back_below(part, sample, made=False)
    _give_back_members(members, sample)


def is_made(sample: object) -> bool:
    """Whether some value of a sample is one that the renderer made: what is around it is put together of such."""
    inner = sample.values() if is_mapping(sample) else sample if is_sequence(sample) else ()
    return (isinstance(sample, str) and sample in _MADE_TEXTS) or any(map(is_made, inner))


def _give_back_members(members: Sequence[Field], sample: object) -> None:
    values = first_object(sample)
    if values is None:
        return
    made = is_made(values)
    for field in members:
        name = sampled_name(field)
        if name in values:
            _give_back_below(field, values[name], made=made)


def give_back_defaults(fields: Sequence[Field], query: Mapping[str, str]) -> None:
    """Make defaults a part of the description where a request would have them; it has no example of a parameter."""
    for field in fields:
        if field.name in query:
            _weigh(field, query[field.name], made=False, names=("default",))


def _give_back_below(field: Field, value: object, *, made: bool) -> None:
    _weigh(field, value, made=made)
    if field.alternatives:  # of which samples are of the first
        _give_back_below(field.alternatives[0], value, made=made)
    inner: object = value
    if is_sequence(value) and value and [child.name for child in field.children] == [ITEMS]:
        inner = {ITEMS: value[0]}
    _give_back_members(field.children, inner)


def _weigh(field: Field, value: object, *, made: bool, names: Iterable[str] = _WORDS) -> None:
    """Give back what a value is not; ``made`` says that the renderer made those beside it."""
    kind = field.type
    told = [name for name in names if name in field.tail and field.tail[name][0] != "null" and _is_alone(field, name)]
    if kind is None or kind.enum or not told:
        return
    if same := [name for name in told if value in _both(field, kind, name)]:
        field.flags.update(f"{RETOLD} {name}" for name in same)
        return
    if _is_nothing_known(kind, value, made=made):
        for name in told:
            text, line = field.tail.pop(name)
            field.words = sorted([*field.words, (line, f"{_WORDS[name]}: {text}")])


def _both(field: Field, kind: TypeLine, name: str) -> tuple[object, object]:
    """Return a value as it is printed, and as its type says."""
    text = field.tail[name][0]
    return text, value_of(text, kind)


def _is_alone(field: Field, name: str) -> bool:
    """Whether nothing else of the row is on the line, as a paragraph is: pieces of a row may be run together."""
    line = field.tail[name][1]
    others = [field.line, field.values_line, *(at for key, (_, at) in field.tail.items() if key != name)]
    return line not in others


def _is_nothing_known(kind: TypeLine, value: Any, *, made: bool) -> bool:
    """Whether a value is what a sample has of a type by itself."""
    for _ in range(kind.depth):
        if not is_sequence(value) or len(value) != 1:
            return False
        value = value[0]
    if is_mapping(value) or is_sequence(value):
        return False
    if isinstance(value, str):
        dated = made and kind.detail in {"date", "date-time"} and _MADE_DATE.match(value) is not None
        return kind.base == "string" and (value in _MADE_TEXTS or dated)
    other = _MADE_OTHERS.get(kind.base)
    return made and other is not None and type(value) is type(other) and value == other
