"""Blocks of a page's source have words for few things: what they have none for is not gone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from printing.era import ERAS, Words
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import save_text
from truespec.diagnostics import Report
from truespec.documentation.facts.capture import Capture, capture
from truespec.documentation.page import decode
from truespec.documentation.reading import read
from truespec.drift.change import Change
from truespec.drift.page_changes import page_changes

_BLOCKS = """# Pots

{% swagger method="post" path="/pots/{id}" baseUrl="https://api.example.test/v1" summary="Fire a pot" %}
{% swagger-description %}
In the kiln.
{% endswagger-description %}
{% swagger-parameter in="path" name="id" type="string" required="true" %}
Which.
{% endswagger-parameter %}
{% swagger-parameter in="query" name="kiln" type="string" %}
{% endswagger-parameter %}
{% swagger-parameter in="body" name="glaze" type="string" required="true" %}
What is on it.
{% endswagger-parameter %}
{% swagger-parameter in="body" name="heat" type="integer" %}
{% endswagger-parameter %}
{% swagger-response status="200" description="Fired" %}
{% endswagger-response %}
{% swagger-response status="4XX" description="Not fired" %}
{% endswagger-response %}
{% endswagger %}
"""
_PROPERTIES = {
    "glaze": {
        "type": "string",
        "description": "What is on it.",
        "minLength": 2,
        "pattern": "^[a-z]+$",
        "default": "tin",
    },
    "heat": {"type": "integer", "maximum": 1300, "nullable": True, "deprecated": True},
}
_FIRE: dict[str, Any] = {
    "summary": "Fire a pot",
    "description": "In the kiln.",
    "deprecated": True,
    "parameters": [
        {"name": "id", "in": "path", "required": True, "description": "Which.",
         "schema": {"type": "string", "format": "uuid"}},
        {"name": "kiln", "in": "query", "schema": {"type": "string", "enum": ["gas", "wood"]}},
    ],
    "requestBody": {
        "description": "The pot.",
        "content": {
            "application/json": {"schema": {"type": "object", "required": ["glaze"], "properties": _PROPERTIES}}
        },
    },
    "responses": {"200": {"description": "Fired"}, "4XX": {"description": "Not fired"}},
}  # fmt: skip
_WHOLE: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Pots", "version": "1", "description": "All of them."},
    "servers": [{"url": "https://api.example.test/v1"}],
    "security": [],
    "paths": {"/pots/{id}": {"post": _FIRE}},
    "components": {"securitySchemes": {}, "schemas": {}},
}


def _captured(text: str) -> Capture:
    report = Report()
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    surface = read(page, report)
    assert not report.failed, [str(one) for one in report]
    return capture(surface)


def _said(before: str, now: str) -> list[str]:
    changes: tuple[Change, ...] = page_changes(_captured(before), _captured(now))
    return [f"{one.kind.value} {one.place} {one.attribute}".strip() for one in changes if one.drift]


def _others() -> dict[str, str]:
    printed = {form: save_text(print_page(_WHOLE, RowPrinter(ERAS[-1], Words("en"))), form).text
               for form in ("crawl", "innertext", "clipboard")}  # fmt: skip
    return {**printed, "document": json.dumps(_WHOLE), "fragment": f"# Pots\n\n```json\n{json.dumps(_WHOLE)}\n```\n"}


@pytest.mark.parametrize("form", list(_others()))
def test_blocks_and_another_form_of_the_same_show_no_drift(form: str) -> None:
    other = _others()[form]
    assert ([], []) == (_said(_BLOCKS, other), _said(other, _BLOCKS))


def test_what_blocks_have_words_for_is_drift() -> None:
    other = _others()["document"]
    edited = _BLOCKS.replace('name="heat" type="integer"', 'name="heat" type="string"')
    assert ["changed body.heat type"] == _said(other, edited) == _said(_BLOCKS, edited)
    edited = _BLOCKS.replace(
        '{% swagger-response status="4XX" description="Not fired" %}\n{% endswagger-response %}\n', ""
    )
    assert ["removed response.4XX"] == _said(other, edited) == _said(_BLOCKS, edited)


def test_what_some_writers_add_is_drift_where_the_page_says_it_elsewhere() -> None:
    both = _BLOCKS.replace('name="kiln" type="string"', 'name="kiln" type="string" enum="gas,wood"')
    both = both.replace('name="glaze" type="string"', 'name="glaze" type="string" enum="tin,ash"')
    one = both.replace(' enum="tin,ash"', "")
    assert ["changed body.glaze enum"] == _said(both, one) == _said(one, both)
