"""Packages made in a test: rendered in memory, written to a folder, imported from there."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from truespec.catalogue import file_entry
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.load import load_entry
from truespec.rendering.render import render
from truespec.rendering.tree import FileTree

__all__ = ["CASES", "PACKAGES", "api_of", "imported", "tree_of", "unpacked"]

PACKAGES = Path(__file__).parent / "golden" / "packages"
CASES = tuple(sorted(path.name for path in PACKAGES.iterdir()))


def api_of(spec: Path) -> Api:
    """Return the contract of an OpenAPI file that has no errors."""
    report = Report()
    api = load_entry(file_entry(spec), report)
    assert api is not None, [str(diagnostic) for diagnostic in report]
    return api


def tree_of(case: str) -> FileTree:
    """Return the package of a golden case."""
    return render(api_of(PACKAGES / case / "openapi.yaml"), Report())


def unpacked(tree: FileTree, folder: Path) -> Path:
    """Write a tree below ``folder`` as it is, and return where its modules are."""
    for path, content in tree.encoded().items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder / "src"


@contextmanager
def imported(source: Path, name: str) -> Iterator[ModuleType]:
    """Import a package from a folder, and forget it afterwards."""
    sys.path.insert(0, str(source))
    importlib.invalidate_caches()
    try:
        yield importlib.import_module(name)
    finally:
        sys.path.remove(str(source))
        for module in [module for module in sys.modules if module.partition(".")[0] == name]:
            del sys.modules[module]
