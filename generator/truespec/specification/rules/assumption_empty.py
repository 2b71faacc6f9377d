"""An assumption says why it was made."""

from truespec.diagnostics import Report
from truespec.specification.node import Node
from truespec.specification.survey import Survey

__all__ = ["check"]


def check(survey: Survey, report: Report) -> None:
    """Report ``x-assumed`` that is neither a reason nor a mapping of attributes to reasons."""
    for source in survey.document.sources:
        pending = [Node(source.value, source)]
        while pending:
            node = pending.pop()
            pending.extend(inner for inner in node.inside() if inner.is_mapping or inner.is_sequence)
            if (assumed := node.get("x-assumed")) is not None and not _is_reason(assumed):
                message = "`x-assumed` must say why: a text, or a mapping of attributes to texts"
                report.error("assumption-empty", assumed.location, message, "write the reason for the choice")


def _is_reason(assumed: Node) -> bool:
    if assumed.is_mapping:
        return bool(assumed.value) and all((reason.as_str() or "").strip() for _, reason in assumed.items())
    return bool((assumed.as_str() or "").strip())
