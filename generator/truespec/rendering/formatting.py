"""Layout of the generated Python; this is the one file that knows the formatter, and nothing depends on its work."""

from __future__ import annotations

import importlib
import os
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, Final

from truespec.rendering.tree import FileTree

__all__ = ["FormattingError", "format_python"]

_SETTINGS: Final = (
    "format.skip-magic-trailing-comma=true",
    "lint.isort.split-on-trailing-comma=false",
    "line-length=120",
    "target-version='py311'",
    "format.line-ending='lf'",
)


class FormattingError(Exception):
    """The formatter refused what we made: a fault of ours."""


def format_python(tree: FileTree) -> FileTree:
    """Return the tree with every Python file laid out; only white space, quotes and brackets change.

    Raises:
        FormattingError: A file is not Python.
    """
    sources = {path: text for path, text in tree.items() if path.endswith(".py")}
    if not sources:
        return tree
    with tempfile.TemporaryDirectory(prefix="truespec-") as folder:
        root = Path(folder)
        for path, text in sources.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        _run(root)
        laid_out = {path: (root / path).read_bytes().decode() for path in sources}
    return tree.replaced(laid_out)


@cache
def _formatter() -> str:
    module: Any = importlib.import_module("ruff.__main__")  # untyped; run as a module it takes a Python of its own
    return str(module.find_ruff_bin())


def _run(root: Path) -> None:
    settings = [word for setting in _SETTINGS for word in ("--config", setting)]
    command = [_formatter(), "format", "--isolated", "--no-cache", "--quiet", *settings, str(root)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RUFF_")}
    done = subprocess.run(command, capture_output=True, check=False, env=environment, cwd=root)  # noqa: S603  # our words
    if done.returncode:
        raise FormattingError(f"ruff format ended with {done.returncode}")
