"""Headers that belong to HTTP itself are not parameters."""

from typing import Final

from truespec.diagnostics import Report
from truespec.specification.survey import Survey

__all__ = ["check"]

_IGNORED: Final = {
    "accept": "the media types of the responses say it",
    "content-type": "the media types of the request body say it",
    "authorization": "the security schemes say it",
}
_FRAMING: Final = frozenset({"connection", "content-length", "host", "te", "trailer", "transfer-encoding", "upgrade"})


def check(survey: Survey, report: Report) -> None:
    """Warn of header parameters that OpenAPI ignores, and of those that frame the message."""
    for parameter in survey.targets("parameter"):
        name = parameter.text("name")
        if parameter.text("in") != "header" or name is None:
            continue
        if name.lower() in _IGNORED:
            message = f"a header parameter '{name}' is ignored: {_IGNORED[name.lower()]}"
        elif name.lower() in _FRAMING:
            message = f"the header '{name}' frames the message and is not for callers to set"
        else:
            continue
        report.warning("header-reserved", parameter.location_of("name"), message, "remove the parameter")
