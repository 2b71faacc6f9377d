"""The imports of a generated module: what they are, and the module with others in their place."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from typing import TypeAlias

from truespec.rendering.formatting import format_python
from truespec.rendering.imports import Imports
from truespec.rendering.tree import FileTree
from truespec.rendering.verify import verify_module

__all__ = ["Imported", "imported", "laid_out", "reimported"]

Imported: TypeAlias = tuple[str, str, str]
"""A module, a name in it, and what that is called here."""


def imported(module: ast.Module) -> Iterator[Imported]:
    """Yield what a module imports by name."""
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom):
            yield from _names(node)


def reimported(
    path: str, text: str, module: ast.Module, more: Collection[Imported], less: Collection[Imported]
) -> str | None:
    """Return the text of a module that imports ``more`` and what is ``less`` no longer; ``None`` where that is unclear.

    ``module`` is the text parsed, as far as its imports at least.  Other imports than those at the top are left alone.
    """
    nodes = [node for node in module.body if isinstance(node, ast.Import) or _is_plain(node)]
    if not nodes:
        return None
    first, last = nodes[0].lineno, nodes[-1].end_lineno or nodes[-1].lineno
    rows = text.split("\n")
    block = "\n".join(rows[first - 1 : last])
    names = {name for node in nodes if isinstance(node, ast.ImportFrom) for name in _names(node)}
    changed = (names | {*more}) - {*less}
    if len({local for _, _, local in changed}) != len(changed) or laid_out(path, _block(nodes, names)) != block:
        return None
    return "\n".join([*rows[: first - 1], laid_out(path, _block(nodes, changed)), *rows[last:]])


def laid_out(path: str, lines: str) -> str:
    """Return some lines of a module as the formatter has them, looked at like all that is made."""
    laid = format_python(FileTree({path: f"{lines}\n"}))[path].rstrip("\n")
    verify_module(path, ast.parse(laid))
    return laid


def _is_plain(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module != "__future__"


def _names(node: ast.ImportFrom) -> Iterator[Imported]:
    module = f"{'.' * node.level}{node.module or ''}"
    yield from ((module, one.name, one.asname or one.name) for one in node.names)


def _block(nodes: Collection[ast.stmt], names: Collection[Imported]) -> str:
    imports = Imports()
    for node in nodes:
        if isinstance(node, ast.Import):
            for one in node.names:
                imports.module(one.name, one.asname or "")
    for module, name, local in names:
        imports.add(module, name, local=local)
    return imports.render()
