"""A parameter, known by its name and where it goes, is declared once in a list."""

from typing import Final

from truespec.diagnostics import Report
from truespec.specification.node import Node
from truespec.specification.survey import Survey

__all__ = ["check", "check_contradictions"]

_ADVICE: Final = "keep one of them"


def check(survey: Survey, report: Report) -> None:
    """Report the second of two parameters of one name of one operation or one path item that take the same."""
    _check(survey, report, "parameter-duplicate", alike=True)


def check_contradictions(survey: Survey, report: Report) -> None:
    """Report the second of two parameters of one name that do not take the same: nobody knows which was meant."""
    _check(survey, report, "parameter-contradiction", alike=False)


def _check(survey: Survey, report: Report, rule: str, *, alike: bool) -> None:
    for owner in (*survey.targets("operation"), *survey.of("path-item")):
        seen: dict[tuple[str, str], object] = {}
        parameters = owner.get("parameters")
        for written in parameters.elements() if parameters else ():
            meant = survey.resolve(written)
            name, place = (meant.text("name"), meant.text("in")) if meant else (None, None)
            if meant is None or name is None or place is None:
                continue
            takes = _takes(meant)
            known = seen.setdefault((name, place), takes)
            if known is not takes and (known == takes) is alike:
                how = "" if alike else ", each time with other values"
                message = f"the {place[:20]} parameter '{name[:60]}' is given twice{how}"
                report.error(rule, written.location, message, _ADVICE)


def _takes(parameter: Node) -> list[object]:
    """Return what decides which values a parameter takes."""
    return [child.value if (child := parameter.get(word)) else None for word in ("schema", "content", "style")]
