"""What is named in a document has a name that can be written on one line."""

import re
from collections.abc import Iterator
from typing import Final

from truespec.diagnostics import Location, Report
from truespec.specification.node import Node
from truespec.specification.survey import Survey

__all__ = ["check"]

_CONTROL: Final = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]")
_ADVICE: Final = "remove line breaks and control characters from the name"


def check(survey: Survey, report: Report) -> None:
    """Report components, headers, cookies, media types and methods whose names hold control characters.

    No document has such names by mistake: each ends up in a protocol or in a file that a line break would split.
    """
    for group in survey.of("components"):
        for members in group.inside():
            _check_keys(members, report)
    for parameter in survey.targets("parameter"):
        name = parameter.get("name")
        if name is not None and parameter.text("in") in {"header", "cookie"} and _CONTROL.search(name.as_str() or ""):
            _complain(name.as_str() or "", report, name.location)
    for owner in _owners(survey, "response", "encoding"):
        _check_keys(owner.get("headers"), report)
    for owner in _owners(survey, "parameter", "header", "request-body", "response"):
        _check_keys(owner.get("content"), report)
    for path_item in survey.targets("path-item"):
        _check_keys(path_item, report)
        _check_keys(path_item.get("additionalOperations"), report)


def _owners(survey: Survey, *kinds: str) -> Iterator[Node]:
    for kind in kinds:
        yield from survey.targets(kind)


def _check_keys(mapping: Node | None, report: Report) -> None:
    for name, node in mapping.items() if mapping else ():
        if _CONTROL.search(name):
            _complain(name, report, node.key_location)


def _complain(name: str, report: Report, location: Location) -> None:
    report.error("name-unprintable", location, f"the name '{name[:60]}' holds control characters", _ADVICE)
