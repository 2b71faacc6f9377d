"""What the modules of the models import, after a definition in one of them was exchanged."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from typing import Final

from truespec.output.pieces import imported
from truespec.rendering.code import identifier, join
from truespec.rendering.formatting import format_python
from truespec.rendering.imports import Imports
from truespec.rendering.models import WIRE_NAMES
from truespec.rendering.sketch import Rewritten
from truespec.rendering.tree import FileTree
from truespec.rendering.verify import verify_module

__all__ = ["refitted"]

_Imported = tuple[str, str, str]
"""A module, a name in it, and what that is called here."""
_GAP: Final = "\n\n\n"
"""What stands between the head of a module and its definitions, and between these."""
_ALL: Final = ".models"
"""Where a module that holds some of the models finds the others."""
_PART: Final = re.compile(r"/_models_\d+\.py\Z")


def refitted(change: Rewritten, path: str, models: Mapping[str, str]) -> dict[str, str] | None:
    """Return the modules of models that import something else for a definition as it is now in the one at ``path``.

    ``None`` where that is not certain: the order of aliases depends on what they mention, and whether the last use of
    something that all modules import is gone would have to be asked of all of them.
    """
    if not change.is_class and (change.mentioned or change.dropped):
        return None
    text = models[path]
    have = set(imported(ast.parse(_head(text))))
    shared = {one for one in have if one[0] != _ALL}  # what one module imports, all of them do
    runtime = {("._runtime", name, name) for name in change.mentioned & WIRE_NAMES}
    missing = ({*change.imported} | runtime) - have
    others = {name for name in change.mentioned - WIRE_NAMES if not _is_defined(name, text)}
    if missing and any(name in {local for _, _, local in have} for _, _, name in missing):
        return None
    gone: set[str] = set()
    for name in change.dropped:
        if _is_defined(name, text):
            continue
        is_shared = any(local == name for _, _, local in shared)
        used = [_is_used(name, reader) for reader in (models.values() if is_shared else [text])]
        if None in used or (is_shared and True not in used):
            return None
        gone |= set() if True in used else {name}
    found = {one: _with_shared(one, models[one], missing) for one in models} if missing else {}
    needed = {name for module, name, _ in have if module == _ALL}
    if not needed >= others or gone:
        whole = _with_needed(path, found.get(path, text), (needed | others) - gone)
        return None if whole is None else {**found, path: whole}
    return found


def _head(text: str) -> str:
    return text.partition(_GAP)[0]


def _is_defined(name: str, text: str) -> bool:
    return re.search(rf"\n\n\n(?:class {name}\(|{name}: TypeAlias = |{name} = TypeAliasType\()", text) is not None


def _is_used(name: str, text: str) -> bool | None:
    """Whether a class of a module uses a name, other than in its words; ``None`` where there is no telling."""
    for block in text.split(_GAP):
        if name in block and block.startswith("class "):
            try:
                nodes = list(ast.walk(ast.parse(block)))
            except SyntaxError:  # half of a class: the words of the other half hold empty lines
                return None
            if any(isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load) for node in nodes):
                return True
    return False


def _with_shared(path: str, text: str, missing: Iterable[_Imported]) -> str:
    """Return a module that imports more of what all modules of models import."""
    imports, rows = Imports(), []
    for node in ast.parse(_head(text)).body:
        if isinstance(node, ast.Import):
            for one in node.names:
                imports.module(one.name, one.asname or "")
        elif isinstance(node, ast.ImportFrom) and node.module != "__future__":
            for one in node.names:
                imports.add(f"{'.' * node.level}{node.module or ''}", one.name, local=one.asname or one.name)
        else:
            continue
        rows += [node.lineno, node.end_lineno or node.lineno]
    for module, name, local in missing:
        imports.add(module, name, local=local)
    return _with_head(path, text, min(rows), max(rows), imports.render())


def _with_needed(path: str, text: str, needed: Iterable[str]) -> str | None:
    """Return a module that imports just these of the other models; ``None`` where it is no such module."""
    names = join(", ", [identifier(name) for name in sorted(needed)])
    lines = f"if TYPE_CHECKING:\n    from .models import {names}\n" if names else ""
    for node in ast.parse(_head(text)).body:
        if isinstance(node, ast.If):
            return _with_head(path, text, node.lineno, (node.end_lineno or 0) + 1, lines)
        if isinstance(node, ast.Assign) and _PART.search(path):
            return _with_head(path, text, node.lineno, node.lineno - 1, lines)
    return None


def _with_head(path: str, text: str, first: int, last: int, lines: str) -> str:
    """Return a module with other lines in its head, laid out, and looked at like all that is made."""
    head, gap, rest = text.partition(_GAP)
    rows = head.split("\n")
    head = "\n".join([*rows[: first - 1], *([lines] if lines else []), *rows[last:]])
    laid = format_python(FileTree({path: f"{head}\n"}))[path].rstrip("\n")
    verify_module(path, ast.parse(laid))
    return f"{laid}{gap}{rest}"
