"""``$dynamicRef`` is not followed."""

from truespec.diagnostics import Report
from truespec.specification.survey import Survey

__all__ = ["check"]


def check(survey: Survey, report: Report) -> None:
    """Warn of each schema that uses ``$dynamicRef`` or the older ``$recursiveRef``."""
    for schema in survey.of("schema"):
        for keyword in ("$dynamicRef", "$recursiveRef"):
            if (value := schema.get(keyword)) is not None:
                message = f"`{keyword}` is not followed: any value is taken to fit"
                report.warning("ref-unsupported", value.key_location, message, "use $ref")
