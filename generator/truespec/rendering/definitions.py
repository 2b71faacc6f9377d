"""A module of models taken apart: its imports, its classes and aliases, each as it is written."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

__all__ = ["ALIAS", "MENTIONED", "SLOT", "SPECIFIED", "Definitions", "ModelsError", "spelt"]

_Edit: TypeAlias = tuple[int, int, int, bytes]
"""A line, two columns in bytes, and what stands between them instead."""

MENTIONED: Final = "_mentioned"
"""A module that is not there: what it imports as ``M_Name`` is the definition ``Name``, wherever that is written."""

SLOT: Final = "\0"
"""Stands before and after each slot of a form; no source of Python holds it.

A slot is ``MODULE NAME`` for what is imported, or one of the two words below.
"""
ALIAS: Final = "alias"
"""The slot for the name that a member has on the wire."""
SPECIFIED: Final = "specified"
"""The slot for the name of an alias, as a literal."""


@dataclass(frozen=True, slots=True)
class _Uses:
    """What a definition is made of, found in one walk: a walk takes longer than what is done with it.

    ``names`` are those that are used, not those that are given: a member may be called as an alias is.
    """

    names: tuple[ast.Name, ...]
    bare: tuple[_Edit, ...]
    fields: frozenset[str]

    @classmethod
    def below(cls, node: ast.AST) -> _Uses:
        """Find them below a node and in it."""
        names: list[ast.Name] = []
        bare: list[_Edit] = []
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name):
                if isinstance(inner.ctx, ast.Load):
                    names.append(inner)
            elif isinstance(inner, ast.Subscript):
                bare.extend(_bare(inner))
        return cls(tuple(names), tuple(bare), frozenset(_fields(node)))


class ModelsError(Exception):
    """The code generator did not give back what it was asked for: a fault of ours."""


class Definitions:
    """The definitions of a module by name.

    The code generator renames an imported type throughout a module as soon as one class has a member of that name;
    here it is renamed in that very class alone, so that a class reads the same whatever stands beside it.  ``slots``
    leaves slots for what is imported.

    Raises:
        ModelsError: The module holds something else than imports, classes and aliases.
    """

    def __init__(self, text: str, *, slots: bool = False) -> None:
        if SLOT in text:
            raise ModelsError("a character that no source holds")
        self._slots = slots
        self._lines = text.encode().splitlines(keepends=True)
        self._nodes: dict[str, ast.stmt] = {}
        self._ends: dict[str, int] = {}
        self._inlined: set[str] = set()
        self._uses: dict[ast.AST, _Uses] = {}
        self._imports: dict[str, tuple[str, str]] = {}
        last = ""
        for node in ast.parse(text).body:
            match node:
                case ast.ImportFrom(module=str(module), names=names, level=0):
                    self._imports |= {name.asname or name.name: (module, name.name) for name in names}
                    continue
                case ast.ClassDef(name=name):
                    last = name
                case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                    last = name
                case ast.Expr(value=ast.Constant(value=str())) if last:
                    self._ends[last] = node.end_lineno or 0
                    continue
                case ast.Expr(value=ast.Call(func=ast.Attribute(attr="model_rebuild"))):
                    continue  # models are built on first use, when all names are there
                case _:
                    raise ModelsError(f"a {type(node).__name__} that nobody asked for")
            self._nodes[last], self._ends[last] = node, node.end_lineno or 0

    @property
    def names(self) -> set[str]:
        """What is defined."""
        return set(self._nodes)

    def source(self, name: str) -> str:
        """Return a definition with its docstring, inlined names written out."""
        node = self._nodes[name]
        return self._span(node, (node.lineno, 0), (self._ends[name], None)).decode().rstrip("\n")

    def forms(self, name: str) -> Iterator[tuple[ast.AnnAssign, str]]:
        """Yield the statements of each member of a class, or that of an alias, with the form of its type."""
        node = self._nodes[name]
        for line in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(line, ast.AnnAssign):
                yield line, self._form(line.annotation if isinstance(node, ast.ClassDef) else line.value)

    def _form(self, type_: ast.expr | None) -> str:
        if type_ is None:
            raise ModelsError("a type that is not there")
        edits = [edit for node in ast.walk(type_) for edit in _wire_slot(node)]
        return self._span(type_, *_ends_of(type_), edits).decode()

    def classes(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Yield each class with its members: name in Python and alias, empty where it has none."""
        for name, node in self._nodes.items():
            if isinstance(node, ast.ClassDef) and name not in self._inlined:
                lines = (line for line in node.body if isinstance(line, ast.AnnAssign))
                yield name, [(ast.unparse(line.target), _alias_in(line.annotation)) for line in lines]

    def imported(self, name: str) -> list[tuple[str, str, str]]:
        """Return ``(module, name, local name)`` of what a definition uses, in what is written out in it too."""
        found: set[tuple[str, str, str]] = set()
        pending, seen = [name], {name}
        while pending:
            node = self._nodes[pending.pop()]
            uses = self._uses_in(node)
            for use in uses.names:
                if use.id in self._imports and self._imports[use.id][0] != MENTIONED:
                    found.add((*self._imports[use.id], self._spelt(use.id, uses.fields)))
                elif use.id in self._inlined and use.id not in seen:
                    seen.add(use.id)
                    pending.append(use.id)
        return sorted(found)

    def _uses_in(self, node: ast.AST) -> _Uses:
        found = self._uses.get(node)
        if found is None:
            found = self._uses[node] = _Uses.below(node)
        return found

    def inline(self, name: str) -> None:
        """Write an alias out wherever it is used.

        Raises:
            ModelsError: It is no alias.
        """
        if isinstance(self._nodes[name], ast.ClassDef):
            raise ModelsError(f"a class {name!r} that nobody asked for")
        self._inlined.add(name)

    def _value(self, name: str) -> bytes:
        node = self._nodes[name]
        value = node.value if isinstance(node, ast.AnnAssign | ast.Assign) else None
        if value is None:
            raise ModelsError(f"{name!r} stands for nothing")
        return self._span(value, *_ends_of(value))

    def _span(
        self, node: ast.AST, start: tuple[int, int], end: tuple[int, int | None], more: Sequence[_Edit] = ()
    ) -> bytes:
        """Return a stretch of the text in which every name below ``node`` that has to be is replaced.

        Its ends are line and column; no column is the end of the line.
        """
        line, column = start
        last, end_column = end
        rows = self._lines[line - 1 : last]
        rows[-1] = rows[-1] if end_column is None else rows[-1][:end_column]
        bare = self._uses_in(node).bare
        edits = [edit for edit in self._spellings(node) if not any(map(partial(_is_inside, edit), bare))]
        edits += [*bare, *more]
        for number, first, stop, text in sorted(edits, reverse=True):
            row = rows[number - line]
            rows[number - line] = row[:first] + text + row[stop:]
        rows[0] = rows[0][column:]
        return b"".join(rows)

    def _spellings(self, node: ast.AST) -> Iterator[_Edit]:
        """Yield the names that are written otherwise: inlined ones as what they stand for."""
        uses = self._uses_in(node)
        for use in uses.names:
            stop = use.end_col_offset or 0
            if use.id in self._inlined:
                yield use.lineno, use.col_offset, stop, self._value(use.id)
            elif use.id in self._imports and (text := self._spelt(use.id, uses.fields)) != use.id:
                yield use.lineno, use.col_offset, stop, text.encode()

    def _spelt(self, local: str, fields: Collection[str]) -> str:
        """Return what an imported name is called where members have the names ``fields``."""
        module, original = self._imports[local]
        name = original.removeprefix("M_") if module == MENTIONED else original
        if self._slots:
            return f"{SLOT}{module} {name}{SLOT}"
        return name if module == MENTIONED else spelt(name, fields)


def _ends_of(type_: ast.expr) -> tuple[tuple[int, int], tuple[int, int | None]]:
    return (type_.lineno, type_.col_offset), (type_.end_lineno or 0, type_.end_col_offset)


def spelt(name: str, fields: Collection[str]) -> str:
    """Return what an imported name is called in a class with members of the names ``fields``."""
    return f"{name}_" if name in fields else name


def _bare(use: ast.Subscript) -> Iterator[_Edit]:
    """Yield what is left out of ``Annotated[type,]``, which the code generator writes and Python refuses."""
    match use:
        case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[only])) if (
            use.lineno == use.end_lineno
        ):
            yield use.lineno, use.col_offset, only.col_offset, b""
            yield use.lineno, only.end_col_offset or 0, use.end_col_offset or 0, b""
        case _:
            pass


def _is_inside(edit: _Edit, other: _Edit) -> bool:
    """Whether an edit changes something that another one leaves out."""
    return edit[0] == other[0] and other[1] <= edit[1] and edit[2] <= other[2]


def _wire_slot(node: ast.AST) -> Iterator[_Edit]:
    """Yield a slot in place of a name on the wire, or of the name that an alias is marked with."""
    match node:
        case ast.keyword(arg="alias", value=ast.Constant(value=str()) as value):
            word = ALIAS
        case ast.Call(func=ast.Name(id="Specified"), args=[ast.Constant(value=str()) as value]):
            word = SPECIFIED
        case _:
            return
    yield value.lineno, value.col_offset, value.end_col_offset or 0, f"{SLOT}{word}{SLOT}".encode()


def _fields(node: ast.AST) -> set[str]:
    if not isinstance(node, ast.ClassDef):
        return set()
    return {
        line.target.id for line in node.body if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
    }


def _alias_in(annotation: ast.expr) -> str:
    for node in ast.walk(annotation):
        match node:
            case ast.keyword(arg="alias", value=ast.Constant(value=str(wire))):
                return wire
            case _:
                pass
    return ""
