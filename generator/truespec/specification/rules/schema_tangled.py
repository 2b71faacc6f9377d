"""A schema's alternatives can all be tried."""

from truespec.diagnostics import Report
from truespec.specification.survey import Survey
from truespec.specification.validity import Validity

__all__ = ["check"]


def check(survey: Survey, report: Report) -> None:
    """Warn of component schemas whose nested alternatives multiply beyond what can be tried."""
    validity = Validity(survey)
    for schema in survey.of("schema"):
        if len(schema.tokens) <= 3 and validity.is_too_tangled(schema):
            message = "too many nested alternatives to try them all: defaults and examples are not checked against it"
            report.warning("schema-tangled", schema.key_location, message, "use a discriminator, or fewer levels")
