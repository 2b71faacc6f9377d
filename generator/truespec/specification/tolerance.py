"""Which mistakes leave the meaning of a document clear enough to work with, and what is made of each.

``truespec lint`` calls them errors all the same.  Where something is to be made of a document that is not ours, they
become warnings that say what was done, so that one slip in a thousand operations does not cost the other 999.
"""

from dataclasses import replace
from typing import Final

from truespec.diagnostics import Report, Severity

__all__ = ["TOLERATED", "tolerated"]

TOLERATED: Final[dict[str, str]] = {
    "component-name-invalid": "it gets a name of its own in Python",
    "field-conflict": "one of the fields is taken",
    "field-missing": "it is taken for empty",
    "field-name": "it gets a name of its own in Python",
    "field-type": "the field is passed over",
    "field-unknown": "it is read as what it resembles, or passed over",
    "field-value": "what comes nearest is taken",
    "header-name-invalid": "the name is kept as it is, and the call is refused where it cannot be sent",
    "key-not-text": "the key is taken as it is written",
    "key-repeated": "the last one counts",
    "media-type-invalid": "the name is kept as it is",
    "number-not-finite": "the value is passed over",
    "operation-id-duplicate": "the later operation is called after its method and path",
    "parameter-duplicate": "the last one counts",
    "path-overlapping": "both are kept, the server tells them apart",
    "path-parameter-undeclared": "it is taken for a required text",
    "path-parameter-unused": "the parameter is left out",
    "pattern-invalid": "any text is taken to fit",
    "range-empty": "neither bound is checked",
    "ref-unresolved": "any value is taken to fit",
    "ref-wrong-kind": "any value is taken to fit",
    "security-scheme-undeclared": "the scheme is left out of the requirement",
    "yaml-documents": "the first one is read",
    "yaml-merge": "nothing is merged",
    "yaml-tag-unknown": "the tag is passed over",
}
"""What is done about each mistake that does not stop a generation, by its id."""


def tolerated(report: Report) -> Report:
    """Return a report in which mistakes that can be worked around are warnings that say what was done."""
    found = Report()
    for diagnostic in report:
        done = TOLERATED.get(diagnostic.id)
        if done is None or diagnostic.severity is not Severity.ERROR:
            found.extend([diagnostic])
        else:
            message = f"{diagnostic.message} ({done})"
            found.extend([replace(diagnostic, severity=Severity.WARNING, message=message)])
    return found
