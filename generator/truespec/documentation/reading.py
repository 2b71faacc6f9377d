"""Reads a page: recognised first, then handed to the reader of its form; refused with reasons where there is none."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Final

from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Form, Grade, PageFacts, Surface
from truespec.documentation.facts.wording import digest_line
from truespec.documentation.html.html_page import read_html
from truespec.documentation.openapi.openapi_page import read_document, read_fragments
from truespec.documentation.openapi.swagger_blocks import read_blocks
from truespec.documentation.page import Page
from truespec.documentation.recognition import recognise
from truespec.documentation.text.extractions import is_extracted
from truespec.documentation.text.text_page import read_text

__all__ = ["read"]

_READERS: Final[dict[Form, Callable[[Page, PageFacts, Report], Surface]]] = {
    Form.OPENAPI: read_document,
    Form.MD_OPENAPI: read_fragments,
    Form.TEXT_GITBOOK: read_text,
    Form.HTML_GITBOOK: read_html,
    Form.MD_SWAGGER: read_blocks,
}

_EXTRACTED: Final = "a program took the article out of it, and its lines run into each other"
_TITLED: Final = frozenset({Form.MD_OPENAPI, Form.TEXT_GITBOOK})


def read(page: Page, report: Report) -> Surface:
    """Return what ``page`` says.

    A page that cannot be read as a surface (grade D, or no form that is known) is an error in ``report`` with its
    reasons, and has no facts.
    """
    known = recognise(page)
    reader = _READERS.get(known.form)
    if known.grade is Grade.D or reader is None:
        return _refused(page, known, report)
    told = Report()
    surface = _with_top(reader(page, known, told), page)
    if known.form is Form.TEXT_GITBOOK and (told.failed or not surface.facts) and is_extracted(page):
        return _refused(page, dataclasses.replace(known, form=Form.UNKNOWN, grade=Grade.D, reasons=()), report)
    report.extend(told)
    if not surface.facts and not report.failed:
        message = f"the page was taken for {known.form.value}, and nothing it says was understood"
        report.error("page-without-operations", page.at(0), message, "check that the right page was saved, whole")
    return surface


def _refused(page: Page, known: PageFacts, report: Report) -> Surface:
    extracted = known.form is Form.UNKNOWN and is_extracted(page)
    reasons = (_EXTRACTED, *known.reasons) if extracted else known.reasons
    message = "this page cannot be read: " + "; ".join(reasons)
    report.error("page-refused", page.at(0), message, "save it as page.md (add .md to its address), or as HTML")
    return Surface(dataclasses.replace(known, reasons=reasons), ())


def _with_top(surface: Surface, page: Page) -> Surface:
    """Return a surface that remembers how its page begins."""
    if surface.page.form not in _TITLED:
        return surface
    first = next((line for line in page.lines if line.strip()), "")
    return dataclasses.replace(surface, page=dataclasses.replace(surface.page, top=digest_line(first)))
