"""Writes a value as YAML or JSON in the style of a place: in a block, or in braces."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from truespec.specification.plain import is_mapping, is_sequence

__all__ = ["Phrased", "Phrasing", "phrase"]

_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*\.?")
_RESERVED: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"})
_WIDEST: Final = 120


@dataclass(frozen=True, slots=True)
class Phrasing:
    """The style of a place: its indentation, one level of indentation, and whether values there stand in braces.

    ``json`` asks for quotes round everything, ``spread`` for one member a line in braces.
    """

    indent: str
    step: str
    flow: bool
    json: bool
    spread: bool = False


@dataclass(frozen=True, slots=True)
class Phrased:
    """What was written: ``block`` as lines of its own, ``inner`` for between braces or brackets."""

    block: str
    inner: str


def phrase(value: dict[str, Any] | list[Any], style: Phrasing) -> Phrased:
    """Write the members of a mapping, or the elements of a list, into the style of a place."""
    inner = _flow(value, style)[1:-1]
    if style.json and style.spread:
        text = json.dumps(value, indent=style.step, ensure_ascii=False)
        lines = text.splitlines()[1:-1]
        inner = "\n".join(style.indent + line.removeprefix(style.step) for line in lines).lstrip()
    return Phrased("".join(f"{line}\n" for line in _lines(value, style)), inner)


def _flow(value: Any, style: Phrasing) -> str:
    if is_mapping(value):
        return "{" + ", ".join(f"{_scalar(key, style)}: {_flow(one, style)}" for key, one in value.items()) + "}"
    if is_sequence(value):
        return "[" + ", ".join(_flow(one, style) for one in value) + "]"
    return _scalar(value, style)


def _lines(value: dict[str, Any] | list[Any], style: Phrasing) -> list[str]:
    lines: list[str] = []
    pairs: list[tuple[str | None, Any]] = (
        [*value.items()] if isinstance(value, dict) else [(None, one) for one in value]
    )
    for key, inner in pairs:
        head = f"{style.indent}{'-' if key is None else _scalar(key, style) + ':'}"
        flat = f"{head} {_flow(inner, style)}"
        if (
            not (is_mapping(inner) or is_sequence(inner))
            or not inner
            or (len(flat) <= _WIDEST and (style.flow or _is_list_of_scalars(inner)) and not _is_deep(inner))
        ):
            lines.append(flat)
            continue
        deeper = Phrasing(style.indent + style.step, style.step, style.flow, style.json)
        below = _lines(inner, deeper)
        if key is None and is_mapping(inner):
            marked = Phrasing(f"{style.indent}  ", style.step, style.flow, style.json)
            below = _lines(inner, marked)
            lines.append(f"{head} {below[0].lstrip()}")
            below = below[1:]
        else:
            lines.append(head)
        lines += below
    return lines


def _is_deep(value: Any) -> bool:
    """Whether a mapping is a table of others, which is read more easily, and grows better, on lines of its own."""
    return is_mapping(value) and bool(value) and all(is_mapping(one) for one in value.values())


def _is_list_of_scalars(value: Any) -> bool:
    return is_sequence(value) and not any(isinstance(one, dict | list) for one in value)


def _scalar(value: Any, style: Phrasing) -> str:
    """Write a scalar; a text is left bare only where no reader of YAML could take it for anything else."""
    if isinstance(value, str) and not style.json and _PLAIN.fullmatch(value) and value.lower() not in _RESERVED:
        return value
    return json.dumps(value, ensure_ascii=not style.json and not str(value).isprintable())
