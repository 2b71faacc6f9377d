"""The keys of a content mapping are media types."""

import re
from typing import Final

from truespec.diagnostics import Report
from truespec.specification.survey import Survey

__all__ = ["check"]

_NAME: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_PARAMETER: Final = rf"[ \t]*+;[ \t]*+(?:{_NAME}(?:=(?:{_NAME}|\"[^\"\\\x00-\x1f\x7f]*\"))?)?"
_MEDIA_RANGE: Final = re.compile(rf"{_NAME}/{_NAME}(?:{_PARAMETER})*")


def check(survey: Survey, report: Report) -> None:
    """Report keys of ``content`` that no Content-Type header could hold."""
    for kind in ("parameter", "header", "request-body", "response"):
        for owner in survey.targets(kind):
            content = owner.get("content")
            for name, media_type in content.items() if content else ():
                if len(name) > 1000 or not _MEDIA_RANGE.fullmatch(name):
                    message = f"'{name[:60]}' is not a media type"
                    report.error("media-type-invalid", media_type.key_location, message, "write one: application/json")
