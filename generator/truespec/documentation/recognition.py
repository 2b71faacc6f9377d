"""Tells what kind of page was saved and what such a page can show, with reasons in words."""

from __future__ import annotations

import dataclasses
import re
from typing import Final

from truespec.documentation.fences import fences
from truespec.documentation.openapi_page import holds_openapi
from truespec.documentation.page import Page
from truespec.documentation.surface import Form, Grade, PageFacts
from truespec.documentation.words import language_of

__all__ = ["recognise"]

_DOCUMENT: Final = re.compile(
    r"\s*(?:\{.{0,2000}?\"(?:openapi|swagger)\"\s*:|(?:#[^\n]*\n|---[^\n]*\n|\s)*(?:openapi|swagger)\s*:)", re.DOTALL
)


def recognise(page: Page) -> PageFacts:
    """Return form, grade, language, printer and reasons of ``page``; without facts about its lines."""
    if _DOCUMENT.match(page.text[:20_000]):
        return _known(page, Form.OPENAPI, Grade.A, "the file is an OpenAPI document")
    if any(holds_openapi(fence) for fence in fences(page.lines)):
        return _known(page, Form.MD_OPENAPI, Grade.A, "whole OpenAPI fragments stand in its fences")
    if language_of(page.lines):
        return dataclasses.replace(_known(page, Form.TEXT_GITBOOK, Grade.C, "text"), language=language_of(page.lines))
    return _known(page, Form.UNKNOWN, Grade.D, "no form that is known")


def _known(page: Page, form: Form, grade: Grade, *reasons: str) -> PageFacts:
    lines = sum(1 for line in page.lines if line.strip())
    return PageFacts(form, grade, reasons=reasons, sha256=page.sha256, lines=lines)
