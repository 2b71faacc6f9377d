"""What the documents of a package say about each operation."""

from __future__ import annotations

from collections.abc import Iterator

from truespec import prose
from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.contract.provenance import Assumption
from truespec.rendering.answers import returned
from truespec.rendering.arguments import arguments
from truespec.rendering.code import Code, fragment, identifier, join, markdown
from truespec.rendering.examples import Examples
from truespec.rendering.imports import Imports
from truespec.rendering.page_views import ReferenceEntry, ReferenceSection
from truespec.rendering.shaping import Shaper
from truespec.rendering.types import Annotator
from truespec.rendering.wording import error_name, summary

__all__ = ["sections"]


def sections(api: Api, shaper: Shaper, examples: Examples) -> tuple[ReferenceSection, ...]:
    """Return every operation by resource, in the order of the document."""
    return tuple(
        ReferenceSection(
            identifier(resource), tuple(_entry(operation, api, shaper, examples) for operation in operations)
        )
        for resource, operations in api.resources()
    )


def _entry(operation: Operation, api: Api, shaper: Shaper, examples: Examples) -> ReferenceEntry:
    taken = arguments(operation, api, shaper).all
    names = [identifier(argument.name) for argument in taken if argument.positional]
    if len(names) < len(taken):
        names.append(fragment("..."))
    path = fragment("{}.{}", identifier(operation.resource), identifier(operation.name))
    imports = Imports()
    lines = examples.use(operation, imports)
    return ReferenceEntry(
        call=fragment("{}({})", path, join(", ", names)),
        returns=_returns(operation, api, shaper),
        wire=markdown(operation.label),
        summary=markdown(summary(operation)),
        statuses=tuple(_statuses(operation)),
        assumptions=tuple(_assumptions(operation)),
        imports=(imports.render(), fragment("")) if imports else (),
        example=lines,
    )


def _returns(operation: Operation, api: Api, shaper: Shaper) -> Code:
    result = returned(operation, api, shaper)
    written = Annotator(Imports()).returned(result.shape, result.streams)
    if result.streams:
        return fragment("Stream[{}]", written)
    return written if result.paging is None else fragment("Pager[{}]", written)


def _statuses(operation: Operation) -> Iterator[Code]:
    for answer in operation.answers:
        outcome = (
            fragment("returns") if answer.success else fragment("raises `{}`", identifier(error_name(answer.status)))
        )
        assumed = fragment(" (assumed)") if answer.assumptions else fragment("")
        yield fragment("{} {}{}: {}", markdown(answer.status), outcome, assumed, markdown(answer.description))


def _assumptions(operation: Operation) -> Iterator[Code]:
    """Yield what about an operation and its request no documentation settles."""
    yield from _said("the operation", operation.assumptions)
    for parameter in operation.parameters:
        yield from _said(parameter.wire, parameter.assumptions)
    if operation.body is not None:
        yield from _said("the body", operation.body.assumptions)


def _said(subject: str, assumptions: tuple[Assumption, ...]) -> Iterator[Code]:
    for assumption in assumptions:
        what = f"{subject}, {assumption.attribute}" if assumption.attribute else subject
        yield fragment("{}: {}", markdown(what), markdown(prose.one_line(assumption.why)))
