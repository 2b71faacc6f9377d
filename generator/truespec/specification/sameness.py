"""Whether two operations are one: they take and answer the same, and nothing says what each is for."""

from typing import Final

from truespec.specification.node import Node
from truespec.specification.survey import Survey

__all__ = ["same_operation"]

_SAME: Final = ("requestBody", "responses", "security")
_TEXTS: Final = ("summary", "description")


def same_operation(survey: Survey, earlier: tuple[Node, Node], later: tuple[Node, Node]) -> bool:
    """Whether two operations, each behind its path item, take and answer the same, whatever their names are.

    Those that say what they are for are not the same: somebody meant both.
    """
    first, second = earlier[1], later[1]
    if any(_value(first, word) != _value(second, word) for word in _SAME):
        return False
    if any(operation.text(word) for operation in (first, second) for word in _TEXTS):
        return False
    return _schemas(survey, earlier) == _schemas(survey, later)


def _value(operation: Node, keyword: str) -> object:
    child = operation.get(keyword)
    return child.value if child else None


def _schemas(survey: Survey, owners: tuple[Node, Node]) -> list[tuple[str, object]]:
    """Return what the parameters take, by their places."""
    found: list[tuple[str, object]] = []
    for owner in owners:
        parameters = owner.get("parameters")
        for parameter in parameters.elements() if parameters else ():
            meant = survey.resolve(parameter)
            if meant is not None:
                found.append((meant.text("in") or "", _value(meant, "schema")))
    return sorted(found, key=repr)
