"""No two operations have the same operationId."""

from collections.abc import Iterator
from typing import Final

from truespec.diagnostics import Report
from truespec.specification.node import Node
from truespec.specification.operations import operations
from truespec.specification.sameness import same_operation
from truespec.specification.survey import Survey

__all__ = ["check", "check_repeated"]

_ADVICE: Final = "give it another id"


def check(survey: Survey, report: Report) -> None:
    """Report every operation whose id an earlier one has, without being that one again."""
    repeated = {later for _, later in _repeated(survey)}
    first: dict[str, str] = {}
    for operation in survey.targets("operation"):
        name = operation.text("operationId")
        if name is None:
            continue
        if name not in first:
            first[name] = operation.pointer
        elif operation not in repeated:
            message = f"the operationId '{name[:60]}' is that of {first[name][:100]} too"
            report.error("operation-id-duplicate", operation.location_of("operationId"), message, _ADVICE)


def check_repeated(survey: Survey, report: Report) -> None:
    """Report every operation that is an earlier one, id and all, under another path: a copy that nobody finished."""
    for earlier, later in _repeated(survey):
        name = later.text("operationId") or ""
        message = f"the operationId '{name[:60]}' and all else is that of {earlier.pointer[:100]} too"
        report.error("operation-repeated", later.location_of("operationId"), message, f"{_ADVICE}, or leave one out")


def _repeated(survey: Survey) -> Iterator[tuple[Node, Node]]:
    """Yield each operation that one of the same method and id was before, with that one."""
    first: dict[tuple[str, str], tuple[Node, Node]] = {}
    for operation in operations(survey):
        name = operation.node.text("operationId")
        if name is None:
            continue
        known = first.setdefault((operation.method, name), (operation.path_item, operation.node))
        if known[1] is not operation.node and same_operation(survey, known, (operation.path_item, operation.node)):
            yield known[1], operation.node
