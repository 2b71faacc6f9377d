"""A required property is one that the schema describes."""

from typing import Final

from truespec.diagnostics import Report
from truespec.specification.node import Node
from truespec.specification.survey import Survey

__all__ = ["check"]

_ELSEWHERE: Final = ("allOf", "anyOf", "oneOf", "$ref", "if", "patternProperties", "dependentSchemas")


def check(survey: Survey, report: Report) -> None:
    """Warn of required names that stand in no ``properties``, where nothing else could describe them."""
    part_of_another = {
        branch
        for schema in survey.of("schema")
        for keyword in ("allOf", "anyOf", "oneOf", "not", "if", "then", "else")
        for branch in _branches(schema, keyword)
    }
    for schema in survey.of("schema"):
        properties = schema.get("properties")
        required = schema.get("required")
        if properties is None or not properties.is_mapping or required is None or schema in part_of_another:
            continue
        if any(schema.get(keyword) is not None for keyword in _ELSEWHERE):
            continue
        for element in required.elements():
            name = element.as_str()
            if name is not None and name not in properties.value:
                message = f"the required property '{name[:60]}' is not among the properties"
                advice = "describe it under properties, or correct the name"
                report.warning("required-property-undeclared", element.location, message, advice)


def _branches(schema: Node, keyword: str) -> list[Node]:
    value = schema.get(keyword)
    if value is None:
        return []
    return [value, *value.elements()]
