"""Every operation says what it answers."""

from truespec.diagnostics import Report
from truespec.specification.document import OpenApiVersion
from truespec.specification.operations import operations
from truespec.specification.survey import Survey

__all__ = ["check"]


def check(survey: Survey, report: Report) -> None:
    """Warn of operations without responses; OpenAPI 3.0 forbids them, and the structural check says so."""
    if survey.document.version == OpenApiVersion(3, 0):
        return
    for operation in operations(survey):
        if operation.node.get("responses") is None:
            message = "nothing is said of what this operation answers"
            report.warning("response-missing", operation.node.key_location, message, "add responses")
