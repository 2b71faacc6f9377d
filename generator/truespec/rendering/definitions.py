"""A module of models taken apart: its imports, its classes and aliases, each as it is written."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

__all__ = ["Definitions", "ModelsError"]


class ModelsError(Exception):
    """The code generator did not give back what it was asked for: a fault of ours."""


class Definitions:
    """The definitions of a module by name; ``imported`` holds ``(module, name, local name)``.

    Raises:
        ModelsError: The module holds something else than imports, classes and aliases.
    """

    def __init__(self, text: str) -> None:
        self._lines = text.encode().splitlines(keepends=True)
        self._nodes: dict[str, ast.stmt] = {}
        self._ends: dict[str, int] = {}
        self._inlined: set[str] = set()
        self.imported: list[tuple[str, str, str]] = []
        last = ""
        for node in ast.parse(text).body:
            match node:
                case ast.ImportFrom(module=str(module), names=names, level=0):
                    self.imported += [(module, name.name, name.asname or "") for name in names]
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
        return self._span(node, node.lineno, 0, self._ends[name], None).decode().rstrip("\n")

    def classes(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Yield each class with its members: name in Python and alias, empty where it has none."""
        for name, node in self._nodes.items():
            if isinstance(node, ast.ClassDef) and name not in self._inlined:
                lines = (line for line in node.body if isinstance(line, ast.AnnAssign))
                yield name, [(ast.unparse(line.target), _alias_in(line.annotation)) for line in lines]

    def names_used(self, left_out: Collection[str]) -> set[str]:
        """Return the names that the definitions mention, but for those of the definitions left out."""
        nodes = (node for name, node in self._nodes.items() if name not in left_out)
        return {inner.id for node in nodes for inner in ast.walk(node) if isinstance(inner, ast.Name)}

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
        return self._span(value, value.lineno, value.col_offset, value.end_lineno or 0, value.end_col_offset)

    def _span(self, node: ast.AST, line: int, column: int, end: int, end_column: int | None) -> bytes:
        """Return a stretch of the text in which every inlined name below ``node`` is written out."""
        rows = self._lines[line - 1 : end]
        rows[-1] = rows[-1] if end_column is None else rows[-1][:end_column]
        names = (use for use in ast.walk(node) if isinstance(use, ast.Name) and isinstance(use.ctx, ast.Load))
        uses = [use for use in names if use.id in self._inlined]  # a member may be called like an alias
        for use in sorted(uses, key=lambda found: (found.lineno, found.col_offset), reverse=True):
            row = rows[use.lineno - line]
            rows[use.lineno - line] = row[: use.col_offset] + self._value(use.id) + row[use.end_col_offset :]
        rows[0] = rows[0][column:]
        return b"".join(rows)


def _alias_in(annotation: ast.expr) -> str:
    for node in ast.walk(annotation):
        match node:
            case ast.keyword(arg="alias", value=ast.Constant(value=str(wire))):
                return wire
            case _:
                pass
    return ""
