"""What a rule is: an id, how much it weighs, one sentence, and the check."""

from collections.abc import Callable
from dataclasses import dataclass

from truespec.diagnostics import Report, Severity
from truespec.specification.survey import Survey

__all__ = ["Rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table that ``truespec lint --rules`` prints.

    ``check`` takes any shape of document and only adds to the report.  ``house`` rules hold for the specs we write
    ourselves and are asked of no other.  Rules on mere ``samples`` are costly, and nothing is generated otherwise for
    what they find: they are asked by ``truespec lint`` alone, and always of our own specs.
    """

    id: str
    severity: Severity
    summary: str
    check: Callable[[Survey, Report], None]
    house: bool = False
    samples: bool = False
