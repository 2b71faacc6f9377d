"""The values of an enum are of the type that the schema asks for."""

from truespec.diagnostics import Report
from truespec.specification.schema_types import allowed_types, type_names
from truespec.specification.survey import Survey
from truespec.specification.wording import shown

__all__ = ["check"]


def check(survey: Survey, report: Report) -> None:
    """Warn of enum values that the type of the same schema refuses, so that no value can be both."""
    for schema in survey.of("schema"):
        types = allowed_types(schema)
        enum = schema.get("enum")
        if not types or enum is None:
            continue
        for element in enum.elements():
            if not types & type_names(element.value):
                message = f"{shown(element.value)} is not of the type {' or '.join(sorted(types))}"
                report.warning(
                    "enum-type-mismatch", element.location, message, "write a value of the type, or quote it"
                )
