"""Elements of an HTML page as values: every text is escaped, so nothing of a server or a spec becomes markup."""

from __future__ import annotations

import html
from collections.abc import Iterable

from truespec.diagnostics import printable

__all__ = ["Markup", "element", "text"]


class Markup(str):
    """Text that is markup already.

    Do not call it on text from outside: :func:`element` and :func:`text` make it.
    """

    __slots__ = ()


def text(value: str) -> Markup:
    """Return text with everything escaped that means something in HTML; control characters are written out."""
    lines = (printable(line) for line in value.split("\n"))
    return Markup(html.escape("\n".join(lines).encode("utf-8", "backslashreplace").decode()))


def element(name: str, *children: str | Iterable[Markup], **attributes: str | float) -> Markup:
    """Return an element; ``name`` and the names of attributes are ours, ``_`` in them stands for ``-``.

    A child is markup, several markups, or text, which is escaped, as the values of attributes are.
    """
    given = "".join(f' {key.strip("_").replace("_", "-")}="{text(str(value))}"' for key, value in attributes.items())
    inner = "".join(_inside(child) for child in children)
    return Markup(f"<{name}{given}>{inner}</{name}>")


def _inside(child: str | Iterable[Markup]) -> str:
    if isinstance(child, Markup):
        return child
    if isinstance(child, str):
        return text(child)
    return "".join(child)
