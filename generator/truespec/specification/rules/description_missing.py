"""Operations, parameters and properties are described."""

from truespec.diagnostics import Report
from truespec.specification.node import Node
from truespec.specification.survey import Survey

__all__ = ["check"]


def check(survey: Survey, report: Report) -> None:
    """Warn of every operation, parameter and property without a summary, a description or a title."""
    for operation in survey.targets("operation"):
        _check_described(operation, "operation", report)
    for parameter in survey.targets("parameter"):
        _check_described(parameter, "parameter", report)
    for schema in survey.of("schema"):
        properties = schema.get("properties")
        for _, written in properties.items() if properties else ():
            meant = survey.resolve(written)
            if not _is_described(written) and (meant is None or not _is_described(meant)):
                _warn(written, "property", report)


def _check_described(node: Node, word: str, report: Report) -> None:
    if not _is_described(node):
        _warn(node, word, report)


def _is_described(node: Node) -> bool:
    return any((node.text(field) or "").strip() for field in ("description", "summary", "title"))


def _warn(node: Node, word: str, report: Report) -> None:
    message = f"nothing describes this {word}"
    report.warning("description-missing", node.key_location, message, "add a description in your own words")
