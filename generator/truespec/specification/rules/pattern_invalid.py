"""Every pattern is a regular expression."""

from truespec.diagnostics import Report
from truespec.specification.patterns import is_pattern
from truespec.specification.survey import Survey

__all__ = ["check"]


def check(survey: Survey, report: Report) -> None:
    """Report patterns that are not regular expressions as JSON Schema (ECMA-262) has them."""
    for schema in survey.of("schema"):
        pattern = schema.text("pattern")
        if pattern is not None and not is_pattern(pattern):
            message = "the pattern is not a regular expression"
            report.error("pattern-invalid", schema.location_of("pattern"), message, "correct the pattern")
        names = schema.get("patternProperties")
        for expression, value in names.items() if names else ():
            if not is_pattern(expression):
                message = "the name of this pattern property is not a regular expression"
                report.error("pattern-invalid", value.key_location, message, "correct the pattern")
