"""What the documents of a package say about each operation."""

from __future__ import annotations

from collections.abc import Iterator

from truespec import prose
from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.contract.provenance import Assumption
from truespec.rendering.answers import declared_answers, item_shape, paging_of, result_shape
from truespec.rendering.arguments import Argument, arguments
from truespec.rendering.code import Code, fragment, identifier, join, markdown
from truespec.rendering.imports import Imports
from truespec.rendering.samples import sample_argument
from truespec.rendering.shapes import NULL
from truespec.rendering.shaping import Shaper
from truespec.rendering.types import Annotator
from truespec.rendering.views import ReferenceEntry, ReferenceSection
from truespec.rendering.wording import error_name, summary

__all__ = ["sections"]


def sections(api: Api, shaper: Shaper) -> tuple[ReferenceSection, ...]:
    """Return every operation by resource, in the order of the document."""
    return tuple(
        ReferenceSection(identifier(resource), tuple(_entry(operation, api, shaper) for operation in operations))
        for resource, operations in api.resources()
    )


def _entry(operation: Operation, api: Api, shaper: Shaper) -> ReferenceEntry:
    taken = arguments(operation, api, shaper).all
    names = [identifier(argument.name) for argument in taken if argument.positional]
    if len(names) < len(taken):
        names.append(fragment("..."))
    path = fragment("{}.{}", identifier(operation.resource), identifier(operation.name))
    needed, example = _example(operation, api, shaper)
    return ReferenceEntry(
        call=fragment("{}({})", path, join(", ", names)),
        returns=_returns(operation, api, shaper),
        wire=markdown(operation.label),
        summary=markdown(summary(operation)),
        statuses=tuple(_statuses(operation)),
        assumptions=tuple(_assumptions(operation)),
        imports=needed,
        example=example,
    )


def _returns(operation: Operation, api: Api, shaper: Shaper) -> Code:
    result = result_shape(operation, declared_answers(operation, shaper))
    annotator = Annotator(Imports())
    paging = paging_of(operation, api)
    if paging is None:
        return annotator.answer(result)
    return fragment("Pager[{}]", annotator.answer(item_shape(result, paging.items.path, shaper)))


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


def _example(operation: Operation, api: Api, shaper: Shaper) -> tuple[tuple[Code, ...], tuple[Code, ...]]:
    """Return the imports and the lines of a call that runs."""
    taken = arguments(operation, api, shaper).all
    shown = [argument for argument in taken if argument.required] or [a for a in taken if a.examples][:3]
    imports = Imports()
    path = fragment("client.{}.{}", identifier(operation.resource), identifier(operation.name))
    call = fragment("{}({})", path, join(", ", [_passed(argument, shaper, imports) for argument in shown]))
    needed = (imports.render(), fragment("")) if imports else ()
    if paging_of(operation, api) is not None:
        return needed, (fragment("for item in {}:", call), fragment("    print(item)"))
    if result_shape(operation, declared_answers(operation, shaper)) == NULL:
        return needed, (call,)
    return needed, (fragment("print({})", call),)


def _passed(argument: Argument, shaper: Shaper, imports: Imports) -> Code:
    value = sample_argument(argument, shaper, imports)
    return value if argument.positional else fragment("{}={}", identifier(argument.name), value)
