"""Every operation under a path has an operationId, from which its name in a client comes."""

from truespec.diagnostics import Report
from truespec.specification.operations import operations
from truespec.specification.survey import Survey

__all__ = ["check"]


def check(survey: Survey, report: Report) -> None:
    """Warn of operations that leave their name to be guessed."""
    for operation in operations(survey):
        if operation.node.get("operationId") is None:
            message = "no operationId: the name in a client is made from the method and the path"
            report.warning("operation-id-missing", operation.node.key_location, message, "add an operationId")
