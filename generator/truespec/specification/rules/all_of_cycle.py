"""No schema is composed of itself, nor of more schemas in one another than references may follow one another."""

from collections.abc import Iterator
from typing import Final

from truespec.diagnostics import Report
from truespec.specification.node import Node
from truespec.specification.survey import Survey

__all__ = ["check", "check_height"]

_ADVICE: Final = "take one of the schemas out of the circle"


def check(survey: Survey, report: Report) -> None:
    """Report each circle of schemas that contain one another by allOf, once, at the first of them."""
    _Walk(survey, report).everywhere()


def check_height(survey: Survey, report: Report) -> None:
    """Report each schema that is one too many in a row of schemas that contain one another by allOf."""
    most = survey.document.limits.reference_hops
    for schema, height in _Walk(survey, Report()).everywhere().items():
        if height == most + 1:
            message = f"more than {most} schemas in one another by allOf"
            advice = "join some of them, or allow it with --max-ref-hops"
            report.error("all-of-too-deep", schema.location_of("allOf"), message, advice)


class _Walk:
    """Goes through schemas depth first, each once: how many stand in one another, and which in themselves."""

    def __init__(self, survey: Survey, report: Report) -> None:
        self._survey = survey
        self._report = report
        self._heights: dict[Node, int] = {}

    def everywhere(self) -> dict[Node, int]:
        """Return of each schema how many stand in one another below it."""
        for schema in self._survey.of("schema"):
            if schema not in self._heights:
                self._from(schema)
        return self._heights

    def _from(self, start: Node) -> None:
        """Search from ``start`` for a way back to a schema that is still open."""
        way, heights, open_schemas = [start], [0], {start}
        branches = [self._parts(start)]
        while way:
            part = next(branches[-1], None)
            if part is None:
                done, height = way.pop(), heights.pop()
                self._heights[done] = height
                open_schemas.discard(done)
                branches.pop()
                if heights:
                    heights[-1] = max(heights[-1], height + 1)
            elif part in open_schemas:
                self._report_circle(way[way.index(part) :])
            elif part in self._heights:
                heights[-1] = max(heights[-1], self._heights[part] + 1)
            else:
                way.append(part)
                heights.append(0)
                open_schemas.add(part)
                branches.append(self._parts(part))

    def _report_circle(self, circle: list[Node]) -> None:
        first = min(circle, key=lambda node: (node.source.name, node.pointer))
        message = "the schema is composed of itself by allOf"
        self._report.error("all-of-cycle", first.location_of("allOf"), message, _ADVICE)

    def _parts(self, schema: Node) -> Iterator[Node]:
        all_of = schema.get("allOf")
        for written in all_of.elements() if all_of else ():
            meant = self._survey.resolve(written)
            if meant is not None and meant.is_mapping:
                yield meant
