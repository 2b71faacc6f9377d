"""A body of several media types is sent as the one that the caller chooses, and streams are sent item by item."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from interpreting import paths_document
from rendered import api_of, imported, unpacked
from truespec.diagnostics import Report
from truespec.rendering.render import render

GUEST = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "size": {"type": "integer"}},
}
PHOTO = {
    "type": "object",
    "required": ["name", "photo"],
    "properties": {"name": {"type": "string"}, "photo": {"type": "string", "format": "binary"}},
}
REFERENCE = {"schema": {"$ref": "#/components/schemas/Guest"}}
BODIES = {
    "alike": {"application/json": REFERENCE, "text/json": REFERENCE, "application/x-www-form-urlencoded": REFERENCE},
    "unlike": {
        "application/json": REFERENCE,
        "multipart/form-data": {"schema": PHOTO, "encoding": {"photo": {"contentType": "image/png"}}},
        "application/xml": {},
        "text/csv": {},
    },
    "lines": {"application/x-ndjson": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Guest"}}}},
    "sequence": {"application/json-seq": {"itemSchema": {"$ref": "#/components/schemas/Guest"}}},
}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the package of a document with an operation for each of the bodies."""
    folder = tmp_path_factory.mktemp("bodies")
    paths = {
        f"/{name}": {
            "post": {
                "operationId": name,
                "tags": ["guests"],
                "parameters": [{"name": "content_type", "in": "query", "schema": {"type": "string"}}],
                "requestBody": {"required": True, "content": content},
                "responses": {"204": {"description": "done"}},
            }
        }
        for name, content in BODIES.items()
    }
    document = paths_document(
        paths, "3.2.0", servers=[{"url": "https://api.example"}], components={"schemas": {"Guest": GUEST}}
    )
    (folder / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    return unpacked(render(api_of(folder / "openapi.json"), Report()), folder)


def sent(source: Path, call: str, **given: Any) -> tuple[str, bytes]:
    """Return the Content-Type and the body that a call sends."""
    with imported(source, "ways_client") as package:
        fake = importlib.import_module("ways_client.testing").Fake().answer(f"guests.{call}", status=204)
        getattr(package.Ways(transport=fake).guests, call)(**given)
        (seen,) = fake.requests
        return seen.request.headers["Content-Type"], seen.request.content


ADA = {"name": "Ada", "size": 2}


@pytest.mark.parametrize(
    ("call", "given", "expected"),
    [
        ("alike", ADA, ("application/json", b'{"name":"Ada","size":2}')),
        ("alike", {**ADA, "content_type": "text/json"}, ("text/json", b'{"name":"Ada","size":2}')),
        (
            "alike",
            {**ADA, "content_type": "application/x-www-form-urlencoded"},
            ("application/x-www-form-urlencoded", b"name=Ada&size=2"),
        ),
        ("unlike", ADA, ("application/json", b'{"name":"Ada","size":2}')),
        (
            "unlike",
            {"body": "<é/>", "content_type": "application/xml"},
            ("application/xml", "<é/>".encode()),
        ),
        ("unlike", {"body": "a;b", "content_type": "text/csv"}, ("text/csv", b"a;b")),
        (
            "lines",
            {"body": iter([ADA, {"name": "Bo"}])},
            ("application/x-ndjson", b'{"name":"Ada","size":2}\n{"name":"Bo"}\n'),
        ),
        ("lines", {"body": b"{}\n"}, ("application/x-ndjson", b"{}\n")),
        ("sequence", {"body": (ADA,)}, ("application/json-seq", b'\x1e{"name":"Ada","size":2}\n')),
    ],
)
def test_a_body_is_sent_as_the_media_type_that_is_chosen(
    source: Path, call: str, given: dict[str, Any], expected: tuple[str, bytes]
) -> None:
    assert expected == sent(source, call, **given)


def test_the_parts_of_the_media_type_that_is_chosen_are_its_own(source: Path) -> None:
    kind, content = sent(source, "unlike", name="Ada", photo=b"\0", content_type="multipart/form-data")
    assert kind.startswith("multipart/form-data; boundary=")
    assert b'name="photo"; filename="file"\r\nContent-Type: image/png\r\n\r\n\0\r\n' in content
    assert b"size" not in content


def test_a_media_type_that_is_not_declared_is_refused(source: Path) -> None:
    with pytest.raises(ValueError, match="takes no body of that media type"):
        sent(source, "alike", name="Ada", content_type="text/plain")


def test_a_model_goes_line_by_line_like_its_dictionary(source: Path) -> None:
    with imported(source, "ways_client") as package:

        def guests() -> Iterator[Any]:
            yield package.models.Guest(name="Ada")
            yield {"name": "Bo", "size": 1}

        fake = importlib.import_module("ways_client.testing").Fake().answer("guests.lines", status=204)
        package.Ways(transport=fake).guests.lines(body=guests())
        assert fake.requests[0].request.content == b'{"name":"Ada"}\n{"name":"Bo","size":1}\n'


RIGHT = """
from collections.abc import Iterator
from ways_client import AsyncWays, Ways
from ways_client.models import Guest

def guests() -> Iterator[Guest]:
    yield Guest(name="Ada")

def right(client: Ways) -> None:
    client.guests.alike(name="Ada", content_type="text/json", content_type_2="x")
    client.guests.unlike(name="Ada", size=1)
    client.guests.unlike(name="Ada", photo=b"", content_type="multipart/form-data")
    client.guests.unlike(body="<a/>", content_type="application/xml")
    client.guests.lines(body=guests())
    client.guests.sequence(body=[{"name": "Ada"}])

async def also_right(client: AsyncWays) -> None:
    await client.guests.unlike(body="<a/>", content_type="application/xml")
"""
WRONG = """
from ways_client import Ways

def wrong(client: Ways) -> None:
    client.guests.alike(name="Ada", content_type="text/xml")
    client.guests.unlike(name="Ada", photo=b"")
    client.guests.unlike(body="<a/>")
    client.guests.unlike(body=b"", content_type="application/xml")
    client.guests.lines(body=[1])
"""


@pytest.mark.parametrize(("checker", "complaint"), [("mypy", ": error:"), ("pyright", " - error:")])
def test_type_checkers_know_what_goes_with_which_media_type(source: Path, checker: str, complaint: str) -> None:
    (source / "right.py").write_text(RIGHT, encoding="utf-8")
    (source / "wrong.py").write_text(WRONG, encoding="utf-8")
    (source / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', encoding="utf-8")
    strict = ["--strict", "--no-incremental"] if checker == "mypy" else []
    command = [sys.executable, "-m", checker, *strict, "right.py", "wrong.py", "ways_client/guests.py"]
    told = subprocess.run(command, capture_output=True, text=True, check=False, cwd=source).stdout
    complaints = [line for line in told.splitlines() if complaint in line]
    places = {line.partition("wrong.py:")[2].partition(":")[0] for line in complaints if "wrong.py" in line}
    assert ({"5", "6", "7", "8", "9"}, []) == (places, [line for line in complaints if "wrong.py" not in line])
