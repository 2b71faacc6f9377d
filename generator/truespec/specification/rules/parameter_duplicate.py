"""A parameter, known by its name and where it goes, is declared once in a list."""

from truespec.diagnostics import Report
from truespec.specification.survey import Survey

__all__ = ["check"]


def check(survey: Survey, report: Report) -> None:
    """Report the second of two equal parameters of one operation or one path item."""
    for owner in (*survey.targets("operation"), *survey.of("path-item")):
        seen: set[tuple[str, str]] = set()
        parameters = owner.get("parameters")
        for written in parameters.elements() if parameters else ():
            meant = survey.resolve(written)
            name, place = (meant.text("name"), meant.text("in")) if meant else (None, None)
            if name is None or place is None:
                continue
            if (name, place) in seen:
                message = f"the {place[:20]} parameter '{name[:60]}' is given twice"
                report.error("parameter-duplicate", written.location, message, "keep one of them")
            seen.add((name, place))
