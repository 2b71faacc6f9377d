"""Every path parameter stands in the path."""

from truespec.diagnostics import Report
from truespec.specification.operations import operations, template_names
from truespec.specification.survey import Survey

__all__ = ["check"]


def check(survey: Survey, report: Report) -> None:
    """Report path parameters that the template of the path has no place for."""
    for operation in operations(survey):
        names = template_names(operation.path)
        for written, meant in operation.parameters():
            name = meant.text("name")
            if meant.text("in") == "path" and name is not None and name not in names:
                message = f"the path has no '{{{name[:60]}}}' for this path parameter"
                report.error("path-parameter-unused", written.location, message, "put it into the path, or remove it")
