"""A second, independent look at generated modules: nothing but the few kinds of statements and calls that we write.

Text from a spec that escaped from a literal or a docstring would have to be one of these, to these names.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from truespec.rendering.tree import FileTree

__all__ = ["UnsafeCodeError", "verify"]

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
    {"Answer", "Field", "Operation", "Paging", "Parameter", "Part", "TypeAliasType", "TypedDict"}
)
_INNER_CALLS: Final = frozenset(
    {
        "self._call", "self._pages", "super", "super().__init__", "_credentials", "from_environment", "callable",
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


def verify(tree: FileTree, runtime: str) -> None:
    """Check every Python file outside the folder ``runtime``, which is ours word for word.

    Raises:
        UnsafeCodeError: A file holds anything else than expected.
    """
    for path, text in tree.items():
        if path.endswith(".py") and not path.startswith(f"{runtime}/"):
            _verify_module(path, ast.parse(text))


def _verify_module(path: str, module: ast.Module) -> None:
    classes = {node.name for node in ast.walk(module) if isinstance(node, ast.ClassDef)}
    classes |= {name.asname or name.name for name in _imported(module)}
    for node in ast.walk(module):
        if not isinstance(node, (*_STATEMENTS, *_PARTS)):
            _refuse(path, node, type(node).__name__)
        if isinstance(node, ast.Import) and any(name.name not in _MODULES for name in node.names):
            _refuse(path, node, "import")
        if isinstance(node, ast.ImportFrom) and not node.level and node.module not in _MODULES:
            _refuse(path, node, "import")
    _verify_calls(path, module, inner=False, resources=classes)


def _imported(module: ast.Module) -> Iterator[ast.alias]:
    for node in module.body:
        if isinstance(node, ast.ImportFrom) and node.level:
            yield from node.names


def _verify_calls(path: str, node: ast.AST, *, inner: bool, resources: set[str]) -> None:
    """Check the calls below ``node``; ``inner`` says whether they happen only when a function is called."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            if any(ast.unparse(decorator) != "cached_property" for decorator in child.decorator_list):
                _refuse(path, child, "decorator")
            for default in (*child.args.defaults, *(d for d in child.args.kw_defaults if d is not None)):
                if not isinstance(default, ast.Constant | ast.Name):
                    _refuse(path, default, "default")
            _verify_calls(path, child, inner=True, resources=resources)
            continue
        if isinstance(child, ast.Call):
            name = ast.unparse(child.func)
            allowed = _INNER_CALLS if inner else _TOP_CALLS
            if name not in allowed and not (inner and name in resources and _passes_self(child)):
                _refuse(path, child, "call")
        _verify_calls(path, child, inner=inner, resources=resources)


def _passes_self(call: ast.Call) -> bool:
    """Whether a call makes a resource: ``Customers(self)``."""
    return [ast.unparse(argument) for argument in call.args] == ["self"] and not call.keywords


def _refuse(path: str, node: ast.AST, what: str) -> None:
    raise UnsafeCodeError(f"{path}:{getattr(node, 'lineno', 0)}: {what} where none may be")
