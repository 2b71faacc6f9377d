"""The only text that may enter a generated file: made from checked names, encoded values and our own words."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Mapping, Sequence
from typing import LiteralString, cast

from truespec import prose

__all__ = ["Code", "docstring", "fragment", "identifier", "join", "literal", "markdown", "member_docstring", "shown"]


class Code(str):
    """Text that is safe where it stands; templates print nothing else.

    Do not call it on text from outside: use :func:`literal`, :func:`identifier`, :func:`docstring`, :func:`markdown`,
    or :func:`fragment`, which puts such pieces together.  Joining a ``Code`` with a plain ``str`` gives a plain ``str``
    again, which templates refuse.
    """

    __slots__ = ()


def identifier(name: str) -> Code:
    """Return ``name`` as code.

    Raises:
        ValueError: It is not a plain ASCII identifier, or it is a keyword.
    """
    if not (name.isascii() and name.isidentifier()) or keyword.iskeyword(name):
        message = f"{name!r} is not an identifier"
        raise ValueError(message)
    return Code(name)


def literal(value: object) -> Code:
    """Return ``value`` as a Python literal that evaluates to it: everything is encoded, nothing is removed.

    Raises:
        TypeError: The value has no literal (only JSON values, bytes and tuples have).
    """
    if isinstance(value, str) and '"' not in value and "'" not in value:
        return Code(f'"{ascii(value)[1:-1]}"')  # as formatters of Python write it
    if value is None or isinstance(value, bool | int | float | str | bytes):
        return Code(ascii(value))
    if isinstance(value, Mapping):
        pairs = cast("Mapping[object, object]", value).items()
        return Code("{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in pairs) + "}")
    if isinstance(value, tuple | list):
        items = [literal(item) for item in cast("Sequence[object]", value)]
        inside = ", ".join(items)
        if isinstance(value, list):
            return Code(f"[{inside}]")
        return Code(f"({inside},)" if len(items) == 1 else f"({inside})")
    raise TypeError(f"no literal for {type(value).__name__}")


def shown(text: str) -> Code:
    """Return ``text`` as a literal in which what can be printed reads as it is; everything else is encoded."""
    return Code(repr(text))


def fragment(template: LiteralString, *pieces: Code) -> Code:
    """Fill the ``{}`` of our own ``template`` with pieces of code.

    Raises:
        TypeError: A piece is plain text.
    """
    for piece in pieces:
        if type(piece) is not Code:
            raise TypeError(f"not code: {type(piece).__name__}")
    return Code(template.format(*pieces))


def join(separator: LiteralString, pieces: Iterable[Code]) -> Code:
    """Return the pieces with our own ``separator`` between them."""
    return Code(separator.join(fragment("{}", piece) for piece in pieces))


def docstring(paragraphs: Iterable[str | list[str]], indent: LiteralString) -> Code:
    """Return a docstring: each paragraph is text to wrap, or a list of lines to keep as they are."""
    lines: list[str] = []
    for paragraph in paragraphs:
        added = prose.wrap(paragraph, prose.WIDTH - len(indent)) if isinstance(paragraph, str) else paragraph
        if added and lines:
            lines.append("")
        lines.extend(added)
    return Code(prose.docstring(lines, indent))


def member_docstring(text: str) -> Code:
    """Return the docstring of a member of a class, or nothing where there is no text."""
    return docstring([text], "    ") if text.strip() else Code("")


def markdown(text: str) -> Code:
    """Return text that Markdown shows as it is."""
    return Code(prose.markdown(text))
