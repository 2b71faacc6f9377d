"""A package with some of its definitions exchanged: what changes when a schema does and everything else stays."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from truespec.output.pieces import carried_over, imported
from truespec.rendering.parts import nearly_divided_anew, weight
from truespec.rendering.sketch import Rewritten, Sketch

__all__ = ["amended"]

_KEY: Final = re.compile(r'"(?:[^"\\]|\\.)*": ')


def amended(
    files: Mapping[str, bytes], root: str, before: Sketch, after: Sketch, changes: Sequence[Rewritten]
) -> dict[str, bytes] | None:
    """Return ``files`` with the difference between two sketches; ``None`` where that is more than is certain here.

    ``root`` is the folder of the modules.  Certain is what stands in the files exactly once as it was in the sketch
    ``before``, in a place that does not depend on how it reads.
    """
    schemas = f"{root}/schemas.json"
    models = {path: text.decode() for path, text in files.items() if _holds_models(path, root)}
    carried = carried_over(files, root, before, after)
    if carried is None or not models or schemas not in files:
        return None
    if nearly_divided_anew(sum(map(weight, models.values())), sum(change.growth for change in changes)):
        return None
    for change in changes:
        path = _module_of(change, models)
        if path is None:
            return None
        models[path] = _exchanged(models[path], change)
        if not _fits(change, path, models):
            return None
    lines = _lines(files[schemas].decode(), before.files[schemas], after.files[schemas])
    if lines is None:
        return None
    return {**files, **carried, schemas: lines.encode(), **{path: text.encode() for path, text in models.items()}}


def _holds_models(path: str, root: str) -> bool:
    return path == f"{root}/models.py" or path.startswith(f"{root}/_models_")


def _module_of(change: Rewritten, models: Mapping[str, str]) -> str | None:
    """Return the one module in which the definition stands just once as it was before."""
    counts = {path: f"{text}\n\n".count(_alone(change.before)) for path, text in models.items()}
    return next((path for path, count in counts.items() if count), None) if sum(counts.values()) == 1 else None


def _alone(definition: str) -> str:
    """Return a definition between the empty lines that are around each, with a line feed for the last of a module."""
    return f"\n\n\n{definition}\n\n\n"


def _exchanged(text: str, change: Rewritten) -> str:
    whole = f"{text}\n\n".replace(_alone(change.before), _alone(change.after))
    return whole.removesuffix("\n\n")


def _fits(change: Rewritten, path: str, models: Mapping[str, str]) -> bool:
    """Whether the imports and the order of a module are the same with the definition as it is now."""
    if not change.is_class and (change.mentioned or change.dropped):
        return False
    text = models[path]
    have = set(imported(ast.parse(text.partition("\n\n\n")[0])))
    elsewhere = {name for name in change.mentioned if not _is_defined(name, text)}
    if not (have.issuperset(change.imported) and {name for _, _, name in have} >= elsewhere):
        return False
    shared = {name for module, _, name in have if module != ".models"}  # what one module imports, all of them do
    for name in change.dropped:
        readers = models.values() if name in shared else [text]
        if not _is_defined(name, text) and not any(_is_used(name, reader) for reader in readers):
            return False
    return True


def _is_defined(name: str, text: str) -> bool:
    return re.search(rf"\n\n\n(?:class {name}\(|{name}: TypeAlias = )", text) is not None


def _is_used(name: str, text: str) -> bool:
    """Whether a class of a module uses a name, other than in its words."""
    for block in text.split("\n\n\n"):
        if name in block and block.startswith("class "):
            try:
                nodes = list(ast.walk(ast.parse(block)))
            except SyntaxError:  # half of a class: the words of the other half hold empty lines
                continue
            if any(isinstance(node, ast.Name) and node.id == name for node in nodes):
                return True
    return False


def _lines(whole: str, before: str, after: str) -> str | None:
    """Exchange lines of ``schemas.json``, one for each schema; ``None`` where there are others than before."""
    old, new = before.splitlines(), after.splitlines()
    if len(old) != len(new):
        return None
    changed: dict[str, str] = {}
    for was, is_ in zip(old, new, strict=True):
        if was != is_:
            keys = _KEY.match(was), _KEY.match(is_)
            if keys[0] is None or keys[1] is None or keys[0][0] != keys[1][0]:
                return None
            changed[was.removesuffix(",")] = is_.removesuffix(",")
    lines = whole.split("\n")
    found = Counter(bare for line in lines if (bare := line.removesuffix(",")) in changed)
    if found != Counter(dict.fromkeys(changed, 1)):
        return None
    return "\n".join(_line(line, changed) for line in lines)


def _line(line: str, changed: Mapping[str, str]) -> str:
    bare = line.removesuffix(",")
    return f"{changed[bare]}{line[len(bare) :]}" if bare in changed else line
