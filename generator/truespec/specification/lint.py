"""Everything that can be said of a document in one run: its text, its shape and the rules."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from truespec.diagnostics import Diagnostic, Report
from truespec.specification.document import Document, load
from truespec.specification.limits import DEFAULT, Limits
from truespec.specification.rules import RULES
from truespec.specification.structure import check_structure
from truespec.specification.survey import survey

__all__ = ["lint"]

_ALWAYS: Final = frozenset({"name-unprintable"})
"""Rules that stop a generation where the complaint about the shape of the same place does not."""


def lint(
    subject: Path | Document,
    report: Report,
    *,
    house: bool = False,
    samples: bool = True,
    limits: Limits = DEFAULT,
) -> Document | None:
    """Check a file, or a document that is already loaded, and collect every diagnostic of one run.

    ``house`` adds the rules for the specs of a catalogue; without ``samples``, examples are not looked at.
    Returns the document, None when it cannot be read.  Where the shape of a value is wrong, the rules say nothing more
    about that very place.
    """
    document = subject if isinstance(subject, Document) else load(subject, report, limits)
    if document is None:
        return None
    found = survey(document)
    shape = Report()
    check_structure(found, shape)
    ruled = Report()
    for rule in RULES:
        if (house or not rule.house) and (samples or not rule.samples):
            rule.check(found, ruled)
    report.extend(shape)
    report.extend(_without_echoes(ruled, shape))
    return document


def _without_echoes(ruled: Report, shape: Report) -> Iterator[Diagnostic]:
    """Leave out what a rule says of a place whose shape is wrong, and of a field that is there but misspelt."""
    wrong = {(found.location.file, found.location.pointer) for found in shape}
    misspelt = {(file, pointer.rpartition("/")[0]) for file, pointer in wrong}
    for diagnostic in ruled:
        if diagnostic.id in _ALWAYS:
            yield diagnostic
            continue
        place = (diagnostic.location.file, diagnostic.location.pointer)
        if place not in wrong and not (diagnostic.id.endswith("-missing") and place in misspelt):
            yield diagnostic
