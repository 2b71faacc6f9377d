"""Every reference leads, without leaving the document's directory, to an object of the kind expected there."""

from truespec.diagnostics import Report
from truespec.specification.survey import Survey

__all__ = ["check"]


def check(survey: Survey, report: Report) -> None:
    """Report what went wrong when the references were followed."""
    report.extend(survey.troubles)
