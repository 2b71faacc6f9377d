"""The names of components are simple ones, for references to hold them."""

import re
from typing import Final

from truespec.diagnostics import Report
from truespec.specification.document import OpenApiVersion
from truespec.specification.survey import Survey

__all__ = ["check"]

_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")


def check(survey: Survey, report: Report) -> None:
    """Report names that OpenAPI forbids; the official schema of 3.0 forgets to, later ones do it themselves."""
    if survey.document.version != OpenApiVersion(3, 0):
        return
    for components in survey.of("components"):
        for group, members in components.items():
            if group.startswith("x-"):
                continue
            for name, node in members.items():
                if not _NAME.fullmatch(name):
                    message = f"'{name[:60]}' is not allowed as the name of a component"
                    advice = "use letters, digits, '.', '_' and '-' only"
                    report.error("component-name-invalid", node.key_location, message, advice)
