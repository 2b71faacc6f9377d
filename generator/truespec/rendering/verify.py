"""A second, independent look at generated modules: nothing but the few kinds of statements and calls that we write.

Text from a spec that escaped from a literal or a docstring would have to be one of these, to these names.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from truespec.cache import Cache
from truespec.rendering.tree import FileTree

__all__ = ["UnsafeCodeError", "verify", "verify_module"]

_STATEMENTS: Final = (
    ast.AnnAssign, ast.Assign, ast.AsyncFunctionDef, ast.ClassDef, ast.Expr, ast.FunctionDef, ast.If, ast.Import,
    ast.ImportFrom, ast.Return,
)  # fmt: skip
_PARTS: Final = (
    ast.Attribute, ast.Await, ast.BinOp, ast.BitOr, ast.Add, ast.BoolOp, ast.And, ast.Or, ast.Call, ast.Constant,
    ast.Dict, ast.IfExp, ast.List, ast.Load, ast.Name, ast.Store, ast.Subscript, ast.Tuple, ast.UnaryOp, ast.USub,
    ast.alias, ast.arg, ast.arguments, ast.keyword, ast.Module,
)  # fmt: skip
_TOP_CALLS: Final = frozenset(
    {
        "Answer", "Body", "Event_", "Field", "Header_", "Operation", "Paging", "Parameter", "Part",
        "Specified", "TypeAliasType", "TypedDict",
    }
)  # fmt: skip
_INNER_CALLS: Final = frozenset(
    {
        "self._call", "self._pages", "self._stream", "super", "super().__init__", "_credentials", "from_environment",
        "callable",
        "os.environ.get", "Basic", "Bearer", "CookieKey", "HeaderKey", "QueryKey",
    }
)  # fmt: skip
_MODULES: Final = frozenset(
    {
        "__future__", "builtins", "collections.abc", "datetime", "decimal", "functools", "os", "pydantic", "typing",
        "typing_extensions", "uuid",
    }
)  # fmt: skip


class UnsafeCodeError(Exception):
    """A generated module holds something that we never write: a fault of ours, and nothing is written."""


def verify(tree: FileTree, seen: tuple[str, ...], memory: Cache) -> None:
    """Check every Python file but those whose path starts with one of ``seen``; ``memory`` knows what passed before.

    Raises:
        UnsafeCodeError: A file holds anything else than expected.
    """
    for path, text in tree.items():
        if path.endswith(".py") and not path.startswith(seen):
            key = hashlib.sha256(_own_source() + text.encode()).hexdigest()
            if memory.get(key) is None:
                verify_module(path, ast.parse(text))
                memory.put(key, b"verified")


@cache
def _own_source() -> bytes:
    return Path(__file__).read_bytes()


def verify_module(path: str, module: ast.Module) -> None:
    """Check one module; ``path`` is what an error names.

    Raises:
        UnsafeCodeError: It holds anything else than expected.
    """
    nodes = list(ast.walk(module))
    classes = {node.name for node in nodes if isinstance(node, ast.ClassDef)}
    classes |= {name.asname or name.name for name in _imported(module)}
    kinds: set[type[ast.AST]] = {type(node) for node in nodes}
    strange = {kind for kind in kinds if not issubclass(kind, (*_STATEMENTS, *_PARTS))}
    for node in nodes:
        if type(node) in strange:
            _refuse(path, node, type(node).__name__)
        if isinstance(node, ast.Import) and any(name.name not in _MODULES for name in node.names):
            _refuse(path, node, "import")
        if isinstance(node, ast.ImportFrom) and not node.level and node.module not in _MODULES:
            _refuse(path, node, "import")
    if kinds.isdisjoint((ast.FunctionDef, ast.AsyncFunctionDef)):
        for node in nodes:  # a module of models: looking for what is inside what takes as long as all the rest
            if isinstance(node, ast.Call):
                _verify_call(path, node, inner=False, resources=classes)
    else:
        _verify_calls(path, module, inner=False, resources=classes)


def _imported(module: ast.Module) -> Iterator[ast.alias]:
    for node in module.body:
        if isinstance(node, ast.ImportFrom) and node.level:
            yield from node.names


def _verify_calls(path: str, node: ast.AST, *, inner: bool, resources: set[str]) -> None:
    """Check the calls below ``node``; ``inner`` says whether they happen only when a function is called."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            if not all(map(_is_ours, child.decorator_list)):
                _refuse(path, child, "decorator")
            for default in (*child.args.defaults, *(d for d in child.args.kw_defaults if d is not None)):
                if not isinstance(default, ast.Constant | ast.Name):
                    _refuse(path, default, "default")
            child.decorator_list.clear()  # looked at, and not to be taken for calls of the body
            _verify_calls(path, child, inner=True, resources=resources)
            continue
        if isinstance(child, ast.Call):
            _verify_call(path, child, inner=inner, resources=resources)
        _verify_calls(path, child, inner=inner, resources=resources)


def _verify_call(path: str, call: ast.Call, *, inner: bool, resources: set[str]) -> None:
    name = call.func.id if isinstance(call.func, ast.Name) else ast.unparse(call.func)
    allowed = _INNER_CALLS if inner else _TOP_CALLS
    if name not in allowed and not (inner and name in resources and _passes_self(call)):
        _refuse(path, call, "call")


def _is_ours(decorator: ast.expr) -> bool:
    """Whether a decorator is one we write: ``@cached_property``, ``@overload_``, or ``@deprecated`` with a text."""
    if not isinstance(decorator, ast.Call):
        return ast.unparse(decorator) in {"cached_property", "overload_"}
    texts = [isinstance(word, ast.Constant) and isinstance(word.value, str) for word in decorator.args]
    return ast.unparse(decorator.func) in {"deprecated", "deprecated_"} and texts == [True] and not decorator.keywords


def _passes_self(call: ast.Call) -> bool:
    """Whether a call makes a resource: ``Customers(self)``."""
    return [ast.unparse(argument) for argument in call.args] == ["self"] and not call.keywords


def _refuse(path: str, node: ast.AST, what: str) -> None:
    raise UnsafeCodeError(f"{path}:{getattr(node, 'lineno', 0)}: {what} where none may be")
