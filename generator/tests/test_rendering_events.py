"""What the server sends by itself is a module of constants that read it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.rendering.render import render

DOCUMENT = """
openapi: 3.1.0
info: {title: Pets, version: '1'}
webhooks:
  newPet:
    post:
      summary: "A pet came; \\"\\"\\" open('x')"
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Event'}}}}
  gone:
    delete:
      requestBody: {content: {application/json: {schema: {type: array, items: {type: string}}}}}
components:
  schemas:
    Event: {type: object, required: [id], properties: {id: {type: integer}}}
"""
USE = """
from pets_client.incoming import GONE, NEW_PET
from pets_client.models import Event
assert Event(id=5) == NEW_PET.parse(b'{"id": 5}')
assert ["a"] == GONE.parse('["a"]')
assert ("newPet", "POST") == (NEW_PET.id, NEW_PET.method)
"""


def test_the_module_of_events_reads_bodies(make_api: Callable[[str], Api], tmp_path: Path) -> None:
    tree = render(make_api(DOCUMENT), Report())
    for path, content in tree.encoded().items():
        target = tmp_path / "package" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    text = (tmp_path / "package/src/pets_client/incoming.py").read_text(encoding="utf-8")
    assert 'NEW_PET: Event_[Event] = Event_("newPet", "POST", Event)\n' in text
    program = f"import sys; sys.path.insert(0, {str(tmp_path / 'package/src')!r})\n{USE}"
    used = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (used.returncode, used.stderr) == (0, "")


def test_an_api_that_sends_nothing_has_no_such_module(make_api: Callable[[str], Api]) -> None:
    tree = render(make_api("openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\n"), Report())
    assert not [path for path in tree.encoded() if path.endswith("incoming.py")]
