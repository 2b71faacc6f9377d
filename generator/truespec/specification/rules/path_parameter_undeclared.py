"""Every name between braces in a path is declared as a path parameter."""

from truespec.diagnostics import Report
from truespec.specification.operations import operations, template_names
from truespec.specification.survey import Survey

__all__ = ["check"]


def check(survey: Survey, report: Report) -> None:
    """Report names of a path template for which an operation declares no parameter."""
    for operation in operations(survey):
        declared = {meant.text("name") for _, meant in operation.parameters() if meant.text("in") == "path"}
        for name in dict.fromkeys(template_names(operation.path)):
            if name not in declared:
                message = f"'{{{name[:60]}}}' of the path is not declared as a parameter of this operation"
                advice = f"add a parameter with 'in: path' and 'name: {name[:60]}'"
                report.error("path-parameter-undeclared", operation.node.key_location, message, advice)
