"""In OpenAPI 3.0 whatever stands beside ``$ref`` is ignored."""

from truespec.diagnostics import Report
from truespec.specification.document import OpenApiVersion
from truespec.specification.survey import Survey

__all__ = ["check"]


def check(survey: Survey, report: Report) -> None:
    """Warn of fields beside ``$ref``, except in path items, where they have a meaning."""
    if survey.document.version != OpenApiVersion(3, 0):
        return
    for node, kind in survey.kinds.items():
        if kind == "path-item" or node.reference is None:
            continue
        for field, value in node.items():
            if field != "$ref" and not field.startswith("x-"):
                message = f"`{field[:60]}` beside `$ref` is ignored in OpenAPI 3.0"
                report.warning("ref-siblings", value.key_location, message, "remove it, or wrap the reference in allOf")
                break
