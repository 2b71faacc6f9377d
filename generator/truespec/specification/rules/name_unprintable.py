"""What is named in a document has a name that can be written on one line."""

import re
from collections.abc import Iterator
from typing import Final

from truespec.diagnostics import Report
from truespec.specification.node import Node
from truespec.specification.survey import Survey

__all__ = ["check"]

_CONTROL: Final = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]")
_ADVICE: Final = "remove line breaks and control characters from the name"


def check(survey: Survey, report: Report) -> None:
    """Report components, headers, cookies, media types, methods and ways to sign in named with control characters.

    No document has such names by mistake: each ends up in a protocol or in a file that a line break would split.
    """
    for mapping in _mappings(survey):
        for name, node in mapping.items() if mapping else ():
            if _CONTROL.search(name):
                report.error("name-unprintable", node.key_location, _message(name), _ADVICE)
    for value in _values(survey):
        name = (value.as_str() if value else None) or ""
        if value is not None and _CONTROL.search(name):
            report.error("name-unprintable", value.location, _message(name), _ADVICE)


def _mappings(survey: Survey) -> Iterator[Node | None]:
    """Yield what has such names for its keys."""
    for components in survey.of("components"):
        yield from (members for group, members in components.items() if not group.startswith("x-"))
    for kind in ("response", "encoding"):
        yield from (owner.get("headers") for owner in survey.targets(kind))
    for kind in ("parameter", "header", "request-body", "response"):
        yield from (owner.get("content") for owner in survey.targets(kind))
    for path_item in survey.targets("path-item"):
        yield path_item
        yield path_item.get("additionalOperations")
    for owner in (survey.document.root, *survey.targets("operation")):
        security = owner.get("security")
        yield from security.elements() if security else ()


def _values(survey: Survey) -> Iterator[Node | None]:
    """Yield what is such a name itself."""
    for owner in (*survey.targets("parameter"), *survey.targets("security-scheme")):
        if owner.text("in") in {"header", "cookie"}:
            yield owner.get("name")
    yield from (scheme.get("scheme") for scheme in survey.targets("security-scheme"))


def _message(name: str) -> str:
    return f"the name '{name[:60]}' holds control characters"
