"""No two paths differ only in the names of their parameters."""

import re
from typing import Final

from truespec.diagnostics import Report
from truespec.specification.anatomy import METHODS
from truespec.specification.node import Node
from truespec.specification.survey import Survey

__all__ = ["check"]

_TEMPLATE: Final = re.compile(r"\{[^{}]*\}")
_ADVICE: Final = "join the two paths, with one name for each parameter"


def check(survey: Survey, report: Report) -> None:
    """Report a path that matches the same requests as an earlier one, and warn where only the methods differ."""
    first: dict[str, Node] = {}
    paths = survey.document.root.get("paths")
    for path, node in paths.items() if paths else ():
        earlier = first.setdefault(_TEMPLATE.sub("{}", path), node)
        if earlier is node:
            continue
        shared = _methods(survey, earlier) & _methods(survey, node)
        if shared:
            message = f"no {min(shared)} request can tell this path from '{earlier.name[:100]}'"
            report.error("path-ambiguous", node.key_location, message, _ADVICE)
        else:
            message = f"this path is '{earlier.name[:100]}' under other names"
            report.warning("path-ambiguous", node.key_location, message, _ADVICE)


def _methods(survey: Survey, written: Node) -> set[str]:
    path_item = survey.resolve(written)
    return {field for field, _ in path_item.items() if field in METHODS} if path_item else set()
