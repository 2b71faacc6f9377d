"""The name of a header or cookie is a token of HTTP."""

import re
from typing import Final

from truespec.diagnostics import Report
from truespec.specification.node import Node
from truespec.specification.survey import Survey

__all__ = ["check"]

_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def check(survey: Survey, report: Report) -> None:
    """Report header and cookie parameters, API key names and response headers that cannot be sent as named."""
    for owner in (*survey.targets("parameter"), *survey.targets("security-scheme")):
        given = owner.get("name")
        if given is not None and owner.text("in") in {"header", "cookie"}:
            _check_name(given.as_str(), given, report, at_key=False)
    for response in (*survey.targets("response"), *survey.targets("encoding")):
        headers = response.get("headers")
        for name, header in headers.items() if headers else ():
            _check_name(name, header, report, at_key=True)


def _check_name(name: str | None, node: Node, report: Report, *, at_key: bool) -> None:
    if name is not None and not _TOKEN.fullmatch(name):
        message = f"'{name[:60]}' cannot be the name of a header or cookie"
        location = node.key_location if at_key else node.location
        report.error("header-name-invalid", location, message, "use letters, digits, '-' and '_' only")
