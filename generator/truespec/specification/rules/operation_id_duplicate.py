"""No two operations have the same operationId."""

from truespec.diagnostics import Report
from truespec.specification.survey import Survey

__all__ = ["check"]


def check(survey: Survey, report: Report) -> None:
    """Report every operation whose id an earlier one has."""
    first: dict[str, str] = {}
    for operation in survey.targets("operation"):
        name = operation.text("operationId")
        if name is None:
            continue
        if name in first:
            message = f"the operationId '{name[:60]}' is that of {first[name][:100]} too"
            report.error("operation-id-duplicate", operation.location_of("operationId"), message, "give it another id")
        else:
            first[name] = operation.pointer
