"""The values of an enum are different."""

import json

from truespec.diagnostics import Report
from truespec.specification.survey import Survey

__all__ = ["check"]


def check(survey: Survey, report: Report) -> None:
    """Warn of a value that an enum lists twice."""
    for schema in survey.of("schema"):
        enum = schema.get("enum")
        seen: set[str] = set()
        for element in enum.elements() if enum else ():
            written = json.dumps(element.value, sort_keys=True)
            if written in seen:
                report.warning(
                    "enum-duplicate", element.location, "the enum lists this value twice", "keep one of them"
                )
            seen.add(written)
