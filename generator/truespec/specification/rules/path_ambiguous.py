"""No two paths match the same requests."""

import re
from collections.abc import Iterator
from typing import Final

from truespec.diagnostics import Report
from truespec.specification.anatomy import METHODS
from truespec.specification.node import Node
from truespec.specification.sameness import same_operation
from truespec.specification.survey import Survey

__all__ = ["check", "check_overlapping"]

_TEMPLATE: Final = re.compile(r"\{[^{}]*\}")
_ADVICE: Final = "join the two paths, with one name for each parameter"


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
    first, second = _operation(survey, earlier, method), _operation(survey, later, method)
    return first is not None and second is not None and same_operation(survey, first, second)


def _operation(survey: Survey, written: Node, method: str) -> tuple[Node, Node] | None:
    path_item = survey.resolve(written)
    written_there = path_item.get(method) if path_item else None
    operation = survey.resolve(written_there) if written_there else None
    return None if path_item is None or operation is None else (path_item, operation)
