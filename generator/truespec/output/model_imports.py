"""What the modules of the models import, after a definition in one of them was exchanged."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from typing import Final

from truespec.output.imports import imported, laid_out, reimported
from truespec.rendering.code import identifier, join
from truespec.rendering.models import WIRE_NAMES
from truespec.rendering.sketch import Rewritten

__all__ = ["refitted"]

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
    gone: set[str] = set()
    for name in change.dropped:
        if _is_defined(name, text):
            continue
        is_shared = any(local == name for _, _, local in shared)
        used = [_is_used(name, reader) for reader in (models.values() if is_shared else [text])]
        if None in used or (is_shared and True not in used):
            return None
        gone |= set() if True in used else {name}
    found: dict[str, str] = {}
    for one, reader in models.items() if missing else ():
        whole = reimported(one, reader, ast.parse(_head(reader)), missing, ())
        if whole is None:
            return None
        found[one] = whole
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


def _with_needed(path: str, text: str, needed: Iterable[str]) -> str | None:
    """Return a module that imports just these of the other models; ``None`` where it is no such module."""
    names = join(", ", [identifier(name) for name in sorted(needed)])
    lines = ["if TYPE_CHECKING:", f"    from .models import {names}", ""] if names else []
    head, gap, rest = text.partition(_GAP)
    for node in ast.parse(head).body:
        is_there = isinstance(node, ast.If)
        if is_there or (isinstance(node, ast.Assign) and _PART.search(path)):
            rows = head.split("\n")
            after = rows[(node.end_lineno or 0) + 1 :] if is_there else rows[node.lineno - 1 :]
            head = laid_out(path, "\n".join([*rows[: node.lineno - 1], *lines, *after]))
            return f"{head}{gap}{rest}"
    return None
