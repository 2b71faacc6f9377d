"""A package with some of its definitions exchanged: what changes when a schema does and everything else stays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from truespec.output.model_imports import refitted
from truespec.output.pieces import carried_over
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
        others = refitted(change, path, models)
        if others is None:
            return None
        models |= others
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
