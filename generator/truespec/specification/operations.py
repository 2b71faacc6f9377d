"""The operations of a document under their paths, with the parameters that apply to each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from truespec.specification.anatomy import METHODS
from truespec.specification.node import Node
from truespec.specification.survey import Survey

__all__ = ["Operation", "operations", "template_names"]

_TEMPLATE_NAME: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path: ``path`` is the template as written, ``node`` the Operation Object."""

    path: str
    method: str
    path_item: Node
    node: Node
    survey: Survey

    def parameters(self) -> Iterator[tuple[Node, Node]]:
        """Yield the parameters as written and as meant, those of the path item that the operation repeats left out."""
        own = list(_resolved(self.survey, self.node))
        names = {_identity(meant) for _, meant in own}
        yield from own
        for written, meant in _resolved(self.survey, self.path_item):
            if _identity(meant) not in names:
                yield written, meant


def operations(survey: Survey) -> Iterator[Operation]:
    """Yield the operations of ``paths`` in the order of the text; webhooks and callbacks have no path of their own."""
    paths = survey.document.root.get("paths")
    for path, written in paths.items() if paths else ():
        path_item = survey.resolve(written)
        if path_item is None or path.startswith("x-"):
            continue
        for method, operation in _methods(path_item):
            node = survey.resolve(operation)
            if node is not None and node.is_mapping:
                yield Operation(path, method, path_item, node, survey)


def template_names(path: str) -> list[str]:
    """Return the names between braces in a path template, in order."""
    return _TEMPLATE_NAME.findall(path)


def _methods(path_item: Node) -> Iterator[tuple[str, Node]]:
    additional = path_item.get("additionalOperations")
    yield from ((field, node) for field, node in path_item.items() if field in METHODS)
    yield from additional.items() if additional else ()


def _resolved(survey: Survey, node: Node) -> Iterator[tuple[Node, Node]]:
    parameters = node.get("parameters")
    for written in parameters.elements() if parameters else ():
        meant = survey.resolve(written)
        if meant is not None and meant.is_mapping:
            yield written, meant


def _identity(parameter: Node) -> tuple[str | None, str | None]:
    return parameter.text("in"), parameter.text("name")
