"""Classes that differ in name and words alone are written once: a large document holds many of them."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from truespec.rendering.code import member_docstring
from truespec.rendering.codegen import Group, Written, class_docstring, write_group
from truespec.rendering.verify import verify_module

__all__ = ["Batch", "batches", "write_batch"]

Batch: TypeAlias = tuple[tuple[Group, ...], ...]
"""What one call of the code generator writes: groups of one definition, those together that are written alike."""


def batches(groups: Sequence[Group], size: int) -> list[Batch]:
    """Divide groups of one definition each, so that ``size`` of them are written at once, and none twice."""
    alike: dict[str, list[Group]] = {}
    for group in groups:
        ((name, definition),) = group.definitions.items()
        is_class = "properties" in definition and not group.others
        pattern = json.dumps([definition, group.members.get(name, ())]) if is_class else name
        alike.setdefault(pattern, []).append(group)
    rows = [tuple(row) for row in alike.values()]
    return [tuple(rows[start : start + size]) for start in range(0, len(rows), size)]


def write_batch(batch: Batch) -> dict[str, Written]:
    """Write the definitions of a batch; each reads as if it was written by itself.

    Raises:
        ModelsError: The answer of the code generator is not what was asked for.
        UnsafeCodeError: The answer holds something that we never write.
    """
    found = write_group(Group.of([_marked(first) if others else first for first, *others in batch]))
    copies: dict[str, Written] = {}
    for first, *others in batch:
        pattern = found[_name(first)]
        for group in (first, *others) if others else ():
            copies[_name(group)] = replace(pattern, source="\n".join(_worded(pattern.source, group)))
    verify_module("models.py", ast.parse("\n".join(one.source for one in copies.values())))
    return found | copies


def _name(group: Group) -> str:
    (name,) = group.definitions
    return name


def _marked(group: Group) -> Group:
    """Return a group with a number for each of its texts: 0 is that of the class."""
    name = _name(group)
    members = enumerate(group.members.get(name, ()), start=1)
    return replace(group, words={name: "0", **{f"{name}.{member}": str(number) for number, (member, _) in members}})


def _worded(source: str, group: Group) -> Iterator[str]:
    """Yield the lines of a class that was written for another one, with the name and the words of its own."""
    name = _name(group)
    words = [class_docstring(name, group.words.get(name, ""))]
    words += [member_docstring(group.words.get(f"{name}.{member}", "")) for member, _ in group.members.get(name, ())]
    marks = {f'    """{number}"""': f"    {text}" for number, text in enumerate(words)}
    head, *lines = source.split("\n")
    yield f"class {name}({head.partition('(')[2]}"
    yield from (marks.get(line, line) for line in lines)
