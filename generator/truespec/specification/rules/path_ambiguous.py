"""No two paths match the same requests."""

import re
from collections.abc import Iterator
from typing import Final

from truespec.diagnostics import Report
from truespec.specification.anatomy import METHODS
from truespec.specification.node import Node
from truespec.specification.survey import Survey

__all__ = ["check", "check_overlapping"]

_TEMPLATE: Final = re.compile(r"\{[^{}]*\}")
_ADVICE: Final = "join the two paths, with one name for each parameter"
_SAME: Final = ("requestBody", "responses", "security")
_TEXTS: Final = ("summary", "description")


def check(survey: Survey, report: Report) -> None:
    """Report an operation that is an earlier one under another path, and warn of paths that differ in names only."""
    for earlier, later, methods in _pairs(survey):
        repeated = sorted(method for method in methods if _same(survey, earlier, later, method))
        if repeated:
            message = f"no {repeated[0]} request can tell this path from '{earlier.name[:100]}'"
            report.error("path-ambiguous", later.key_location, message, _ADVICE)
        elif not methods:
            message = f"this path is '{earlier.name[:100]}' under other names"
            report.warning("path-ambiguous", later.key_location, message, _ADVICE)


def check_overlapping(survey: Survey, report: Report) -> None:
    """Report paths that match the same requests with operations that take or answer something else."""
    for earlier, later, methods in _pairs(survey):
        if methods and not any(_same(survey, earlier, later, method) for method in methods):
            message = f"no {min(methods)} request can tell this path from '{earlier.name[:100]}'"
            advice = "tell the paths apart by a fixed part"
            report.error("path-overlapping", later.key_location, message, advice)


def _pairs(survey: Survey) -> Iterator[tuple[Node, Node, set[str]]]:
    """Yield each path that matches what an earlier one does, with the methods that both have."""
    first: dict[str, Node] = {}
    paths = survey.document.root.get("paths")
    for path, node in paths.items() if paths else ():
        earlier = first.setdefault(_TEMPLATE.sub("{}", path), node)
        if earlier is not node:
            yield earlier, node, _methods(survey, earlier) & _methods(survey, node)


def _methods(survey: Survey, written: Node) -> set[str]:
    path_item = survey.resolve(written)
    return {field for field, _ in path_item.items() if field in METHODS} if path_item else set()


def _same(survey: Survey, earlier: Node, later: Node, method: str) -> bool:
    """Whether two operations take and answer the same, whatever they and their parameters are called.

    Those that say what they are for are not the same: somebody meant both, and the server tells them apart.
    """
    first, second = _operation(survey, earlier, method), _operation(survey, later, method)
    if first is None or second is None or any(_value(first, word) != _value(second, word) for word in _SAME):
        return False
    if any(operation.text(word) for operation in (first, second) for word in _TEXTS):
        return False
    return _schemas(survey, earlier, first) == _schemas(survey, later, second)


def _operation(survey: Survey, written: Node, method: str) -> Node | None:
    path_item = survey.resolve(written)
    operation = path_item.get(method) if path_item else None
    return survey.resolve(operation) if operation else None


def _value(operation: Node, keyword: str) -> object:
    child = operation.get(keyword)
    return child.value if child else None


def _schemas(survey: Survey, written: Node, operation: Node) -> list[tuple[str, object]]:
    """Return what the parameters take, by their places."""
    found: list[tuple[str, object]] = []
    for owner in (survey.resolve(written), operation):
        parameters = owner.get("parameters") if owner else None
        for parameter in parameters.elements() if parameters else ():
            meant = survey.resolve(parameter)
            if meant is not None:
                found.append((meant.text("in") or "", _value(meant, "schema")))
    return sorted(found, key=repr)
