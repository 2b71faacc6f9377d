"""No two paths differ only in the names of their parameters."""

import re
from typing import Final

from truespec.diagnostics import Report
from truespec.specification.survey import Survey

__all__ = ["check"]

_TEMPLATE: Final = re.compile(r"\{[^{}]*\}")


def check(survey: Survey, report: Report) -> None:
    """Report a path that matches the same requests as an earlier one."""
    first: dict[str, str] = {}
    paths = survey.document.root.get("paths")
    for path, node in paths.items() if paths else ():
        form = _TEMPLATE.sub("{}", path)
        if form in first:
            message = f"no request can tell this path from '{first[form][:100]}'"
            report.error("path-ambiguous", node.key_location, message, "join the two paths, or tell them apart")
        else:
            first[form] = path
