"""The texts of a package with some pieces exchanged: methods, constants, dictionaries, entries of documents."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from truespec.output.imports import Imported, imported, reimported
from truespec.rendering.formatting import format_python
from truespec.rendering.sketch import Sketch
from truespec.rendering.tree import FileTree
from truespec.rendering.verify import verify_module

__all__ = ["OPERATIONS", "carried_over"]

_Pieces: TypeAlias = dict[tuple[str, ...], str]
"""The text of each statement by its name: of a function that of its class comes first."""

_REST: Final = ("reference.md", "README.md")
_OF_ALL: Final = ("__init__", "client", "headers")
"""Modules each piece of which may be made from several operations."""
OPERATIONS: Final = "\n## Operations\n"
"""Where the README begins to list operations: what stands before is made of several."""
_CALLED: Final = re.compile(r"(?<=\.)\w+\.\w+(?=\()|(?<=\")\w+\.\w+(?=\")")
_ENTRY: Final = re.compile(r"\n(?=#{2,3} )")


def carried_over(files: Mapping[str, bytes], root: str, before: Sketch, after: Sketch) -> dict[str, bytes] | None:
    """Return the files that differ, beside models and ``schemas.json``; ``None`` where more than pieces does.

    ``root`` is the folder of the modules.  A piece is exchanged where it stands once as it was before.
    """
    models = (f"{root}/models.py", f"{root}/_models_")
    whole = {f"{root}/{name}.py" for name in _OF_ALL}
    differing = [path for path, text in before.files.items() if after.files.get(path) != text]
    differing = [path for path in differing if path != f"{root}/schemas.json"]
    if before.files.keys() != after.files.keys() or (before.calls, before.common) != (after.calls, after.common):
        return None
    if any(path.startswith(models) or path in whole or path not in files for path in differing):
        return None
    texts = {path: files[path].decode() for path in differing}
    found = _documents(texts, files, before, after)
    return None if found is None else _modules(texts, found, before, after)


def _documents(
    texts: Mapping[str, str], files: Mapping[str, bytes], before: Sketch, after: Sketch
) -> dict[str, bytes] | None:
    found: dict[str, bytes] = {}
    if texts and not before.calls.isdisjoint(_CALLED.findall(files["README.md"].decode().partition(OPERATIONS)[0])):
        return None  # an example of the README may read otherwise
    for path, text in texts.items():
        if path.endswith(".py"):
            continue
        cut = _rows if path == "README.md" else _entries
        changed = _exchanged(text, cut(before.files[path]), cut(after.files[path])) if path in _REST else None
        if changed is None:
            return None
        found[path] = changed.encode()
    return found


def _rows(readme: str) -> list[str]:
    """Return what is said of each operation: examples before that are those of the whole API."""
    return [f"\n{row}\n" for row in readme.partition(OPERATIONS)[2].split("\n")]


def _entries(reference: str) -> list[str]:
    return [f"\n{entry.strip()}\n" for entry in _ENTRY.split(reference)]


def _modules(
    texts: Mapping[str, str], found: dict[str, bytes], before: Sketch, after: Sketch
) -> dict[str, bytes] | None:
    paths = [path for path in texts if path.endswith(".py")]
    both = enumerate((before, after))
    laid = format_python(FileTree({f"{number}/{path}": one.files[path] for number, one in both for path in paths}))
    for path in paths:
        old, new = laid[f"0/{path}"], laid[f"1/{path}"]
        trees = ast.parse(old), ast.parse(new)
        pieces = _pieces(old, trees[0]), _pieces(new, trees[1])
        if list(pieces[0]) != list(pieces[1]):
            return None
        rows = [[f"\n{piece}\n\n" for piece in one.values()] for one in pieces]
        changed = _exchanged(f"{texts[path]}\n", *rows)
        if changed is not None:
            changed = _with_imports(path, changed, set(imported(trees[0])), set(imported(trees[1])))
        if changed is None:
            return None
        verify_module(path, trees[1])
        found[path] = changed.removesuffix("\n").encode()
    return found


def _pieces(text: str, module: ast.Module) -> _Pieces:
    """Return the pieces of a module, but for its imports; words below a statement belong to it."""
    lines = text.split("\n")
    found: _Pieces = {}
    spans: list[tuple[tuple[str, ...], int, int]] = []
    for way, node in _statements(module):
        if isinstance(node, ast.Expr) and spans:
            spans[-1] = (*spans[-1][:2], node.end_lineno or 0)
        else:
            first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
            spans.append((way, first, node.end_lineno or 0))
    for number, (way, first, last) in enumerate(spans):
        found[*way, str(number)] = "\n".join(lines[first - 1 : last])
    return found


def _statements(module: ast.Module) -> Iterator[tuple[tuple[str, ...], ast.stmt]]:
    for node in module.body:
        if isinstance(node, ast.ClassDef) and any(map(_is_function, node.body)):
            yield from (((node.name, *_name(inner)), inner) for inner in node.body if _is_function(inner))
        elif not isinstance(node, ast.ImportFrom | ast.Import):
            yield _name(node), node


def _is_function(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def _name(node: ast.stmt) -> tuple[str, ...]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return (name,)
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
            return (name,)
        case _:
            return ()


def _exchanged(whole: str, old: Sequence[str], new: Sequence[str]) -> str | None:
    """Return a text with other pieces; ``None`` where one that differs does not stand there just once."""
    if len(old) != len(new):
        return None
    for was, is_ in zip(old, new, strict=True):
        if was != is_:
            if whole.count(was) != 1:
                return None
            whole = whole.replace(was, is_)
    return whole


def _with_imports(path: str, text: str, old: set[Imported], new: set[Imported]) -> str | None:
    """Return a module that imports what its pieces need now, and nothing that only those needed which are gone.

    ``None`` where a name is left that may be another one.
    """
    if old == new:
        return text
    module = ast.parse(text)
    used = set(_used(module))
    less = {one for one in old - new if one[2] not in used}
    anywhere = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
    if any(local in anywhere for _, _, local in less):
        return None
    more = (new - old) - set(imported(module))
    return reimported(path, text, module, more, less) if more or less else text


def _used(module: ast.Module) -> Iterator[str]:
    """Yield the names that a module reads outside of bodies of functions, where arguments have names of their own."""
    waiting: list[ast.AST] = [module]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += [node.args, *node.decorator_list, *([node.returns] if node.returns else [])]
        else:
            waiting.extend(ast.iter_child_nodes(node))
