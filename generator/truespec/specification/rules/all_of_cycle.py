"""No schema is composed of itself."""

from collections.abc import Iterator

from truespec.diagnostics import Report
from truespec.specification.node import Node
from truespec.specification.survey import Survey

__all__ = ["check"]


def check(survey: Survey, report: Report) -> None:
    """Report each circle of schemas that contain one another by allOf, once, at the first of them."""
    done: set[Node] = set()
    for schema in survey.of("schema"):
        if schema not in done:
            _walk(survey, schema, done, report)


def _walk(survey: Survey, start: Node, done: set[Node], report: Report) -> None:
    """Search depth first from ``start`` for a way back to a schema that is still open."""
    way, open_schemas = [start], {start}
    branches = [_parts(survey, start)]
    while way:
        part = next(branches[-1], None)
        if part is None:
            done.add(way[-1])
            open_schemas.discard(way.pop())
            branches.pop()
        elif part in open_schemas:
            first = min(way[way.index(part) :], key=lambda node: (node.source.name, node.pointer))
            message = "the schema is composed of itself by allOf"
            report.error(
                "all-of-cycle", first.location_of("allOf"), message, "take one of the schemas out of the circle"
            )
        elif part not in done:
            way.append(part)
            open_schemas.add(part)
            branches.append(_parts(survey, part))


def _parts(survey: Survey, schema: Node) -> Iterator[Node]:
    all_of = schema.get("allOf")
    for written in all_of.elements() if all_of else ():
        meant = survey.resolve(written)
        if meant is not None and meant.is_mapping:
            yield meant
