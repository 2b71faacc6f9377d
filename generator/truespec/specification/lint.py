"""Everything that can be said of a document in one run: its text, its shape and the rules."""

from pathlib import Path

from truespec.diagnostics import Report, Severity
from truespec.specification.document import Document, load
from truespec.specification.limits import DEFAULT, Limits
from truespec.specification.rules import RULES
from truespec.specification.structure import check_structure
from truespec.specification.survey import survey

__all__ = ["lint"]


def lint(subject: Path | Document, report: Report, *, house: bool = False, limits: Limits = DEFAULT) -> Document | None:
    """Check a file, or a document that is already loaded, and collect every diagnostic of one run.

    ``house`` adds the rules for the specs of a catalogue.  Returns the document, None when it cannot be read.
    Where the shape of a value is wrong, the rules say nothing more about that very place.
    """
    document = subject if isinstance(subject, Document) else load(subject, report, limits)
    if document is None:
        return None
    found = survey(document)
    shape = Report()
    check_structure(found, shape)
    report.extend(shape)
    wrong = {(diagnostic.location.file, diagnostic.location.pointer) for diagnostic in shape}
    ruled = Report()
    for rule in RULES:
        if house or not rule.house:
            rule.check(found, ruled)
    for diagnostic in ruled:
        place = (diagnostic.location.file, diagnostic.location.pointer)
        if place not in wrong or (diagnostic.severity is Severity.ERROR and diagnostic.id.startswith("ref-")):
            report.extend([diagnostic])
    return document
