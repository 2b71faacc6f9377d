"""Tells a page that was cut where it could have ended: between two fragments, or between two lines of YAML.

Nothing on such a page says where its end is.  Only the lock knows that it went on, and with what.
"""

from __future__ import annotations

from collections.abc import Mapping

from truespec.documentation.facts.capture import Capture
from truespec.documentation.facts.surface import Form, PageFacts
from truespec.documentation.loss.splices import come_to

__all__ = ["end_missing"]


def end_missing(was: Capture, now: Capture, paired: Mapping[str, str]) -> str:
    """Say what a page without a mark of its end has no more, where all of that stood at its end; else empty."""
    before, page = was.page, now.page
    if not (before.bottom and page.bottom) or before.form is not page.form:
        return ""
    if page.form is Form.OPENAPI and not _may_be_cut(before, page):
        return ""
    new = [operation for operation in now.order if operation not in paired.values()]
    gone = [operation for operation in was.order if operation not in paired]
    if gone and gone == list(was.order[-len(gone) :]) and len(new) < len(gone) and now.order[-1] not in new:
        return f"{gone[0]} is gone, with which it ended, and nothing on it says that it ends here"
    if page.form is Form.OPENAPI and not new and not _has_more(was, now, paired):
        return "it says nothing new, its last lines are gone, and nothing on it says that it ends here"
    return ""


def _may_be_cut(before: PageFacts, page: PageFacts) -> bool:
    """Whether the last lines of a document are those that stood there before what is gone, as far as they are known."""
    gone = before.lines - page.lines
    known, last = before.bottom.split(), page.bottom.split()
    left = known[:-gone] if gone > 0 else []
    several = min(len(left), len(last))
    if gone >= len(known):
        return known[-1] != last[-1]
    return several > 0 and left[-several:] == last[-several:]


def _has_more(was: Capture, now: Capture, paired: Mapping[str, str]) -> bool:
    """Whether anything is said that was not, or was said otherwise."""
    spots = [(old, place) for old, current in paired.items() for place in now.places(current)]
    known = {(old, place) for old in paired for place in was.places(old)}
    return any(spot not in known or come_to(was, now, paired, spot) for spot in spots)
