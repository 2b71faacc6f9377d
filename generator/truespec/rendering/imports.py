"""The import block of a generated module, grouped and sorted as import sorters want it."""

from __future__ import annotations

import sys
from collections.abc import Collection

from truespec.rendering.code import Code, fragment, identifier, join

__all__ = ["Imports"]


class Imports:
    """Collects ``from module import name [as local]`` and writes them in the standard order."""

    def __init__(self) -> None:
        self._names: dict[str, set[tuple[str, str]]] = {}
        self._modules: set[tuple[str, str]] = set()

    def __bool__(self) -> bool:
        """Whether anything is imported."""
        return bool(self._names or self._modules)

    def module(self, name: str, local: str = "") -> None:
        """Add ``import name``; ``local`` is what the module is called here."""
        self._modules.add((name, local or name))

    def add(self, module: str, *names: str, local: str = "") -> None:
        """Add names of a module; ``local`` is what a single one is called here."""
        for name in names:
            self._names.setdefault(module, set()).add((name, local or name))

    def keep(self, used: Collection[str]) -> None:
        """Drop the names that nothing uses."""
        for module, names in list(self._names.items()):
            kept = {(name, local) for name, local in names if local in used}
            self._names[module] = kept
            if not kept:
                del self._names[module]

    def render(self) -> Code:
        """Return the block: standard library, other packages, this package."""
        groups: dict[int, list[tuple[str, str, Code]]] = {}
        for name, local in self._modules:
            line = fragment("import {}", _dotted(name))
            line = line if local == name else fragment("{} as {}", line, identifier(local))
            groups.setdefault(_group(name), []).append(("", name, line))
        for module, names in self._names.items():
            groups.setdefault(_group(module), []).append(("from", module, _line(module, names)))
        blocks = [join("\n", [line for _, _, line in sorted(groups[group], key=_by_kind)]) for group in sorted(groups)]
        return join("\n\n", blocks)


def _by_kind(entry: tuple[str, str, Code]) -> tuple[bool, int, str]:
    kind, module, _ = entry
    return kind == "from", -len(module) + len(module.lstrip(".")), module


def _group(module: str) -> int:
    if module.startswith("."):
        return 2
    return 0 if module.partition(".")[0] in sys.stdlib_module_names else 1


def _dotted(module: str) -> Code:
    dots = len(module) - len(module.lstrip("."))
    rest = module[dots:]
    prefix = fragment("." if dots else "")
    return fragment("{}{}", prefix, join(".", [identifier(part) for part in rest.split(".")]) if rest else Code(""))


def _line(module: str, names: set[tuple[str, str]]) -> Code:
    parts = [
        identifier(name) if name == local else fragment("{} as {}", identifier(name), identifier(local))
        for name, local in sorted(names, key=lambda item: (_kind(item[0]), item))
    ]
    return fragment("from {} import {}", _dotted(module), join(", ", parts))


def _kind(name: str) -> int:
    """Constants come first, then classes, then the rest."""
    if name.isupper() and len(name) > 1:
        return 0
    return 1 if name[:1].isupper() else 2
