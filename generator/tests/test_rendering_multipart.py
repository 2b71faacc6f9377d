"""The parts of multipart bodies: their headers, their media types, parts without names, files among texts."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest
from interpreting import interpreted, paths_document
from rendered import api_of, imported, unpacked
from truespec.diagnostics import Report
from truespec.rendering.render import render

TEXT = {"type": "string"}
META = {"type": "object", "properties": {"author": TEXT}}
BODIES: dict[str, dict[str, Any]] = {
    "headed": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["photo", "notes"],
                "properties": {
                    "photo": {"type": "string", "contentMediaType": "image/png"},
                    "notes": {"type": "array", "items": TEXT},
                    "later": TEXT,
                },
            },
            "encoding": {
                "photo": {
                    "contentType": "image/png, image/jpeg",
                    "headers": {
                        "X-Limit": {"required": True, "schema": {"type": "integer"}},
                        "X-Kind": {"required": True, "schema": {"const": "raw"}},
                        "X-Sizes": {"schema": {"type": "array", "items": {"type": "integer"}}},
                        "Content-Type": {"schema": TEXT},
                    },
                },
                "later": {"headers": {"X-Late": {"required": True, "schema": TEXT}}},
                "nobody": {"headers": {"X-None": {"schema": TEXT}}},
            },
        }
    },
    "placed": {
        "multipart/mixed": {
            "schema": {"type": "array", "prefixItems": [META, {}], "items": {"type": "string"}},
            "prefixEncoding": [{}, {"contentType": "image/png"}],
            "itemEncoding": {"contentType": "text/html"},
        }
    },
    "encoded": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {"icon": {"type": "string", "contentEncoding": "base64"}, "name": TEXT},
            }
        }
    },
    "streamed": {"multipart/mixed": {"itemSchema": META}},
    "related": {"multipart/related; type=text/html": {"schema": META}},
}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the package of a document with an operation for each of the bodies."""
    folder = tmp_path_factory.mktemp("multipart")
    paths = {
        f"/{name}": {
            "post": {
                "operationId": name,
                "tags": ["albums"],
                "requestBody": {"required": True, "content": content},
                "responses": {"204": {"description": "done"}},
            }
        }
        for name, content in BODIES.items()
    }
    document = paths_document(paths, "3.2.0", servers=[{"url": "https://api.example"}])
    (folder / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    return unpacked(render(api_of(folder / "openapi.json"), Report()), folder)


def parts(source: Path, call: str, **given: Any) -> list[tuple[dict[str, str], bytes]]:
    """Return the headers and the content of each part that a call sends, as the standard library reads them."""
    with imported(source, "ways_client") as package:
        fake = importlib.import_module("ways_client.testing").Fake().answer(f"albums.{call}", status=204)
        file = package._runtime.File
        chosen = {
            name: file(**value["file"]) if isinstance(value, dict) and "file" in value else value
            for name, value in given.items()
        }
        getattr(package.Ways(transport=fake).albums, call)(**chosen)
        sent = fake.requests[0].request
    message = BytesParser().parsebytes(f"Content-Type: {sent.headers['Content-Type']}\r\n\r\n".encode() + sent.content)
    found: list[Message] = list(message.walk())[1:]
    return [
        ({k: v for k, v in part.items() if k != "Content-Disposition"}, part.get_payload(decode=True)) for part in found
    ]


PLAIN = {"Content-Type": "text/plain"}


def test_a_part_has_the_headers_that_are_passed_for_it(source: Path) -> None:
    found = parts(source, "headed", photo=b"\0", notes=["a", "b"], photo_x_limit=5, photo_x_sizes=[1, 2])
    headers = {"Content-Type": "image/png", "X-Limit": "5", "X-Kind": "raw", "X-Sizes": "1,2"}
    assert found == [(headers, b"\0"), (PLAIN, b"a"), (PLAIN, b"b")]


def test_a_file_says_which_of_several_media_types_it_is_and_may_have_headers_of_its_own(source: Path) -> None:
    file = {"file": {"content": b"\1", "media_type": "image/jpeg", "headers": {"X-Own": "1"}}}
    ((headers, content), *_) = parts(source, "headed", photo=file, notes=[], photo_x_limit=5)
    assert (headers, content) == ({"Content-Type": "image/jpeg", "X-Limit": "5", "X-Kind": "raw", "X-Own": "1"}, b"\1")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"later": "x"}, "header 'X-Late' of part 'later' is required"),
        ({"photo_x_limit": "1\r\nX-Evil: 1"}, "X-Limit"),
    ],
)
def test_a_header_of_a_part_that_is_missing_or_breaks_out_is_refused(
    source: Path, given: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        parts(source, "headed", **{"photo": b"", "notes": [], "photo_x_limit": 5, **given})


def test_parts_without_names_are_written_by_their_places(source: Path) -> None:
    assert parts(source, "placed", body=[{"author": "Ada"}, b"\0", "<b/>"]) == [
        ({"Content-Type": "application/json"}, b'{"author":"Ada"}'),
        ({"Content-Type": "image/png"}, b"\0"),
        ({"Content-Type": "text/html"}, b"<b/>"),
    ]
    json_type = {"Content-Type": "application/json"}
    assert parts(source, "streamed", body=iter([{"author": "Ada"}, {}])) == [
        (json_type, b'{"author":"Ada"}'),
        (json_type, b"{}"),
    ]


def test_a_text_that_stands_for_bytes_is_no_plain_text(source: Path) -> None:
    encoded = {"Content-Type": "application/octet-stream"}
    assert parts(source, "encoded", icon="AAEC", name="x") == [(encoded, b"AAEC"), (PLAIN, b"x")]


def test_a_multipart_body_of_another_kind_has_names_as_well(source: Path) -> None:
    assert parts(source, "related", author="Ada") == [(PLAIN, b"Ada")]


def test_the_package_is_clean(source: Path) -> None:
    (source / "use.py").write_text(
        "from ways_client import Ways\n\n\ndef use(client: Ways) -> None:\n"
        '    client.albums.headed(photo=b"", notes=["a"], photo_x_limit=5)\n'
        '    client.albums.streamed(body=[{"author": "Ada"}])\n',
        encoding="utf-8",
    )
    (source / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', encoding="utf-8")
    for checker in (["mypy", "--strict", "--no-incremental"], ["pyright"]):
        command = [sys.executable, "-m", *checker, "use.py", "ways_client/albums.py"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=source)
        assert done.returncode == 0, done.stdout


def test_what_is_left_out_of_parts_is_told(tmp_path: Path) -> None:
    encoding = [{"headers": {"X-A": {}}}]
    content = {"multipart/mixed": {"schema": {"type": "array"}, "prefixEncoding": encoding}}
    paths = {"/a": {"post": {"requestBody": {"content": content}, "responses": {}}}}
    said = interpreted(tmp_path, paths_document(paths, "3.2.0")).report
    assert ["part-header-not-rendered"] == [each.id for each in said]
