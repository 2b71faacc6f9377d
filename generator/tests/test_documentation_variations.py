"""However a page was saved, copied or converted on its way, it says the same as long as its facts are there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from printing.documents import PLAIN
from printing.era import ERAS, Words
from printing.markup import save_markup
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import FORMS, save_text
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Fact
from truespec.documentation.page import decode
from truespec.documentation.reading import read

_LIMIT = {"type": "integer", "minimum": 1, "maximum": 30, "default": 20}
_DOCUMENT = {
    "openapi": "3.0.3",
    "info": {"title": "Things", "version": "1", "description": "All of them"},
    "servers": [{"url": "https://api.example.test/v1"}],
    "security": [{"key": []}],
    "paths": {
        "/things/{id}": {
            "post": {
                "summary": "Make a thing",
                "description": "Makes one.\n\nIt takes a while.",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}},
                    {"name": "limit", "in": "query", "description": "How many of them", "schema": _LIMIT},
                ],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                "responses": {
                    "201": {
                        "description": "Made",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
                    },
                    "404": {"description": "Not found"},
                },
            }
        }
    },
    "components": {
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-KEY"}},
        "schemas": {
            "Thing": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "id": {"type": "string", "format": "uuid", "readOnly": True},
                    "name": {"type": "string", "maxLength": 80, "description": "What it is called"},
                    "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 5},
                    PLAIN[6]: {"type": "number", "nullable": True},
                },
            }
        },
    },
}


def _by_line(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: "\n".join(change(line) if line.strip() else line for line in text.split("\n"))


_TEXTS: dict[str, Callable[[str], str]] = {
    "blanks behind lines": _by_line(lambda line: f"{line}  \t"),
    "blanks before lines": _by_line(lambda line: f"\t   {line}"),
    "blanks that do not break": lambda text: text.replace(" ", "\xa0"),
    "thin blanks": lambda text: text.replace(" · ", "\u2009·\u2009"),
    "ideographic blanks between pieces": lambda text: text.replace(" · ", " \u3000· "),
    "wide dots": lambda text: text.replace(" · ", "  ·  "),
    "other dots": lambda text: text.replace("·", "•"),
    "dots in another alphabet": lambda text: text.replace("·", "\u0387"),
    "escaped dots": lambda text: text.replace("·", "&middot;"),
    "numbered dots": lambda text: text.replace("·", "&#xB7;"),
    "joiners": _by_line(lambda line: f"\u200d{line}\u200c"),
    "marks of direction": _by_line(lambda line: f"\u2068{line}\u2069\u200e"),
    "soft hyphens": lambda text: re.sub(r"(?<=[a-z]{4})(?=[a-z]{4})", "\u00ad", text),
    "no blank lines": lambda text: re.sub(r"\n\s*\n+", "\n", text),
    "pages of paper": lambda text: text.replace("\n\n", "\n\f\n"),
    "lower methods": lambda text: re.sub(r"(?m)^POST$", "post", text),
    "an address above": lambda text: f"https://docs.example.test/things\n\n{text}",
}
_MARKUP: dict[str, Callable[[str], str]] = {
    "single quotes": lambda text: re.sub(r'class="([^"\']*)"', r"class='\1'", text),
    "no quotes": lambda text: re.sub(r'class="([\w-]+)"', r"class=\1", text),
    "capital names": lambda text: text.replace(" class=", " CLASS="),
    "more classes": lambda text: text.replace('class="', 'class="css-1a '),
    "a comment above": lambda text: f"<!-- saved from url=(0042)https://docs.example.test -->\n{text}",
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "named dots": lambda text: text.replace("·", "&middot;"),
    "a translator's elements": lambda text: re.sub(r">(Required|Optional)<", r"><font><font>\1</font></font><", text),
}


def _facts(text: str) -> list[Fact]:
    report = Report()
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    return list(read(page, report).facts)


def _said(text: str) -> set[tuple[str, str, str, str]]:
    return {(fact.operation, fact.place, fact.attribute, json.dumps(fact.value, default=str)) for fact in _facts(text)}


@pytest.mark.parametrize("change", _TEXTS.values(), ids=_TEXTS)
@pytest.mark.parametrize("form", FORMS)
def test_a_text_that_was_changed_on_its_way_says_the_same(form: str, change: Callable[[str], str]) -> None:
    for era in (ERAS[3], ERAS[-1]):
        text = save_text(print_page(_DOCUMENT, RowPrinter(era, Words("en"))), form).text
        assert len(_said(text)) > 20
        assert _said(text) == _said(change(text))


@pytest.mark.parametrize("change", _MARKUP.values(), ids=_MARKUP)
def test_markup_that_was_written_otherwise_says_the_same(change: Callable[[str], str]) -> None:
    text = save_markup(print_page(_DOCUMENT, RowPrinter(ERAS[-1], Words("en")))).text
    assert len(_said(text)) > 20
    assert _said(text) == _said(change(text))


_YAML = """info: {title: x}
openapi: 3.0.3
paths:
  /things:
    get:
      responses: {'200': {description: a}}
"""
_JSON = '{"openapi": "3.0.3", "paths": {"/things": {"get": {"responses": {"200": {"description": "a"}}}}}}'


@pytest.mark.parametrize("page", [f"* Step\n\n    ```json\n    {_JSON}\n    ```\n", f"```yml\n{_YAML}```\n"])
def test_a_fence_may_stand_in_a_list_and_its_keys_in_any_order(page: str) -> None:
    assert ("GET /things", "response.200", "present", "true") in _said(page)
