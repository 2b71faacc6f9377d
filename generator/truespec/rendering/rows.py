"""Pieces of the operation table: parameters, and how the members of a body are written."""

from __future__ import annotations

from collections.abc import Iterable

from truespec.contract.operation import Encoding, Header, Parameter
from truespec.contract.schema import Absent
from truespec.rendering.code import Code, fragment, join, literal

__all__ = ["listed", "parameter_row", "part_row"]


def listed(parts: Iterable[Code]) -> Code:
    """Write pieces as a tuple."""
    written = list(parts)
    return fragment("({},)", join(", ", written)) if written else fragment("()")


def parameter_row(parameter: Parameter) -> Code:
    """Write a parameter, leaving out what the runtime takes for granted."""
    parts = [literal(parameter.wire), literal(parameter.place)]
    if parameter.style != "form":
        parts.append(fragment("style={}", literal(parameter.style)))
    if not parameter.explode:
        parts.append(fragment("explode=False"))
    if parameter.allow_reserved:
        parts.append(fragment("allow_reserved=True"))
    if parameter.content_type:
        parts.append(fragment("content_type={}", literal(parameter.content_type)))
    if parameter.encoding:
        parts.append(fragment("parts={}", listed(part_row(encoding) for encoding in parameter.encoding)))
    if parameter.required or parameter.place == "path":
        parts.append(fragment("required=True"))
    if not isinstance(parameter.schema.default, Absent):
        parts.append(fragment("default={}", literal(parameter.schema.default)))
    return fragment("Parameter({})", join(", ", parts))


def _part_header(header: Header) -> Code:
    parts = [literal(header.wire), literal("header"), fragment('style="simple"')]
    if not header.explode:
        parts.append(fragment("explode=False"))
    if header.content_type:
        parts.append(fragment("content_type={}", literal(header.content_type)))
    if header.required:
        parts.append(fragment("required=True"))
    return fragment("Parameter({})", join(", ", parts))


def part_row(encoding: Encoding) -> Code:
    """Write how a member of a body is encoded, leaving out what the runtime takes for granted."""
    parts = [literal(encoding.wire)]
    if encoding.headers:
        parts.append(fragment("headers={}", listed(map(_part_header, encoding.headers))))
    if encoding.content_type:
        parts.append(fragment("content_type={}", literal(encoding.content_type)))
    if encoding.style:
        parts.append(fragment("style={}", literal(encoding.style)))
        if not encoding.explode:
            parts.append(fragment("explode=False"))
        if encoding.allow_reserved:
            parts.append(fragment("allow_reserved=True"))
    return fragment("Part({})", join(", ", parts))
