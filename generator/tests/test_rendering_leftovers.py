"""What a client leaves out of a contract is told with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from interpreting import interpreted, paths_document
from truespec.diagnostics import Report
from truespec.rendering.leftovers import note_leftovers

ANSWERS = {"200": {"description": "done"}}
WORD = {"schema": {"type": "string"}}
EVENTS = {"text/event-stream": {}}


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ({"servers": [{"url": "https://other.example"}]}, []),
        ({"servers": [{"url": "https://{none}.example"}]}, [("operation-server-not-rendered", "/paths/~1a/post")]),
        ({"servers": [{"url": "ftp://other.example"}]}, [("operation-server-not-rendered", "/paths/~1a/post")]),
        ({"servers": [{"url": "https://usual.example"}]}, []),
        ({"requestBody": {"content": {"application/json": {}, "text/csv": {}}}}, []),
        (
            {"requestBody": {"content": {"application/json": {}, "text/*": {}}}},
            [("media-type-not-rendered", "/paths/~1a/post/requestBody/content/text~1*")],
        ),
        (
            {"responses": {"200": {"description": "", "content": {**EVENTS, "application/json": {}}}}},
            [("stream-read-whole", "/paths/~1a/post/responses/200/content/text~1event-stream")],
        ),
        ({"responses": {"200": {"description": "", "content": EVENTS}}}, []),
        (
            {"responses": {"200": {"description": "", "content": {"text/plain": WORD, "application/json": WORD}}}},
            [("answer-form-not-asked-for", "/paths/~1a/post/responses/200/content/text~1plain")],
        ),
        ({"responses": {"200": {"description": "", "content": {"text/csv": {}, "application/json": WORD}}}}, []),
        ({"responses": {**ANSWERS, "400": {"description": "", "content": EVENTS}}}, []),
    ],
)
def test_what_a_client_does_not_do_is_told(
    tmp_path: Path, operation: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    paths = {"/a": {"post": {"operationId": "a", "responses": ANSWERS, **operation}}}
    api = interpreted(tmp_path, paths_document(paths, servers=[{"url": "https://usual.example"}])).api
    report = Report()
    note_leftovers(api, report)
    assert expected == [(each.id, each.location.pointer) for each in report]


def test_a_client_certificate_is_told_of_once(tmp_path: Path) -> None:
    schemes = {"securitySchemes": {"m": {"type": "mutualTLS"}}}
    report = Report()
    note_leftovers(interpreted(tmp_path, paths_document({}, components=schemes)).api, report)
    assert ["mutual-tls-not-rendered"] == [each.id for each in report]
