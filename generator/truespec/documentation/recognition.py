"""Tells what kind of page was saved and what such a page can show, with reasons in words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from truespec.documentation.facts.surface import Form, Grade, PageFacts
from truespec.documentation.lookalikes import other_page, other_renderer, perhaps_other_page
from truespec.documentation.openapi.fences import Fence, fences
from truespec.documentation.openapi.openapi_facts import METHODS
from truespec.documentation.openapi.openapi_page import holds_openapi
from truespec.documentation.page import Page
from truespec.documentation.rendered.language import language_of
from truespec.documentation.rendered.printer_dates import printed_between
from truespec.documentation.rendered.type_line import parse_type
from truespec.documentation.rendered.words import words_of
from truespec.documentation.text.text_capture import capture_of
from truespec.documentation.text.text_lines import TextLines, field_on_a_line
from truespec.documentation.text.text_paths import method_line

__all__ = ["recognise"]

_MOST_LINES: Final = 100_000
"""Lines of a text that are read; a page of many operations has a few thousand."""
_JSON: Final = re.compile(r"\"(?:openapi|swagger)\"\s*:\s*\"[23]\.")
_OBJECT: Final = re.compile(r"\s*\{\s*\"")
_YAML: Final = re.compile(r"^[\"']?(?:openapi|swagger)[\"']?\s*:\s*[\"']?[23]\.", re.MULTILINE)
_OF_YAML: Final = re.compile(r"(?:[ \t#%}\]]|---|- |[\"']?[\w$./-]+[\"']?\s*:(?:\s|\Z)|\Z)")
"""How a line of a document in YAML begins."""
_OPERATION: Final = re.compile(
    r"\bclass\s*=\s*(?:\"(?:[^\"]*\s)?|'(?:[^']*\s)?)?openapi-operation(?=[\s\"'/>])", re.IGNORECASE
)
_PAYLOAD: Final = "self.__next_f.push("
_MARKUP: Final = re.compile(r"\s*<(?:!doctype|html|head|body|div|section|main|h1|\?xml)\b", re.IGNORECASE)
_REQUEST: Final = re.compile(rf"^[ \t]*(?:{'|'.join(METHODS)}) /\S* HTTP/1\.1[ \t]*$", re.IGNORECASE | re.MULTILINE)
"""The first line of a sample, which no page has that only says why there is nothing to see."""
_HOST: Final = re.compile(r"[ \t]*Host: \S+")
_ANY_ANSWER: Final = "Accept: */*"
_MOST_HEADERS: Final = 40
_BLOCK: Final = re.compile(r"\{% (?:swagger|openapi|openapi-operation|api-method) ")


def recognise(page: Page) -> PageFacts:
    """Return form, grade, language, printer and reasons of ``page``; of its lines only how many there are."""
    if _is_document(page.text):
        return _known(page, Form.OPENAPI, Grade.A, "it is an OpenAPI document")
    blocks = list(fences(page.lines))
    if any(map(holds_openapi, blocks)):
        if _is_woven(page, blocks):
            return _known(page, Form.UNKNOWN, Grade.D, "the text of a rendered page stands between its fragments")
        return _known(page, Form.MD_OPENAPI, Grade.A, "whole OpenAPI fragments stand in its fences")
    if _OPERATION.search(page.text):
        return _markup(page)
    if _BLOCK.search(page.text):
        return _known(page, Form.MD_SWAGGER, Grade.B, "blocks of GitBook's source describe its operations")
    kind = "" if _REQUEST.search(page.text) and language_of(page.lines) else other_page(page)
    if kind:
        return _known(page, Form.UNKNOWN, Grade.D, kind)
    markup = bool(_MARKUP.match(page.text))
    if len(page.lines) > _MOST_LINES and not markup:
        reason = f"it has {len(page.lines):,} lines, and of a text at most {_MOST_LINES:,} are read"
        return _known(page, Form.UNKNOWN, Grade.D, reason)
    name = other_renderer(page, markup=markup)
    if name and (markup or not _is_gitbook(page.lines)):
        return _known(page, Form.UNKNOWN, Grade.D, f"it was rendered by {name}, which is not read")
    if markup:
        perhaps = [kind] if (kind := perhaps_other_page(page)) else []
        return _known(page, Form.UNKNOWN, Grade.D, *perhaps, "its markup holds no operation that GitBook rendered")
    return _text(page)


def _is_document(text: str) -> bool:
    """Whether a text is an OpenAPI document, in whatever order its keys stand."""
    if _OBJECT.match(text):
        return _JSON.search(text) is not None
    version = _YAML.search(text)
    return version is not None and all(map(_OF_YAML.match, text[: version.start()].split("\n")))


def _is_woven(page: Page, blocks: Sequence[Fence]) -> bool:
    """Whether two captures are in one file: requests, fields or markup of operations stand outside of all fences."""
    inside = {number for fence in blocks for number in range(fence.first, fence.first + len(fence.lines))}
    outside = [line for number, line in enumerate(page.lines, 1) if number not in inside]
    text = "\n".join(outside)
    asked = any(_HOST.match(outside[number + 1]) for number, line in enumerate(outside[:-1]) if _REQUEST.match(line))
    return asked or _OPERATION.search(text) is not None or _is_gitbook(outside)


def _markup(page: Page) -> PageFacts:
    reasons = ["its elements have the classes of GitBook's operations"]
    if _PAYLOAD in page.text:
        reasons.append("it carries an inline payload")
    return _known(page, Form.HTML_GITBOOK, Grade.B, *reasons, printer=printed_between(page.text))


def _text(page: Page) -> PageFacts:
    language = language_of(page.lines)
    lines = TextLines.of(page.lines, words_of(language or "en"))
    capture = capture_of(lines)
    methods = sum(1 for line in lines.lines if method_line(line.text) is not None)
    fields = sum(1 for line in lines.lines if field_on_a_line(line.text, lines.words) is not None)
    typed = sum(1 for index in range(len(lines)) if lines.type(index) is not None)
    if not language or not methods:
        reasons = _missing(bool(language), methods, fields + typed)
        perhaps = [kind] if (kind := perhaps_other_page(page)) else []
        return _known(page, Form.UNKNOWN, Grade.D, *perhaps, *reasons)
    reasons = ["headings, methods and fields stand as GitBook prints them"]
    if not capture.flags:
        reasons.append("the words for required and optional were not saved")
    if not capture.members:
        reasons.append("buttons were not saved, and with them values of enums and fields that open")
    grade = Grade.B if capture.flags and capture.members else Grade.C
    return _known(page, Form.TEXT_GITBOOK, grade, *reasons, language=language, printer=printed_between(page.text))


def _missing(language: bool, methods: int, fields: int) -> list[str]:  # noqa: FBT001 - one of three findings
    reasons: list[str] = []
    if not fields:
        reasons.append("no name or type of a field was saved, only prose; names cannot be recovered from it")
    if not methods:
        reasons.append("no method of an operation was saved")
    if not language:
        reasons.append("no heading of a section (Responses, Body, ...) was saved, in any of nine languages")
    return reasons


def _is_gitbook(page: Sequence[str]) -> bool:
    """Whether lines that only GitBook prints are many, or a request stands below the method that it prints above one.

    Where a name and its type have lines of their own, as in a browser, a page of plain types has no other sign.
    """
    language = language_of(page)
    words = words_of(language or "en")
    lines = [line.strip() for line in page if len(line) < 2_000]
    dotted = sum(1 for line in lines if " · " in line and parse_type(line, words) is not None)
    if dotted + sum(1 for line in lines if field_on_a_line(line, words) is not None) > 2:
        return True
    return bool(language) and _asks_as_gitbook(lines)


def _asks_as_gitbook(lines: Sequence[str]) -> bool:
    """Whether the text of a request stands as GitBook prints it: of any type of answer, and below its method."""
    method = ""
    for index, line in enumerate(lines):
        if (found := method_line(line)) is not None:
            method = found.method
        elif method and _REQUEST.match(line) and line.startswith(method + " "):
            headers = itertools.takewhile(bool, lines[index + 1 : index + _MOST_HEADERS])
            if _ANY_ANSWER in headers:
                return True
    return False


def _known(page: Page, form: Form, grade: Grade, *reasons: str, language: str = "", printer: str = "") -> PageFacts:
    lines = sum(1 for line in page.lines if line.strip())
    return PageFacts(form, grade, language, printer, reasons, page.sha256, lines)
