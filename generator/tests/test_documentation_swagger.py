"""Documents of Swagger 2 are read as what they mean in OpenAPI 3."""

from __future__ import annotations

import json
from typing import Any

import pytest
from truespec.diagnostics import Report
from truespec.documentation.facts.capture import capture
from truespec.documentation.facts.surface import Value
from truespec.documentation.page import decode
from truespec.documentation.reading import read

_TEXT = {"type": "string"}


def _said(operation: dict[str, Any], **whole: Any) -> dict[tuple[str, str], Value]:
    document = {"swagger": "2.0", "info": {"title": "Pots", "version": "1"}, **whole}
    answers = {"200": {"description": "Done", "schema": {"type": "object", "properties": {"id": _TEXT}}}}
    document["paths"] = {"/pots": {"post": {"responses": answers, **operation}}}
    report = Report()
    page = decode(json.dumps(document).encode(), "swagger.json", report)
    assert page is not None
    captured = capture(read(page, report))
    assert [] == list(report)
    return {
        (place, attribute): fact.value
        for place, said in captured.places("POST /pots").items()
        for attribute, fact in said.items()
    }


@pytest.mark.parametrize(
    ("own", "whole"),
    [(["text/csv", "text/plain"], ["application/json"]), (None, ["text/csv", "text/plain"])],
    ids=["its own", "of all"],
)
def test_what_an_operation_answers_in_is_its_own_before_that_of_all(own: list[str] | None, whole: list[str]) -> None:
    said = _said({} if own is None else {"produces": own}, produces=whole)
    assert ("text/csv", ("text/plain",)) == (said["response.200", "media"], said["response.200", "otherMedia"])


def test_a_form_is_none_of_the_media_that_are_no_forms() -> None:
    lid = {"name": "lid", "in": "formData", "type": "string"}
    said = _said({"parameters": [lid]}, consumes=["application/json"])
    assert "application/x-www-form-urlencoded" == said["body", "media"]
    said = _said({"parameters": [lid], "consumes": ["text/csv", "multipart/form-data"]})
    assert "multipart/form-data" == said["body", "media"]


def test_a_file_is_a_text_of_bytes() -> None:
    said = _said({"parameters": [{"name": "lid", "in": "formData", "type": "file"}]})
    assert ("string", "binary") == (said["body.lid", "type"], said["body.lid", "format"])
