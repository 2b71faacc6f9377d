"""A lower bound is not above its upper bound."""

from typing import Final

from truespec.diagnostics import Report
from truespec.specification.survey import Survey

__all__ = ["check"]

_BOUNDS: Final = (
    ("minimum", "maximum"),
    ("exclusiveMinimum", "exclusiveMaximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
    ("minContains", "maxContains"),
)
_LOWER: Final = frozenset(lower for lower, _ in _BOUNDS)


def check(survey: Survey, report: Report) -> None:
    """Report pairs of bounds that no value can keep."""
    for schema in survey.of("schema"):
        if not schema.is_mapping or _LOWER.isdisjoint(schema.value):
            continue
        for lower, upper in _BOUNDS:
            least, most = schema.number(lower), schema.number(upper)
            if least is None or most is None:
                continue
            if least > most or (least == most and lower == "exclusiveMinimum"):
                message = f"no value can keep both `{lower}` and `{upper}`"
                report.error("range-empty", schema.location_of(lower), message, f"lower `{lower}` or raise `{upper}`")
