"""Published pages in a real browser: they render, complain of nothing, ask nobody, and run nobody else's script."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from chromium import opened
from truespec.catalogue import entries
from truespec.diagnostics import Report

ROOT = Path(__file__).resolve().parents[2]
NAMES = [entry.name for entry in entries(ROOT, Report())]
HOSTILE = """\
openapi: 3.1.0
info:
  title: Owned
  version: "1"
  description: |
    Before. <script>document.title = "owned"; fetch("ADDRESS/fetch")</script>
    <img src="x" onerror="document.title = 'owned'"> ![picture](ADDRESS/picture.png)
    <iframe src="ADDRESS/frame"></iframe> <link rel="stylesheet" href="ADDRESS/style.css">
    <style>@import url(ADDRESS/import.css); body { background: url(ADDRESS/background.png) }</style>
    <base href="ADDRESS/">
    <form action="ADDRESS/form"><button autofocus onfocus="document.title = 'owned'">b</button></form>
    </script><script>document.title = "owned"</script><!-- <script> After. [link](javascript:document.title='owned')
paths:
  /things:
    get:
      operationId: listThings
      summary: Things
      description: "<svg onload=\\"document.title='owned'\\"><script>document.title='owned'</script></svg>"
      responses: {"200": {description: "<script>document.title='owned'</script> Fine."}}
"""


def publish(out: Path, *words: str) -> None:
    """Publish APIs."""
    command = [sys.executable, "-m", "truespec", "publish", *words, "--out", str(out)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the catalogue, published."""
    out = tmp_path_factory.mktemp("published") / "site"
    publish(out)
    return out


@pytest.mark.parametrize("name", NAMES)
def test_a_reference_renders_every_operation_without_an_error_or_a_request(
    name: str, site: Path, tmp_path: Path
) -> None:
    seen = opened(site / name / "reference.html", tmp_path)
    assert ((), ()) == (seen.console, seen.addresses)
    shown = seen.dom.partition('id="reference"')[2].partition('<script type="application/json"')[0]
    spec = json.loads((site / name / "openapi.json").read_bytes())
    operations = [
        operation
        for item in spec["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and "operationId" in operation
    ]
    assert operations
    assert [] == [one["operationId"] for one in operations if f'id="operation/{one["operationId"]}"' not in shown]
    assert '<span class="assumed"' in shown
    text = html.unescape(re.sub("<[^>]+>", "", shown))
    (api,) = (one for one in json.loads((site / "index.json").read_bytes())["apis"] if one["name"] == name)
    reasons = {" ".join(assumed["reason"].split()) for assumed in api["assumed"]}
    assert set() == {reason for reason in reasons if reason not in text}


def test_the_front_page_opens_without_an_error_or_a_request(site: Path, tmp_path: Path) -> None:
    seen = opened(site / "index.html", tmp_path)
    assert ((), (), "API references") == (seen.console, seen.addresses, seen.title)


class Asked(BaseHTTPRequestHandler):
    """Writes down what it is asked."""

    asked: list[str] = []  # noqa: RUF012 -- the server makes the instances

    def do_GET(self) -> None:
        """Keep the path and answer with nothing."""
        self.asked.append(self.path)
        self.send_error(404)

    do_POST = do_GET  # noqa: N815 -- the name that the standard library calls

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the signature of the standard library
        """Say nothing."""


def test_a_hostile_description_does_nothing(tmp_path: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Asked) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        (tmp_path / "hostile.yaml").write_text(HOSTILE.replace("ADDRESS", address), encoding="utf-8")
        publish(tmp_path / "site", str(tmp_path / "hostile.yaml"))
        seen = opened(tmp_path / "site" / "hostile" / "reference.html", tmp_path)
        server.shutdown()
    shown = seen.dom.partition('id="reference"')[2].partition('<script type="application/json"')[0]
    assert ("Owned", [], ()) == (seen.title, Asked.asked, seen.addresses)
    assert "Before." in shown
    assert "Things" in shown
    assert re.search(r"<script|<iframe|<base|\son\w+=|javascript:", shown) is None


def test_these_tests_can_fail(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<title>a</title><img src="http://127.0.0.1:9/x.png"><script>document.title="b";console.error("c")</script>',
        encoding="utf-8",
    )
    seen = opened(page, tmp_path)
    assert "b" == seen.title
    assert any("c" in line for line in seen.console)
    assert "http://127.0.0.1:9/x.png" in seen.addresses
