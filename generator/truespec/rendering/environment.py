"""The template environment: prints nothing but code, knows no default, and decides nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from truespec.rendering.code import Code

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["fill"]

_TEMPLATES: Final = Path(__file__).parent / "templates"


def fill(template: str, view: object) -> str:
    """Return the text of one of our templates, filled with the attributes of its view.

    Raises:
        TypeError: The template prints text that is not code, or what the view does not have.
    """
    return _environment().get_template(template).render(view=view)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  # a no-op run never pays for it

    environment = Environment(
        autoescape=False,  # noqa: S701  # the output is code and Markdown; `finalize` is the gate
        extensions=(),
        finalize=_only_code,
        keep_trailing_newline=True,
        loader=FileSystemLoader(_TEMPLATES),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.clear()
    environment.globals.clear()
    return environment


def _only_code(value: object) -> str:
    if isinstance(value, Code):
        return value
    raise TypeError(f"a template printed a {type(value).__name__}, which is not code")
